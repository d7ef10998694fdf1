"""The key of the audit sample is bound to each month, and an auditor repeats every draw."""

from dataclasses import replace

import pytest
from offices import a_world

from cases.case import CaseState
from cases.errors import AuditKeyChanged, SettingsError
from cases.sampling import KEY_LEDGER, commit_key, draw_again, period_of
from cases.settings import Settings
from review_points.audit import commitment
from tests.fakes import FakeReader, plan_case, small_scenario


def world_of(n: int = 1, rate: float = 0.5):
    reader = FakeReader()
    cases = [plan_case(reader, f"FZ{number:04d}") for number in range(1, n + 1)]
    return a_world(*cases, scenario=small_scenario(audit_rate=rate), reader=reader)


def with_key(world, key: bytes):
    office = replace(world.office, desk=replace(world.office.desk, audit_key=key))
    return replace(world, office=office)


def test_the_key_is_bound_to_before_the_first_draw_of_a_month_and_once():
    world = world_of(2)
    world.work("FZ0001")
    world.fresh_steps().work("FZ0002")
    (entry,) = world.store.audit_entries(f"{KEY_LEDGER}2026-11")
    events = [each.event for each in world.store.audit_entries()]
    assert entry.detail["key_commitment"] == commitment(b"secret", period="2026-11")
    assert events.index("audit_key") < events.index("reviewed")
    world.clock.move(days=40)
    commit_key(world.office)
    assert len(world.store.audit_entries(f"{KEY_LEDGER}2026-12")) == 1


def test_a_key_swapped_within_the_month_stops_the_robot_and_decides_nothing():
    world = world_of(2)
    world.work("FZ0001")
    with pytest.raises(AuditKeyChanged):
        with_key(world.fresh_steps(), b"another").work("FZ0002")
    assert world.store.case("old:FZ0002").conclusion is None
    later = with_key(world.fresh_steps(), b"another")
    later.clock.move(days=40)
    assert later.work("FZ0002") in (CaseState.CLOSED, CaseState.WAITING_CLERK)


def test_an_auditor_repeats_every_draw_with_the_key():
    world = world_of(12)
    stands = []
    for number in range(1, 13):
        world.fresh_steps().work(f"FZ{number:04d}")
        stands.append(world.review(f"FZ{number:04d}").stands)
    draws = [draw_again(each, key=b"secret", store=world.store) for each in stands]
    assert all(each.is_confirmed for each in draws)
    assert {each.is_drawn for each in draws} == {True, False}
    assert "审计链登记一致" in draws[0].as_text()
    assert draws[0].as_json()["is_confirmed"] is True


def test_another_key_is_found_out_even_where_its_draws_are_the_same():
    world = world_of()
    world.work()
    stands = world.review().stands
    wrong = draw_again(stands, key=b"another", store=world.store)
    assert wrong.is_committed is False
    assert not wrong.is_confirmed
    silent = draw_again(stands, key=b"secret", store=a_world().store)
    assert silent.is_committed is None
    assert "未登记" in silent.as_text()


def test_a_draw_that_was_bent_is_found_out():
    world = world_of(rate=1.0)
    world.work()
    bent = replace(world.review().stands, drawn_for_audit=False)
    assert not draw_again(bent, key=b"secret", store=world.store).is_confirmed


def test_a_key_that_could_be_guessed_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="过短"):
        Settings(data_dir=tmp_path, audit_secret="short").audit_key()
    assert Settings(data_dir=tmp_path, audit_secret="x" * 32).audit_key() == b"x" * 32
    assert period_of(a_world().clock.today()) == "2026-11"
