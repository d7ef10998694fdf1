"""The language of system files: what is shipped is right, and every mistake is told with its place."""

from pathlib import Path

import pytest

from bots.systems.files import FOLDER, load_system
from bots.systems.lint import lint_system, lint_systems
from cases.errors import SettingsError

HEAD = "extends: jsp_approval\nid: here\nname: 某系统\n"


def problems_of(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    file = tmp_path / "here.yaml"
    file.write_text(text, encoding="utf-8")
    return [(problem.code, problem.line) for problem in lint_system(file)]


def test_the_shipped_files_are_without_problems():
    assert lint_systems() == ()


def test_an_area_says_only_what_differs():
    pingtan, fuzhou = load_system(Path("pingtan")), load_system(Path("fuzhou"))
    assert pingtan.list.columns["number"] == "业务流水号"
    assert pingtan.detail.form_table == fuzhou.detail.form_table
    assert pingtan.decision.states["approve"] != fuzhou.decision.states["approve"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("list: {nxt: x}\n", ("S002", 4)),
        ("timeout_s: never\n", ("S002", 4)),
        ("decision:\n  controls: {approve: 'input.a, input.b'}\n", ("S003", 5)),
        ("decision:\n  done: 保存成功\n", ("S005", 5)),
        ("list:\n  waiting_states: [审批通过]\n", ("S007", 5)),
        ("login:\n  captcha: {pattern: '[0-9'}\n", ("S008", 5)),
        ("name: 又一个\n", ("L005", 4)),
    ],
)
def test_a_mistake_is_told_with_its_line(more, expected, tmp_path):
    assert expected in problems_of(tmp_path, HEAD + more)


def test_a_parent_that_is_not_there_is_a_problem(tmp_path):
    assert problems_of(tmp_path, "extends: nothing\nid: here\n") == [("S001", 1)]


def test_a_file_that_extends_itself_ends_as_a_problem(tmp_path):
    assert problems_of(tmp_path, "extends: here\nid: here\n") == [("S001", 1)]


def test_among_other_files_only_system_files_are_checked(tmp_path):
    (tmp_path / "item.yaml").write_text("item: nurse_change\n", encoding="utf-8")
    (tmp_path / "system.yaml").write_text(HEAD + "list: {nxt: x}\n", encoding="utf-8")
    assert [Path(problem.file).name for problem in lint_systems([tmp_path])] == ["system.yaml"]


def test_a_wrong_file_is_refused_for_work_with_its_place(tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(HEAD + "list: {nxt: x}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"list\.nxt"):
        load_system(file)
    with pytest.raises(SettingsError):
        load_system(Path("no-such-system"))


def test_no_secret_stands_in_a_shipped_file():
    for file in FOLDER.glob("*.yaml"):
        assert "password:" not in file.read_text(encoding="utf-8").replace("password: 'input", "")
