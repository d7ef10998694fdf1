"""Who uses a point: items and areas, with everything around the use."""

from collections.abc import Iterator

from scenarios.files import Library, Read
from scenarios.schema import ItemFile, OverlayFile, PointUseFile
from scenarios.uses import Surrounding


def surroundings(library: Library) -> Iterator[tuple[Surrounding, Read[ItemFile], Read[OverlayFile] | None]]:
    """Go through every item by itself, and every item with each of its areas."""
    for item in library.items.values():
        yield Surrounding(item.model, item.model.materials), item, None
    for (_, name), overlay in library.overlays.items():
        base = library.items.get(name)
        if base is not None:
            yield Surrounding(base.model, (*base.model.materials, *overlay.model.materials)), base, overlay


def surroundings_of(code: str, library: Library) -> Iterator[tuple[Surrounding, PointUseFile]]:
    """Go through the uses of one point: those of an item by itself, and those that an area adds."""
    for around, item, overlay in surroundings(library):
        uses = item.model.points if overlay is None else overlay.model.points
        yield from ((around, use) for use in uses if use.use == code)
