"""Lists and columns of tables: counts, sums, extremes, membership.

`complete` says that no row was missed. What speaks of all rows or of none is decided only when it is true;
left out, only a list from a form, a register, a parameter or the rule itself is taken as whole.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from ocr.amounts import plain
from ocr.values import COLUMNS, ElementType
from review_points.answers import PASSED, Answer, failed, undecided
from review_points.checks.arithmetic import exactly
from review_points.checks.registry import ANYTHING, DATES, NUMBERS, Parameter, check, value
from review_points.compare import are_comparable, compare
from review_points.doubts import doubtful_facts, entries_of, is_whole
from review_points.findings import Outcome
from review_points.operands import Operand, Surroundings

COLUMN_OF_NUMBERS = frozenset({ElementType.NUMBERS, ElementType.AMOUNTS})
COLUMN_OF_DATES = frozenset({ElementType.DATES})
ENTRIES = frozenset({ElementType.CHOICE, ElementType.CHOICES, *COLUMNS})
COMPLETE = Parameter(name="complete", types=frozenset({ElementType.BOOL}), optional=True)
_NO_ENTRY = ANYTHING - {ElementType.BOOL, ElementType.CHOICES, ElementType.PERIOD, *COLUMNS}
_ENTRIES = Parameter(name="entries", types=ENTRIES)
_ALLOWED = Parameter(
    name="allowed",
    types=ENTRIES
    | {
        ElementType.NAME,
        ElementType.ORGANISATION,
        ElementType.IDNO,
        ElementType.USCC,
        ElementType.CODE,
    },
)
_NUMBERS = Parameter(name="numbers", types=COLUMN_OF_NUMBERS)
_DATES = Parameter(name="dates", types=COLUMN_OF_DATES)
_NOT_WHOLE = "清单可能没有读全"


@check(Parameter(name="a", types=_NO_ENTRY), _ENTRIES, COMPLETE, weighs=True, surroundings=True)
def among(a: Operand, entries: Operand, complete: Operand | None = None, *, around: Surroundings) -> Answer:
    """Pass when a is one of the entries; fail only when it is surely none of a complete list."""
    return _membership(a, entries, complete, around)


@check(_ENTRIES, _ALLOWED, COMPLETE, weighs=True, surroundings=True)
def all_among(
    entries: Operand, allowed: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when every entry of a complete list is one of the allowed; fail when one surely is not."""
    if not is_whole(entries, complete, around.floors):
        return undecided(_NOT_WHOLE, *doubtful_facts(entries))
    answers = [_membership(each, allowed, complete, around) for each in entries_of(entries)]
    return _least(answers)


