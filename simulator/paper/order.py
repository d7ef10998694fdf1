"""What one paper is asked to show, and the forms in which papers write dates and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from simulator.people import FOREVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One paper to draw: its values, look, seal, signature and whims of the defects."""

    kind: str
    values: Mapping[str, str]
    look: str = "a"
    seed: int = 0
    seal: str = ""
    seal_kind: str = ""
    signature: str = ""
    whims: frozenset[str] = field(default_factory=frozenset)

    def __getitem__(self, element: str) -> str:
        """Return the value of an element, empty when the paper leaves it blank."""
        return self.values.get(element, "")

    def number(self, what: str, limit: int) -> int:
        """Return a number below `limit` that belongs to this paper and purpose."""
        return Random(f"{self.seed}|{self.kind}|{what}").randrange(limit)


def parts(day: str) -> tuple[int, int, int]:
    """Split an ISO date."""
    year, month, date = day.split("-")
    return int(year), int(month), int(date)


def is_day(day: str) -> bool:
    """Tell whether the text is an ISO date (and not 长期 or nothing)."""
    return len(day) == 10 and day[4] == day[7] == "-"


def written(day: str, style: str = "short") -> str:
    """Write a canonical date as papers do: short 2026年5月1日, long 2026年05月01日, dots, dashes, spaced."""
    if not is_day(day):
        return day
    year, month, date = parts(day)
    return {
        "short": f"{year}年{month}月{date}日",
        "long": f"{year}年{month:02d}月{date:02d}日",
        "dots": f"{year}.{month:02d}.{date:02d}",
        "dashes": f"{year}-{month:02d}-{date:02d}",
        "spaced": f"{year} 年 {month:02d} 月 {date:02d} 日",
    }[style]


def period(start: str, end: str, style: str = "dots", joint: str = "-") -> str:
    """Write a term: 2020.03.01-2040.03.01, 2018.05.01-长期."""
    return f"{written(start, style)}{joint}{written(end, style) if end != FOREVER else FOREVER}"


def grouped(number: str, size: int = 4) -> str:
    """Write a long number in groups, as bank cards do."""
    return " ".join(number[at : at + size] for at in range(0, len(number), size))


def listed(choices: str, joint: str = "；") -> str:
    """Write canonical choices (joined by ;) as a paper does."""
    return choices.replace(";", joint)


def typeset(text: str) -> str:
    """Write a canonical sentence with the full-width punctuation of print."""
    return text.translate(str.maketrans(":;,()", "：；，（）"))


def spread(label: str, length: int) -> str:
    """Justify a label with full-width spaces: 名　　称."""
    gaps, missing = len(label) - 1, length - len(label)
    if gaps < 1 or missing < 1:
        return label
    space = "　" * (missing // gaps) if missing % gaps == 0 else " "
    return space.join(label)
