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
from console.reviewed import Reviewed
from console.routes import admin, case, decide, follow_ups, login, papers, queue
from console.scenario_list import ScenarioLine
from console.security import SecurityHeaders


def create_app(
    *,
    cases: CaseStore,
    users: UserStore,
    evidence: EvidenceStore,
    clock: Clock,
    case_clock: CaseClock,
    open_review: Callable[[Case], Reviewed],
    scenarios: Callable[[], tuple[ScenarioLine, ...]] = tuple,
    heads: Callable[[], tuple[Head, ...]] = tuple,
    own_templates: Path | None = None,
) -> FastAPI:
    """Build the application around a store. `open_review` opens the stored review of a case.

    `case_clock` knows the items' time limits and the working days.
    `heads` gives the exported heads of the audit chain: without them a chain cut off at its end looks whole.
    `own_templates` is the folder of the department's own templates of papers.
    """
    pictures = Pictures(evidence)

    @asynccontextmanager
    async def while_running(_: FastAPI) -> AsyncIterator[None]:
        yield
        pictures.close()

    app = FastAPI(title="MinShen", docs_url=None, redoc_url=None, openapi_url=None, lifespan=while_running)
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
    )
    for part in (login, queue, case, papers, decide, follow_ups, admin):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    failures.register(app)
    app.add_middleware(failures.LastResort)
    app.add_middleware(SecurityHeaders)
    return app
