"""A year's notice is loaded from a file: whole and right, or not at all, with every problem at its line."""

from datetime import date

import pytest

from cases.calendar_files import open_calendar, read_calendars
from cases.clock import WorkCalendar, legal_holidays
from cases.errors import SettingsError

YEAR = 2039
NOTICE = """\
year: 2039
source: 样例通知（试验用，不是国务院文件）
days_off:
{holidays}
days_worked: [2039-01-08, 2038-12-26]
"""
HOLIDAYS = [f"  - {{name: 节日, from: {day}, to: {day}}}" for day in sorted(legal_holidays(YEAR))]


@pytest.fixture
def folder(tmp_path):
    def write(text: str, name: str = "2039.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def a_notice(*further: str) -> str:
    return NOTICE.format(holidays="\n".join([*HOLIDAYS, *further]))


def test_a_loaded_year_is_published_and_its_days_count(folder):
    calendar = open_calendar(folder(a_notice("  - {name: 加放, from: 2039-03-02, to: 2039-03-03}")))
    assert calendar.is_published(YEAR)
    assert calendar.is_workday(date(2039, 3, 2)) is False
    assert calendar.is_workday(date(2039, 3, 4)) is True
    assert calendar.is_workday(date(2039, 1, 8)) is True
    assert calendar.is_workday(date(2039, 1, 9)) is False


def test_new_years_notice_may_speak_of_last_december(folder):
    assert open_calendar(folder(a_notice())).is_workday(date(2038, 12, 26)) is True
    assert open_calendar(folder(a_notice())).is_workday(date(2038, 12, 27)) is None


def test_without_files_the_calendar_is_the_librarys(tmp_path):
    assert open_calendar(tmp_path / "none") == WorkCalendar()


def test_a_loaded_year_counts_before_the_library(folder):
    days = "\n".join(f"  - {{name: 节日, from: {day}, to: {day}}}" for day in sorted(legal_holidays(2026)))
    text = f"year: 2026\nsource: 样例\ndays_off:\n{days}\ndays_worked: []\n"
    assert WorkCalendar().is_workday(date(2026, 2, 14)) is True
    assert open_calendar(folder(text, "2026.yaml")).is_workday(date(2026, 2, 14)) is False


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("year: 2039", "yaer: 2039", "C001"),
        ("source: 样例通知（试验用，不是国务院文件）", "source: ''", "C001"),
        ("2039-01-08", "2039-13-08", "C001"),
        ("year: 2039", "year: 2040", "C002"),
        ("from: 2039-01-01, to: 2039-01-01", "from: 2039-01-01, to: 2038-12-01", "C003"),
        ("from: 2039-01-01, to: 2039-01-01", "from: 2039-01-01, to: 2039-03-01", "C003"),
        ("2039-01-08", "2040-01-07", "C004"),
        ("from: 2039-05-01, to: 2039-05-01", "from: 2037-05-01, to: 2037-05-02", "C004"),
        ("2039-01-08", "2039-01-10", "C005"),
        ("2039-01-08", "2039-01-01", "C006"),
        ("from: 2039-05-01, to: 2039-05-01", "from: 2039-04-30, to: 2039-04-30", "C007"),
        ("year: 2039", "year: [2039", "L003"),
    ],
)
def test_every_kind_of_mistake_is_told_and_the_file_refused(folder, old, new, code):
    text = a_notice()
    assert old in text
    read = read_calendars(folder(text.replace(old, new)))
    assert code in {each.code for each in read.problems}
    assert all(each.file == "2039.yaml" and each.line for each in read.problems)
    assert not read.calendar.is_published(YEAR)
    with pytest.raises(SettingsError, match=code):
        open_calendar(folder(text.replace(old, new)))


def test_a_problem_names_its_remedy(folder):
    (problem, *_) = read_calendars(folder(a_notice().replace("2039-01-08", "2039-01-10"))).problems
    assert "国务院办公厅" in problem.hint
    assert problem.line == len(HOLIDAYS) + 4
