"""What several rules look at: every point compiled as it is written, and every use of a point, bound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ocr.values import ElementType
from review_points.point import Point, PointProblem, PointSpec, compile_point
from scenarios.example_run import as_written, example_types
from scenarios.files import Library, Read
from scenarios.schema import ItemFile, OverlayFile, PointFile, PointUseFile
from scenarios.types import fact_types
from scenarios.users import surroundings
from scenarios.uses import Surrounding, bound_specs, unbound_roles

_LIBRARIES = 4


@dataclass(frozen=True, slots=True)
class Compiled:
    """One version of a point as it is written: its facts with their types, and the point or what is wrong."""

    read: Read[PointFile]
    spec: PointSpec
    types: Mapping[str, ElementType]
    point: Point | None
    problems: tuple[PointProblem, ...]


@dataclass(frozen=True, slots=True)
class BoundUse:
    """One use of one version of a point by an item or area, and the specifications it stands for."""

    around: Surrounding
    source: Read[Any]
    place: int
    use: PointUseFile
    point: Read[PointFile]
    types: Mapping[str, ElementType]
    specs: tuple[PointSpec, ...]


def every_point(library: Library) -> Iterator[Read[PointFile]]:
    """Go through every version of every point."""
    return (read for versions in library.points.values() for read in versions)


@lru_cache(maxsize=_LIBRARIES)
def used_codes(library: Library) -> frozenset[str]:
    """Return the codes of the points that some item or area uses."""
    return frozenset(use.use for file in library.users() for use in file.model.points)


@lru_cache(maxsize=_LIBRARIES)
def compiled_points(library: Library) -> tuple[Compiled, ...]:
    """Compile every point that has roles or is used: of the others nobody knows which facts there are."""
    used = used_codes(library)
    return tuple(
        _compiled(read, library)
        for read in every_point(library)
        if read.model.roles or read.model.code in used
    )


def good_points(library: Library) -> Iterator[tuple[Compiled, Point]]:
    """Go through the points that compile."""
    return ((each, each.point) for each in compiled_points(library) if each.point is not None)


@lru_cache(maxsize=_LIBRARIES)
def bound_uses(library: Library) -> tuple[BoundUse, ...]:
    """Bind every use whose roles are all bound: those of an item by itself, those that an area adds."""
    return tuple(_bound(library))


def is_sound(library: Library, item: str) -> bool:
    """Tell whether every point that an item uses is there and compiles: else nobody knows what it needs."""
    wrong = {each.read.shown for each in compiled_points(library) if each.problems}
    files = [read for read in library.users() if read.model.item == item]
    codes = [use.use for read in files for use in read.model.points]
    versions = [library.points.get(code, ()) for code in codes]
    return all(versions) and not any(each.shown in wrong for every in versions for each in every)


def uses_of(library: Library, item: str) -> Iterator[BoundUse]:
    """Go through the uses of one item, those of its areas included."""
    return (each for each in bound_uses(library) if each.around.item.item == item)


def _compiled(read: Read[PointFile], library: Library) -> Compiled:
    spec, types = as_written(read.model), example_types(read.model, library)
    found = compile_point(spec, types)
    if isinstance(found, Point):
        return Compiled(read, spec, types, found, ())
    return Compiled(read, spec, types, None, found)


def _bound(library: Library) -> Iterator[BoundUse]:
    for around, item, overlay in surroundings(library):
        source: Read[ItemFile] | Read[OverlayFile] = overlay or item
        types = fact_types(item.model, overlay.model if overlay else None, library.root)
        for place, use in enumerate(source.model.points):
            for point in library.points.get(use.use, ()):
                if not unbound_roles(use, point.model):
                    specs = bound_specs(use, point.model, around)
                    yield BoundUse(around, source, place, use, point, types, specs)
