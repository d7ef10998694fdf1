"""Dates: order, remaining time in days and working days, ages. 长期 is later than every day."""

from datetime import date, timedelta

from ocr.values import ElementType, plain_text
from review_points import ages
from review_points.answers import PASSED, failed
from review_points.calendar import count_workdays
from review_points.checks.registry import (
    DATES,
    NUMBERS,
    Answer,
    Parameter,
    Takes,
    check,
    decide,
    plain_check,
    undecided,
    value,
)
from review_points.operands import LONG_TERM, Operand, Surroundings

_DATE = ElementType.DATE
_RULES = tuple(ages.RULES)
_TERMS_YEARS = (5, 10, 20)


def _day(name: str) -> Parameter:
    return Parameter(name=name, types=DATES)


def _number(name: str) -> Parameter:
    return Parameter(name=name, types=NUMBERS)


_RULE = Parameter(name="rule", takes=Takes.WORD, optional=True, words=_RULES)


@plain_check(
    _day("a"), _day("b"), holds="{0}.day <= {1}.day", source="民法典第二百零三条（期间的最后一日计入）"
)
def on_or_before(a: Operand, b: Operand) -> str:
    """Pass when a is the same day as b or earlier; fail when later."""
    return f"{a.text}晚于{b.text}"


@plain_check(_day("a"), _day("b"), holds="{0}.day < {1}.day")
def before(a: Operand, b: Operand) -> str:
    """Pass when a is earlier than b; fail on the same day or later."""
    return f"{a.text}不早于{b.text}"


@plain_check(_day("a"), _day("b"), holds="{0}.day == {1}.day")
def same_day(a: Operand, b: Operand) -> str:
    """Pass when both are the same day, or both 长期."""
    return f"{a.text}不是{b.text}"


@plain_check(
    _day("day"),
    _day("first"),
    _day("last"),
    holds="{1}.day <= {0}.day <= {2}.day",
    source="民法典第二百零三条",
)
def within(day: Operand, first: Operand, last: Operand) -> str:
    """Pass when first <= day <= last, both ends counted."""
    return f"{day.text}不在{first.text}至{last.text}之间"


@check(_day("to"), _day("on"), _number("at_least"))
def days_left(to: Operand, on: Operand, n: Operand) -> Answer:
    """Pass when at least n days lie between `on` and `to` (to - on >= n)."""
    left = (to.day - on.day).days
    return PASSED if left >= n.number else failed(f"距{to.text}还有{left}日，不足{n.text}日")


@check(_day("to"), _day("on"), _number("at_most"))
def days_left_at_most(to: Operand, on: Operand, n: Operand) -> Answer:
    """Pass when at most n days lie between `on` and `to` (to - on <= n); a past `to` passes."""
    left = (to.day - on.day).days
    return PASSED if left <= n.number else failed(f"距{to.text}还有{left}日，多于{n.text}日")


@check(
    _day("to"),
    _day("on"),
    _number("at_least"),
    source="行政许可法第八十二条（期限以工作日计算）",
    surroundings=True,
)
def workdays_left(to: Operand, on: Operand, n: Operand, *, around: Surroundings) -> Answer:
    """Pass when at least n working days lie after `on` up to and including `to`.

    Days of years whose arrangement is not published widen the count; when that matters the answer is unknown.
    """
    if around.calendar is None:
        return undecided("没有工作日历", "calendar")
    counted = count_workdays(around.calendar, on.day, to.day)
    if counted.least >= n.number:
        return decide(True)
    if counted.most >= n.number:
        return undecided("节假日安排尚未公布", *(f"calendar.{year}" for year in counted.unpublished))
    return failed(f"距{to.text}还有{counted.least}个工作日，不足{n.text}个")


@check(
    _day("to"),
    _day("on"),
    _number("at_most"),
    source="行政许可法第八十二条（期限以工作日计算）",
    surroundings=True,
)
def workdays_left_at_most(to: Operand, on: Operand, n: Operand, *, around: Surroundings) -> Answer:
    """Pass when at most n working days lie after `on` up to and including `to`; a past `to` passes."""
    if around.calendar is None:
        return undecided("没有工作日历", "calendar")
    counted = count_workdays(around.calendar, on.day, to.day)
    if counted.least > n.number:
        return failed(f"距{to.text}多于{n.text}个工作日")
    if counted.most > n.number:
        return undecided("节假日安排尚未公布", *(f"calendar.{year}" for year in counted.unpublished))
    return decide(True)


@check(_day("valid_from"), _day("valid_to"), _day("birth"), source="居民身份证法第五条")
def term_lawful(valid_from: Operand, valid_to: Operand, birth: Operand) -> Answer:
    """Pass when an ID card's term fits its holder's age when it was issued.

    Under 16: 5 years; 16 to 25: 10 years; 26 to 45: 20 years; 46 and over: 长期.
    """
    if valid_from.is_long_term or birth.is_long_term:
        return undecided("起始日期或出生日期不是日期")
    years = ages.full_years(birth.day, valid_from.day)
    lawful = LONG_TERM
    for limit, term in zip((16, 26, 46), _TERMS_YEARS, strict=True):
        if years < limit:
            lawful = ages.years_later(valid_from.day, term).isoformat()
            break
    near = {lawful} if lawful == LONG_TERM else {lawful, _day_before(lawful)}
    return (
        PASSED
        if valid_to.text in near
        else failed(f"签发时{years}周岁，有效期应至{lawful}，证件为{valid_to.text}")
    )


