"""XLSX sheets to pages of text, with the values that were stored with formulas. Runs in the decoder child."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from ocr.limits import Limits, Refused
from ocr.opened import OpenFile
from ocr.packages import pictures_in
from ocr.pictures import embedded_pages
from ocr.text_page import INNER_PX, SIZE_PX, TextPages, width_px
from ocr.xlsx_hidden import unreadable_styles

_WIDEST_PX = 600
_GAP_PX = SIZE_PX
_TEXT_PARTS = ("xl/drawings/", "xl/comments", "xl/threadedComments", "xl/charts/")


def open_file(data: bytes, media: str, limits: Limits) -> OpenFile:
    """Open a checked XLSX package: one page for each sheet that holds something, then the pictures."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        flags = _checked_sheets(package, limits)
        pictures, has_drawings = pictures_in(package, "xl/media/", limits)
        if has_drawings or any(_has_text(package, name) for name in package.namelist()):
            flags.add("unscanned")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
        hidden = [about.visible is not SheetVisibleEnum.Visible for about in workbook.sheets_metadata]
    except CalamineError as error:
        raise Refused("damaged") from error
    if any(rows and is_hidden for rows, is_hidden in zip(sheets, hidden, strict=True)):
        flags.add("hidden_text")
    written = TextPages(limits, "xlsx")
    for rows in filter(None, sheets):
        _write(rows, written)
        written.end_page()
    pages = [partial(replace, page) for page in written.decoded()] if any(sheets) else []
    return OpenFile(
        media=media, pages=(*pages, *embedded_pages(pictures, limits)), flags=tuple(sorted(flags))
    )


def _checked_sheets(package: zipfile.ZipFile, limits: Limits) -> set[str]:
    """Look through the sheets before all their cells are laid out; raises Refused when there are too many."""
    flags = set()
    has_styles = "xl/styles.xml" in package.namelist()
    unreadable = unreadable_styles(package.read("xl/styles.xml")) if has_styles else frozenset()
    for name in package.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            rows, columns, hides = _extent(package.read(name), unreadable)
            if rows * columns > limits.sheet_cells:
                raise Refused("limit_exceeded")
            if hides:
                flags.add("hidden_text")
    return flags


def _extent(sheet: bytes, unreadable: frozenset[str]) -> tuple[int, int, bool]:
    """Return the last row and column of a sheet, and whether rows, columns or filled cells are hidden."""
    last_row = last_column = 0
    hides = False
    for _, node in etree.iterparse(io.BytesIO(sheet), resolve_entities=False, no_network=True):
        tag = etree.QName(node).localname
        if tag in {"row", "col"}:
            hides = hides or node.get("hidden") in {"1", "true"}
        if tag == "c":
            row, column = _place(str(node.get("r", "")))
            last_row, last_column = max(last_row, row), max(last_column, column)
            hides = hides or (node.get("s") in unreadable and len(node) > 0)
        if tag == "row":
            last_row = max(last_row + 1, int(node.get("r", 0)))
            node.clear()
    return last_row, max(last_column, 1), hides


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference such as AB12."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper()[:4]:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :][:9] or 0), column


def _has_text(package: zipfile.ZipFile, name: str) -> bool:
    """Tell whether text stands in a drawing, a chart or a comment, where nobody reads it."""
    if not name.startswith(_TEXT_PARTS) or not name.endswith(".xml"):
        return False
    texts = (node for _, node in etree.iterparse(io.BytesIO(package.read(name)), resolve_entities=False))
    return any(etree.QName(node).localname in {"t", "v"} and (node.text or "").strip() for node in texts)


def _write(rows: Sequence[Sequence[Any]], page: TextPages) -> None:
    texts = [[_shown(cell) for cell in row] for row in rows]
    columns = max(len(row) for row in texts)
    widths = [_width(row[index] for row in texts if index < len(row)) for index in range(columns)]
    for row in texts:
        if sum(bool(text) for text in row) == 1 and row[0]:
            page.paragraph(row[0])
            continue
        page.row(
            (sum(widths[:index]), widths[index] - _GAP_PX, text) for index, text in enumerate(row) if text
        )


def _width(texts: Iterator[str]) -> int:
    longest = max((width_px(text) for text in texts), default=0)
    return int(min(longest, _WIDEST_PX, INNER_PX)) + 2 * _GAP_PX


def _shown(value: Any) -> str:
    """Write a cell as a person would see it: whole numbers without a point, dates as year, month and day."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
