"""Dictionaries as parameters: a list whose entries are written 键=值, one line per pair."""

from ocr.values import plain_text
from review_points.operands import Operand


def terms_for(key: str, dictionary: Operand) -> tuple[str, ...]:
    """Return every value the dictionary gives for a key, in its order; nothing for a key it does not know."""
    wanted = plain_text(key)
    pairs = (entry.partition("=") for entry in dictionary.entries)
    return tuple(value for name, sign, value in pairs if sign and plain_text(name) == wanted and value)
