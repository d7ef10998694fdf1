"""Sizes and habits that a tool can check (see CONTRIBUTING.md)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bots", "cases", "console", "ocr", "review_points", "scenarios", "simulator", "benchmarks")
MODULES = sorted(
    [ROOT / "runner.py", *(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))]
)
FORBIDDEN_NAMES = ("utils", "helpers", "common", "manager", "handler", "processor", "impl")
BROAD = {"Exception", "BaseException"}


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = node.body[0]
    doc = 0
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        doc = (first.end_lineno or 0) - first.lineno + 1
    return (node.end_lineno or 0) - node.lineno + 1 - doc


def broad_excepts(path: Path) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or any(isinstance(n, ast.Name) and n.id in BROAD for n in ast.walk(node.type)))
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path):
    lines = path.read_text(encoding="utf-8").count("\n")
    too_long = [f"{node.name}: {length(node)}" for node in functions(path) if length(node) > 50]
    assert lines <= 450
    assert too_long == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_say_what_they_are_and_have_telling_names(path: Path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "a module docstring is missing"
    assert not any(word in FORBIDDEN_NAMES for word in path.stem.split("_"))


def test_broad_excepts_stand_in_exactly_three_places():
    found = {
        str(path.relative_to(ROOT)): broad_excepts(path)
        for path in MODULES
        if broad_excepts(path) and path.parts[len(ROOT.parts)] not in {"benchmarks", "simulator"}
    }
    assert sorted(found) == ["bots/worker.py", "console/failures.py", "runner.py"]
    assert all(len(lines) == 1 for lines in found.values())


def test_point_files_are_short():
    points = sorted((ROOT / "review_points" / "points").rglob("*.yaml"))
    assert points
    assert [path.name for path in points if path.read_text(encoding="utf-8").count("\n") > 120] == []


def test_no_product_code_sleeps():
    sleeping = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in MODULES
        if path.parts[len(ROOT.parts)] not in {"simulator", "benchmarks"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "time.sleep(" in line or "wait_for_timeout(" in line
    ]
    assert sleeping == []
