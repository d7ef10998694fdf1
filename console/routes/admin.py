"""The administrator's and auditor's pages: accounts, scenarios, the audit chain."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from cases.audit import verify_chain
from cases.storage import Role
from console.accounts import AccountRefused, create
from console.office import Office, office_of, render
from console.visitors import Administrator, AdministratorForm, Auditor, Visitor
from console.words import say

router = APIRouter()


@router.get("/admin/users")
def users(request: Request, visitor: Administrator) -> Response:
    """List the accounts."""
    return users_page(request)


def users_page(request: Request, *, name: str = "", problem: str = "", status: int = 200) -> Response:
    """Show the accounts and the form for a new one."""
    values = {
        "accounts": office_of(request).users.users(),
        "roles": [(role.value, say("roles", role)) for role in Role],
        "name": name,
        "problem": problem,
    }
    return render(request, "users.html", values, section="users", status=status)


@router.post("/admin/users")
def add_user(
    request: Request,
    visitor: AdministratorForm,
    name: Annotated[str, Form(max_length=64)],
    password: Annotated[str, Form(max_length=256)],
    role: Annotated[Role, Form()],
) -> Response:
    """Create an account."""
    office = office_of(request)
    try:
        create(office.users, username=name.strip(), role=role, password=password, at=office.clock.now())
    except AccountRefused as refused:
        return users_page(request, name=name, problem=str(refused), status=422)
    note(office, visitor, "user_created", name.strip())
    return RedirectResponse("/admin/users?done=saved", status_code=303)


@router.post("/admin/users/switch")
def switch_user(
    request: Request,
    visitor: AdministratorForm,
    name: Annotated[str, Form()],
    disabled: Annotated[bool, Form()],
) -> Response:
    """Disable an account, or enable it again; nobody disables himself."""
    office = office_of(request)
    account = office.users.user(name)
    if account is None:
        raise HTTPException(404)
    if account.username == visitor.username:
        return users_page(request, problem="不能停用自己的账号。", status=422)
    office.users.set_disabled(name, disabled)
    note(office, visitor, "user_disabled" if disabled else "user_enabled", name)
    return RedirectResponse("/admin/users?done=saved", status_code=303)


def note(office: Office, visitor: Visitor, event: str, name: str) -> None:
    """Write a change of accounts into the audit chain."""
    office.cases.append_audit(
        case_key="", actor=visitor.username, event=event, detail={"account": name}, at=office.clock.now()
    )


@router.get("/admin/scenarios")
def scenarios(request: Request, visitor: Administrator) -> Response:
    """List the scenarios."""
    return render(request, "scenarios.html", {"lines": office_of(request).scenarios()}, section="scenarios")


@router.get("/audit")
def audit(request: Request, visitor: Auditor) -> Response:
    """Recompute the audit chain and show what came out."""
    office = office_of(request)
    entries = office.cases.audit_entries()
    problems = verify_chain(entries, office.heads())
    values = {"count": len(entries), "head": entries[-1].hash if entries else "", "problems": problems[:20]}
    return render(request, "audit.html", values, section="audit")
