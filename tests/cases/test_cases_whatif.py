"""What changed rules would do to past cases, over the fakes: only what the evidence tells may flip a case."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from offices import a_world

from cases.whatif import Rules, WhatIf, what_if
from ocr.values import ElementType
from review_points.approval import Autonomy
from review_points.conclude import ConclusionKind
from review_points.findings import Outcome
from scenarios.plan import FormField, Plan, PlannedRegister
from tests.fakes import FakeBook, FakeReader, plan_case, small_scenario
from tests.fakes.scenario import PLAN, TYPES, a_letter, a_point

KEY = "old:FZ0001"
SCENARIO = small_scenario()
NEVER = a_point("P-09", {"never": "one_of(form.name, ['某某'])"}, material="")


def changed_by(**values):
    return replace(SCENARIO, rules_sha256="s" * 64, **values)


def with_point(point, plan: Plan = PLAN):
    return changed_by(points=(*SCENARIO.points, point), plan=plan)


def worked(**case):
    reader = FakeReader()
    world = a_world(plan_case(reader, **case), reader=reader)
    world.work()
    return world


def tried(world, changed, *, published=SCENARIO, begins=date.min, since=date.min) -> WhatIf:
    rules = Rules(published=FakeBook(published), changed=FakeBook(changed), begins=begins)
    desk = replace(world.office.desk, registry=None)
    return what_if(world.store.reviewed(), rules, evidence=world.evidence, desk=desk, since=since)


def test_a_stricter_point_flips_an_approval_and_names_its_deficiency():
    done = tried(worked(), with_point(NEVER))
    (flip,) = done.flips
    assert (flip.case, flip.was, flip.becomes) == (KEY, ConclusionKind.APPROVE, ConclusionKind.RETURN)
    (point,) = flip.points
    assert (point.point, point.was, point.becomes) == ("P-09", None, Outcome.FAIL)
    assert [one.code for one in flip.added] == ["P-09_NEVER"]
    assert not flip.by_other_rules


def test_a_dropped_point_flips_a_return_and_takes_its_deficiency_away():
    world = worked(letter=a_letter(sealed=False))
    kept = tuple(point for point in SCENARIO.points if point.code != "P-04")
    (flip,) = tried(world, changed_by(points=kept)).flips
    assert (flip.was, flip.becomes) == (ConclusionKind.RETURN, ConclusionKind.APPROVE)
    assert [one.code for one in flip.removed] == ["P-04_SEALED"]
    assert flip.points[0].becomes is None


def test_the_same_rules_under_another_hash_flip_nothing():
    done = tried(worked(), changed_by())
    assert done.flips == done.others == ()
    assert len(done.changes) == 1


def test_other_findings_with_the_same_conclusion_are_no_flip():
    always = a_point("P-08", {"there": "filled(form.name)"}, material="")
    done = tried(worked(), with_point(always))
    assert done.flips == ()
    assert [change.points[0].point for change in done.others] == ["P-08"]


NEW_FIELD = FormField(key="pension", labels=("养老编号",), type=ElementType.TEXT)
NEW_REGISTER = PlannedRegister(name="deaths", key="form.idno", fields={"dead": ElementType.BOOL})
NEVER_GATHERED = {
    "form.pension": (ElementType.TEXT, "filled(form.pension)", replace(PLAN, form=(*PLAN.form, NEW_FIELD))),
    "registry.deaths.dead": (
        ElementType.BOOL,
        "is_false(registry.deaths.dead)",
        replace(PLAN, registers=(*PLAN.registers, NEW_REGISTER)),
    ),
    "letter.stamped_on": (
        ElementType.BOOL,
        "is_true(letter.stamped_on)",
        replace(
            PLAN,
            materials=(
                PLAN.materials[0],
                replace(
                    PLAN.materials[1],
                    elements={**PLAN.materials[1].elements, "stamped_on": ElementType.BOOL},
                ),
            ),
        ),
    ),
}


@pytest.mark.parametrize("fact", NEVER_GATHERED)
def test_a_fact_nobody_gathered_is_unknown_and_never_a_pass_or_a_fail(fact, monkeypatch):
    kind, expression, plan = NEVER_GATHERED[fact]
    monkeypatch.setitem(TYPES, fact, kind)
    done = tried(worked(), with_point(a_point("P-10", {"new": expression}, material=""), plan))
    (flip,) = done.flips
    assert flip.points[0].becomes is Outcome.UNKNOWN
    assert flip.becomes is ConclusionKind.HAND_OVER
    assert flip.added == ()
    assert [name for name, _ in done.not_gathered] == [fact]


def test_what_a_material_would_say_that_was_not_handed_in_is_no_fact_nobody_gathered():
    reader = FakeReader()
    planned = plan_case(reader)
    world = a_world(replace(planned, files=planned.files[:1]), reader=reader)
    world.work()
    done = tried(world, with_point(a_point("P-11", {"signed": "is_true(letter.signed)"}, material="letter")))
    assert [point.becomes for change in done.changes for point in change.points] == [Outcome.UNKNOWN]
    assert done.not_gathered == {}


def test_a_case_received_before_the_rules_begin_is_judged_as_on_their_first_day():
    world = worked()
    begins = world.clock.today() + timedelta(days=30)
    later = replace(NEVER, in_force_from=begins)
    book = FakeBook(with_point(later))
    rules = Rules(published=FakeBook(SCENARIO), changed=book, begins=begins)
    done = what_if(world.store.reviewed(), rules, evidence=world.evidence, desk=world.office.desk)
    assert book.asked_for == [begins]
    assert len(done.flips) == 1


def test_a_certificate_that_held_then_is_taken_as_renewed_and_one_that_did_not_stays_so():
    assert tried(worked(), changed_by()).flips == ()
    world = a_world(scenario=small_scenario(certified=False))
    world.work()
    (change,) = tried(world, changed_by()).changes
    assert (change.was, change.becomes) == (ConclusionKind.HAND_OVER, ConclusionKind.HAND_OVER)
    assert not change.is_flip


def test_a_changed_policy_counts_and_an_unchanged_one_stays_as_it_was_then():
    shadow = small_scenario(autonomy=Autonomy.SHADOW).policy
    (flip,) = tried(worked(), changed_by(policy=shadow)).flips
    assert flip.becomes is ConclusionKind.HAND_OVER
    assert flip.becomes_proposed is flip.was_proposed is ConclusionKind.APPROVE
    published = replace(SCENARIO, policy=shadow)
    assert tried(worked(), changed_by(policy=shadow), published=published).flips == ()


def test_a_conclusion_by_earlier_rules_is_marked():
    published = replace(SCENARIO, rules_sha256="n" * 64)
    assert tried(worked(), changed_by(), published=published).changes[0].by_other_rules
    nothing = replace(SCENARIO, id="elsewhere/nothing")
    assert tried(worked(), changed_by(), published=nothing).changes[0].by_other_rules


def test_cases_before_the_day_are_left_out():
    world = worked()
    assert tried(world, changed_by(), since=world.clock.today() + timedelta(days=1)).changes == ()


def test_a_case_that_can_not_be_judged_again_is_told_and_the_others_go_on():
    reader = FakeReader()
    world = a_world(plan_case(reader), plan_case(reader, "FZ0002"), reader=reader)
    world.work()
    world.fresh_steps().work("FZ0002")
    world.evidence.bytes_by_hash[world.store.case(KEY).review_sha256] += b" "
    done = tried(world, with_point(NEVER))
    assert [each.case for each in done.unjudged] == [KEY]
    assert [each.case for each in done.flips] == ["old:FZ0002"]


def test_rules_that_are_in_force_on_no_such_day_leave_the_case_unjudged():
    (unjudged,) = tried(worked(), replace(changed_by(), id="elsewhere/nothing")).unjudged
    assert "没有适用的场景" in unjudged.problem
