"""What presence and form points ask for does not hold other points back, and hides nothing else."""

import pytest

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType
from review_points.engine import evaluate
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Effect, Outcome
from review_points.point import CheckOutcome, PointSpec, compile_point
from scenarios.asked_already import AskedAlready, guarded

TYPES = {
    "form.no": ElementType.CODE,
    "a.no": ElementType.CODE,
    "b.no": ElementType.CODE,
    "registry.r.status": ElementType.TEXT,
    **{f"{m}.{fact}": ElementType.BOOL for m in "ab" for fact in ("present", "legible")},
}
ASKED = AskedAlready(frozenset("ab"), frozenset({"form.no"}), {"registry.r": "form.no"})


def point_of(when=None, pass_=None, **checks):
    outcome = CheckOutcome(effect=Effect.RETURN, code="X", says="不符", fix="改正")
    spec = PointSpec(
        code="P", title="t", checks=checks, when=when, pass_=pass_, outcomes=dict.fromkeys(checks, outcome)
    )
    return guarded(spec, ASKED)


def outcome_of(spec, **values):
    facts = {}
    for name, value in {
        "a.present": "true",
        "b.present": "true",
        "a.legible": "true",
        "b.legible": "true",
        **values,
    }.items():
        if value in ("blank", "not_found"):
            facts[name] = Fact(name=name, type=TYPES[name], state=FactState(value))
            continue
        reading = Reading(
            element=name, state=ReadingState.READ, source=Source.FORM, value=value, raw=value, confidence=1.0
        )
        facts[name] = Fact(
            name=name, type=TYPES[name], state=FactState.READ, value=value, readings=(reading,)
        )
    compiled = compile_point(spec, TYPES)
    return evaluate((compiled,), Facts(facts))[0]


BOTH = {"with_a": "equal(form.no, a.no)", "with_b": "equal(form.no, b.no)"}


def test_a_point_about_one_material_does_not_apply_without_it():
    spec = point_of(same="equal(form.no, a.no)")
    assert outcome_of(spec, **{"form.no": "A11", "a.present": "false"}).outcome is Outcome.NOT_APPLICABLE
    assert outcome_of(spec, **{"form.no": "A11", "a.legible": "false"}).outcome is Outcome.NOT_APPLICABLE
    assert outcome_of(spec, **{"form.no": "A11", "a.no": "B22"}).outcome is Outcome.FAIL


def test_a_point_about_one_material_keeps_its_check_as_it_is_written():
    spec = point_of(same="is_true(a.present) or equal(a.no, b.no)")
    assert spec.checks == {"same": "is_true(a.present) or equal(a.no, b.no)"}
    assert spec.when == "is_true(b.present) and is_true(b.legible)"
    assert point_of(same="equal(a.no, 'X1')").checks == {"same": "equal(a.no, 'X1')"}


def test_a_missing_material_does_not_hide_what_another_shows():
    finding = outcome_of(point_of(**BOTH), **{"form.no": "A11", "a.present": "false", "b.no": "B22"})
    assert finding.outcome is Outcome.FAIL
    assert [each.name for each in finding.checks if each.outcome is Outcome.FAIL] == ["with_b"]
    assert finding.may_fail == ()


def test_a_material_that_is_merely_unread_stays_unknown():
    finding = outcome_of(point_of(**BOTH), **{"form.no": "A11", "a.no": "not_found", "b.no": "A11"})
    assert finding.outcome is Outcome.UNKNOWN
    assert finding.unknowns == ("a.no",)


def test_a_material_of_which_nobody_knows_whether_it_is_there_stays_unknown():
    finding = outcome_of(
        point_of(**BOTH), **{"form.no": "A11", "a.present": "not_found", "a.no": "not_found", "b.no": "A11"}
    )
    assert finding.outcome is Outcome.UNKNOWN


def test_a_blank_required_field_is_left_to_the_point_on_the_form():
    finding = outcome_of(point_of(**BOTH), **{"form.no": "blank", "a.no": "A11", "b.no": "A11"})
    assert finding.outcome is Outcome.PASS
    assert "blank(form.no)" in point_of(**BOTH).checks["with_a"]


def test_the_point_that_asks_for_the_field_is_not_guarded():
    assert point_of(filled="filled(form.no)").checks == {"filled": "filled(form.no)"}


def test_a_register_that_hangs_on_a_blank_field_is_left_alone_too():
    spec = point_of(status="one_of(registry.r.status, ['有效'])")
    assert spec.checks["status"] == "blank(form.no) or (one_of(registry.r.status, ['有效']))"


def test_a_point_that_asks_for_presence_itself_is_not_guarded_for_that_material():
    assert point_of(there="is_true(a.present)").checks == {"there": "is_true(a.present)"}
    assert point_of(there="is_true(a.present)").when is None


def test_a_condition_is_kept_beside_the_guard():
    spec = point_of(when="filled(form.no)", same="equal(a.no, 'X1')")
    assert spec.when == "(is_true(a.present) and is_true(a.legible)) and (filled(form.no))"


def test_a_check_that_speaks_against_the_point_is_guarded_the_other_way():
    spec = point_of(pass_="not other and same", other="equal(a.no, 'X1')", same="equal(b.no, 'X1')")
    assert spec.checks["other"].startswith("not is_false(a.present) and ")
    finding = outcome_of(spec, **{"a.present": "false", "b.no": "X1"})
    assert finding.outcome is Outcome.PASS


@pytest.mark.parametrize("text", ["equal(form.no", "equal($m.no, form.no)"])
def test_a_point_that_can_not_be_parsed_is_left_for_lint(text):
    assert point_of(same=text).checks == {"same": text}
