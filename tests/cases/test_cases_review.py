"""A review repeats itself to the byte, and a changed byte anywhere is found."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from offices import a_world

from cases.audit import heads_in
from cases.case import CaseState
from cases.clock import WorkCalendar, YearArrangement
from cases.errors import EvidenceDamaged
from cases.replay import replay
from cases.report import report
from cases.review import review_from_json, review_json
from cases.review_record import stands_of
from cases.verify import export_head, verify_all, verify_case
from review_points.approval import Autonomy, UnprovenApprovalError
from review_points.facts import FactState
from tests.fakes import FakeReader, MemoryStore, plan_case, small_scenario
from tests.fakes.approval_system import PlannedCase
from tests.fakes.scenario import a_letter, a_point, an_id_card

KEY = "old:FZ0001"
ROADS = {
    "approved": {},
    "returned": {"letter": a_letter(sealed=False)},
    "unknown": {"id_card": replace(an_id_card(), readings={})},
    "unrecognised": {"letter": replace(a_letter(), kind=None, readings={})},
}


def worked(**case):
    reader = FakeReader()
    world = a_world(plan_case(reader, **case), reader=reader)
    world.work()
    return world


def replayed(world, scenario=None):
    sha256 = world.store.case(KEY).review_sha256
    desk = replace(world.office.desk, registry=None)
    data = world.evidence.get(sha256)
    scenario = scenario or small_scenario()
    return replay(data, stands_of(data), scenario, evidence=world.evidence, desk=desk)


@pytest.mark.parametrize("road", ROADS)
def test_a_replay_from_evidence_alone_is_identical_to_the_byte(road):
    world = worked(**ROADS[road])
    world.clock.move(days=700)
    world.registry.records.clear()
    again = replayed(world)
    assert again.is_identical, again.differences
    assert review_json(again.again) == world.evidence.get(world.store.case(KEY).review_sha256)


def test_a_replay_uses_the_policy_and_certificate_of_that_day():
    world = worked()
    assert replayed(world, small_scenario(autonomy=Autonomy.SHADOW, certified=False)).is_identical


def test_a_replay_knows_no_working_days_that_were_published_later():
    reader = FakeReader()
    world = a_world(plan_case(reader, letter=a_letter(sealed=False)), reader=reader)
    world.clock.move(days=58)
    world.work()
    off = frozenset(date(2027, 1, day) for day in range(1, 11))
    loaded = WorkCalendar((YearArrangement(year=2027, days_off=off, days_worked=frozenset()),))
    world.office = replace(world.office, desk=replace(world.office.desk, calendar=loaded))
    again = replayed(world)
    assert again.again.stands.unpublished_years[0] == 2027
    assert again.is_identical, again.differences


def test_a_replay_by_other_rules_names_what_differs():
    world = worked()
    changed = replace(
        small_scenario(),
        rules_sha256="s" * 64,
        points=(a_point("P-09", {"never": "one_of(form.name, ['某某'])"}, material=""),),
    )
    again = replayed(world, changed)
    assert not again.is_identical
    assert {"conclusion", "stands"} <= set(again.differences)


@pytest.mark.parametrize("road", ROADS)
def test_a_review_comes_back_from_its_bytes_the_same(road):
    done = worked(**ROADS[road]).review()
    assert review_from_json(review_json(done)) == done


def test_an_approval_can_not_be_forged_into_a_stored_review():
    done = worked(letter=a_letter(sealed=False)).review()
    plain = json.loads(review_json(done))
    plain["conclusion"]["kind"] = "approve"
    with pytest.raises(UnprovenApprovalError):
        review_from_json(json.dumps(plain).encode())


def test_the_hash_of_a_review_does_not_depend_on_the_process():
    """Run the same review in two processes with different hash seeds."""
    script = (
        "import sys; sys.path[:0] = ['tests/cases', '.'];"
        "from test_cases_review import worked, KEY;"
        "print(worked().store.case(KEY).review_sha256)"
    )
    root = Path(__file__).parents[2]
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def pieces_of(world) -> list[str]:
    """Two files, two readings, the form, the review, and picture and text of what was read back."""
    case, stands = world.store.case(KEY), world.review().stands
    found = [stands.submission_sha256, case.review_sha256]
    found += [digest for d in stands.documents for digest in (d.file_sha256, d.document_sha256)]
    return [*found, case.receipt.screenshot_sha256, case.receipt.text_sha256]


@pytest.mark.parametrize("piece", range(8))
@pytest.mark.parametrize("where", [0, 0.5, 0.999])
def test_a_single_changed_byte_in_any_piece_of_evidence_is_found(piece, where):
    world = worked()
    digest = pieces_of(world)[piece]
    data = bytearray(world.evidence.bytes_by_hash[digest])
    data[int(len(data) * where)] ^= 1
    world.evidence.bytes_by_hash[digest] = bytes(data)
    problems = verify_case(KEY, store=world.store, evidence=world.evidence)
    assert any(digest in problem.what for problem in problems), problems


def test_verifying_everything_also_finds_pieces_no_entry_names():
    world = worked()
    unnamed = set(world.evidence.names()) - set(pieces_of(world))
    assert len(unnamed) == 2, "picture and text of the look before the act"
    for digest in unnamed:
        world.evidence.bytes_by_hash[digest] += b"x"
    assert len(verify_all(store=world.store, evidence=world.evidence)) == 2


def test_missing_evidence_is_found():
    world = worked()
    del world.evidence.bytes_by_hash[world.store.case(KEY).review_sha256]
    assert verify_all(store=world.store, evidence=world.evidence)


@pytest.mark.parametrize(
    "change",
    [
        {"review_sha256": "0" * 64},
        {"conclusion": None},
        {"submission": None},
        {"receipt": None},
        {"state": CaseState.PARKED},
    ],
)
def test_what_the_database_says_otherwise_than_the_chain_is_found(change):
    world = worked()
    case = world.store.case(KEY)
    if "receipt" in change:
        change = {"receipt": replace(case.receipt, state_text="不予许可")}
    if "submission" in change:
        change = {"submission": replace(case.submission, form={"姓名": "陈大文"})}
    if "conclusion" in change:
        other = worked(letter=a_letter(sealed=False)).store.case(KEY)
        change = {"conclusion": other.conclusion}
    world.store._cases[KEY] = replace(case, **change)
    found = verify_case(KEY, store=world.store, evidence=world.evidence)
    assert bool(found) is ("state" not in change)


def test_a_changed_decision_of_a_clerk_is_found():
    world = a_world(scenario=small_scenario(autonomy=Autonomy.ASSIST))
    world.work()
    world.store.decide(
        case_key=KEY, clerk="chen", kind="approve", reason="", opinion="同意", at=world.clock.now()
    )
    assert verify_case(KEY, store=world.store, evidence=world.evidence) == ()
    case = world.store.case(KEY)
    world.store._cases[KEY] = replace(case, decision=replace(case.decision, clerk="lin"))
    assert verify_case(KEY, store=world.store, evidence=world.evidence)


def test_a_cut_chain_is_found_by_the_exported_head(tmp_path):
    world = worked()
    file = tmp_path / "heads" / "audit-heads.jsonl"
    export_head(MemoryStore(), file, world.clock)
    export_head(world.store, file, world.clock)
    heads = heads_in(file.read_text(encoding="utf-8"))
    world.store._audit.pop()
    world.store._cases[KEY] = replace(world.store.case(KEY), receipt=None)
    assert verify_all(store=world.store, evidence=world.evidence) == ()
    assert verify_all(store=world.store, evidence=world.evidence, heads=heads)


def test_damaged_evidence_stops_a_replay():
    world = worked()
    sha256 = world.store.case(KEY).review_sha256
    world.evidence.bytes_by_hash[sha256] += b" "
    with pytest.raises(EvidenceDamaged):
        replayed(world)


def test_a_case_received_tomorrow_goes_to_a_clerk():
    reader = FakeReader()
    world = a_world(replace_received(plan_case(reader), days=1), reader=reader)
    assert world.work() is CaseState.WAITING_CLERK
    assert [r.code for r in world.store.case(KEY).conclusion.reasons] == ["clock_mismatch"]


def replace_received(case: PlannedCase, *, days: int) -> PlannedCase:
    return replace(case, received_on=case.received_on + timedelta(days=days))


def test_invisible_characters_in_the_form_go_to_a_clerk():
    reader = FakeReader()
    clean = plan_case(reader)
    world = a_world(replace(clean, form={**clean.form, "姓名": "林\u200b晓\u202e岚"}), reader=reader)
    assert world.work() is CaseState.WAITING_CLERK
    (reason,) = world.store.case(KEY).conclusion.reasons
    assert "U+200B、U+202E" in reason.about


def test_points_count_only_on_days_they_are_in_force():
    scenario = small_scenario()
    old = replace(scenario.points[3], in_force_to=date(2026, 11, 1))
    reader = FakeReader()
    world = a_world(
        plan_case(reader, letter=a_letter(sealed=False)),
        scenario=replace(scenario, points=(*scenario.points[:3], old, scenario.points[4])),
        reader=reader,
    )
    world.work()
    assert "P-04" not in {finding.point for finding in world.review().findings}


def test_a_notice_too_long_for_the_opinion_box_goes_to_a_clerk_with_its_draft():
    long = a_point("P-03", {"valid": "on_or_before(case.received_on, id_card.valid_to)"})
    fix = replace(long.outcomes["valid"], fix="长" * 3000)
    scenario = small_scenario()
    points = (*scenario.points[:2], replace(long, outcomes={"valid": fix}), *scenario.points[3:])
    reader = FakeReader()
    planned = plan_case(reader, id_card=an_id_card(valid_to="2026-11-01"))
    world = a_world(planned, scenario=replace(scenario, points=points), reader=reader)
    assert world.work() is CaseState.WAITING_CLERK
    done = world.review()
    assert [reason.code for reason in done.conclusion.reasons] == ["limit_exceeded"]
    assert done.words.notice is not None
    assert done.words.opinion == ""


def test_a_missing_needed_material_is_never_approved():
    reader = FakeReader()
    clean = plan_case(reader)
    scenario = small_scenario()
    unasked = replace(scenario, points=(*scenario.points[:3], scenario.points[4]))
    world = a_world(replace(clean, files=clean.files[:1]), scenario=unasked, reader=reader)
    assert world.work() is CaseState.WAITING_CLERK
    assert ("missing_material", "letter") in {
        (r.code, r.about) for r in world.store.case(KEY).conclusion.reasons
    }


def test_hiding_any_reading_never_makes_an_approval_out_of_something_else():
    """The law of information, through gathering and concluding: hide each fact of a faulty case in turn."""
    for hidden in ("name", "idno", "valid_to"):
        card = an_id_card(valid_to="2026-11-01")
        card = replace(card, readings={k: v for k, v in card.readings.items() if k != hidden})
        world = worked(id_card=card)
        assert world.store.case(KEY).conclusion.kind.value != "approve"
        assert world.review().facts[f"id_card.{hidden}"].state is FactState.NOT_FOUND


def test_the_printed_report_keeps_its_keys():
    done = worked(letter=a_letter(sealed=False)).review()
    printed = json.loads(json.dumps(report("FZ0001", done, seconds=1.23456)))
    assert {
        "case",
        "scenario",
        "conclusion",
        "reasons",
        "findings",
        "deficiencies",
        "notice",
        "elements",
        "seconds",
    } <= set(printed)
    assert printed["conclusion"] == "return"
    assert printed["notice"].startswith("一次性告知书")
    finding = next(each for each in printed["findings"] if each["point"] == "P-01")
    assert {"point", "outcome", "message", "basis", "unknowns", "evidence"} <= set(finding)
    place = next(each for each in finding["evidence"] if each["material"] == "id_card")
    assert (place["page"], place["text"], len(place["box"])) == (1, "林晓岚", 4)
    assert printed["elements"]["id_card.idno"]["state"] == "read"
    assert printed["seconds"] == 1.235


def test_a_notice_that_may_not_be_whole_is_printed_only_as_a_draft():
    card = replace(an_id_card(), readings={})
    done = worked(id_card=card, letter=a_letter(sealed=False)).review()
    printed = report("FZ0001", done, seconds=0.0)
    assert printed["conclusion"] == "hand_over"
    assert printed["notice"] == ""
    assert "P-04" in printed["draft_notice"]
