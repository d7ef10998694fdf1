"""The list of cases: read it over all its pages, find one case by its number, open it in its popup."""

import re
from collections.abc import Callable

from playwright.sync_api import Frame, Page

from bots.systems.pages import by_header, cells, require_session, squeezed
from bots.systems.schema import SystemFile
from cases.errors import PageChanged

MOST_PAGES = 500


def waiting_rows(page: Page, system: SystemFile) -> list[dict[str, str]]:
    """Return the rows that wait, over all pages, each case once."""
    frame = _open_list(page, system, system.list.waiting_link)
    found: dict[str, dict[str, str]] = {}
    for _ in range(MOST_PAGES):
        for row in _rows(frame, system):
            if squeezed(row["state"]) in map(squeezed, system.list.waiting_states):
                found.setdefault(row["number"], row)
        if not _turn_page(page, frame, system):
            return list(found.values())
    raise PageChanged(f"列表超过 {MOST_PAGES} 页")


def open_case(page: Page, system: SystemFile, number: str) -> Page | None:
    """Search for the case in every state and open it; None when the system does not know it."""
    frame = _open_list(page, system, system.list.search_link)
    frame.fill(system.list.search_number, number)
    _and_wait(page, frame, lambda: frame.click(system.list.search_submit))
    require_session(page, system)
    rows = _rows(frame, system)
    places = [place for place, row in enumerate(rows) if row["number"] == number]
    if not places:
        return None
    if len(places) > 1:
        raise PageChanged(f"同一编号有 {len(places)} 行")
    link = (
        frame.locator(f"{system.list.table} tr").nth(places[0] + 1).locator("a", has_text=_open_text(system))
    )
    with page.expect_popup() as popup:
        link.click()
    popup.value.wait_for_load_state()
    return popup.value


def _open_list(page: Page, system: SystemFile, link_text: str) -> Frame:
    require_session(page, system)
    menu, frame = _frame(page, system.list.menu_frame), _frame(page, system.list.frame)
    _and_wait(page, frame, lambda: menu.get_by_text(link_text, exact=True).click())
    require_session(page, system)
    return frame


def _frame(page: Page, name: str) -> Frame:
    frame = page.frame(name=name)
    if frame is None:
        raise PageChanged(f"缺少框架 {name}")
    return frame


def _rows(frame: Frame, system: SystemFile) -> list[dict[str, str]]:
    frame.wait_for_selector(system.list.table, state="attached")
    return by_header(cells(frame, system.list.table), system.list.columns)


def _turn_page(page: Page, frame: Frame, system: SystemFile) -> bool:
    following = frame.locator("a", has_text=system.list.next)
    if following.count() == 0:
        return False
    _and_wait(page, frame, following.first.click)
    require_session(page, system)
    return True


def _and_wait(page: Page, frame: Frame, act: Callable[[], None]) -> None:
    """Do something that loads the frame anew, and wait until it has."""
    with page.expect_event("framenavigated", predicate=lambda moved: moved == frame):
        act()
    frame.wait_for_load_state()


def _open_text(system: SystemFile) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, system.list.open)))
