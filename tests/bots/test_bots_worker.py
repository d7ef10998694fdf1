"""A robot's process over the fake old system: the real engine, store, flow and delivery, no browser."""

from collections.abc import Callable

import pytest
from pydantic import SecretStr

from bots.worker import Robot
from bots.workplace import Parts
from cases.case import CaseState, DeliveryKind
from cases.errors import BrowserCrashed, LoginFailed, PageTimeout, SettingsError, UnexpectedDialog
from cases.settings import Settings, SystemSettings
from tests.fakes import (
    FakeApprovalSystem,
    FakeBook,
    FakeReader,
    FakeRegistry,
    plan_case,
    small_scenario,
)
from tests.fakes.scenario import IDNO, an_id_card

NO_PAUSES = (0.0, 0.0)


class Shop:
    """Settings, a fake system and a reader, from which robots are made."""

    def __init__(self, folder) -> None:
        self.reader = FakeReader()
        expired = an_id_card(valid_to="2020-01-01")
        cases = [plan_case(self.reader, f"FZ000{n}") for n in range(1, 4)]
        cases.append(plan_case(self.reader, "FZ0004", id_card=expired))
        self.system = FakeApprovalSystem("old", tuple(cases))
        self.settings = Settings(
            data_dir=folder,
            systems=(
                SystemSettings(
                    id="old", file="fuzhou", url="http://127.0.0.1:9", account="a", simulated=True
                ),
            ),
        )
        self.parts = Parts(
            reader=self.reader,
            book=FakeBook(small_scenario()),
            registry=FakeRegistry({"nurses": {IDNO: {"status": "有效"}}}),
            passwords={"old": SecretStr("p")},
            around_system=lambda legacy: self.system,
        )

    def work(self, during: Callable[[Robot], None] = lambda robot: None):
        with Robot(self.settings, ("old",), parts=self.parts, back_off_s=NO_PAUSES) as robot:
            robot.sweep(f"at {robot.offices.clock.now().isoformat()}")
            robot.run(once=True, each_tick=lambda: during(robot))
            self.states = {case.ref.number: case.state for case in robot.offices.store.cases()}
            self.notes = {case.ref.number: case.note for case in robot.offices.store.cases()}
            return robot.worked()


@pytest.fixture
def shop(tmp_path) -> Shop:
    return Shop(tmp_path)


def test_everything_that_waits_is_brought_to_its_end_once(shop):
    worked = shop.work()
    assert worked.as_json() == {"cases": {"closed": 4}, "stopped_by": "", "exit_code": 0}
    kinds = {entry.number: entry.kind for entry in shop.system.ledger}
    assert kinds == {
        "FZ0001": DeliveryKind.APPROVE,
        "FZ0002": DeliveryKind.APPROVE,
        "FZ0003": DeliveryKind.APPROVE,
        "FZ0004": DeliveryKind.RETURN,
    }
    assert shop.system.doubles() == []


def test_a_second_run_finds_nothing_to_do(shop):
    shop.work()
    before = list(shop.system.ledger)
    assert shop.work().cases == {"closed": 4}
    assert shop.system.ledger == before


def test_one_broken_case_is_put_aside_and_the_others_go_on(shop):
    def break_once(name: str) -> None:
        if len(shop.reader.read_names) == 1:
            raise ZeroDivisionError("350102199003070028")

    shop.reader.before_reading = break_once
    worked = shop.work()
    assert worked.cases == {"closed": 3, "parked": 1}
    assert worked.exit_code == 0
    parked = next(number for number, state in shop.states.items() if state is CaseState.PARKED)
    assert "350102" not in shop.notes[parked]


def test_a_passing_error_is_tried_again(shop):
    reads = []
    read = shop.system.read

    def slow(ref, evidence):
        reads.append(ref.number)
        if len(reads) == 1:
            raise PageTimeout("detail")
        return read(ref, evidence)

    shop.system.read = slow
    assert shop.work().cases == {"closed": 4}
    assert len(reads) == 5


def test_a_refused_account_stops_the_robot_with_its_exit_code(shop):
    def refuse():
        raise LoginFailed("old")

    shop.system.list_waiting = refuse
    worked = shop.work()
    assert worked.exit_code == 7
    assert "MINSHEN_PASSWORD" in worked.stopped_by
    assert shop.system.ledger == []


def test_a_list_that_cannot_be_read_is_told_and_ends_with_its_exit_code(shop):
    shop.system.list_waiting = lambda: (_ for _ in ()).throw(BrowserCrashed("at launch"))
    worked = shop.work()
    assert worked.cases == {}
    assert worked.exit_code == 7
    assert BrowserCrashed.says in worked.stopped_by
    del shop.system.list_waiting
    assert shop.work().exit_code == 0


def test_an_undeclared_dialog_puts_the_case_aside_unwritten(shop):
    shop.system.trouble.dialog = 1
    worked = shop.work()
    assert worked.cases == {"closed": 3, "parked": 1}
    assert UnexpectedDialog.says in shop.notes.values()
    assert len(shop.system.ledger) == 3


def test_a_decision_of_others_becomes_a_conflict(shop):
    shop.system.trouble.decided_by_other.add("FZ0002")
    assert shop.work().cases == {"closed": 3, "conflict": 1}
    assert shop.states["FZ0002"] is CaseState.CONFLICT
    assert "FZ0002" not in {entry.number for entry in shop.system.ledger}


def test_what_a_clerk_decides_is_delivered_by_the_next_run(shop):
    shop.parts = Parts(**{**fields_of(shop.parts), "registry": FakeRegistry()})
    assert shop.work().cases == {"closed": 1, "waiting_clerk": 3}

    def decide_all(robot: Robot) -> None:
        store = robot.offices.store
        for case in store.cases(states=[CaseState.WAITING_CLERK]):
            store.decide(
                case_key=case.ref.key,
                clerk="陈审批",
                kind="approve",
                reason="已电话核实",
                opinion="同意。",
                at=robot.offices.clock.now(),
            )

    shop.work(during=decide_all)
    assert shop.work().cases == {"closed": 4}
    assert shop.system.doubles() == []
    assert len(shop.system.ledger) == 4


def test_no_second_robot_works_under_the_same_name(shop):
    with Robot(shop.settings, ("old",), parts=shop.parts), pytest.raises(SettingsError, match="已在运行"):
        Robot(shop.settings, ("old",), parts=shop.parts)


def test_a_system_nobody_configured_is_told(shop):
    with pytest.raises(SettingsError, match="nowhere"):
        Robot(shop.settings, ("nowhere",), parts=shop.parts)


def fields_of(parts: Parts) -> dict[str, object]:
    return {name: getattr(parts, name) for name in Parts.__dataclass_fields__}
