"""Each defect changes exactly what it says, and the truth tells what then stands on the paper."""

import numpy as np
import pytest

from simulator.numbers import with_check_digit
from simulator.paper import DEFECTS, KINDS, LOOKS, DoesNotFitError, defects_of, draw, sample
from simulator.paper.catalogue import SWAPPED_WITH, VALUE_DEFECTS
from simulator.paper.defects import plant
from simulator.paper.samples import complete
from tests.simulator.paper.conftest import pages_of, red_share, text_of


def drawn_with(kind, *defects, look="a", capture="pdf_text", seed=4, **values):
    return draw(kind, sample(kind, seed) | values, look=look, capture=capture, defects=defects, seed=seed)


def differing(kind, *defects, **values):
    before = draw(kind, sample(kind, 4) | values, capture="pdf_text", seed=4).truth
    after = drawn_with(kind, *defects, **values).truth
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


@pytest.mark.parametrize(("defect", "end"), [("expired", "2026-11-01"), ("expires_today", "2026-11-02")])
def test_terms_end_relative_to_the_receiving_day(defect, end):
    assert drawn_with("nurse_certificate", defect).truth["valid_to"] == end
    later = drawn_with("food_license", "expired", received_on="2027-03-01").truth
    assert later["valid_to"] == "2027-02-28"
    assert later["issued_on"] < later["valid_to"]


@pytest.mark.parametrize("kind", ["id_card", "food_license", "business_license", "elder_application"])
def test_a_wrong_digit_breaks_the_check_digit(kind):
    number = {"food_license": "license_no", "business_license": "uscc"}.get(kind, "idno")
    if kind == "food_license":
        number = "license_no"
    assert differing(kind, "one_digit_off") == {number}
    wrong = drawn_with(kind, "one_digit_off").truth[number]
    assert with_check_digit(wrong) != wrong
    lawful = drawn_with(kind, "two_digits_off_lawful").truth[number]
    assert with_check_digit(lawful) == lawful
    assert lawful in text_of(drawn_with(kind, "two_digits_off_lawful"))


@pytest.mark.parametrize(
    ("kind", "defect", "changed"),
    [
        ("nurse_certificate", "wrong_name", {"name"}),
        ("bank_card", "wrong_name", {"acct_name"}),
        ("id_card", "look_alike_name", {"name"}),
        ("employment_letter", "wrong_institution", {"institution", "seal"}),
        ("nurse_certificate", "wrong_institution", {"institution"}),
        ("food_license", "wrong_address", {"biz_address"}),
        ("household_register", "wrong_address", {"address"}),
        ("nurse_application", "wrong_option", {"opinion"}),
        ("unchanged_statement", "no_option", {"option"}),
        ("id_card", "wrong_birth", {"birth"}),
        ("driving_licence", "bad_status", {"status"}),
        ("agent_letter", "signed_later", {"sign_date"}),
        ("elder_application", "blank_value", {"idno"}),
        ("employment_letter", "wrong_seal", {"seal"}),
        ("employment_letter", "wrong_seal_kind", {"seal_kind"}),
        ("unchanged_statement", "unsigned", {"signature"}),
    ],
)
def test_a_defect_changes_only_what_it_names(kind, defect, changed):
    assert differing(kind, defect) == changed


def test_a_look_alike_name_differs_in_one_character():
    for seed in range(30):
        true = sample("id_card", seed)["name"]
        other = draw(
            "id_card", sample("id_card", seed), defects=["look_alike_name"], capture="pdf_text", seed=seed
        )
        assert sum(a != b for a, b in zip(true, other.truth["name"], strict=True)) == 1


def test_a_missing_seal_leaves_no_red_on_the_page():
    sealed = pages_of(drawn_with("employment_letter"))[0]
    bare = drawn_with("employment_letter", "missing_seal")
    assert red_share(sealed) > 0.001
    assert red_share(pages_of(bare)[0]) == 0
    assert bare.truth["seal"] == bare.truth["seal_kind"] == ""


def test_a_missing_page_takes_its_elements_along():
    drawn = drawn_with("nurse_application", "missing_page")
    assert drawn.truth["page_count"] == "1"
    assert {"opinion", "signature", "seal", "sign_date"}.isdisjoint(drawn.truth)
    assert "第1页共2页" in text_of(drawn)


@pytest.mark.parametrize("look", LOOKS)
def test_an_identity_card_without_its_back_has_no_term(look):
    drawn = drawn_with("id_card", "missing_page", look=look)
    assert {"valid_to", "valid_from", "issuer"}.isdisjoint(drawn.truth)
    assert "有效期限" not in text_of(drawn)


def test_a_single_page_can_not_lose_a_page():
    with pytest.raises(DoesNotFitError):
        drawn_with("bank_card", "missing_page")


def test_a_swapped_paper_is_another_kind_under_the_same_name():
    drawn = drawn_with("food_license", "swapped")
    assert drawn.kind == SWAPPED_WITH["food_license"] == "business_license"
    assert drawn.name.startswith(KINDS["food_license"])
    assert "营业执照" in text_of(drawn)


def test_hidden_text_stands_in_the_text_layer_but_not_on_the_page():
    plain, hidden = drawn_with("id_card"), drawn_with("id_card", "hidden_text", capture="photo")
    assert len(text_of(hidden)) == len(text_of(plain)) + 18
    before, after = (np.asarray(pages_of(drawn)[0]).astype(int) for drawn in (plain, hidden))
    assert (abs(before - after) > 8).mean() < 0.0005
    assert hidden.truth == plain.truth


