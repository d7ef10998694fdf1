"""Element types and their canonical texts: the one way in which a value is written for comparison.

`canonical` is pure and never guesses: what is no lawful value of its type is None.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from importlib.resources import files

from ocr.amounts import plain_amount, plain_number
from ocr.dates import iso_date, iso_period


class ElementType(StrEnum):
    """How the value of an element is written canonically, always as text.

    date: 2031-05-01 or 长期. period: two dates joined by '/'. bool: true / false. number and amount: plain
    decimal. choices: entries joined by ';' in the order written. numbers, amounts, dates and codes: the cells
    of a table's column joined by ';', each as its own type writes it; with one cell that is no lawful value
    the column is none. Others: NFKC, no inner spaces, as the type's rule says.
    """

    TEXT = "text"
    NAME = "name"
    ORGANISATION = "organisation"
    IDNO = "idno"
    USCC = "uscc"
    CODE = "code"
    DATE = "date"
    PERIOD = "period"
    ADDRESS = "address"
    AMOUNT = "amount"
    NUMBER = "number"
    MOBILE = "mobile"
    BANK_ACCOUNT = "bank_account"
    BOOL = "bool"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBERS = "numbers"
    AMOUNTS = "amounts"
    DATES = "dates"
    CODES = "codes"


COLUMNS: Mapping[ElementType, ElementType] = {
    ElementType.NUMBERS: ElementType.NUMBER,
    ElementType.AMOUNTS: ElementType.AMOUNT,
    ElementType.DATES: ElementType.DATE,
    ElementType.CODES: ElementType.CODE,
}
"""Types of a table's column, and the type of each of its cells."""

IDENTIFIERS = frozenset(
    {ElementType.IDNO, ElementType.USCC, ElementType.CODE, ElementType.BANK_ACCOUNT, ElementType.MOBILE}
)

_DOTS = re.compile(r"[·•‧∙⋅・ꞏ᛫●.。]")
_DOTS_BETWEEN = re.compile(r"[·•‧∙⋅・]")
BRACKETS = str.maketrans("〔【[〈《{", "((((((") | str.maketrans("〕】]〉》}", "))))))")
"""Brackets of every form as round ones, for `str.translate`."""
_DASHES = re.compile(r"[‐‑‒–—―−─﹣ー~～]+")
_LONG_NUMBER = re.compile(r"(?=[A-Z]{0,3}[0-9])[0-9A-Z]{15,}")
_LAST_X = re.compile(r"[xX×✕✖╳ХхΧχ乂]$")
_CELLS = re.compile(r"[;、|]")
_TRUE = frozenset({"true", "1", "是", "有", "yes", "y", "√", "✓", "☑", "同意"})
_FALSE = frozenset({"false", "0", "否", "无", "no", "n", "☐", "□", "不同意"})


