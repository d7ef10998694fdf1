"""English translations of labels: 姓名 Name, 发证日期 over «Date of Issue». They name nothing new."""

import re
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

_WORDS = Path(__file__).with_name("translations.yaml")
_SIGNS = r"[/.&'\-]"


def translation_end(text: str, at: int) -> int:
    """Return where a translation ends that begins at a place of a text without spaces; else the place."""
    following = text[at : at + 2].lstrip("/")
    if not following[:1].isascii() or not following[:1].isalpha():
        return at
    match = _translation().match(text, at)
    return match.end() if match else at


def is_translation(text: str) -> bool:
    """Tell whether a whole text without spaces is nothing but words of translated labels."""
    return (
        len(text) > 1
        and text.isascii()
        and _translation().fullmatch(text.strip("():").rstrip(".")) is not None
    )


@cache
def _translation() -> re.Pattern[str]:
    words = sorted(YAML(typ="safe").load(_WORDS.read_text(encoding="utf-8"))["words"], key=len, reverse=True)
    word = "|".join(map(re.escape, words))
    return re.compile(rf"/?(?:(?i:{word}){_SIGNS}?)+(?![a-z])")
