import pytest

from scenarios.problem import Problem
from scenarios.yaml_file import load_yaml


def load(tmp_path, text):
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return load_yaml(path, "file.yaml")


def test_every_value_has_its_place(tmp_path):
    loaded = load(tmp_path, "a: 1\nb:\n  - {c: 甲, d: 乙}\n")
    assert loaded.data == {"a": 1, "b": [{"c": "甲", "d": "乙"}]}
    assert loaded.place(("b", 0, "d")) == (3, 15)


def test_a_place_that_is_not_there_is_the_nearest_around_it(tmp_path):
    loaded = load(tmp_path, "a: 1\nb:\n  - {c: 甲}\n")
    assert loaded.place(("b", 0, "x", "y")) == loaded.place(("b", 0))
    assert loaded.place(("z",)) == (1, 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("on", "on"),
        ("1:30", "1:30"),
        ("0012", "0012"),
        ("0777", "0777"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        ("12", 12),
        ("0.02", 0.02),
        ("true", True),
        ("2026-11-02", "2026-11-02"),
        ("2026-02-30", "2026-02-30"),
        ("350199199006152426", 350199199006152426),
    ],
)
def test_nothing_is_read_otherwise_than_it_is_written(tmp_path, written, read):
    assert load(tmp_path, f"a: {written}\n").data == {"a": read}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2\n", "L005", 2),
        ("a: &x [1]\nb: *x\n", "L002", 1),
        ("a: 1\nb: !thing 1\n", "L002", 2),
        ("a: !!python/object/apply:os.system [ls]\n", "L002", 1),
        ("a: 1\n\tb: 1\n", "L003", 2),
        ("a: [1, 2\nb: 1\n", "L003", 2),
        ("- 1\n", "L004", 1),
        ("甲\n", "L004", 1),
    ],
)
def test_what_may_not_stand_in_a_file_is_refused_with_its_line(tmp_path, text, code, line):
    problem = load(tmp_path, text)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.line) == (code, line)
    assert problem.text


@pytest.mark.parametrize(
    ("text", "column", "place"),
    [
        ("a: abc def\n", 5, (1, 8)),
        ("a: 'abc def'\n", 5, (1, 9)),
        ('a: "abc def"\n', 5, (1, 9)),
        ("a: abc\n  def\n", 5, (2, 3)),
        ("a: |\n  abc\n  def\n", 1, (2, 3)),
        ("a: >\n  abc\n  def\n", 5, (3, 3)),
        ("a: abc\n", 4, (1, 7)),
        ("a: abc\n", 40, (1, 4)),
    ],
)
def test_a_column_of_a_text_is_found_where_it_is_written(tmp_path, text, column, place):
    assert load(tmp_path, text).inside(("a",), column) == place


def test_a_column_of_what_is_not_written_is_the_place_around_it(tmp_path):
    loaded = load(tmp_path, "a: 1\nb:\n  - {c: 甲}\n")
    assert loaded.inside(("b", 0, "x"), 3) == loaded.place(("b", 0))


def test_a_second_document_in_a_file_is_refused(tmp_path):
    problem = load(tmp_path, "a: 1\n---\nb: 2\n")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.line) == ("L004", 3)


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    problem = load_yaml(tmp_path / "none.yaml", "none.yaml")
    assert isinstance(problem, Problem)
    assert problem.code == "L001"
