"""Calendar files: the State Council's notice of one year's days off, loaded offline by an administrator.

They lie in `calendar/<year>.yaml` of the data folder; none is shipped. A file that is wrong in anything is
refused whole, with every problem at its line: a wrong working day would move every deadline.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cases.clock import WorkCalendar, YearArrangement, legal_holidays
from cases.errors import SettingsError
from scenarios.problem import Problem
from scenarios.yaml_file import Loaded, load_yaml

LONGEST_HOLIDAY_DAYS = 15
_SATURDAY = 5
_REMEDY = "请对照国务院办公厅当年部分节假日安排的通知改正"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class DaysOffFile(_Strict):
    """One holiday: its name and its days off, the first and the last counted."""

    name: str = Field(min_length=1)
    from_: date = Field(alias="from")
    to: date

    def days(self) -> frozenset[date]:
        """Return every day of it."""
        count = min((self.to - self.from_).days + 1, LONGEST_HOLIDAY_DAYS)
        return frozenset(self.from_ + timedelta(days=offset) for offset in range(count))


class CalendarFile(_Strict):
    """The arrangement of one year; `source` names the notice it was taken from."""

    year: int = Field(ge=2000, le=2100)
    source: str = Field(min_length=1)
    days_off: tuple[DaysOffFile, ...] = Field(min_length=1)
    days_worked: tuple[date, ...] = ()

    def arrangement(self) -> YearArrangement:
        """Return what the calendar asks it for."""
        return YearArrangement(
            year=self.year,
            days_off=frozenset[date]().union(*(each.days() for each in self.days_off)),
            days_worked=frozenset(self.days_worked),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFolder:
    """What lies in the calendar folder: the years that can be used, and every problem."""

    calendar: WorkCalendar
    problems: tuple[Problem, ...] = ()


def read_calendars(folder: Path) -> CalendarFolder:
    """Read every calendar file of a folder; a folder that is not there holds none."""
    loaded: list[YearArrangement] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.y*ml")):
        found = _read(path)
        if isinstance(found, YearArrangement):
            loaded.append(found)
        else:
            problems.extend(found)
    return CalendarFolder(calendar=WorkCalendar(tuple(loaded)), problems=tuple(problems))


def open_calendar(folder: Path) -> WorkCalendar:
    """Open the calendar with every loaded year; raises SettingsError when a file can't be used."""
    read = read_calendars(folder)
    if read.problems:
        raise SettingsError("；".join(map(str, read.problems[:3])))
    return read.calendar


def published_years(calendar: WorkCalendar, today: date) -> tuple[int, ...]:
    """Return which of last year, this year and the next are published."""
    return tuple(year for year in range(today.year - 1, today.year + 2) if calendar.is_published(year))


def _read(path: Path) -> YearArrangement | tuple[Problem, ...]:
    loaded = load_yaml(path, path.name)
    if isinstance(loaded, Problem):
        return (loaded,)
    try:
        file = CalendarFile.model_validate(loaded.data)
    except ValidationError as error:
        return tuple(_shape_problems(error, path.name, loaded))
    problems = tuple(_content_problems(_Checked(file, path.name, loaded)))
    return problems or file.arrangement()


def _shape_problems(error: ValidationError, shown: str, loaded: Loaded) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_input=False):
        line, column = loaded.place(each["loc"])
        text = f"{'.'.join(str(part) for part in each['loc'])}：{_SAID.get(each['type'], '值不合要求')}"
        yield Problem(code="C001", file=shown, line=line, column=column, text=text, hint=_SHAPE)


_SAID = {"missing": "缺少这一项", "extra_forbidden": "不认识这一项", "too_short": "不能为空"}
_SHAPE = "应写明 year、source、days_off（name、from、to）和 days_worked，日期写作 2027-02-05"


def _belongs(day: date, year: int) -> bool:
    """Tell whether a year's notice may speak of the day: New Year's holiday reaches into December."""
    return date(year - 1, 12, 25) <= day <= date(year, 12, 31)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A file of the right shape, on its way to be believed."""

    file: CalendarFile
    name: str
    loaded: Loaded

    def problem(self, code: str, place: tuple[str | int, ...], text: str, hint: str = _REMEDY) -> Problem:
        """Return a problem at the place of a value."""
        line, column = self.loaded.place(place)
        return Problem(code=code, file=self.name, line=line, column=column, text=text, hint=hint)


def _content_problems(checked: _Checked) -> Iterator[Problem]:
    """Find what no notice can say: other years' days, weekdays made up, legal holidays left out."""
    year, off = checked.file.year, checked.file.arrangement().days_off
    if Path(checked.name).stem != str(year):
        yield checked.problem("C002", ("year",), f"文件名与 year: {year} 不符", f"文件应名为 {year}.yaml")
    yield from _off_problems(checked)
    yield from _worked_problems(checked, off)
    for day in sorted(legal_holidays(year) - off):
        yield checked.problem("C007", ("days_off",), f"法定节假日 {day} 没有列入放假")


def _off_problems(checked: _Checked) -> Iterator[Problem]:
    year = checked.file.year
    for place, each in enumerate(checked.file.days_off):
        if each.to < each.from_ or (each.to - each.from_).days >= LONGEST_HOLIDAY_DAYS:
            yield checked.problem("C003", ("days_off", place, "to"), f"{each.name}的起止日期不合理")
        elif not (_belongs(each.from_, year) and _belongs(each.to, year)):
            yield checked.problem("C004", ("days_off", place), f"{each.name}有不属于 {year} 年的日期")


def _worked_problems(checked: _Checked, off: frozenset[date]) -> Iterator[Problem]:
    year = checked.file.year
    for place, day in enumerate(checked.file.days_worked):
        at = ("days_worked", place)
        if not _belongs(day, year):
            yield checked.problem("C004", at, f"{day} 不属于 {year} 年")
        elif day.weekday() < _SATURDAY:
            yield checked.problem("C005", at, f"{day} 不是周末，无须写作调休上班")
        elif day in off:
            yield checked.problem("C006", at, f"{day} 既写作放假又写作上班")
