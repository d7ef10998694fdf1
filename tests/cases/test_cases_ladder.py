"""The ladder: comparisons are counted for exactly what was compared, and one wrong approval freezes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from offices import a_world

from cases.audit import verify_chain
from cases.case import CaseState
from cases.ladder import (
    CERTIFIED,
    LEDGER,
    Compared,
    certificate_of,
    compared_cases,
    is_frozen,
    is_scenario_frozen,
    on_its_rung,
    rung_of,
)
from cases.verify import verify_all
from review_points.approval import Autonomy
from review_points.certificate import cases_needed, upper_bound
from review_points.conclude import ConclusionKind
from scenarios.load import shipped_book
from tests.fakes import FakeBook, FakeClock, FakeReader, plan_case, small_scenario

K = ConclusionKind
READER = FakeReader.version
SHADOW = small_scenario(autonomy=Autonomy.SHADOW)
SAMPLED = small_scenario(audit_rate=1.0)


def decided(world, number: str, kind: str):
    key = world.system.ref(number).key
    world.store.decide(
        case_key=key, clerk="陈审批", kind=kind, reason="", opinion="意见", at=world.clock.now()
    )
    return key


def world_of(scenario, *numbers: str):
    reader = FakeReader()
    return a_world(*(plan_case(reader, each) for each in numbers), scenario=scenario, reader=reader)


def compared_in(world) -> list[Compared]:
    return list(compared_cases(world.store.cases(), world.evidence))


def some(n: int, wrong: int = 0, scenario=SHADOW, **changes) -> list[Compared]:
    values = {
        "scenario": scenario.id,
        "versioned_id": scenario.versioned_id,
        "rules_sha256": scenario.rules_sha256,
        "reader_version": READER,
        "proposal": K.APPROVE,
        "in_sample": False,
        **changes,
    }
    return [
        Compared(case_key=f"old:{each}", decided=K.RETURN if each < wrong else K.APPROVE, **values)
        for each in range(n)
    ]


def rung(compared, scenario=SHADOW, *, frozen=False, reader=READER):
    return rung_of(scenario, compared, reader_version=reader, is_frozen=frozen, on=FakeClock().today())


def test_what_the_robot_proposes_in_the_shadow_is_compared_with_what_the_clerk_decides():
    world = world_of(SHADOW, "FZ0001", "FZ0002")
    for number, kind in (("FZ0001", "approve"), ("FZ0002", "return")):
        assert world.fresh_steps().work(number) is CaseState.WAITING_CLERK
        decided(world, number, kind)
    agreed, differed = compared_in(world)
    assert (agreed.proposal, agreed.decided, agreed.is_error) == (K.APPROVE, K.APPROVE, False)
    assert (differed.is_error, differed.is_wrong_approval) == (True, True)
    found = rung(compared_in(world))
    assert (found.compared, found.errors, found.wrong_approvals) == (2, 1, 1)


def test_a_case_that_the_robot_would_not_have_decided_is_no_comparison():
    world = world_of(SHADOW, "FZ0001")
    world.registry.down.add("nurses")
    world.work()
    decided(world, "FZ0001", "approve")
    assert compared_in(world) == []


@pytest.mark.parametrize(("n", "wrong"), [(0, 0), (10, 0), (299, 0), (300, 1), (473, 1), (474, 2)])
def test_what_is_missing_for_a_certificate_is_told(n, wrong):
    found = rung(some(n, wrong))
    assert found.bound == upper_bound(wrong, n)
    assert found.missing == max(cases_needed(found.budget, errors=wrong) - n, 0)
    assert found.may_be_certified == (found.missing == 0)


@pytest.mark.parametrize(
    "changes",
    [{"rules_sha256": "x" * 64}, {"reader_version": "reader-2"}, {"versioned_id": "fuzhou/nurse_change@old"}],
)
def test_comparisons_under_other_rules_reader_or_version_count_no_more(changes):
    found = rung([*some(299), *some(5, **changes)])
    assert (found.compared, found.outdated) == (299, 5)


def test_only_enough_comparisons_make_a_certificate_and_it_says_with_whom():
    today = a_world().clock.today()
    certificate = certificate_of(rung(some(299)), SHADOW, reader_version=READER, on=today)
    assert certificate.compared_with == "clerks"
    assert certificate.scenarios == {SHADOW.versioned_id: SHADOW.rules_sha256}
    assert (certificate.compared, certificate.errors, certificate.budget) == (299, 0, 0.01)
    assert certificate.expires_on - certificate.issued_on == timedelta(days=365)
    with pytest.raises(ValueError, match="budget"):
        certificate_of(rung(some(298)), SHADOW, reader_version=READER, on=today)


@pytest.mark.parametrize("changes", [{"rules_sha256": "n" * 64}, {"version": "2026-12-01"}])
def test_a_change_of_the_rules_demotes_by_itself(changes):
    world = a_world(scenario=replace(small_scenario(), **changes))
    assert world.work() is CaseState.WAITING_CLERK
    assert {each.code for each in world.store.case("old:FZ0001").conclusion.reasons} == {"no_certificate"}


def test_a_change_of_the_reader_demotes_by_itself():
    reader = FakeReader()
    reader.version = "fake-reader-2"
    world = a_world(plan_case(reader), reader=reader)
    assert world.work() is CaseState.WAITING_CLERK
    assert {each.code for each in world.store.case("old:FZ0001").conclusion.reasons} == {"no_certificate"}


def test_a_wrong_approval_in_the_audit_sample_freezes_the_scenario_at_once():
    world = world_of(SAMPLED, "FZ0001", "FZ0002")
    world.work("FZ0001")
    decided(world, "FZ0001", "return")
    world.deliver_decisions()
    (entry,) = world.store.audit_entries(LEDGER + SAMPLED.id)
    assert entry.event == "frozen"
    assert float(entry.detail["bound"]) == pytest.approx(upper_bound(1, 401), abs=1e-6)
    assert "场景已退回影子运行" in [subject for subject, _ in world.notifier.sent]
    fresh = world.fresh_steps()
    unsampled = replace(fresh, office=replace(fresh.office, book=FakeBook(small_scenario())))
    assert unsampled.work("FZ0002") is CaseState.WAITING_CLERK
    reasons = unsampled.store.case("old:FZ0002").conclusion.reasons
    assert [each.code for each in reasons] == ["shadow"]
    assert unsampled.review("FZ0002").stands.policy.autonomy is Autonomy.SHADOW


def test_an_agreement_in_the_sample_and_an_error_outside_it_freeze_nothing():
    world = world_of(SAMPLED, "FZ0001")
    world.work()
    decided(world, "FZ0001", "approve")
    world.deliver_decisions()
    assert not is_scenario_frozen(world.store, SAMPLED.id)
    shadow = world_of(SHADOW, "FZ0001")
    shadow.work()
    decided(shadow, "FZ0001", "return")
    shadow.deliver_decisions()
    assert not is_scenario_frozen(shadow.store, SHADOW.id)


def test_looking_twice_at_a_decision_freezes_once_and_the_chain_stays_whole():
    world = world_of(SAMPLED, "FZ0001")
    world.work()
    decided(world, "FZ0001", "return")
    world.deliver_decisions()
    world.fresh_steps().deliver_decisions()
    assert len(world.store.audit_entries(LEDGER + SAMPLED.id)) == 1
    assert verify_chain(world.store.audit_entries()) == ()
    assert verify_all(store=world.store, evidence=world.evidence) == ()


def test_a_new_certificate_thaws_and_a_later_wrong_approval_freezes_again():
    world = world_of(SAMPLED, "FZ0001")
    frozen = {"actor": "r", "detail": {}, "at": world.clock.now(), "case_key": LEDGER + SAMPLED.id}
    for event, expected in (("frozen", True), (CERTIFIED, False), ("frozen", True)):
        world.store.append_audit(event=event, **frozen)
        assert is_scenario_frozen(world.store, SAMPLED.id) is expected
    assert is_frozen(()) is False


def test_a_frozen_scenario_says_so_and_may_do_nothing_alone():
    scenario = small_scenario()
    assert rung([], scenario).objections == ()
    found = rung([], scenario, frozen=True)
    assert found.objections == ("shadow",)
    assert "已退回影子运行" in found.as_text()
    assert found.as_json()["is_frozen"] is True
    assert on_its_rung(scenario, is_frozen=False) == scenario


def test_a_certificate_of_the_data_folder_counts_beside_the_shipped_ones(tmp_path):
    today = a_world().clock.today()
    book = shipped_book()
    scenario = book.scenario("fuzhou/nurse_change", today)
    assert scenario.certificate is None
    compared = some(299, scenario=scenario)
    certificate = certificate_of(rung(compared, scenario), scenario, reader_version=READER, on=today)
    (tmp_path / "fuzhou-nurse_change.yaml").write_text(certificate.model_dump_json(), encoding="utf-8")
    found = book.with_certificates(tmp_path).scenario("fuzhou/nurse_change", today)
    assert found.certificate is not None
    assert found.certificate.compared == 299
    beside = book.with_certificates(tmp_path).scenario("fuzhou/nurse_change", today, simulated=True)
    assert beside.certificate == found.certificate
    assert book.scenario("fuzhou/nurse_change", today).certificate is None