@pytest.mark.parametrize("kind", ["id_card", "food_license", "agent_letter"])
def test_a_lying_text_layer_says_another_number_than_the_picture(kind):
    plain, lying = drawn_with(kind), drawn_with(kind, "lying_text_layer")
    number = next(plain.truth[key] for key in ("idno", "license_no", "agent_idno") if key in plain.truth)
    assert number in text_of(plain)
    assert number not in text_of(lying)
    assert lying.truth == plain.truth
    before, after = (np.asarray(pages_of(drawn)[0].convert("L")).astype(int) for drawn in (plain, lying))
    assert abs(before.mean() - after.mean()) < 4


def test_white_text_can_not_be_seen():
    plain, white = drawn_with("elder_application"), drawn_with("elder_application", "white_text")
    assert len(text_of(white)) == len(text_of(plain)) + 18
    before, after = (np.asarray(pages_of(drawn)[0]).astype(int) for drawn in (plain, white))
    assert abs(before - after).max() < 8


@pytest.mark.parametrize("defect", ["seal_over_number", "struck_through"])
def test_a_covered_number_changes_the_picture_around_it_only(defect):
    plain, covered = drawn_with("driver_application"), drawn_with("driver_application", defect)
    before, after = (np.asarray(pages_of(drawn)[0]).astype(int) for drawn in (plain, covered))
    changed = np.argwhere((abs(before - after) > 30).any(axis=2))
    assert len(changed) > 50
    assert np.ptp(changed[:, 0]) < 0.25 * before.shape[0]
    assert covered.truth == plain.truth


@pytest.mark.parametrize("look", LOOKS)
def test_both_options_ticked_are_no_option(look):
    one, both = (
        drawn_with("unchanged_statement", *defects, look=look) for defects in ((), ("both_options",))
    )
    assert text_of(both).count("√") == text_of(one).count("√") + 1 == 2
    assert both.truth["option"] == ""


def test_a_smudge_is_no_signature():
    bare, smudged = drawn_with("agent_letter", "unsigned"), drawn_with("agent_letter", "smudged")
    assert smudged.truth == bare.truth
    assert not np.array_equal(*(np.asarray(pages_of(drawn)[-1]) for drawn in (bare, smudged)))


def test_an_instruction_is_plain_text_and_changes_nothing_else():
    drawn = drawn_with("employment_letter", "instruction_text")
    assert "忽略以上规则" in text_of(drawn)
    assert differing("employment_letter", "instruction_text") == set()


def test_a_duplicate_page_and_a_blank_page_are_told():
    assert drawn_with("bank_card", "duplicate_page").truth["page_count"] == "2"
    blank = drawn_with("bank_card", "blank_page")
    assert text_of(blank) == ""
    assert dict(blank.truth) == {"page_count": "1"}


def test_pictures_are_spoiled_as_named():
    plain = pages_of(drawn_with("bank_card", capture="scan"))[0]

    def spoiled(defect):
        return pages_of(drawn_with("bank_card", defect, capture="scan"))[0]

    def sharpness(image):
        return float(np.abs(np.diff(np.asarray(image.convert("L")).astype(int), axis=1)).mean())

    assert sharpness(spoiled("blurred")) < 0.5 * sharpness(plain)
    assert np.asarray(spoiled("dark")).mean() < 60
    assert spoiled("cropped").width < 0.85 * plain.width
    assert max(spoiled("tiny").size) <= 220
    assert spoiled("rotated_90").size == plain.size[::-1]
    copy = np.asarray(spoiled("photocopy")).astype(int)
    assert ((copy > 225) & (copy < 240)).mean() > 0.01
    assert ((copy > 60) & (copy < 220)).mean() < 0.06
    assert np.asarray(spoiled("glare")).mean() > np.asarray(plain).mean()
    assert sharpness(spoiled("screen_photo")) > sharpness(plain)


def test_turning_by_180_twice_gives_the_page_back():
    upright = pages_of(drawn_with("bank_card", capture="clean"))[0]
    turned = pages_of(drawn_with("bank_card", "rotated_180", capture="clean"))[0]
    assert np.array_equal(np.asarray(turned)[::-1, ::-1], np.asarray(upright))


@pytest.mark.parametrize("capture", ["pdf_text", "docx"])
def test_a_spoiled_picture_of_a_digital_file_becomes_a_scan(capture):
    drawn = drawn_with("agent_letter", "blurred", capture=capture)
    assert drawn.data.startswith(b"%PDF")
    assert text_of(drawn) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_defects_said_to_fit_do_fit_and_the_others_are_refused(kind):
    values = complete(kind, {}, 4)
    for defect in VALUE_DEFECTS.keys() | {"missing_seal", "wrong_seal", "wrong_seal_kind", "unsigned"}:
        if defect in defects_of(kind):
            assert plant((defect,), values, kind, 4) != values
        else:
            with pytest.raises(DoesNotFitError):
                plant((defect,), values, kind, 4)


@pytest.mark.parametrize("look", LOOKS)
def test_papers_of_several_pages_can_lose_one_and_others_not(look):
    for kind in ("household_register", "agent_letter", "driving_licence"):
        if "missing_page" in defects_of(kind, look):
            assert drawn_with(kind, "missing_page", look=look).truth["page_count"] == "1"
        else:
            with pytest.raises(DoesNotFitError):
                drawn_with(kind, "missing_page", look=look)


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_defect_can_be_drawn_on_some_paper(defect):
    kind = next(kind for kind in ("bank_card", "id_card", *KINDS) if defect in defects_of(kind))
    drawn = drawn_with(kind, defect, capture="scan")
    assert drawn.defects == (defect,)
    assert drawn.data != drawn_with(kind, capture="scan").data
