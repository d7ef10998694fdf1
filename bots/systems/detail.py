"""The page of one case: is it the right one, what was handed in, where does it stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from playwright.sync_api import APIResponse, Error, Page

from bots.systems.pages import by_header, cells, pairs, require_session, squeezed
from bots.systems.schema import SystemFile
from cases.case import CaseRef
from cases.errors import DownloadFailed, PageChanged, SessionLost, WrongCase
from ocr.values import ElementType, canonical

TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One row of the materials table: the material's name, the file's name, where to get it."""

    slot: str
    name: str
    url: str


def require_case(popup: Page, system: SystemFile, ref: CaseRef) -> None:
    """Raise unless this page is the one described and shows the case meant: number, applicant and item."""
    require_session(popup, system)
    missing = [mark for mark in system.detail.fingerprint if popup.query_selector(mark) is None]
    if missing:
        raise PageChanged(f"办件页面缺少 {'、'.join(missing)}")
    facts = _facts(popup, system)
    shown = {
        "number": popup.inner_text(system.detail.number),
        "item": popup.inner_text(system.detail.item),
        "applicant": facts.get(squeezed(system.detail.applicant), ""),
    }
    meant = {"number": ref.number, "item": ref.item_name, "applicant": ref.applicant}
    wrong = [key for key, value in shown.items() if squeezed(value) != squeezed(meant[key])]
    if wrong:
        raise WrongCase("、".join(wrong))


def received_on(popup: Page, system: SystemFile) -> date:
    """Return the day the case was received, as the page says."""
    text = _facts(popup, system).get(squeezed(system.detail.received_on), "")
    day = canonical(ElementType.DATE, text)
    if day is None:
        raise PageChanged(f"收件日期无法识别：{text[:20]}")
    return date.fromisoformat(day)


def form(popup: Page, system: SystemFile) -> dict[str, str]:
    """Return the form as printed: label → value."""
    return pairs(popup, system.detail.form_table, system.detail.label_cell, system.detail.label_suffix)


def attachments(popup: Page, system: SystemFile) -> list[Attachment]:
    """Return the rows of the materials table; each has exactly one link."""
    files = system.detail.files
    rows = by_header(cells(popup, files.table), {"slot": files.slot, "name": files.name, "link": files.link})
    links: list[str] = popup.eval_on_selector_all(
        f"{files.table} a[href]", "links => links.map(link => link.getAttribute('href'))"
    )
    if len(links) != len(rows):
        raise PageChanged("材料行数与下载链接数不一致")
    return [
        Attachment(slot=row["slot"], name=row["name"], url=urljoin(popup.url, link))
        for row, link in zip(rows, links, strict=True)
    ]


def download(popup: Page, attachment: Attachment) -> bytes:
    """Return the file's bytes; a download that was cut is tried again, then raises DownloadFailed."""
    for _ in range(TRIES):
        try:
            answer = popup.context.request.get(attachment.url, max_redirects=0)
            data = answer.body()
        except Error:
            continue
        if 300 <= answer.status < 400 or _is_page(answer):
            raise SessionLost("download")
        if answer.ok and _is_whole(answer, data):
            return data
    raise DownloadFailed(f"已试 {TRIES} 次")


def state_text(popup: Page, system: SystemFile) -> str:
    """Return the case's state in the system's own words."""
    return squeezed(popup.inner_text(system.detail.state))


def shown_opinion(popup: Page, system: SystemFile) -> str:
    """Return the opinion that stands there, empty while the case waits."""
    place = popup.query_selector(system.detail.opinion_shown)
    return place.inner_text() if place else ""


def evidence_of(popup: Page, keep: Callable[[bytes], str], *, also: str = "") -> tuple[str, str]:
    """Keep a picture and the text of the page (and what else was said); returns both hashes."""
    picture = popup.screenshot(full_page=True, type="jpeg", quality=70)
    return keep(picture), keep("\n".join([popup.inner_text("body"), also]).strip().encode())


def _facts(popup: Page, system: SystemFile) -> dict[str, str]:
    detail = system.detail
    return pairs(popup, detail.facts_table, detail.label_cell, detail.label_suffix)


def _is_page(answer: APIResponse) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")


def _is_whole(answer: APIResponse, data: bytes) -> bool:
    announced = answer.headers.get("content-length")
    return announced is None or len(data) == int(announced)
