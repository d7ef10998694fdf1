"""Switches for trouble: what goes wrong in an old system, where and how often, the same for one seed."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from threading import Lock


class Trouble(StrEnum):
    """What can go wrong. The page at which each strikes unless `at` says otherwise stands in `STRIKES_AT`."""

    SESSION_LOST = "session_lost"
    SLOW_PAGE = "slow_page"
    SLOW_WRITE = "slow_write"
    ERROR_AFTER_WRITE = "error_after_write"
    LIST_REORDERED = "list_reordered"
    UNEXPECTED_DIALOG = "unexpected_dialog"
    WRONG_CAPTCHA = "wrong_captcha"
    DOWNLOAD_CUT = "download_cut"
    DECIDED_BY_OTHER = "decided_by_other"


class Page(StrEnum):
    """Where a request is when a switch is asked."""

    LOGIN = "login"
    LIST = "list"
    DETAIL = "detail"
    DOWNLOAD = "download"
    SUBMIT = "submit"
    """The decision's request, before anything is written."""
    WRITTEN = "written"
    """The decision's request, after it was written and before the answer."""


ANYWHERE = frozenset({Page.LIST, Page.DETAIL, Page.DOWNLOAD, Page.SUBMIT})
STRIKES_AT: dict[Trouble, frozenset[Page]] = {
    Trouble.SESSION_LOST: ANYWHERE,
    Trouble.SLOW_PAGE: frozenset({Page.LIST, Page.DETAIL, Page.DOWNLOAD}),
    Trouble.SLOW_WRITE: frozenset({Page.WRITTEN}),
    Trouble.ERROR_AFTER_WRITE: frozenset({Page.WRITTEN}),
    Trouble.LIST_REORDERED: frozenset({Page.DETAIL}),
    Trouble.UNEXPECTED_DIALOG: frozenset({Page.SUBMIT}),
    Trouble.WRONG_CAPTCHA: frozenset({Page.LOGIN}),
    Trouble.DOWNLOAD_CUT: frozenset({Page.DOWNLOAD}),
    Trouble.DECIDED_BY_OTHER: frozenset({Page.SUBMIT}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One trouble that is on, for one case number or (None) for all; at most `times` times."""

    trouble: Trouble
    case: str | None = None
    at: frozenset[Page] = frozenset()
    times: int | None = None
    probability: float = 1.0
    seed: int = 0
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """One time that a switch struck."""

    trouble: Trouble
    page: Page
    case: str


class Switches:
    """The troubles and the two standing modes of one old system; may be turned at any time by any thread."""

    def __init__(self) -> None:
        """Start with everything in order."""
        self._lock = Lock()
        self._switches: dict[tuple[Trouble, str | None], Switch] = {}
        self._struck: Counter[tuple[Trouble, str | None]] = Counter()
        self._asked: Counter[tuple[Trouble, Page, str]] = Counter()
        self._strikes: list[Strike] = []
        self.no_conflict_check = False
        self.single_session = False

    def turn_on(
        self,
        trouble: str,
        *,
        case: str | None = None,
        at: str | None = None,
        times: int | None = None,
        probability: float = 1.0,
        seed: int = 0,
        delay_s: float = 0.0,
    ) -> Switch:
        """Let a trouble happen from now on; one that is on for the same case is replaced and counts anew."""
        kind = Trouble(trouble)
        pages = frozenset({Page(at)}) if at else STRIKES_AT[kind]
        switch = Switch(
            trouble=kind,
            case=case,
            at=pages,
            times=times,
            probability=probability,
            seed=seed,
            delay_s=delay_s,
        )
        with self._lock:
            self._switches[kind, case] = switch
            self._struck[kind, case] = 0
        return switch

    def turn_off(self, trouble: str | None = None, *, case: str | None = None) -> None:
        """End one trouble, or all troubles and modes when none is named."""
        with self._lock:
            if trouble is not None:
                self._switches.pop((Trouble(trouble), case), None)
                return
            self._switches.clear()
        self.no_conflict_check = False
        self.single_session = False

    def strikes(self, trouble: Trouble, page: Page, case: str = "") -> Switch | None:
        """Return the switch when this trouble strikes here and now, and count it; else None."""
        with self._lock:
            nth = self._asked[trouble, page, case]
            self._asked[trouble, page, case] += 1
            for key in ((trouble, case), (trouble, None)):
                switch = self._switches.get(key)
                if switch and page in switch.at and self._is_due(switch, page, case, nth):
                    self._struck[key] += 1
                    self._strikes.append(Strike(trouble=trouble, page=page, case=case))
                    return switch
        return None

    @property
    def struck(self) -> tuple[Strike, ...]:
        """Every trouble that happened so far, the oldest first."""
        with self._lock:
            return tuple(self._strikes)

    def _is_due(self, switch: Switch, page: Page, case: str, nth: int) -> bool:
        if switch.times is not None and self._struck[switch.trouble, switch.case] >= switch.times:
            return False
        chance = Random(f"{switch.seed}/{switch.trouble}/{page}/{case}/{nth}").random()
        return chance < switch.probability
