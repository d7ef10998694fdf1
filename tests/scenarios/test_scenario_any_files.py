"""Whatever stands in the files: lint and examples tell it and never break; what lint accepts can be used."""

import re
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.examples import run_examples
from scenarios.lint import lint
from scenarios.load import ScenarioBook
from scenarios.problem import ScenarioError
from tests.scenarios.lint_cases import NAMES

MARKS = (
    "",
    " ",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "\n",
    "~",
    "(",
    ")",
    "*",
    "&a",
    "!x",
    "|",
    ">",
    "\t",
)
VALUES = (
    "true",
    "0",
    "-1",
    "1e5",
    "nan",
    "inf",
    "99999999999",
    "2026-02-30",
    "长期",
    "date",
    "choices",
    "fail",
)
LOGIC = ("$m", "param.days", "form.name", "not ", "and ", "form.name < 1", "x.y", "(?P<")
PIECES = (*MARKS, *VALUES, *LOGIC, "days_after(case.received_on, 99999999)")
WORD = re.compile(r"[\w.$一-鿿-]+")


@st.composite
def changed_texts(draw, texts: dict[str, str]) -> dict[str, str]:
    changed = dict(texts)
    for name in draw(st.lists(st.sampled_from(sorted(texts)), min_size=1, max_size=3)):
        text = changed[name]
        words = [found.span() for found in WORD.finditer(text)] or [(0, len(text))]
        start, end = draw(st.sampled_from(words))
        start = draw(st.sampled_from((start, end)))
        changed[name] = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return changed


def uses(root: Path) -> bool:
    """Tell whether a book can be loaded and every scenario of it built."""
    with suppress(ScenarioError):
        book = ScenarioBook.load(root)
        return all(book.scenario(each, date(2026, 11, 2)) is not None for each in book.ids())
    return False


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_the_files_is_told_or_can_be_used(checkout, tmp_path_factory, data):
    root = tmp_path_factory.mktemp("changed")
    shutil.copytree(checkout.root, root, dirs_exist_ok=True)
    texts = {path: (root / path).read_text(encoding="utf-8") for path in NAMES.values()}
    for path, text in data.draw(changed_texts(texts)).items():
        (root / path).write_text(text, encoding="utf-8")
    problems = lint(root=root)
    assert all(each.text and each.hint and each.line > 0 and each.column > 0 for each in problems)
    assert run_examples(root=root).as_json()["examples"] >= 0
    assert any(each.level == "error" for each in problems) or uses(root)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("type: date", "type: day", "L010"),
        ("shape: '[0-9]{12,15}'", "shape: '[0-9'", "L010"),
        ("name: 护士执业证书", "nmae: 护士执业证书", "L011"),
    ],
)
def test_a_kind_of_paper_that_can_not_be_used_is_told(checkout, old, new, code):
    checkout.change(NAMES["kind"], old, new)
    problems = lint(root=checkout.root)
    assert problems
    assert {each.file for each in problems} == {NAMES["kind"]}
    assert code in {each.code for each in problems}


def test_an_example_with_a_state_that_there_is_not_is_a_failure_and_no_crash(checkout):
    checkout.change(NAMES["point"], '"!unreadable"', '"!unreadabel"')
    assert any("没有状态 !unreadabel" in each.text for each in run_examples(root=checkout.root).problems)
