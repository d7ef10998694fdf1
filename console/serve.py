"""Starting the console from the settings: store, evidence, first accounts, web server."""

import os
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from bots.registry import HttpRegistry
from cases.audit import Head, heads_in
from cases.book import ScenariosOf
from cases.calendar_files import open_calendar
from cases.case_clock import CaseClock
from cases.clock import SystemClock
from cases.evidence import FileEvidence
from cases.review import ReviewDesk
from cases.settings import Settings
from cases.storage import Role, SqlCaseStore, UserStore
from console.accounts import ensure
from console.app import create_app
from console.pre_review import Bounds, PreReviews
from console.reviews import ReviewShelf
from console.scenario_list import scenario_lines
from ocr.reader import Reader
from scenarios.load import shipped_book

ADMIN, CLERK = "admin", "clerk"


def serve(settings: Settings, *, say: Callable[[str], None] = print, with_clerk: bool = False) -> None:
    """Serve the console until it is stopped; `with_clerk` makes a first clerk too, for the demo."""
    app = open_console(settings, say=say, with_clerk=with_clerk)
    say(f"审查工作台：http://{settings.console_host}:{settings.console_port}")
    uvicorn.run(
        app, host=settings.console_host, port=settings.console_port, log_level="warning", server_header=False
    )


def open_console(
    settings: Settings, *, say: Callable[[str], None] = print, with_clerk: bool = False
) -> FastAPI:
    """Build the console over the settings' store, and make the first accounts."""
    clock = SystemClock()
    cases = SqlCaseStore.at(settings.business_url, clock)
    users = UserStore(cases.database)
    first_accounts(users, clock, say=say, with_clerk=with_clerk)
    evidence = FileEvidence(settings.evidence_dir)
    return create_app(
        cases=cases,
        users=users,
        evidence=evidence,
        clock=clock,
        case_clock=CaseClock(
            limits=ScenariosOf(book=shipped_book()), calendar=open_calendar(settings.calendar_dir)
        ),
        open_review=ReviewShelf(evidence).review_of,
        scenarios=lambda: scenario_lines(
            shipped_book().with_certificates(settings.certificates_dir), cases, clock.today()
        ),
        heads=lambda: exported_heads(settings),
        own_templates=settings.templates_dir,
        pre_reviews=open_pre_reviews(settings),
    )


def open_pre_reviews(settings: Settings) -> PreReviews:
    """Open what reviews papers before they are handed in: by a reader that keeps nothing of what it read."""
    return PreReviews(
        book=ScenariosOf(book=shipped_book()),
        open_reader=lambda: Reader(settings.models_dir),
        desk=ReviewDesk(
            registry=HttpRegistry(settings.registry_url),
            audit_key=settings.audit_key(),
            calendar=open_calendar(settings.calendar_dir),
        ),
        clock=SystemClock(),
        bounds=Bounds(
            timeout_s=settings.pre_review_timeout_s,
            hourly=settings.pre_review_hourly,
            is_public=settings.pre_review_public,
            key=settings.pre_review_key.get_secret_value(),
        ),
        workers=settings.ocr_processes,
    )


def first_accounts(
    users: UserStore, clock: SystemClock, *, say: Callable[[str], None], with_clerk: bool
) -> None:
    """Make the administrator at the first start, and a clerk when asked for or given a password.

    Passwords come from MINSHEN_ADMIN_PASSWORD and MINSHEN_CLERK_PASSWORD; without one it is random and shown
    this once.
    """
    wanted = [(ADMIN, Role.ADMIN, os.environ.get("MINSHEN_ADMIN_PASSWORD", ""))]
    for_clerk = os.environ.get("MINSHEN_CLERK_PASSWORD", "")
    if with_clerk or for_clerk:
        wanted.append((CLERK, Role.CLERK, for_clerk))
    for username, role, password in wanted:
        made = ensure(users, username=username, role=role, password=password, at=clock.now())
        if made:
            say(f"已创建账号 {username}，密码（只显示这一次）：{made}")


def exported_heads(settings: Settings) -> tuple[Head, ...]:
    """Read the heads of the audit chain that were exported, if any were."""
    if not settings.heads_file.exists():
        return ()
    return heads_in(settings.heads_file.read_text(encoding="utf-8"))
