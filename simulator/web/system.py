"""What an old system knows: its cases, the order of its list, and the decisions made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import RLock

from simulator.drawn import DrawnCase, FilePlan
from simulator.web.ledger import COLLEAGUE, PAGE, SHANGHAI, Ledger, Write
from simulator.web.look import AreaLook
from simulator.web.sessions import Sessions
from simulator.web.switches import Switches

WAITING = "waiting"
KINDS = ("approve", "return", "refuse")
FIRST_ROW_ID = 20001
COLLEAGUE_OPINION = {
    "approve": "经审查，符合条件，予以通过。",
    "return": "材料不齐，请补正。",
    "refuse": "不符合许可条件。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What stands in the system for a decided case; the newest one counts."""

    kind: str
    opinion: str
    operator: str
    at: datetime


class OldSystem:
    """The state of one area's system. Decisions are atomic; everything else only reads."""

    def __init__(
        self,
        look: AreaLook,
        cases: Sequence[DrawnCase],
        *,
        ledger: Ledger | None = None,
        fetch: Callable[[FilePlan], bytes] | None = None,
        seed: int = 0,
    ) -> None:
        """Fill the system with cases; `fetch` gives a file's bytes (a cache, usually)."""
        self.look = look
        self.cases: Mapping[str, DrawnCase] = {case.number: case for case in cases}
        self.ledger = ledger or Ledger()
        self.switches = Switches()
        self.sessions = Sessions(lifetime_s=look.sessions_s, seed=seed)
        self.fetch = fetch or (lambda plan: plan.data())
        self._order = [case.number for case in sorted(cases, key=lambda c: (c.received_on, c.number))]
        self._decisions: dict[str, Decision] = {}
        self._lock = RLock()
        for write in self.ledger.writes:
            self._remember(write)

    def decision(self, number: str) -> Decision | None:
        """Return what was decided of a case, if anything was."""
        return self._decisions.get(number)

    def state(self, number: str) -> str:
        """Return the case's state: waiting, approve, return or refuse."""
        decision = self.decision(number)
        return decision.kind if decision else WAITING

    def row_id(self, number: str) -> int:
        """Return the id by which the list opens a case now; ids belong to places, and the list may move."""
        return FIRST_ROW_ID + self._order.index(number)

    def at_row(self, row_id: int) -> DrawnCase | None:
        """Return the case that stands at that place of the list now."""
        place = row_id - FIRST_ROW_ID
        return self.cases[self._order[place]] if 0 <= place < len(self._order) else None

    def reorder(self) -> None:
        """Move every waiting case on by one place, so that ids seen before open another case."""
        with self._lock:
            places = [i for i, number in enumerate(self._order) if self.state(number) == WAITING]
            numbers = [self._order[i] for i in places]
            for place, number in zip(places, numbers[-1:] + numbers[:-1], strict=True):
                self._order[place] = number

    def search(self, query: Mapping[str, str]) -> list[DrawnCase]:
        """List cases in order; a search by number looks at every state, any other at the state asked for."""
        return [
            self.cases[number] for number in list(self._order) if self._matches(self.cases[number], query)
        ]

    def decide(
        self,
        *,
        number: str,
        kind: str,
        opinion: str,
        operator: str,
        account: str,
        remote: str,
        origin: str = PAGE,
    ) -> Write:
        """Enter a decision and return its line in the ledger, which tells whether it was accepted."""
        with self._lock:
            repeated = number in self._decisions
            accepted = not repeated or (self.switches.no_conflict_check and origin == PAGE)
            write = self.ledger.draft(
                account=account,
                number=number,
                kind=kind,
                opinion=opinion,
                remote=remote,
                accepted=accepted,
                repeated=repeated,
                origin=origin,
            )
            self.ledger.before_write(write)
            self.ledger.append(write)
            self._remember(write, operator)
        self.ledger.on_write(write)
        return write

    def decide_as_colleague(self, number: str, kind: str = "return") -> Write:
        """Let another clerk decide the case."""
        return self.decide(
            number=number,
            kind=kind,
            opinion=COLLEAGUE_OPINION[kind],
            operator=self.look.colleague,
            account="colleague",
            remote="",
            origin=COLLEAGUE,
        )

    def _remember(self, write: Write, operator: str = "") -> None:
        if write.accepted:
            name = operator or next(
                (a.name for a in self.look.accounts if a.user == write.account), write.account
            )
            at = datetime.fromisoformat(write.at).astimezone(SHANGHAI)
            self._decisions[write.number] = Decision(
                kind=write.kind, opinion=write.opinion, operator=name, at=at
            )

    def _matches(self, case: DrawnCase, query: Mapping[str, str]) -> bool:
        number, state = query.get("number", ""), query.get("state", WAITING)
        if number:
            return number in case.number
        return (
            query.get("applicant", "") in case.applicant
            and query.get("item", "") in case.item_name
            and state in {"all", self.state(case.number)}
        )
