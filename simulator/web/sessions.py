"""Who is logged in to an old system, for how long, and what the captcha asked."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from simulator.web.captcha import draw_picture, draw_text
from simulator.web.look import Account


class Ended(StrEnum):
    """Why a browser that was logged in is not any more."""

    NEVER = "never"
    EXPIRED = "expired"
    THROWN_OUT = "thrown_out"


@dataclass(slots=True)
class Session:
    """One browser, known by its JSESSIONID; a guest until somebody logged in."""

    token: str
    used_at: float
    account: Account | None = None
    captcha: str = ""
    ended: Ended = Ended.NEVER


class Sessions:
    """All sessions of one system; used from the server's own thread, ended from any."""

    def __init__(
        self, *, lifetime_s: float, seed: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start without sessions."""
        self.lifetime_s = lifetime_s
        self._clock = clock
        self._random = Random(seed)
        self._by_token: dict[str, Session] = {}

    def find(self, token: str | None) -> Session:
        """Return the browser's session, refreshed (an old one ended); a new guest when it is unknown."""
        session = self._by_token.get(token or "")
        if session is None:
            return self._new_guest()
        if session.account and self._clock() - session.used_at > self.lifetime_s:
            self.end(session, Ended.EXPIRED)
        session.used_at = self._clock()
        return session

    def draw_captcha(self, session: Session, *, wrong: bool) -> bytes:
        """Draw a new picture for the login page; a wrong one shows other characters than it asks for."""
        session.captcha = draw_text(self._random)
        shown = session.captcha
        while wrong and shown == session.captcha:
            shown = draw_text(self._random)
        return draw_picture(shown, self._random)

    def is_captcha(self, session: Session, typed: str) -> bool:
        """Compare what was typed with the picture's characters; each picture serves once."""
        asked, session.captcha = session.captcha, ""
        return bool(asked) and typed.strip().upper() == asked

    def log_in(self, session: Session, account: Account, *, alone: bool) -> None:
        """Let the browser in; with `alone` every other session of the account ends."""
        for other in list(self._by_token.values()):
            if alone and other is not session and other.account == account:
                self.end(other, Ended.THROWN_OUT)
        session.account = account
        session.ended = Ended.NEVER

    def end(self, session: Session, reason: Ended) -> None:
        """Make a session a guest's again and remember why."""
        session.account = None
        session.ended = reason

    def end_all(self) -> None:
        """Let every session expire at once."""
        for session in list(self._by_token.values()):
            if session.account:
                self.end(session, Ended.EXPIRED)

    def _new_guest(self) -> Session:
        session = Session(token=secrets.token_hex(16).upper(), used_at=self._clock())
        self._by_token[session.token] = session
        return session
