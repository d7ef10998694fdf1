"""Files that are not published yet, put in place of those they would replace: a book of tomorrow.

A file says itself what it is: a review point (`code`), an area's overlay (`area` and `item`), an item
(`item`). A point file replaces the version that begins on the same day, or stands beside the others as a
new version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scenarios.files import Library, Read, read_model
from scenarios.lint import lint_library
from scenarios.problem import Problem
from scenarios.schema import ItemFile, OverlayFile, PointFile
from scenarios.yaml_file import Loaded, load_yaml

_FOLDERS = frozenset({"scenarios", "review_points"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A library with changed files in it: which scenarios they touch, from which day, and what is wrong."""

    library: Library
    touched: tuple[str, ...]
    begins: date
    """The first day on which everything that changed is in force."""
    problems: tuple[Problem, ...]


def with_changes(library: Library, paths: Sequence[Path]) -> Change:
    """Put the files into the library, and lint it; a problem counts when the change brought it."""
    changed, touched, days, problems = library, set[str](), [date.min], list[Problem]()
    for path in paths:
        read = _read(path, _shown(path, library.root))
        if isinstance(read, tuple):
            problems.extend(read)
            continue
        changed = _placed(changed, read)
        touched |= _touched(changed, read)
        days.append(_first_day(read.model))
    if not problems:
        problems = _brought(library, changed, {_shown(path, library.root) for path in paths})
    return Change(library=changed, touched=tuple(sorted(touched)), begins=max(days), problems=tuple(problems))


Changed = Read[PointFile] | Read[OverlayFile] | Read[ItemFile]


def _shown(path: Path, root: Path) -> str:
    """Show a file of the checkout as lint does, and any other by its whole path."""
    whole = path.resolve()
    inside = whole.relative_to(root.resolve()) if whole.is_relative_to(root.resolve()) else whole
    return str(inside if inside.parts[0] in _FOLDERS else whole)


def _brought(library: Library, changed: Library, own: set[str]) -> list[Problem]:
    """Return the errors that the changed files have or bring to others."""
    elsewhere = _rules_on_place(changed, own)
    errors = [each for each in lint_library(changed) if each.level == "error"]
    found = [each for each in errors if each.file not in own or each.code not in elsewhere]
    is_alone = all(each.file in own for each in found)
    before = set[Problem]() if is_alone else set(lint_library(library))
    return [each for each in found if each.file in own or each not in before]


def _rules_on_place(changed: Library, own: set[str]) -> set[str]:
    """Name the rules on a file's name and folder: a changed file does not stand in its place yet."""
    listed = {area.id for area in changed.areas}
    areas = {key for key, read in changed.overlays.items() if read.shown in own}
    names = {"L045", "L078"}
    return names | {"L101"} if all(area in listed for area, _ in areas) else names


def _read(path: Path, shown: str) -> Changed | tuple[Problem, ...]:
    loaded = load_yaml(path, shown)
    if isinstance(loaded, Problem):
        return (loaded,)
    return _as_what_it_is(loaded, shown)


def _as_what_it_is(loaded: Loaded, shown: str) -> Changed | tuple[Problem, ...]:
    data: Mapping[str, object] = loaded.data
    if "code" in data and "checks" in data:
        return read_model(loaded, PointFile, shown)
    if "area" in data:
        return read_model(loaded, OverlayFile, shown)
    if "item" in data:
        return read_model(loaded, ItemFile, shown)
    text = "看不出是审查要点、地区差异还是事项文件"
    hint = "要点有 code 和 checks，地区差异有 area 和 item，事项有 item"
    return (Problem(code="L010", file=shown, line=1, column=1, text=text, hint=hint),)


def _placed(library: Library, read: Changed) -> Library:
    match read.model:
        case PointFile() as point:
            known = library.points.get(point.code, ())
            same_day = point.in_force.from_
            others = tuple(each for each in known if each.model.in_force.from_ != same_day)
            versions = (*others, Read(read.shown, point, read.loaded))
            return replace(library, points={**library.points, point.code: versions})
        case OverlayFile() as area:
            placed = Read(read.shown, area, read.loaded)
            return replace(library, overlays={**library.overlays, (area.area, area.item): placed})
        case ItemFile() as item:
            placed_item = Read(read.shown, item, read.loaded)
            return replace(library, items={**library.items, item.item: placed_item})


def _touched(library: Library, read: Changed) -> set[str]:
    """Name the scenarios that a changed file has a part in."""
    return {
        f"{area}/{item}"
        for (area, item), overlay in library.overlays.items()
        if _has_part(read.model, overlay.model, library.items.get(item))
    }


def _has_part(
    model: PointFile | OverlayFile | ItemFile, overlay: OverlayFile, item: Read[ItemFile] | None
) -> bool:
    match model:
        case PointFile(code=code):
            uses = (*overlay.points, *(item.model.points if item else ()))
            return any(use.use == code for use in uses)
        case OverlayFile():
            return (model.area, model.item) == (overlay.area, overlay.item)
        case ItemFile():
            return model.item == overlay.item


def _first_day(model: PointFile | OverlayFile | ItemFile) -> date:
    return date.min if isinstance(model, OverlayFile) else model.in_force.from_
