"""Short ways to write facts and points in the tests of the engine."""

from datetime import date, timedelta

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType
from review_points.expressions import Expression, parse
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Effect
from review_points.kleene import Verdict
from review_points.operands import Surroundings
from review_points.point import CheckOutcome, Point, PointSpec, compile_point

T = ElementType
HIDDEN_STATES = (FactState.UNREADABLE, FactState.NOT_FOUND, FactState.CONFLICT, FactState.NOT_SOUGHT)


class WeekCalendar:
    """Works Monday to Friday; years after `published` are not published."""

    def __init__(self, published: int = 2027, holidays: frozenset[date] = frozenset()) -> None:
        self._published = published
        self._holidays = holidays

    def is_workday(self, day: date) -> bool | None:
        if day.year > self._published:
            return None
        return day.weekday() < 5 and day not in self._holidays


def lawful_idno(birth: date = date(1990, 5, 1), *, sequence: str = "012", region: str = "350199") -> str:
    """Make a fictitious number with a right check digit."""
    from review_points.checksums import id_check_digit

    body = f"{region}{birth:%Y%m%d}{sequence}"
    return body + id_check_digit(body)


def certain(name: str, kind: ElementType, value: str) -> Fact:
    return Fact(name=name, type=kind, state=FactState.READ, value=value)


def picture(
    name: str, kind: ElementType, value: str, confidence: float = 0.99, characters: tuple[float, ...] = ()
) -> Fact:
    reading = Reading(
        element=name.rpartition(".")[2],
        state=ReadingState.READ,
        source=Source.PIXELS,
        value=value,
        raw=value,
        confidence=confidence,
        characters=characters,
        page=1,
    )
    return Fact(name=name, type=kind, state=FactState.READ, value=value, readings=(reading,))


def hidden(name: str, kind: ElementType = T.TEXT, state: FactState = FactState.UNREADABLE) -> Fact:
    return Fact(name=name, type=kind, state=state)


def facts(*every: Fact) -> Facts:
    return Facts({each.name: each for each in every})


def verdict(text: str, *every: Fact, calendar: WeekCalendar | None = None) -> Verdict:
    found = parse(text, {each.name: each.type for each in every})
    assert isinstance(found, Expression), found
    return found.condition.verdict(facts(*every), Surroundings(calendar=calendar))


def outcome(text: str, *every: Fact, calendar: WeekCalendar | None = None) -> str:
    return verdict(text, *every, calendar=calendar).outcome.value


def point(
    checks: dict[str, str],
    types: dict[str, ElementType],
    *,
    code: str = "T-01",
    when: str | None = None,
    pass_: str | None = None,
    effects: dict[str, Effect] | None = None,
    says: str = "",
) -> Point:
    effects = effects or {}
    spec = PointSpec(
        code=code,
        title="试验要点",
        checks=checks,
        when=when,
        pass_=pass_,
        unknown="请核对",
        outcomes={
            name: CheckOutcome(
                effect=effects.get(name, Effect.RETURN),
                code=name.upper(),
                says=says or f"{name}不符",
                fix="请改正",
            )
            for name in checks
        },
    )
    found = compile_point(spec, types)
    assert isinstance(found, Point), found
    return found


def days(start: date, count: int) -> list[date]:
    return [start + timedelta(days=step) for step in range(count)]
