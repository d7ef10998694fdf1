"""The console's web application, put together from its parts."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from cases.audit import Head
from cases.case import Case
from cases.case_clock import CaseClock
from cases.ports import CaseStore, Clock, EvidenceStore
from cases.storage import UserStore
from console import failures
from console.office import Office
from console.pictures import Pictures
from console.pre_review import PreReviews
from console.reviewed import Reviewed
from console.routes import admin, api, case, decide, follow_ups, login, papers, pre_review, queue
from console.scenario_list import ScenarioLine
from console.security import SecurityHeaders
from console.throttle import HourlyLimit


def create_app(
    *,
    cases: CaseStore,
    users: UserStore,
    evidence: EvidenceStore,
    clock: Clock,
    case_clock: CaseClock,
    open_review: Callable[[Case], Reviewed],
    pre_reviews: PreReviews,
    scenarios: Callable[[], tuple[ScenarioLine, ...]] = tuple,
    heads: Callable[[], tuple[Head, ...]] = tuple,
    own_templates: Path | None = None,
) -> FastAPI:
    """Build the application around a store.

    Args:
        cases: the cases and the audit chain.
        users: accounts and sessions.
        evidence: where papers and reviews lie.
        clock: the time.
        case_clock: knows the items' time limits and the working days.
        open_review: opens the stored review of a case.
        pre_reviews: reviews what applicants would hand in.
        scenarios: lists the scenarios.
        heads: the exported heads of the audit chain; without them a chain cut off at its end looks whole.
        own_templates: the folder of the department's own templates of papers.
    """
    pictures = Pictures(evidence)

    @asynccontextmanager
    async def while_running(_: FastAPI) -> AsyncIterator[None]:
        yield
        pictures.close()
        pre_reviews.close()

    app = FastAPI(
        title="闽审预审接口",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=while_running,
    )
    app.state.office = Office(
        cases=cases,
        users=users,
        evidence=evidence,
        clock=clock,
        case_clock=case_clock,
        pictures=pictures,
        open_review=open_review,
        scenarios=scenarios,
        heads=heads,
        own_templates=own_templates,
        pre_reviews=pre_reviews,
        asked=HourlyLimit(pre_reviews.bounds.hourly),
    )
    _add_routes(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    failures.register(app)
    app.add_middleware(failures.LastResort)
    app.add_middleware(SecurityHeaders)
    return app


def _add_routes(app: FastAPI) -> None:
    """Add the pages, and the interface for programs, which alone is described in the OpenAPI file."""
    for part in (login, queue, case, papers, decide, follow_ups, admin, pre_review):
        app.include_router(part.router, include_in_schema=False)
    app.include_router(api.router)
