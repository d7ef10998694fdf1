"""The values that stand for all values: a few beside every constant, read surely, badly, or not at all."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType
from review_points.facts import Fact, FactState
from review_points.operands import LONG_TERM
from scenarios.terms import Term
from scenarios.weekdays import WEEKDAYS

_DAY = timedelta(days=1)
_MIDDAY = date(2026, 6, 15)  # a Monday
_SURE, _READABLE, _WEAK = 1.0, 0.85, 0.30
_NUMBERS = frozenset({ElementType.NUMBER, ElementType.AMOUNT})
_OTHER_TEXT, _EVASION = "别的内容", "同上"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is seen at a place: a value with the score of its reading, a blank, or nothing at all."""

    value: str | None
    score: float = _SURE
    is_blank: bool = False

    @property
    def state(self) -> str:
        """`read`, `blank`, or nothing when it may be either."""
        return "blank" if self.is_blank else ("read" if self.value is not None else "")

    def fact(self, term: Term) -> Fact:
        """Return the fact as the engine gets it."""
        if self.value is None:
            state = FactState.BLANK if self.is_blank else FactState.NOT_FOUND
            return Fact(name=term.name, type=term.type, state=state)
        reading = Reading(
            element="",
            state=ReadingState.READ,
            source=Source.FORM if self.score == _SURE else Source.PIXELS,
            value=self.value,
            confidence=self.score,
        )
        return Fact(
            name=term.name, type=term.type, state=FactState.READ, value=self.value, readings=(reading,)
        )


def single_of(term: Term, constants: Sequence[Term]) -> Iterator[Shown]:
    """Return everything one term can show against the constants it is asked with."""
    for value in _values(term, [text for each in constants for text in each.constants]):
        yield from (Shown(value, score) for score in (_SURE, _READABLE, _WEAK))
    yield Shown(None)
    if term.is_fact:
        yield Shown(None, is_blank=True)


def pairs_of(kind: ElementType, constants: Sequence[Term]) -> Iterator[tuple[Shown, Shown]]:
    """Return everything two days or numbers can show against each other."""
    if kind in _NUMBERS:
        rows = [("10", "9"), ("10", "10"), ("10", "11")]
    else:
        numbers = _whole_numbers(text for each in constants for text in each.constants)
        steps = sorted(
            {sign * number + step for number in (0, *numbers) for sign in (1, -1) for step in (-1, 0, 1)}
        )
        rows = [((_MIDDAY + step * _DAY).isoformat(), _MIDDAY.isoformat()) for step in steps]
        day = _MIDDAY.isoformat()
        rows += [(LONG_TERM, day), (day, LONG_TERM), (LONG_TERM, LONG_TERM)]
    return _shown_pairs(rows)


def workday_pairs(constants: Sequence[Term]) -> Iterator[tuple[Shown, Shown]]:
    """Return everything two days can show that are so many working days apart."""
    numbers = _whole_numbers(text for each in constants for text in each.constants)
    counts = sorted({max(number + step, 0) for number in (0, *numbers) for step in (-1, 0, 1)})
    rows = [(_after(count).isoformat(), _MIDDAY.isoformat()) for count in counts]
    rows += [((_MIDDAY - each * _DAY).isoformat(), _MIDDAY.isoformat()) for each in (1, 400)]
    day = _MIDDAY.isoformat()
    return _shown_pairs([*rows, (LONG_TERM, day), (day, LONG_TERM)])


def _shown_pairs(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[Shown, Shown]]:
    scores = tuple(product((_SURE, _READABLE), repeat=2))
    for left, right in rows:
        yield from ((Shown(left, first), Shown(right, second)) for first, second in scores)
    some = Shown(next(iter(rows))[0])
    yield from ((some, Shown(None)), (Shown(None), some), (Shown(None), Shown(None)))


def _after(workdays: int) -> date:
    """Return the day so many working days after the Monday everything is counted from."""
    day, left = _MIDDAY, workdays
    while left:
        day += _DAY
        left -= WEEKDAYS.is_workday(day) is True
    return day


def _values(term: Term, constants: Sequence[str]) -> Iterator[str]:
    if term.type is ElementType.BOOL:
        yield from ("true", "false")
    elif term.type is ElementType.DATE:
        yield from _days(constants)
    elif term.type in _NUMBERS:
        yield from _numbers(constants, is_whole=term.is_whole)
    else:
        yield from dict.fromkeys((*constants, _OTHER_TEXT, _EVASION))


def _days(constants: Sequence[str]) -> Iterator[str]:
    """Give the days beside every border that constants draw."""
    days = [date.fromisoformat(each) for each in constants if _ISO.fullmatch(each)] or [_MIDDAY]
    numbers = _whole_numbers(constants)
    borders = {day + sign * number * _DAY for day in days for number in (0, *numbers) for sign in (1, -1)}
    yield from sorted({(border + step * _DAY).isoformat() for border in borders for step in (-1, 0, 1)})
    yield LONG_TERM


def _numbers(constants: Sequence[str], *, is_whole: bool) -> Iterator[str]:
    """Give the borders, one number between each two, and one beyond either end."""
    borders = sorted({Decimal(each) for each in constants if _is_number(each)} or {Decimal(0)})
    if is_whole:
        whole = {int(border) + step for border in borders for step in (-1, 0, 1)}
        yield from (str(each) for each in sorted(whole))
        return
    between = [(low + high) / 2 for low, high in pairwise(borders)]
    found = sorted({*borders, *between, borders[0] - 1, borders[-1] + 1})
    yield from (format(each, "f") for each in found)


def _whole_numbers(constants: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({int(Decimal(each)) for each in constants if _is_number(each)}))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
