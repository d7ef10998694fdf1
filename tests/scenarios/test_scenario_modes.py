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
    found = [each for each in lint(root=committing.root) if each.code == "L140"]
    assert found
    assert all(each.line > 0 and each.text for each in found)


def test_what_is_not_curable_cannot_be_promised(committing):
    committing.change(
        "review_points/points/general/MINI-02.yaml",
        "effect: return, code: MISSING, says: 缺少《$m_name》。, fix: 补充提交《$m_name》。",
        "effect: refuse, code: MISSING, says: 缺少《$m_name》。",
    )
    found = [each for each in lint(root=committing.root) if each.code == "L140"]
    assert ["不能以承诺代替" in each.text for each in found] == [True]


@pytest.mark.parametrize("key", ["template: {post: 护士}", "due_workdays: 30"])
def test_template_and_term_of_a_commitment_are_never_left_out(committing, key):
    committing.change(ITEM, f"  {key}\n", "")
    assert "L012" in {each.code for each in lint(root=committing.root)}


FREE = (
    "kind: nurse_certificate, necessity: required, free_submission: {register: ecert, key: form.name,"
    " fields: {name: holder, valid_to: expires}, agrees: {name: form.name}}"
)


@pytest.fixture
def free(checkout):
    checkout.change(ITEM, "kind: nurse_certificate, necessity: required", FREE)
    return checkout


def test_a_material_that_need_not_be_handed_in_is_planned_with_its_register(free):
    assert lint(root=free.root) == ()
    planned = {each.id: each.free for each in built(free).plan.materials}
    assert planned["employment_letter"] is None
    found = planned["nurse_certificate"]
    assert found is not None
    assert (found.register, found.key, found.ask_paper, found.when) == ("ecert", "form.name", True, None)
    assert found.fields == {"name": "holder", "valid_to": "expires"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("key: form.name", "key: nurse_certificate.name"),
        ("{name: holder,", "{nmae: holder,"),
        ("agrees: {name: form.name}", "agrees: {idno: form.name}"),
        ("agrees: {name: form.name}", "agrees: {name: form.nmae}"),
        ("necessity: required, free", "necessity: optional, free"),
    ],
)
def test_a_mistake_in_a_free_submission_is_told(free, old, new):
    free.change(ITEM, old, new)
    assert "L141" in {each.code for each in lint(root=free.root)}


def test_a_licence_that_need_agree_with_nothing_is_refused(free):
    free.change(ITEM, "agrees: {name: form.name}", "agrees: {}")
    assert "L010" in {each.code for each in lint(root=free.root)}


def test_a_licence_is_not_fetched_by_a_condition_that_is_known_too_late(checkout):
    checkout.change(
        ITEM,
        "when: is_true(form.noted)",
        "when: is_true(nurse_certificate.present)\n    free_submission:"
        " {register: ecert, key: form.name, fields: {name: holder}, agrees: {name: form.name}}",
    )
    assert {each.code for each in lint(root=checkout.root)} == {"L141"}
