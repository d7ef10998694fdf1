"""The list with its pages and search form, a case in its popup, and the downloads."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from simulator.drawn import DrawnCase
from simulator.web.gate import Visit
from simulator.web.reply import attachment_header, page
from simulator.web.serving import ConnectionCutError
from simulator.web.switches import Page, Trouble
from simulator.web.system import WAITING, OldSystem

PAGE_LENGTH = 10
FIELDS = {"bh": "number", "sqr": "applicant", "sx": "item", "zt": "state"}
TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}
PIECE = 16384


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list as its template reads it."""

    id: int
    number: str
    item: str
    applicant: str
    received_on: str
    state: str
    action: str


async def show_list(system: OldSystem, visit: Visit) -> Response:
    """Show one page of the cases that match the search form."""
    query = {"number": "", "applicant": "", "item": "", "state": WAITING}
    query |= {meaning: visit.fields[name] for name, meaning in FIELDS.items() if name in visit.fields}
    found = system.search(query)
    pages = max(1, -(-len(found) // PAGE_LENGTH))
    wanted = visit.fields.get("page", "1")
    number = min(max(int(wanted) if wanted.isdigit() else 1, 1), pages)
    rows = [_row(system, case) for case in found[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]]
    search = {name: query[meaning] for name, meaning in FIELDS.items()}

    def link(target: int) -> str:
        return "list.jsp?" + urlencode({"page": target, **search}, encoding="gbk", errors="xmlcharrefreplace")

    return page(
        system.look,
        "list.html",
        query=query,
        rows=rows,
        number=number,
        pages=pages,
        total=len(found),
        link=link,
    )


async def show_detail(system: OldSystem, visit: Visit) -> Response:
    """Show one case; when the list moves under the clerk, the same id opens another one."""
    row_id = visit.fields.get("id", "")
    if visit.case and system.switches.strikes(Trouble.LIST_REORDERED, Page.DETAIL, visit.case):
        system.reorder()
    case = system.at_row(int(row_id)) if row_id.isdigit() else None
    if case is None:
        return page(system.look, "message.html", status=404, message=system.look.texts["empty"])
    return page(
        system.look,
        "detail.html",
        case=case,
        files=case.files,
        state=system.look.states[system.state(case.number)],
        decision=system.decision(case.number),
        form_rows=_form_rows(system, case),
        extra_on_open=system.switches.strikes(Trouble.UNEXPECTED_DIALOG, Page.DETAIL, case.number)
        is not None,
    )


async def download(system: OldSystem, visit: Visit) -> Response:
    """Send one file as an attachment; when the connection is cut, only half of it arrives."""
    place = visit.fields.get("fid", "")
    files = system.cases[visit.case].files if visit.case else ()
    if not place.isdigit() or int(place) >= len(files):
        return page(system.look, "message.html", status=404, message=system.look.texts["empty"])
    plan = files[int(place)]
    data = await run_in_threadpool(system.fetch, plan)
    suffix = plan.name[plan.name.rfind(".") :].lower()
    headers = {
        "Content-Type": TYPES.get(suffix, "application/octet-stream"),
        "Content-Disposition": attachment_header(system.look, plan.name),
        "Content-Length": str(len(data)),
    }
    if system.switches.strikes(Trouble.DOWNLOAD_CUT, Page.DOWNLOAD, visit.case):
        return StreamingResponse(_cut_short(data), headers=headers)
    return Response(data, headers=headers)


async def _cut_short(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data) // 2, PIECE):
        yield data[start : min(start + PIECE, len(data) // 2)]
    raise ConnectionCutError


def _row(system: OldSystem, case: DrawnCase) -> Row:
    state = system.state(case.number)
    return Row(
        id=system.row_id(case.number),
        number=case.number,
        item=case.item_name,
        applicant=case.applicant,
        received_on=case.received_on.isoformat(),
        state=system.look.states[state],
        action=system.look.buttons["open" if state == WAITING else "view"],
    )


def _form_rows(system: OldSystem, case: DrawnCase) -> list[list[tuple[str, str, bool]]]:
    """Lay the form out in rows of label, value and whether the value stands in a read-only input."""
    every, width = system.look.inputs_every, system.look.pairs_in_row
    cells = [
        (label, value, place % every == every - 1) for place, (label, value) in enumerate(case.form.items())
    ]
    return [list(row) for row in _in_rows(cells, width)]


def _in_rows(cells: list[tuple[str, str, bool]], width: int) -> Iterable[list[tuple[str, str, bool]]]:
    for start in range(0, len(cells), width):
        yield cells[start : start + width]
