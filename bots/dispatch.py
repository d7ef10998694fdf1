"""What is put into the queues, under which ids: enqueuing the same thing twice is harmless.

A case is worked on by one workflow at a time: while one is unfinished, no other is enqueued for it. When it
has finished and the case still has to be worked on (it was stopped, or given back), the next generation is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from loguru import logger

from bots.engine import DurableEngine, QueuePlan, Standing
from cases.canonical import to_json
from cases.case import Case, CaseRef, CaseState, ClerkDecision
from cases.case_clock import CaseClock, urgency
from cases.flow import WORKABLE
from cases.ports import CaseStore

CASE, DECISION, SWEEP = "case", "decision", "sweep"
FIRST, LAST = 1, 1_000_000
_EPOCH = date(2020, 1, 1)


def queues_of(system: str, *, at_once: int) -> tuple[QueuePlan, QueuePlan]:
    """Return the queues of one legacy system: its cases, and looking through its list."""
    return QueuePlan(name=f"cases-{system}", at_once=at_once), QueuePlan(name=f"sweeps-{system}", at_once=1)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Enqueues sweeps, cases and clerks' decisions; what is due first is worked on first."""

    engine: DurableEngine
    store: CaseStore
    clock: CaseClock

    def sweep(self, system: str, occasion: str) -> None:
        """Enqueue «work through this system», once per occasion, unless one is unfinished anyway."""
        if self.engine.family(f"{SWEEP}:{system}:")[1] is not Standing.UNFINISHED:
            self.engine.enqueue(
                f"sweeps-{system}", SWEEP, workflow_id=f"{SWEEP}:{system}:{occasion}", argument=system
            )

    def cases(self, refs: Iterable[CaseRef], *, on: date) -> int:
        """Enqueue the cases that a robot has to work on, as they press on a day; returns how many."""
        known = _by_key(self.store.cases())
        limits = self.clock.by_case(known.values(), self.store, on=on)
        wanted = [
            (urgency(limits.get(ref.key) or self.clock.of_listed(ref, on=on)), ref)
            for ref in refs
            if _is_for_robots(known.get(ref.key), ref)
        ]
        wanted.sort(key=lambda each: (each[0], each[1].key))
        return sum(self._case(ref, _priority(presses)) for presses, ref in wanted)

    def unfinished(self, system: str, *, on: date) -> int:
        """Enqueue cases that were begun and are in no list any more; returns how many."""
        return self.cases((case.ref for case in self.store.cases(states=WORKABLE, system=system)), on=on)

    def decisions(self, system: str) -> int:
        """Enqueue what clerks decided and no receipt confirms yet, before all cases; returns how many."""
        return sum(self._decision(each, system) for each in self.store.undelivered_decisions(system=system))

    def _case(self, ref: CaseRef, priority: int) -> bool:
        return self._next(f"cases-{ref.system}", CASE, f"{CASE}:{ref.key}:", to_json(ref).decode(), priority)

    def _decision(self, decision: ClerkDecision, system: str) -> bool:
        prefix = f"{DECISION}:{decision.case_key}:{decision.number}:"
        return self._next(f"cases-{system}", DECISION, prefix, to_json(decision).decode(), FIRST)

    def _next(self, queue: str, workflow: str, prefix: str, argument: str, priority: int) -> bool:
        generation, standing = self.engine.family(prefix)
        if standing is Standing.UNFINISHED:
            return False
        self.engine.enqueue(
            queue, workflow, workflow_id=f"{prefix}{generation}", argument=argument, priority=priority
        )
        return True


def _priority(presses: tuple[int, date]) -> int:
    """Return the queue's number for how a case presses: lower goes first, the same day the same number."""
    group, day = presses
    return {0: FIRST, 1: FIRST + max((day - _EPOCH).days, 1)}.get(group, LAST)


def _by_key(cases: Iterable[Case]) -> Mapping[str, Case]:
    return {case.ref.key: case for case in cases}


def _is_for_robots(case: Case | None, ref: CaseRef) -> bool:
    """Tell whether a robot works on the case; what a clerk decided is delivered on its own way."""
    if case is None:
        return True
    if case.state is CaseState.CLOSED:
        logger.bind(case=ref.key).warning("closed with us, waiting there")
    return case.state in WORKABLE and not (case.state is CaseState.DELIVERING and case.decision is not None)
