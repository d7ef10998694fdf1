"""A conclusion as the text it is stored as, and back: an approval comes back only through its proof."""

import json

from review_points.conclude import Conclusion
from review_points.json_form import conclusion_from_json as built
from review_points.json_form import conclusion_to_json as plain
from review_points.json_form import text_of


def conclusion_json(conclusion: Conclusion) -> str:
    """Write the conclusion as one canonical line."""
    return text_of(plain(conclusion))


def conclusion_from_json(text: str) -> Conclusion:
    """Read the conclusion again, proving an approval anew; ValueError when it can't be one."""
    try:
        return built(json.loads(text))
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError("this is no stored conclusion") from error
