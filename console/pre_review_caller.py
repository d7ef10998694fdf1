"""Who asks for a pre-review: somebody signed in, a program with the key, or anybody where that is allowed."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from console.accounts import Right, may
from console.office import office_of
from console.pre_review import PreReviewRefused
from console.visitors import COOKIE, Forbidden, LoginNeeded, Visitor, is_from_elsewhere, visitor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The one who asks: a name to count requests by, and the visitor when somebody is signed in."""

    client: str
    is_known: bool
    """Whether it is a clerk or a program with the key: only these are told what registers say."""
    visitor: Visitor | None = None

    def may_keep(self, csrf: str) -> bool:
        """Tell whether this caller may have a review kept: signed in, and from a page of this session."""
        visitor = self.visitor
        return visitor is not None and hmac.compare_digest(csrf.encode(), visitor.csrf.encode())


def caller_of(request: Request) -> Caller:
    """Return who asks; raises LoginNeeded when it is nobody who may, Forbidden from another site's page."""
    if is_from_elsewhere(request):
        raise Forbidden
    office = office_of(request)
    bounds = office.pre_reviews.bounds
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme:
        known = scheme.lower() == "bearer" and bool(bounds.key)
        if not known or not hmac.compare_digest(given.strip().encode(), bounds.key.encode()):
            raise LoginNeeded
        return Caller(client="key", is_known=True)
    visitor = visitor_of(office.users, office.seen, request.cookies.get(COOKIE), office.clock.now())
    if visitor is not None and may(visitor.role, Right.READ):
        request.state.visitor = visitor
        return Caller(client=f"user {visitor.username}", is_known=True, visitor=visitor)
    if bounds.is_public:
        return Caller(client=request.client.host if request.client else "", is_known=False)
    raise LoginNeeded


def counted_caller(request: Request, caller: Annotated[Caller, Depends(caller_of)]) -> Caller:
    """Return who asks, after counting the request; raises PreReviewRefused when there were too many."""
    office = office_of(request)
    wait_s = office.asked.wait_s(caller.client, office.clock.now())
    if wait_s:
        minutes = (wait_s + 59) // 60
        says = f"预审次数过多，请 {minutes} 分钟后再试。"
        raise PreReviewRefused(429, "too_often", says, retry_after_s=wait_s)
    return caller


AnyCaller = Annotated[Caller, Depends(caller_of)]
CountedCaller = Annotated[Caller, Depends(counted_caller)]
