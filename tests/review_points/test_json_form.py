"""Facts, findings and conclusions survive the way through JSON unchanged, in a stable order."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.information_trials import CERTIFICATE, POLICIES, SCOPE
from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType as T
from review_points import json_form
from review_points.approval import UnprovenApprovalError
from review_points.conclude import conclude
from review_points.engine import evaluate
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Effect
from review_points.point import CheckOutcome
from tests.review_points.building import certain, facts, hidden, picture, point

TYPES = {"m.to": T.DATE, "m.name": T.NAME, "case.day": T.DATE}
MADE = point(
    {"fresh": "on_or_before(case.day, m.to)", "named": "filled(m.name)"},
    TYPES,
    effects={"named": Effect.HINT},
)
DAY = certain("case.day", T.DATE, "2026-11-02")


def conclusion(*known, guards=()):
    found = evaluate([MADE], facts(DAY, *known))
    return conclude(
        found, scope=SCOPE, policy=POLICIES[0], certificate=CERTIFICATE, drawn_for_audit=False, guards=guards
    )


GOOD = conclusion(certain("m.to", T.DATE, "2031-01-01"), certain("m.name", T.NAME, "林样例"))
CASES = [
    GOOD,
    conclusion(certain("m.to", T.DATE, "2020-01-01"), certain("m.name", T.NAME, "林样例")),
    conclusion(certain("m.to", T.DATE, "2031-01-01"), hidden("m.name", T.NAME, FactState.BLANK)),
    conclusion(),
]


def test_the_days_in_which_a_tolerated_fail_must_be_cured_are_kept():
    outcome = CheckOutcome(effect=Effect.TOLERABLE, code="LATER", says="缺", fix="补", due_workdays=15)
    lenient = replace(MADE, outcomes={"fresh": outcome, "named": MADE.outcomes["named"]})
    old, named = certain("m.to", T.DATE, "2020-01-01"), certain("m.name", T.NAME, "林样例")
    (found,) = evaluate([lenient], facts(DAY, old, named))
    assert [each.due_workdays for each in found.deficiencies] == [15]
    stored = json.loads(json_form.text_of(json_form.findings_to_json((found,))))
    assert json_form.findings_from_json(stored) == (found,)


@pytest.mark.parametrize("made", CASES, ids=lambda made: made.kind.value)
def test_a_conclusion_comes_back_the_same(made):
    text = json_form.text_of(json_form.conclusion_to_json(made))
    again = json_form.conclusion_from_json(json.loads(text))
    assert again == made
    assert json_form.text_of(json_form.conclusion_to_json(again)) == text


def test_the_cases_are_of_every_kind():
    assert [each.kind.value for each in CASES] == ["approve", "return", "hand_over", "hand_over"]


def test_a_stored_approval_is_proven_again():
    plain = json_form.conclusion_to_json(GOOD)
    forged = json.loads(json.dumps(plain))
    forged["findings"][0]["outcome"] = "unknown"
    with pytest.raises(UnprovenApprovalError):
        json_form.conclusion_from_json(forged)
    cheap = json.loads(json.dumps(plain))
    cheap["approval"]["certificate"]["compared"] = 10
    with pytest.raises(UnprovenApprovalError):
        json_form.conclusion_from_json(cheap)
    bare = json.loads(json.dumps(plain))
    bare["approval"] = {}
    with pytest.raises(UnprovenApprovalError):
        json_form.conclusion_from_json(bare)
    missing = json.loads(json.dumps(plain))
    missing["approval"] = None
    with pytest.raises(UnprovenApprovalError):
        json_form.conclusion_from_json(missing)


def test_a_key_that_does_not_exist_is_refused():
    plain = json_form.certificate_to_json(CERTIFICATE)
    assert json_form.certificate_from_json(plain) == CERTIFICATE
    with pytest.raises(ValueError, match="novel"):
        json_form.certificate_from_json({**plain, "novel": 1})


def test_facts_keep_their_readings_and_order():
    reading = Reading(
        element="to",
        state=ReadingState.READ,
        source=Source.PIXELS,
        value="2031-01-01",
        raw="2031年1月1日",
        confidence=0.98,
        characters=(0.9, 0.8),
        page=2,
        box=((1.0, 2.0), (3.0, 2.0), (3.0, 4.0), (1.0, 4.0)),
    )
    fact = Fact(name="m.to", type=T.DATE, state=FactState.READ, value="2031-01-01", readings=(reading,))
    known = facts(fact, DAY, hidden("m.a"), picture("m.b", T.NAME, "林样例"))
    plain = json.loads(json_form.text_of(json_form.facts_to_json(known)))
    assert json_form.facts_from_json(plain) == known
    assert [each["name"] for each in plain] == ["m.to", "case.day", "m.a", "m.b"]


@settings(max_examples=50)
@given(st.text(max_size=20), st.sampled_from(list(FactState)))
def test_any_text_survives(value, state):
    known = Facts({"m.a": replace(hidden("m.a", T.TEXT, state), value=value)})
    assert json_form.facts_from_json(json.loads(json_form.text_of(json_form.facts_to_json(known)))) == known
