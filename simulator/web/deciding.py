"""The decision: what happens between the click and the answer, with everything that can go wrong there."""

from starlette.responses import Response

from simulator.web.gate import Visit, wait
from simulator.web.reply import page, raw
from simulator.web.switches import Page, Trouble
from simulator.web.system import KINDS, WAITING, OldSystem


async def tell_related(system: OldSystem, visit: Visit) -> Response:
    """Tell the page, just before it submits, whether to ask an extra question that nobody announced."""
    asks = visit.case and system.switches.strikes(Trouble.UNEXPECTED_DIALOG, Page.SUBMIT, visit.case)
    return raw(b"1" if asks else b"0", "text/plain")


async def decide(system: OldSystem, visit: Visit) -> Response:
    """Enter a decision once; the answer may be late, an error, or that somebody else was first."""
    number, kind = visit.case, visit.fields.get("result", "")
    if not number or kind not in KINDS:
        return page(system.look, "message.html", status=400, message=system.look.texts["empty"])
    if (
        system.switches.strikes(Trouble.DECIDED_BY_OTHER, Page.SUBMIT, number)
        and system.state(number) == WAITING
    ):
        system.decide_as_colleague(number)
    await wait(system, Trouble.SLOW_WRITE, Page.SUBMIT, number)
    if visit.fields.get("extra") == "1":
        _void(system, visit)
    write = system.decide(
        number=number,
        kind=kind,
        opinion=visit.fields.get("opinion", "").replace("\r\n", "\n"),
        operator=visit.account.name,
        account=visit.account.user,
        remote=_remote(visit),
    )
    await wait(system, Trouble.SLOW_WRITE, Page.WRITTEN, number)
    if system.switches.strikes(Trouble.ERROR_AFTER_WRITE, Page.WRITTEN, number):
        return page(system.look, "error.html", status=500)
    if not write.accepted:
        return page(system.look, "message.html", message=system.look.texts["conflict"])
    return page(system.look, "done.html", row_id=system.row_id(number))


def _void(system: OldSystem, visit: Visit) -> None:
    """Record that somebody said yes to the question nobody announced: related cases are voided."""
    system.ledger.append(
        system.ledger.draft(
            account=visit.account.user,
            number=visit.case,
            kind="void",
            opinion="",
            remote=_remote(visit),
            accepted=True,
            repeated=False,
        )
    )


def _remote(visit: Visit) -> str:
    client = visit.request.client
    return f"{client.host}:{client.port}" if client else ""
