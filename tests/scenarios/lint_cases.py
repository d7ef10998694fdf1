"""The example files of the lint rules: for each code, changes to the small checkout, bad and good."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent / "lint"
NAMES = {
    "point": "review_points/points/mini/MINI-01.yaml",
    "presence": "review_points/points/general/MINI-02.yaml",
    "filled": "review_points/points/general/MINI-03.yaml",
    "item": "scenarios/province/mini/item.yaml",
    "area": "scenarios/fuzhou/mini.yaml",
    "kind": "ocr/kinds/nurse_certificate.yaml",
}


@dataclass(frozen=True)
class LintCase:
    """One way of changing the small checkout, and where the rule has to report (nowhere when good)."""

    code: str
    kind: str
    changes: tuple[dict[str, Any], ...]
    reports: tuple[str, ...] = ()
    hint: str = ""


def lint_cases() -> list[LintCase]:
    """Read every example file: `L031.yaml` holds the bad and the good case of L031."""
    found = []
    for path in sorted(FOLDER.glob("L*.yaml")):
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        bad, good = data["bad"], data["good"]
        reports = tuple(bad["reports"])
        found.append(LintCase(path.stem, "bad", tuple(bad["changes"]), reports, bad.get("hint", "")))
        found.append(LintCase(path.stem, "good", tuple(good["changes"])))
    return found


def apply(case: LintCase, root: Path) -> None:
    """Change a checkout as the case says.

    A change names a file (`in`) and replaces one text by another (`old`, `new`); or starts a new file there
    from another one (`from`); or writes one (`write`).
    """
    for change in case.changes:
        path = root / NAMES.get(change["in"], change["in"])
        path.parent.mkdir(parents=True, exist_ok=True)
        if "from" in change:
            path.write_bytes((root / NAMES.get(change["from"], change["from"])).read_bytes())
        if "write" in change:
            path.write_text(change["write"], encoding=change.get("encoding", "utf-8"))
        if "old" in change:
            text = path.read_text(encoding="utf-8")
            assert change["old"] in text, f"{change['old']} does not stand in {path.name}"
            path.write_text(text.replace(change["old"], str(change["new"]), 1), encoding="utf-8")
