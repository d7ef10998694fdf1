"""Where the templates of papers lie: a department's own before the shipped one, the nearest first."""

from collections.abc import Iterator
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def find_template(name: str, *, scenario: str, own: Path | None) -> Path:
    """Return the template to use: the scenario's, the area's, the installation's, else the shipped one.

    Args:
        name: the template's file name, as in `notice.docx`.
        scenario: the scenario's id, as in `fuzhou/nurse_change`.
        own: the folder of the department's own templates, if it has one.
    """
    return next(path for path in _places(name, scenario, own) if path.is_file())


def _places(name: str, scenario: str, own: Path | None) -> Iterator[Path]:
    area, _, item = scenario.partition("/")
    if own is not None:
        yield own / area / item / name
        yield own / area / name
        yield own / name
    yield TEMPLATES / name
