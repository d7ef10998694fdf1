"""Texts with places to fill: how a kind file says what stands on a paper.

A place is written in braces:

- `{person.idno}`: an attribute of whoever plays a role (see `cast.py`);
- `{#6}`: six random figures; `{甲|乙}`: one of the words;
- `{30..300}`, `{1.0..9.9}`: a number with as many decimals as written;
- `{day -300..-20}`: a day so many days before the receiving day; `{valid_from+5y-1d}`: a day reckoned;
- `{key}`: the value of an element, printed as the look writes it; `{key:yuan}` says how (see `PRINTS`).

A template that is nothing but a role's attribute, a day, a number or a choice of words needs no braces
(`braced` adds them). What is random depends on the seed, the kind and a word (`salt`) only.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ocr.amounts import in_capitals
from simulator.paper.cast import played
from simulator.paper.order import is_day, written
from simulator.people import TODAY, add_years

PLACE = re.compile(r"\{([^{}]+)\}")
_ROLE = re.compile(r"([a-z_]+[0-9]*)\.([a-z_]+)")
_FIGURES = re.compile(r"#([0-9]+)")
_NUMBER = re.compile(r"([0-9.]+?)\.\.([0-9.]+)")
_DAY = re.compile(r"day (-?[0-9]+)\.\.(-?[0-9]+)")
_RECKONED = re.compile(r"([a-z_0-9]+?)((?:[+-][0-9]+[ymd])+)")
_STEP = re.compile(r"([+-][0-9]+)([ymd])")
_KEY = re.compile(r"([a-z_][a-z_0-9]*)(?::([a-z]+))?")
_YEAR = re.compile(r"\((20[0-9]{2})\)")
_FULL_WIDTH = re.compile(r"(?<=[一-鿿）])[(),:]|[(),:](?=[一-鿿（])")
WIDE = {"(": "（", ")": "）", ",": "，", ":": "："}


def braced(template: str) -> str:
    """Return the template with braces around it when it is one bare place."""
    is_bare = any(shape.fullmatch(template) for shape in (_ROLE, _NUMBER, _DAY))
    return f"{{{template}}}" if is_bare or ("|" in template and "{" not in template) else template


class WordingError(ValueError):
    """A place that can't be filled; the message quotes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text: print, or what was filled in for an element (named when it is one)."""

    text: str
    element: str = ""
    is_filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What the places of one paper are filled with."""

    kind: str
    seed: int = 0
    on: date = TODAY
    values: Mapping[str, str] = field(default_factory=dict)
    trades: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dates: str = "short"
    has_angular_years: bool = False

    def value(self, template: str, salt: str) -> str:
        """Return the text a template makes."""
        rng = Random(f"{self.kind}|{self.seed}|{salt}")
        return PLACE.sub(lambda place: self._made(place[1], rng), template)

    def pieces(self, template: str, elements: Mapping[str, str] | frozenset[str]) -> tuple[Piece, ...]:
        """Return what is printed: a bare element key stands for its place."""
        text = f"{{{template}}}" if template in elements else template
        rng = Random(f"{self.kind}|{self.seed}|{template}")
        found, at = [], 0
        for place in PLACE.finditer(text):
            if place.start() > at:
                found.append(Piece(text=text[at : place.start()]))
            found.append(self._printed(place[1], rng, elements))
            at = place.end()
        return (*found, Piece(text=text[at:])) if at < len(text) else tuple(found)

    def _printed(self, place: str, rng: Random, elements: Mapping[str, str] | frozenset[str]) -> Piece:
        key = _KEY.fullmatch(place)
        if key and (key[1] in elements or key[1] in self.values):
            value = self.values.get(key[1], "")
            text = PRINTS[key[2]](value) if key[2] and value else self.as_printed(value)
            return Piece(text=text, element=key[1] if key[1] in elements else "", is_filled=True)
        return Piece(text=self.as_printed(self._made(place, rng)), is_filled=True)

    def as_printed(self, value: str) -> str:
        """Write a canonical value as this look does: dates, lists."""
        if is_day(value):
            return written(value, self.dates)
        years = r"〔\1〕" if self.has_angular_years else r"（\1）"
        return _FULL_WIDTH.sub(lambda sign: WIDE[sign[0]], _YEAR.sub(years, value.replace(";", "、")))

    def _made(self, place: str, rng: Random) -> str:
        if role := _ROLE.fullmatch(place):
            trades = self.trades.get(role[1], ())
            return played(role[1], role[2], seed=self.seed, on=self.on, trades=trades)
        if figures := _FIGURES.fullmatch(place):
            return "".join(str(rng.randrange(10)) for _ in range(int(figures[1])))
        if days := _DAY.fullmatch(place):
            return (self.on + timedelta(days=rng.randint(int(days[1]), int(days[2])))).isoformat()
        if number := _NUMBER.fullmatch(place):
            return _number(number[1], number[2], rng)
        if "|" in place:
            return rng.choice(place.split("|"))
        return self._of_value(place)

    def _of_value(self, place: str) -> str:
        if (key := _KEY.fullmatch(place)) and key[1] in self.values:
            value = self.values[key[1]]
            return PRINTS[key[2]](value) if key[2] else value
        if (reckoned := _RECKONED.fullmatch(place)) and reckoned[1] in self.values:
            return _reckoned(self.values[reckoned[1]], reckoned[2])
        raise WordingError(f"{self.kind}: nothing fills the place {{{place}}}")


def _number(low: str, high: str, rng: Random) -> str:
    decimals = len(low.partition(".")[2])
    scale = 10**decimals
    drawn = rng.randint(round(float(low) * scale), round(float(high) * scale))
    text = f"{drawn / scale:.{decimals}f}" if decimals else str(drawn)
    return text.rstrip("0").rstrip(".") if decimals else text


def _reckoned(day: str, steps: str) -> str:
    """Return a day moved by years, months and days; what is no day stays as it is."""
    if not is_day(day):
        return day
    moved = date.fromisoformat(day)
    for amount, unit in _STEP.findall(steps):
        moved = _STEPS[unit](moved, int(amount))
    return moved.isoformat()


def _months_on(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, min(day.day, 28))


_STEPS: Mapping[str, Callable[[date, int], date]] = {
    "y": add_years,
    "m": _months_on,
    "d": lambda day, days: day + timedelta(days=days),
}


PRINTS: Mapping[str, Callable[[str], str]] = {
    "yuan": lambda value: f"¥{float(value):,.2f}",
    "upper": in_capitals,
}
"""How an amount can be printed other than in plain figures."""
