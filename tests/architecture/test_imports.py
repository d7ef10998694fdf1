"""Imports go one way only, and each outside library is seen in its own corner."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CORNERS = {
    "playwright": ("bots/browser", "bots/systems"),
    "sqlmodel": ("cases/storage",),
    "sqlalchemy": ("cases/storage",),
    "paddleocr": ("ocr/engines",),
    "onnxruntime": ("ocr/engines",),
    "fastapi": ("console/",),
    "dbos": ("bots/engine",),
    "apscheduler": ("bots/schedule",),
}
PRODUCT = [
    path
    for package in ("bots", "cases", "console", "ocr", "review_points", "scenarios")
    for path in sorted((ROOT / package).rglob("*.py"))
]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_the_import_contracts_hold():
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("library", sorted(CORNERS))
def test_each_library_stays_in_its_corner(library: str):
    outside = [
        str(path.relative_to(ROOT))
        for path in PRODUCT
        if library in imported(path) and not str(path.relative_to(ROOT)).startswith(CORNERS[library])
    ]
    assert outside == []


def test_the_engine_knows_no_clock_no_file_no_network():
    for path in sorted((ROOT / "review_points").glob("**/*.py")):
        text = path.read_text(encoding="utf-8")
        assert not imported(path) & {"socket", "httpx", "requests", "os", "pathlib", "time"}, path
        assert "datetime.now(" not in text, path
        assert "date.today(" not in text, path
