"""What every page needs: the store, the evidence, the clock, the pictures, and how to answer with a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from cases.audit import Head
from cases.case import Case
from cases.case_clock import CaseClock
from cases.ports import CaseStore, Clock, EvidenceStore
from cases.storage import UserStore
from console.idleness import LastSeen
from console.pictures import Pictures
from console.pre_review import PreReviews
from console.reviewed import Reviewed
from console.scenario_list import ScenarioLine
from console.throttle import HourlyLimit, LoginThrottle

FLASHES = {
    "decided": ("pass", "决定已记录，机器人将写入业务系统。"),
    "postponed": ("pass", "已记录：暂不处理，办件仍在待人工队列。"),
    "released": ("pass", "已交还机器人重新办理。"),
    "saved": ("pass", "已保存。"),
    "followed": ("pass", "跟进事项已办结。"),
    "registered": ("pass", "已登记，时限已重新计算。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything the pages work with."""

    cases: CaseStore
    users: UserStore
    evidence: EvidenceStore
    clock: Clock
    case_clock: CaseClock
    pictures: Pictures
    open_review: Callable[[Case], Reviewed]
    scenarios: Callable[[], tuple[ScenarioLine, ...]]
    heads: Callable[[], tuple[Head, ...]]
    pre_reviews: PreReviews
    asked: HourlyLimit
    own_templates: Path | None = None
    throttle: LoginThrottle = field(default_factory=LoginThrottle)
    seen: LastSeen = field(default_factory=LastSeen)
    templates: Jinja2Templates = field(default_factory=lambda: make_templates())


def make_templates() -> Jinja2Templates:
    """Open the page templates: everything is escaped, and a missing name is an error."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Jinja2Templates(env=environment)


def office_of(request: Request) -> Office:
    """Return the office of the running console."""
    office = request.app.state.office
    assert isinstance(office, Office)
    return office


def render(
    request: Request,
    template: str,
    values: Mapping[str, Any] | None = None,
    *,
    section: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Answer with a page; who asks, the form token and a short message of the last step are added."""
    who = getattr(request.state, "visitor", None)
    flash = FLASHES.get(request.query_params.get("done", ""))
    context = {
        "who": who,
        "csrf": who.csrf if who else "",
        "section": section,
        "flash": {"tone": flash[0], "text": flash[1]} if flash else None,
        **(values or {}),
    }
    return office_of(request).templates.TemplateResponse(request, template, context, status_code=status)
