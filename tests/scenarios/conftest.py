import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BASE = Path(__file__).parent / "lint" / "base"


class Checkout:
    """A small checkout of scenario files that a test may change."""

    def __init__(self, root: Path):
        self.root = root

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, f"{old} does not stand in {name}"
        self.write(name, text.replace(old, new, 1))


@pytest.fixture
def checkout(tmp_path):
    """The small checkout under lint/base, with the areas and the two kinds of paper it needs."""
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    for name in (
        "scenarios/areas.yaml",
        "ocr/kinds/nurse_certificate.yaml",
        "ocr/kinds/employment_letter.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return Checkout(tmp_path)
