"""Which cell styles of an XLSX nobody can read: white letters on no fill, or a format that shows nothing.

Runs in the decoder child.
"""

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ocr.packages import parsed

_NO_FILLS = frozenset({"0", "1"})
"""The first two fills of every workbook are none and a grey pattern that only old programs use."""
_WHITE_THEME = "0"
_SHOWS_NOTHING = ";;;"


def unreadable_styles(styles: bytes) -> frozenset[str]:
    """Return the numbers of the cell styles that hide what stands in a cell."""
    root = parsed(styles)
    white = {str(at) for at, font in enumerate(_children(root, "fonts")) if _is_white(font)}
    formats = _children(root, "numFmts")
    empty = {str(one.get("numFmtId")) for one in formats if str(one.get("formatCode")) == _SHOWS_NOTHING}
    return frozenset(
        str(at)
        for at, style in enumerate(_children(root, "cellXfs"))
        if style.get("numFmtId") in empty
        or (style.get("fontId") in white and style.get("fillId", "0") in _NO_FILLS)
    )


def _children(root: Any, name: str) -> list[Any]:
    return [child for group in _named(root, name) for child in group if isinstance(child.tag, str)]


def _named(root: Any, name: str) -> list[Any]:
    return [node for node in root if isinstance(node.tag, str) and etree.QName(node).localname == name]


def _is_white(font: Any) -> bool:
    return any(
        colour.get("theme") == _WHITE_THEME or str(colour.get("rgb", ""))[-6:].upper() == "FFFFFF"
        for colour in _named(font, "color")
    )
