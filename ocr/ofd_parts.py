"""What the contents of an OFD say about visibility, which its text runs do not tell. Decoder child only."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ocr.packages import parsed

_SMALLEST_MM = 1.0
_FAINT_ALPHA = 64
_WHITE = 0xF0
_A4_MM2 = 210.0 * 297.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The parsed contents of pages and templates, and what stands beside them."""

    contents: tuple[Any, ...]
    has_annotations: bool
    has_attachments: bool

    @classmethod
    def of(cls, package: zipfile.ZipFile) -> "Parts":
        """Read the parts of a package; an attached XML is the data of an invoice and no file."""
        names = [name for name in package.namelist() if not name.endswith("/")]
        contents = tuple(parsed(package.read(name)) for name in names if name.lower().endswith("content.xml"))
        notes = [name for name in names if _is_note(name)]
        attached = [name for name in names if "/attachs/" in f"/{name.lower()}"]
        return cls(
            contents,
            has_annotations=any(_has_text(parsed(package.read(name))) for name in notes),
            has_attachments=any(not name.lower().endswith(".xml") for name in attached),
        )


def has_unseen_text(root: Any) -> bool:
    """Tell whether text is set to be invisible, transparent, white or tiny."""
    return any(_is_unseen(node) for node in _named(root, "TextObject"))


def picture_share(root: Any) -> float:
    """Return the share of an A4 page that the largest picture covers."""
    sizes = [_area_mm2(str(node.get("Boundary", ""))) for node in _named(root, "ImageObject")]
    return max(sizes, default=0.0) / _A4_MM2


def _is_unseen(node: Any) -> bool:
    holders = [node, *node.iterancestors()]
    if any(str(each.get("Visible", "true")).lower() == "false" for each in holders):
        return True
    if any(_number(each.get("Alpha"), 255) < _FAINT_ALPHA for each in holders):
        return True
    is_unfilled = str(node.get("Fill", "true")).lower() == "false" and node.get("Stroke") != "true"
    return is_unfilled or _number(node.get("Size"), 4.0) < _SMALLEST_MM or _is_white(node)


def _is_white(node: Any) -> bool:
    colour = next(_named(node, "FillColor"), None)
    if colour is None:
        return False
    channels = [_number(part, 0) for part in str(colour.get("Value", "")).split()]
    is_light = len(channels) in {1, 3} and min(channels) >= _WHITE
    return is_light or _number(colour.get("Alpha"), 255) < _FAINT_ALPHA


def _named(root: Any, name: str) -> Iterator[Any]:
    return (node for node in root.iter() if isinstance(node.tag, str) and etree.QName(node).localname == name)


def _area_mm2(boundary: str) -> float:
    sides = [_number(part, 0.0) for part in boundary.split()]
    return sides[2] * sides[3] if len(sides) == 4 else 0.0


def _number(text: str | None, default: float) -> float:
    try:
        return default if text is None else float(text)
    except ValueError:
        return default


def _is_note(name: str) -> bool:
    return "annot" in name.lower() and name.lower().endswith(".xml")


def _has_text(root: Any) -> bool:
    return any(True for _ in _named(root, "TextObject"))
