"""What an item says of commitments is compiled, and mistakes in it are told at their place."""

from datetime import date

import pytest

from review_points.commitment import Commitment
from scenarios.lint import lint
from scenarios.load import ScenarioBook

ITEM = "scenarios/province/mini/item.yaml"
ON = date(2026, 11, 2)
COMMITMENT = """\
commitment:
  letter: employment_letter
  template: {post: 护士}
  points: ["MINI-02:nurse_certificate"]
  materials: [nurse_certificate]
  bad_credit: open_cases
  due_workdays: 30
policy: {autonomy"""


def built(checkout):
    scenario = ScenarioBook.load(checkout.root).scenario("fuzhou/mini", ON)
    assert scenario is not None
    return scenario


@pytest.fixture
def committing(checkout):
    checkout.change(ITEM, "policy: {autonomy", COMMITMENT)
    return checkout


def test_an_item_without_a_commitment_has_none(checkout):
    assert built(checkout).commitment is None
    assert not built(checkout).policy.commit


def test_a_commitment_is_compiled_with_everything_it_asks_for(committing):
    assert lint(root=committing.root) == ()
    commitment = built(committing).commitment
    assert isinstance(commitment, Commitment)
    assert commitment.points == {"MINI-02:nurse_certificate"}
    assert commitment.condition.text == (
        "is_true(employment_letter.present) and is_true(employment_letter.legible)"
        " and is_true(employment_letter.signed) and equal(employment_letter.post, '护士')"
        " and is_false(registry.open_cases.found)"
    )


def test_a_commitment_is_part_of_what_the_hash_covers(checkout):
    before = built(checkout).rules_sha256
    checkout.change(ITEM, "policy: {autonomy", COMMITMENT)
    assert built(checkout).rules_sha256 != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("letter: employment_letter", "letter: employment_leter"),
        ("{post: 护士}", "{pots: 护士}"),
        ("{post: 护士}", "{post: \"x' or 'x\"}"),
        ('["MINI-02:nurse_certificate"]', "[MINI-02]"),
        ("materials: [nurse_certificate]", "materials: [nurse_certifcate]"),
        ("bad_credit: open_cases", "bad_credit: open_casse"),
    ],
)
def test_a_mistake_in_a_commitment_is_told(committing, old, new):
    committing.change(ITEM, old, new)
    found = list(lint(root=committing.root)); print(found)
    found = [each for each in lint(root=committing.root) if each.code == "L024"]
    assert found
    assert all(each.line > 0 and each.text for each in found)


def test_what_is_not_curable_cannot_be_promised(committing):
    committing.change("review_points/points/general/MINI-02.yaml", "effect: return", "effect: refuse")
    found = list(lint(root=committing.root)); print(found)
    found = [each for each in lint(root=committing.root) if each.code == "L024"]
    assert ["不能以承诺代替" in each.text for each in found] == [True]


@pytest.mark.parametrize("key", ["template: {post: 护士}", "due_workdays: 30"])
def test_template_and_term_of_a_commitment_are_never_left_out(committing, key):
    committing.change(ITEM, f"  {key}\n", "")
    assert "L012" in {each.code for each in lint(root=committing.root)}