@check(_day("birth"), _day("on"), _number("years"), _RULE, source="民法典第十七、二百条；各县高龄津贴办法")
def age_at_least(birth: Operand, on: Operand, years: Operand, rule: Operand | None = None) -> Answer:
    """Pass when the age of `years` is reached on the day `on`, counted by the rule.

    Rules: birthday (on the birthday; the default), day_after (the day after it), month (from the first of the
    birthday's month), next_month (from the first of the month after it).
    """
    if birth.is_long_term or (rule and rule.text not in _RULES):
        return undecided("出生日期或计龄规则无法使用")
    reached = ages.reached_on(birth.day, int(years.number), rule.text if rule else ages.BIRTHDAY)
    return PASSED if reached <= on.day else failed(f"{reached.isoformat()}满{years.text}周岁")


@check(_day("birth"), _day("on"), _number("years"), source="道路运输条例第二十二条")
def age_at_most(birth: Operand, on: Operand, years: Operand) -> Answer:
    """Pass until the day before the birthday on which years + 1 are reached."""
    if birth.is_long_term:
        return undecided("出生日期不是日期")
    age = ages.full_years(birth.day, on.day)
    return PASSED if age <= years.number else failed(f"{age}周岁，超过{years.text}周岁")


@value(_day("birth"), _day("on"), result=ElementType.NUMBER, source="民法典第二百条（周岁）")
def age_on(birth: Operand, on: Operand) -> str | None:
    """Give the full years of age on a day."""
    return None if birth.day > on.day else str(ages.full_years(birth.day, on.day))


@value(_day("a"), _day("b"), result=ElementType.NUMBER)
def days_between(a: Operand, b: Operand) -> str | None:
    """Give the days from a to b, negative when b is earlier; none with 长期."""
    return None if a.is_long_term or b.is_long_term else str((b.day - a.day).days)


@value(_day("a"), _day("b"), result=ElementType.NUMBER, surroundings=True)
def workdays_between(a: Operand, b: Operand, *, around: Surroundings) -> str | None:
    """Give the working days after a up to and including b; none while a year is not published."""
    if around.calendar is None:
        return None
    counted = count_workdays(around.calendar, a.day, b.day)
    return str(counted.least) if counted.least == counted.most else None


@value(_day("a"), _number("n"), result=_DATE)
def days_after(a: Operand, n: Operand) -> str | None:
    """Give the day n days after a; negative n goes back; 长期 stays."""
    return LONG_TERM if a.is_long_term else (a.day + timedelta(days=int(n.number))).isoformat()


@value(_day("a"), _number("n"), result=_DATE)
def months_after(a: Operand, n: Operand) -> str | None:
    """Give the same day n months later, the month's last day when there is none; 长期 stays."""
    return LONG_TERM if a.is_long_term else ages.months_later(a.day, int(n.number)).isoformat()


@value(_day("a"), _number("n"), result=_DATE)
def years_after(a: Operand, n: Operand) -> str | None:
    """Give the same day n years later, 28 February for 29 February; 长期 stays."""
    return LONG_TERM if a.is_long_term else ages.months_later(a.day, 12 * int(n.number)).isoformat()


@value(_day("a"), _day("b"), result=ElementType.NUMBER)
def full_months(a: Operand, b: Operand) -> str | None:
    """Give the full months from a to b, 0 within the first; none with 长期 or when b is earlier."""
    if a.is_long_term or b.is_long_term or b.day < a.day:
        return None
    return str(ages.full_months(a.day, b.day))


@value(_day("a"), result=ElementType.NUMBER)
def year_of(a: Operand) -> str | None:
    """Give the year of a day; none with 长期."""
    return None if a.is_long_term else str(a.day.year)


@value(Parameter(name="a", types=frozenset({ElementType.TEXT})), result=_DATE)
def roc_day(a: Operand) -> str | None:
    """Give the day that a date counted from 1912 tells (112年6月2日 is 2 June 2023); none when it is none."""
    return ages.roc_day(plain_text(a.text))


@value(_day("a"), result=_DATE)
def month_start(a: Operand) -> str | None:
    """Give the first day of the month."""
    return None if a.is_long_term else a.day.replace(day=1).isoformat()


@value(_day("a"), _day("b"), result=_DATE)
def earlier(a: Operand, b: Operand) -> str:
    """Give the earlier of two days."""
    return min(a, b, key=lambda each: each.day).text


@value(_day("a"), _day("b"), result=_DATE)
def later(a: Operand, b: Operand) -> str:
    """Give the later of two days."""
    return max(a, b, key=lambda each: each.day).text


@value(Parameter(name="a", types=frozenset({ElementType.PERIOD})), result=_DATE)
def period_start(a: Operand) -> str | None:
    """Give the first day of a period."""
    return a.text.partition("/")[0] or None


@value(Parameter(name="a", types=frozenset({ElementType.PERIOD})), result=_DATE)
def period_end(a: Operand) -> str | None:
    """Give the last day of a period, 长期 when it has none."""
    return a.text.partition("/")[2] or None


def _day_before(iso: str) -> str:
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()
