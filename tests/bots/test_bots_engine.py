"""The durable engine: what finished is not run again, what was left goes on, and steps tell their errors."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bots.dispatch import CASE, SWEEP, Dispatch, queues_of
from bots.engine import DurableEngine, DurableSteps, QueueClient, Standing
from bots.stopping import Stopped
from cases.canonical import from_json
from cases.case import CaseRef, CaseState
from cases.case_clock import CaseClock
from cases.clock import WorkCalendar
from cases.errors import DeliveryConflict, PageTimeout
from tests.fakes import FakeApprovalSystem, FakeBook, MemoryStore, PlannedCase

PATIENCE_S = 20.0
ON = date(2026, 11, 4)
CLOCK = CaseClock(limits=FakeBook(None), calendar=WorkCalendar())


class Bench:
    """An engine over one database file, with bodies a test writes."""

    def __init__(self, folder) -> None:
        self.url = f"sqlite:///{folder}/dbos.sqlite"
        self.engine: DurableEngine | None = None

    def start(self, **bodies) -> DurableEngine:
        stopping = threading.Event()
        self.engine = DurableEngine(
            url=self.url, executor="robot-old", queues=queues_of("old", at_once=2), stopping=stopping
        )
        for name, body in bodies.items():
            self.engine.register(name, body)
        self.engine.start()
        return self.engine

    def wait_until_drained(self) -> None:
        waiting = threading.Event()
        for _ in range(int(PATIENCE_S / 0.05)):
            if self.engine.is_drained():
                return
            waiting.wait(0.05)
        raise AssertionError("the queues do not get empty")

    def stop(self) -> None:
        if self.engine is not None:
            self.engine.stop()
            self.engine = None


@pytest.fixture
def bench(tmp_path):
    made = Bench(tmp_path)
    yield made
    made.stop()


def test_the_same_id_is_worked_on_once(bench):
    seen = []
    engine = bench.start(case=lambda text: seen.append(text) or "done")
    for _ in range(3):
        engine.enqueue("cases-old", CASE, workflow_id="case:1", argument="x")
    bench.wait_until_drained()
    assert seen == ["x"]
    assert engine.family("case:1") == (1, Standing.FINISHED)
    assert engine.family("case:2") == (0, Standing.NONE)


def test_a_stopped_workflow_goes_on_after_a_restart_without_its_finished_steps(bench):
    ran: list[str] = []
    reached, go_on = threading.Event(), threading.Event()

    def body(text: str) -> str:
        steps = DurableSteps(bench.engine.stopping)
        told = steps.run("first", lambda: ran.append("first") or "one")
        reached.set()
        go_on.wait(PATIENCE_S)
        return steps.run("second", lambda: ran.append("second") or told)

    engine = bench.start(case=body)
    engine.enqueue("cases-old", CASE, workflow_id="case:1", argument="x")
    assert reached.wait(PATIENCE_S)
    engine.stopping.set()
    go_on.set()
    bench.stop()
    assert ran == ["first"]
    bench.start(case=body)
    bench.wait_until_drained()
    assert ran == ["first", "second"]


def test_an_error_of_a_step_is_told_again_by_class(bench):
    told: list[Exception] = []

    def refuse():
        raise DeliveryConflict("已办结")

    def body(text: str) -> str:
        try:
            DurableSteps(bench.engine.stopping).run("deliver", refuse)
        except DeliveryConflict as conflict:
            told.append(conflict)
        return "x"

    bench.start(case=body).enqueue("cases-old", CASE, workflow_id="case:1", argument="x")
    bench.wait_until_drained()
    assert [error.detail for error in told] == ["已办结"]


def test_outside_a_workflow_a_step_simply_runs(bench):
    bench.start(case=lambda text: text)
    assert DurableSteps(threading.Event()).run("any", lambda: 7) == 7
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(Stopped):
        DurableSteps(stopping).run("any", lambda: 7)


def test_a_pause_ends_when_the_robot_stops(bench):
    engine = bench.start(case=lambda text: text)
    engine.pause(0.01)
    engine.stopping.set()
    with pytest.raises(Stopped):
        engine.pause(60)


def test_another_process_can_put_work_into_the_queue(bench):
    seen = []
    engine = bench.start(sweep=lambda text: seen.append(text) or "done")
    client = QueueClient(bench.url)
    for _ in range(2):
        client.enqueue("sweeps-old", SWEEP, workflow_id="sweep:old:1", argument="old")
    client.close()
    bench.wait_until_drained()
    assert seen == ["old"]
    assert engine.family("sweep:old:")[0] == 1


class TestDispatch:
    @pytest.fixture
    def store(self):
        return MemoryStore()

    @pytest.fixture
    def refs(self):
        system = FakeApprovalSystem("old", tuple(PlannedCase(number=f"FZ{n}") for n in range(4)))
        return system.list_waiting()

    def test_a_case_is_worked_on_by_one_workflow_at_a_time(self, bench, store, refs):
        gate = threading.Event()
        engine = bench.start(case=lambda text: str(gate.wait(PATIENCE_S)))
        dispatch = Dispatch(engine, store, CLOCK)
        assert dispatch.cases(refs, on=ON) == 4
        assert dispatch.cases(refs, on=ON) == 0
        gate.set()
        bench.wait_until_drained()
        assert dispatch.cases(refs[:1], on=ON) == 1
        bench.wait_until_drained()
        assert engine.family(f"case:{refs[0].key}:") == (2, Standing.FINISHED)

    def test_what_is_due_first_is_worked_on_first(self, bench, store, refs):
        seen: list[str] = []
        gate = threading.Event()

        def body(text: str) -> str:
            gate.wait(PATIENCE_S)
            seen.append(from_json(CaseRef, text).number)
            return "x"

        engine = bench.start(case=body)
        dispatch = Dispatch(engine, store, CLOCK)
        days = (ON, ON - timedelta(days=9), ON - timedelta(days=5), None)
        aged = [replace(ref, received_on=day) for ref, day in zip(refs, days, strict=True)]
        assert dispatch.cases(aged, on=ON) == 4
        gate.set()
        bench.wait_until_drained()
        assert set(seen[:2]) == {aged[3].number, aged[1].number}
        assert set(seen[2:]) == {aged[2].number, aged[0].number}

    def test_a_pressing_case_that_comes_later_goes_before_what_waits(self, bench, store, refs):
        seen: list[str] = []
        gate = threading.Event()

        def body(text: str) -> str:
            gate.wait(PATIENCE_S)
            seen.append(from_json(CaseRef, text).number)
            return "x"

        engine = bench.start(case=body)
        dispatch = Dispatch(engine, store, CLOCK)
        fresh = [replace(ref, received_on=ON) for ref in refs]
        late = replace(refs[0], number="LATE", received_on=ON - timedelta(days=20))
        assert dispatch.cases(fresh, on=ON) == 4
        assert dispatch.cases([late], on=ON) == 1
        gate.set()
        bench.wait_until_drained()
        assert seen.index("LATE") <= 2

    def test_what_waits_for_a_person_or_is_closed_is_left_alone(self, bench, store, refs):
        engine = bench.start(case=lambda text: "x", decision=lambda text: "x")
        for ref, state in zip(
            refs,
            (CaseState.WAITING_CLERK, CaseState.PARKED, CaseState.CLOSED, CaseState.REVIEWED),
            strict=True,
        ):
            store.set_state(store.claim(ref, owner="robot"), state)
        assert Dispatch(engine, store, CLOCK).cases(refs, on=ON) == 1
        assert Dispatch(engine, store, CLOCK).unfinished("old", on=ON) <= 1

    def test_what_a_clerk_decided_is_delivered_and_not_reviewed_again(self, bench, store, refs):
        seen: list[str] = []
        engine = bench.start(case=lambda text: "x", decision=lambda text: seen.append(text) or "x")
        store.set_state(store.claim(refs[0], owner="robot"), CaseState.WAITING_CLERK)
        store.decide(
            case_key=refs[0].key,
            clerk="陈审批",
            kind="approve",
            reason="",
            opinion="同意",
            at=store.case(refs[0].key).updated_at,
        )
        dispatch = Dispatch(engine, store, CLOCK)
        assert dispatch.cases(refs[:1], on=ON) == 0
        assert dispatch.decisions("old") == 1
        bench.wait_until_drained()
        assert len(seen) == 1

    def test_sweeps_do_not_pile_up(self, bench, store):
        gate = threading.Event()
        engine = bench.start(sweep=lambda text: str(gate.wait(PATIENCE_S)))
        dispatch = Dispatch(engine, store, CLOCK)
        for occasion in ("one", "two", "three"):
            dispatch.sweep("old", occasion)
        gate.set()
        bench.wait_until_drained()
        assert engine.family("sweep:old:")[0] == 1


def test_a_family_can_be_looked_up_within_a_workflow(bench):
    told = []

    def body(text: str) -> str:
        told.append(bench.engine.family("case:"))
        return "done"

    engine = bench.start(case=body)
    engine.enqueue("cases-old", CASE, workflow_id="case:1", argument="x")
    bench.wait_until_drained()
    assert told == [(1, Standing.UNFINISHED)]
    assert engine.family("case:") == (1, Standing.FINISHED)


def test_steps_know_all_our_errors():
    from bots.engine import _error

    assert isinstance(_error("PageTimeout", "x"), PageTimeout)
