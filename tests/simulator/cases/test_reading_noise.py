"""The noise model: the same plan reads the same, and its figures come out of it again."""

from collections import Counter
from datetime import date

import pytest

from benchmarks.noise import observe, shares
from ocr.document import ReadingState, Source
from ocr.kind_files import kind_file
from ocr.values import canonical
from simulator.cases import ITEMS, make_case
from simulator.planned import PlannedFile
from simulator.reading import NOISE, SPANS, WEAK, Noise, SignClass, as_read, sign_class

ON = date(2026, 11, 2)


def plans(capture: str, n: int):
    for seed in range(n):
        yield from make_case(ITEMS[seed % len(ITEMS)], "fuzhou", 1 + seed, on=ON, capture=capture).files


def test_the_same_plan_reads_the_same():
    plan = next(iter(plans("photo", 1)))
    assert as_read(plan) == as_read(plan)


def test_without_noise_everything_that_stands_on_a_paper_is_read():
    for plan in plans("scan", 8):
        known = kind_file(plan.kind)
        document = as_read(plan, Noise())
        for key, element in known.elements.items():
            wanted = canonical(element.type, plan.truth.get(key, "")) if key in plan.truth else None
            if wanted is not None:
                assert document.readings[key][0].value in {wanted, "true"}


@pytest.mark.parametrize("capture", ["scan", "photo"])
def test_the_figures_of_the_model_come_out_of_it_again(capture):
    loud = Noise(misread_digit=0.05, misread_word=0.05, confident=0.5, lost=0.03, missed=0.04)
    found = Counter()
    for plan in plans(capture, 60):
        known = kind_file(plan.kind)
        if known is not None and plan.kind != "portrait_photo":
            found += observe(known, as_read(plan, loud), plan.truth)
    counted = shares(found)
    assert counted["confident"] == pytest.approx(0.5, abs=0.15)
    assert counted["missed"] == pytest.approx(0.04, abs=0.02)
    assert counted["lost"] > 0.03  # a date or number misread is often none any more
    assert counted["misread_word"] == pytest.approx(0.05, abs=0.02)
    assert counted["weak"]["digit"][0] == pytest.approx(WEAK[SignClass.DIGIT][0], abs=0.003)


def test_shares_are_shares_and_scores_spread_over_the_spans():
    for noise in NOISE.values():
        assert 0 <= noise.misread_digit <= noise.misread_word < 0.01
    for share, spread in WEAK.values():
        assert 0 < share < 1
        assert len(spread) == len(SPANS)
        assert sum(spread) == pytest.approx(1, abs=0.005)


@pytest.mark.parametrize(
    ("ring", "defects", "kind"),
    [
        ("仿真市第二医院", (), "公章"),
        ("仿真市第二医院", ("wrong_seal_kind",), "发票专用章"),
        ("仿真市第二医院合同专用章", (), None),
    ],
)
def test_a_seal_is_of_the_kind_that_stands_on_the_paper(ring, defects, kind):
    plan = PlannedFile(
        slot="",
        name="letter.jpg",
        material="employment_letter",
        kind="employment_letter",
        truth={"seal": ring},
        look="",
        capture="scan",
        defects=defects,
    )
    (seal,) = as_read(plan, Noise()).pages[0].seals
    assert (seal.text, seal.kind) == (ring, kind)


def test_signs_are_digits_words_or_marks():
    assert [sign_class(each) for each in "7X-"] == [SignClass.DIGIT] * 3
    assert sign_class("黄") is SignClass.WORD
    assert sign_class(";") is SignClass.MARK


def test_a_misread_born_digital_page_contradicts_its_text_layer():
    loud = Noise(misread_word=0.5)
    torn = [as_read(plan, loud) for plan in plans("pdf_text", 4) if plan.capture == "pdf_text"]
    assert any("text_layer_conflict" in each.integrity for each in torn)
    sources = {reading.source for each in torn for found in each.readings.values() for reading in found}
    assert sources == {Source.PIXELS, Source.TEXT_LAYER}


def test_a_word_file_shows_no_signature():
    tables = [each for each in plans("docx", 4) if each.kind == "driver_application"]
    assert tables
    for plan in tables:
        assert as_read(plan).readings["signature"][0].state is ReadingState.NOT_FOUND
