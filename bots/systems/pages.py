"""What can be told of any page of a legacy system: texts, tables, and whether the session is still there."""

import re
from collections.abc import Sequence

from playwright.sync_api import Frame, Page

from bots.systems.schema import SystemFile
from cases.errors import PageChanged, SessionLost, SystemUnavailable

_CELLS = """table => [...table.rows].map(row => [...row.cells].map(cell => {
    const input = cell.querySelector('input,textarea,select');
    return input ? (input.selectedOptions ? input.selectedOptions[0].text : input.value) : cell.innerText;
}))"""
_PAIRS = """(table, selector) => [...table.querySelectorAll(selector)].map(label => {
    const cell = label.nextElementSibling;
    const input = cell ? cell.querySelector('input,textarea,select') : null;
    const value = !cell ? '' : input
        ? (input.selectedOptions ? input.selectedOptions[0].text : input.value) : cell.innerText;
    return [label.innerText, value];
})"""


def squeezed(text: str) -> str:
    """Return the text without any white space, as labels and states are compared."""
    return re.sub(r"\s+", "", text)


def cells(frame: Frame | Page, table: str) -> list[list[str]]:
    """Return a table's cells row by row; a cell with an input gives the input's value."""
    rows: list[list[str]] = frame.eval_on_selector(table, _CELLS)
    return [[cell.strip() for cell in row] for row in rows]


def pairs(page: Page, table: str, label_cell: str, suffix: str) -> dict[str, str]:
    """Return label → value of a table whose labels stand left of their values."""
    found: list[list[str]] = page.eval_on_selector(table, _PAIRS, label_cell)
    return {_label(label, suffix): value.strip() for label, value in found if _label(label, suffix)}


def by_header(rows: Sequence[Sequence[str]], columns: dict[str, str]) -> list[dict[str, str]]:
    """Return the rows under the header as mappings; columns are found by their header text.

    A row with another number of cells (an «empty list» message) is left out.
    """
    if not rows:
        raise PageChanged("列表没有表头")
    header = [squeezed(cell) for cell in rows[0]]
    missing = [text for text in columns.values() if squeezed(text) not in header]
    if missing:
        raise PageChanged(f"列表缺少列 {'、'.join(missing)}")
    places = {name: header.index(squeezed(text)) for name, text in columns.items()}
    return [
        {name: row[place] for name, place in places.items()} for row in rows[1:] if len(row) == len(header)
    ]


def require_session(page: Page, system: SystemFile) -> None:
    """Raise SessionLost when any frame shows a login form, SystemUnavailable on an error page."""
    known = (system.list.table, *system.detail.fingerprint[:1])
    for frame in page.frames:
        if any(frame.query_selector(mark) for mark in system.session_lost):
            raise SessionLost(system.id)
        if any(frame.query_selector(mark) for mark in known):
            continue  # texts of a case are no error message, whatever they say
        body = frame.query_selector("body")
        shown = squeezed(body.inner_text())[:400] if body else ""
        for text in system.error_texts:
            if squeezed(text) in shown:
                raise SystemUnavailable(text)


def _label(text: str, suffix: str) -> str:
    return squeezed(text).removesuffix(suffix) if suffix else squeezed(text)
