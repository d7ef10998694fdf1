"""Who asks: the session cookie, the token against forged requests, and the rights a page asks for.

The cookie holds a random secret and nothing else; the store keeps only its hash.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Form, Request

from cases.storage import Role, User, UserStore
from console.accounts import Right, may
from console.idleness import LastSeen
from console.words import say

COOKIE = "minshen_session"
LONGEST = timedelta(hours=10)


class LoginNeeded(Exception):  # noqa: N818 (it is no error, it is what happens next)
    """Nobody is logged in."""


class Forbidden(Exception):  # noqa: N818 (as above)
    """The visitor's role does not hold the right, or the request was not made from our own page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The person behind a request."""

    username: str
    name: str
    role: Role
    secret: str

    @property
    def role_label(self) -> str:
        """The role in words."""
        return say("roles", self.role)

    @property
    def csrf(self) -> str:
        """The token that every form of this session carries."""
        return hashlib.sha256(f"csrf:{self.secret}".encode()).hexdigest()


def open_session(users: UserStore, seen: LastSeen, user: User, now: datetime) -> str:
    """Open a session and return the secret for the cookie."""
    secret = users.start_session(user.username, at=now, expires_at=now + LONGEST)
    seen.touch(secret, now)
    return secret


def visitor_of(users: UserStore, seen: LastSeen, secret: str | None, now: datetime) -> Visitor | None:
    """Return who is behind a session's secret, and note that the session was used."""
    session = users.session(secret, at=now) if secret else None
    if session is None or secret is None:
        return None
    if seen.is_idle(secret, now):
        users.revoke(secret)
        return None
    seen.touch(secret, now)
    user = session.user
    return Visitor(username=user.username, name=user.shown_name, role=user.role, secret=secret)


def is_from_elsewhere(request: Request) -> bool:
    """Tell whether a browser says that the request was started by another site."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


def wanted(right: Right) -> Callable[[Request], Visitor]:
    """Return a dependency that lets only visitors with this right in."""

    def dependency(request: Request) -> Visitor:
        office = request.app.state.office
        visitor = visitor_of(office.users, office.seen, request.cookies.get(COOKIE), office.clock.now())
        if visitor is None:
            raise LoginNeeded
        request.state.visitor = visitor
        if not may(visitor.role, right):
            raise Forbidden
        return visitor

    return dependency


def form_of(right: Right) -> Callable[..., Visitor]:
    """Return a dependency for forms: the right, our own page, and the session's token."""
    let_in = wanted(right)

    def dependency(request: Request, csrf: Annotated[str, Form()] = "") -> Visitor:
        visitor = let_in(request)
        if is_from_elsewhere(request) or not hmac.compare_digest(csrf.encode(), visitor.csrf.encode()):
            raise Forbidden
        return visitor

    return dependency


Reader = Annotated[Visitor, Depends(wanted(Right.READ))]
Auditor = Annotated[Visitor, Depends(wanted(Right.AUDIT))]
Administrator = Annotated[Visitor, Depends(wanted(Right.ADMINISTER))]
Decider = Annotated[Visitor, Depends(form_of(Right.DECIDE))]
AdministratorForm = Annotated[Visitor, Depends(form_of(Right.ADMINISTER))]
ReaderForm = Annotated[Visitor, Depends(form_of(Right.READ))]