@check(_ENTRIES, _ALLOWED, COMPLETE, weighs=True, surroundings=True)
def any_among(
    entries: Operand, allowed: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when at least one entry is one of the allowed; fail only when no entry of a complete list is."""
    answers = [_membership(each, allowed, complete, around) for each in entries_of(entries)]
    passed = [each for each in answers if each.outcome is Outcome.PASS]
    if passed:
        return passed[0]
    if not is_whole(entries, complete, around.floors):
        return undecided(_NOT_WHOLE, *doubtful_facts(entries))
    open_ = [each for each in answers if each.outcome is Outcome.UNKNOWN]
    return open_[0] if open_ else failed(f"“{entries.text}”没有一项在“{allowed.text}”之中")


@check(_ENTRIES, Parameter(name="others", types=ENTRIES), COMPLETE, surroundings=True)
def disjoint(
    entries: Operand, others: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when two complete lists have no entry in common; fail when they surely have one."""
    answers = [_membership(each, others, complete, around) for each in entries_of(entries)]
    shared = [
        each.text
        for each, answer in zip(entries_of(entries), answers, strict=True)
        if answer.outcome is Outcome.PASS
    ]
    if shared:
        return failed(f"“{'、'.join(shared)}”在两份清单中都有")
    whole = is_whole(entries, complete, around.floors) and is_whole(others, complete, around.floors)
    if not whole:
        return undecided(_NOT_WHOLE, *doubtful_facts(entries, others))
    open_ = [each for each in answers if each.outcome is Outcome.UNKNOWN]
    return open_[0] if open_ else PASSED


@check(_ENTRIES, COMPLETE, surroundings=True)
def all_distinct(entries: Operand, complete: Operand | None = None, *, around: Surroundings) -> Answer:
    """Pass when no entry of a complete list stands there twice; fail when one surely does."""
    twice = sorted({each for each in entries.entries if entries.entries.count(each) > 1})
    if twice:
        return failed(f"“{'、'.join(twice)}”重复")
    if not (is_whole(entries, complete, around.floors)):
        return undecided(_NOT_WHOLE, *doubtful_facts(entries))
    return PASSED


@check(_NUMBERS, Parameter(name="limits", types=COLUMN_OF_NUMBERS), COMPLETE, surroundings=True)
def each_at_most(
    numbers: Operand, limits: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when every number of a complete column is at most the limit of its row; fail when one is above.

    Columns of different length are unknown.
    """
    rows = zip(entries_of(numbers), entries_of(limits), strict=False)
    above = [f"{one.text}大于{limit.text}" for one, limit in rows if one.number > limit.number]
    return _rows(above, numbers, limits, complete, around)


@check(_NUMBERS, Parameter(name="limits", types=COLUMN_OF_NUMBERS), COMPLETE, surroundings=True)
def each_at_least(
    numbers: Operand, limits: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when every number of a complete column is at least the limit of its row; fail when one is below.

    Columns of different length are unknown.
    """
    rows = zip(entries_of(numbers), entries_of(limits), strict=False)
    below = [f"{one.text}小于{limit.text}" for one, limit in rows if one.number < limit.number]
    return _rows(below, numbers, limits, complete, around)


@check(_DATES, Parameter(name="limits", types=COLUMN_OF_DATES), COMPLETE, surroundings=True)
def each_on_or_before(
    dates: Operand, limits: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when every date of a complete column is at the latest the day of its row; fail when one is later.

    Columns of different length are unknown.
    """
    rows = zip(entries_of(dates), entries_of(limits), strict=False)
    late = [f"{one.text}晚于{limit.text}" for one, limit in rows if one.day > limit.day]
    return _rows(late, dates, limits, complete, around)


@value(_ENTRIES, COMPLETE, result=ElementType.NUMBER, surroundings=True)
def count(entries: Operand, complete: Operand | None = None, *, around: Surroundings) -> str | None:
    """Count the entries of a complete list."""
    return str(len(entries.entries)) if is_whole(entries, complete, around.floors) else None


@value(_NUMBERS, COMPLETE, result=ElementType.NUMBER, surroundings=True)
def sum_of(numbers: Operand, complete: Operand | None = None, *, around: Surroundings) -> str | None:
    """Give the exact sum of a complete column."""
    return _folded(sum, numbers, complete, around)


@value(_NUMBERS, Parameter(name="cap", types=NUMBERS), COMPLETE, result=ElementType.NUMBER, surroundings=True)
def sum_capped(
    numbers: Operand, cap: Operand, complete: Operand | None = None, *, around: Surroundings
) -> str | None:
    """Give the exact sum of a complete column in which no row counts for more than the cap."""
    return _folded(lambda every: sum(min(each, cap.number) for each in every), numbers, complete, around)


@value(_NUMBERS, COMPLETE, result=ElementType.NUMBER, surroundings=True)
def largest_of(numbers: Operand, complete: Operand | None = None, *, around: Surroundings) -> str | None:
    """Give the largest number of a complete column."""
    return _folded(max, numbers, complete, around)


@value(_NUMBERS, COMPLETE, result=ElementType.NUMBER, surroundings=True)
def smallest_of(numbers: Operand, complete: Operand | None = None, *, around: Surroundings) -> str | None:
    """Give the smallest number of a complete column."""
    return _folded(min, numbers, complete, around)


@value(_DATES, COMPLETE, result=ElementType.DATE, surroundings=True)
def earliest_of(dates: Operand, complete: Operand | None = None, *, around: Surroundings) -> str | None:
    """Give the earliest day of a complete column."""
    whole = is_whole(dates, complete, around.floors)
    return min(entries_of(dates), key=lambda each: each.day).text if whole else None


@value(_DATES, COMPLETE, result=ElementType.DATE, surroundings=True)
def latest_of(dates: Operand, complete: Operand | None = None, *, around: Surroundings) -> str | None:
    """Give the latest day of a complete column; 长期 is later than every day."""
    whole = is_whole(dates, complete, around.floors)
    return max(entries_of(dates), key=lambda each: each.day).text if whole else None


@value(_DATES, Parameter(name="day", types=DATES), COMPLETE, result=ElementType.NUMBER, surroundings=True)
def count_reaching(
    dates: Operand, day: Operand, complete: Operand | None = None, *, around: Surroundings
) -> str | None:
    """Count the dates of a complete column that lie on the day or after it."""
    whole = is_whole(dates, complete, around.floors)
    return str(sum(each.day >= day.day for each in entries_of(dates))) if whole else None


def _membership(a: Operand, entries: Operand, complete: Operand | None, around: Surroundings) -> Answer:
    every = entries_of(entries, a.type if are_comparable(a.type, ElementType.CHOICE) else None)
    if not all(are_comparable(a.type, each.type) for each in every):
        return undecided(f"{a.type.value}与{entries.type.value}不能比较", *a.facts, *entries.facts)
    answers = [compare(a, each, around.floors) for each in every]
    for answer in answers:
        if answer.outcome is Outcome.PASS:
            return answer
    if not is_whole(entries, complete, around.floors):
        return undecided(_NOT_WHOLE, *doubtful_facts(entries))
    for answer in answers:
        if answer.outcome is Outcome.UNKNOWN:
            return answer
    return failed(f"“{a.text}”不在“{entries.text}”之中")


def _least(answers: list[Answer]) -> Answer:
    """Combine by AND: the first fail, else the first unknown, else the pass."""
    for outcome in (Outcome.FAIL, Outcome.UNKNOWN):
        for answer in answers:
            if answer.outcome is outcome:
                return answer
    return PASSED


def _rows(
    wrong: list[str], one: Operand, other: Operand, complete: Operand | None, around: Surroundings
) -> Answer:
    """Answer for a row-by-row check: nothing is said of columns that are not whole or do not match."""
    columns = (one, other)
    whole = all(is_whole(each, complete, around.floors) for each in columns)
    if not whole or len(one.entries) != len(other.entries):
        return undecided("两列不能逐行对应或没有读全", *doubtful_facts(one, other))
    return failed("；".join(wrong)) if wrong else PASSED


def _folded(
    fold: Callable[[Iterable[Decimal]], Decimal | int],
    numbers: Operand,
    complete: Operand | None,
    around: Surroundings,
) -> str | None:
    if not is_whole(numbers, complete, around.floors):
        return None
    with exactly():
        return plain(Decimal(fold([Decimal(each) for each in numbers.entries])))