def _radicals() -> Mapping[int, str]:
    """Return the radicals of the supplement, which NFKC leaves, as the characters they stand for."""
    text = files("ocr").joinpath("radicals.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    return {ord(radical): character for radical, character in rows}


_RADICALS = _radicals()


def is_standard(character: str) -> bool:
    """Tell whether a character is one of GB 2312, in which papers of the mainland are printed."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def plain_text(raw: str) -> str:
    """Return the text in NFKC, radicals as characters, without space, control, joiner or direction mark."""
    folded = unicodedata.normalize("NFKC", raw).translate(_RADICALS)
    if folded.isprintable() and " " not in folded:
        return folded
    kept = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"})
    return unicodedata.normalize("NFKC", kept)  # what a space kept apart may join now


def hidden_characters(raw: str) -> tuple[str, ...]:
    """Return the invisible characters of a text (joiners, direction marks) as U+XXXX, for flagging."""
    return tuple(f"U+{ord(c):04X}" for c in raw if unicodedata.category(c) == "Cf")


def canonical(kind: ElementType, raw: str) -> str | None:
    """Return the canonical text of `raw`, or None when it is no lawful value of that type."""
    text = plain_text(raw)
    return _RULES[kind](text) if text else None


def _text(text: str) -> str | None:
    return text


def _name(text: str) -> str | None:
    text = _DOTS.sub("·", text.replace("''", "")).strip("·,:;_-")
    if not 2 <= len(text) <= 40 or any(not _may_stand_in_name(c) for c in text) or "··" in text:
        return None
    return text


def _may_stand_in_name(character: str) -> bool:
    """Letters of any script and the middle dot; private-use characters can't be compared and are refused."""
    return (
        character == "·" or unicodedata.category(character) in {"Lo", "Lu", "Ll", "Nl"} or character == "〇"
    )


def _organisation(text: str) -> str | None:
    text = text.translate(BRACKETS).upper().strip(",。.:;_-")
    has_letters = sum(unicodedata.category(c) in {"Lo", "Lu"} for c in text) >= 2
    return text if has_letters and len(text) <= 120 and not _LONG_NUMBER.search(text) else None


def _address(text: str) -> str | None:
    text = _DASHES.sub("-", text.translate(BRACKETS)).upper().strip(",。.:;_-")
    return text if sum(unicodedata.category(c) == "Lo" for c in text) >= 3 else None


def _idno(text: str) -> str | None:
    text = _LAST_X.sub("X", text)
    return text if re.fullmatch(r"[0-9]{17}[0-9X]", text) else None


def _uscc(text: str) -> str | None:
    text = text.upper()
    return text if re.fullmatch(r"[0-9A-HJ-NP-RTUWXY]{18}", text) else None


def _code(text: str) -> str | None:
    text = _DASHES.sub("-", _DOTS_BETWEEN.sub("", text.translate(BRACKETS))).upper().strip(",。.:;_")
    return text if len(text) >= 2 and any(c.isdigit() for c in text) and len(text) <= 60 else None


def _date(text: str) -> str | None:
    return iso_date(_DASHES.sub("-", _DOTS_BETWEEN.sub("·", text)))


def _period(text: str) -> str | None:
    days = iso_period(_DASHES.sub("-", _DOTS_BETWEEN.sub("·", text)))
    return "/".join(days) if days else None


def _mobile(text: str) -> str | None:
    digits = re.sub(r"[-()]", "", text)
    digits = re.sub(r"^(\+|00)?86(?=1[3-9][0-9]{9}$)", "", digits)
    return digits if re.fullmatch(r"1[3-9][0-9]{9}", digits) else None


def _bank_account(text: str) -> str | None:
    digits = re.sub(r"-", "", text)
    return digits if re.fullmatch(r"[0-9]{12,19}", digits) else None


def _bool(text: str) -> str | None:
    folded = text.lower()
    if folded in _TRUE:
        return "true"
    return "false" if folded in _FALSE else None


def _choice(text: str) -> str | None:
    return text.strip("☑☐□√✓✔■,。;:") or None


def split_choices(text: str) -> tuple[str, ...]:
    """Split a list of entries on ; 、 , and 。, but not within brackets."""
    text = text.translate(BRACKETS)
    entries: list[str] = [""]
    depth = 0
    for character in text:
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character in ";、,。" and depth == 0:
            entries.append("")
        else:
            entries[-1] += character
    return tuple(entry for entry in entries if entry)


def _choices(text: str) -> str | None:
    return ";".join(split_choices(text)) or None


def _column(cell: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Write a column: every cell by the rule of its type, and none at all when one of them is no value."""

    def write(text: str) -> str | None:
        cells = [cell(part) if part else None for part in _CELLS.split(text)]
        return None if None in cells else ";".join(each for each in cells if each)

    return write


_RULES: Mapping[ElementType, Callable[[str], str | None]] = {
    ElementType.TEXT: _text,
    ElementType.NAME: _name,
    ElementType.ORGANISATION: _organisation,
    ElementType.IDNO: _idno,
    ElementType.USCC: _uscc,
    ElementType.CODE: _code,
    ElementType.DATE: _date,
    ElementType.PERIOD: _period,
    ElementType.ADDRESS: _address,
    ElementType.AMOUNT: plain_amount,
    ElementType.NUMBER: plain_number,
    ElementType.MOBILE: _mobile,
    ElementType.BANK_ACCOUNT: _bank_account,
    ElementType.BOOL: _bool,
    ElementType.CHOICE: _choice,
    ElementType.CHOICES: _choices,
    ElementType.NUMBERS: _column(plain_number),
    ElementType.AMOUNTS: _column(plain_amount),
    ElementType.DATES: _column(_date),
    ElementType.CODES: _column(_code),
}
