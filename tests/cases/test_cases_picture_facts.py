"""Pictures edited, covered, cut off or taken from a screen go to a clerk; what they tell are facts."""

from dataclasses import replace

import pytest

from cases.case import SubmittedFile
from cases.materials import ReadFile, file_guards
from cases.picture_facts import FOR_A_CLERK, picture_facts
from ocr.document import Document, Line, Page
from ocr.layout import box_of
from scenarios.types import MATERIAL_FACTS
from tests.fakes.scenario import a_letter, a_page


def letter_with(*flags: str, colour: float = 60.0) -> Document:
    page = a_page()
    quality = replace(page.quality, flags=flags, measures={"colour": colour})
    return replace(a_letter(), pages=(replace(page, quality=quality),))


def guards(document: Document) -> list[tuple[str, str]]:
    file = SubmittedFile(slot="聘用证明", name="x.jpg", sha256="0" * 64)
    return [(reason.code, reason.about) for reason in file_guards(ReadFile(file=file, document=document))]


@pytest.mark.parametrize(
    ("flag", "code", "about"),
    [
        ("edited", "tamper_suspected", "聘用证明：有修改痕迹"),
        ("screen_photo", "quality", "聘用证明：翻拍屏幕"),
        ("occluded", "quality", "聘用证明：有遮挡"),
        ("cropped", "quality", "聘用证明：边角不全"),
    ],
)
def test_such_a_picture_goes_to_a_clerk(flag: str, code: str, about: str) -> None:
    assert guards(letter_with(flag)) == [(code, about)]
    assert picture_facts([letter_with(flag)])[flag] is True


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        ("mirrored", "画面左右颠倒（镜像），文字不能采信，请提供正常拍摄或扫描的图片"),
        ("way_up_unsure", "页面正反方向无法确定，文字不能采信，请人工核对"),
    ],
)
def test_a_page_the_wrong_way_round_goes_to_a_clerk(flag: str, said: str) -> None:
    document = letter_with(flag)
    assert guards(document) == [("quality", f"聘用证明：{said}")]


def test_a_clean_picture_and_a_copy_need_no_clerk_for_it() -> None:
    assert guards(letter_with()) == guards(letter_with("copied")) == []
    told = picture_facts([letter_with()])
    assert told == dict.fromkeys((*FOR_A_CLERK, "copied", "duplicate_pages"), False)


def test_a_page_without_colour_may_be_a_copy_or_not() -> None:
    assert picture_facts([letter_with("copied", colour=0.0)])["copied"] is True
    assert picture_facts([letter_with(colour=0.0)])["copied"] is None
    assert picture_facts([letter_with(), letter_with(colour=0.0)])["copied"] is None


def test_a_page_handed_in_twice_is_told_across_files() -> None:
    text = "兹证明林晓岚受聘于仿真市样例区第二医院从事护理工作，聘期三年，情况属实。"
    one, other = (
        replace(letter_with(), pages=(printed(letter_with().pages[0], said),))
        for said in (text, text.replace("三年", "五年"))
    )
    assert picture_facts([one, other])["duplicate_pages"] is True
    assert picture_facts([one])["duplicate_pages"] is False


def printed(page: Page, text: str) -> Page:
    return replace(page, lines=(Line(text=text, box=box_of(0, 0, 900, 40), confidence=0.99),))


def test_a_program_for_retouching_is_suspect_but_for_portraits() -> None:
    letter = replace(letter_with(), integrity=("retouched",))
    assert guards(letter) == [("tamper_suspected", "聘用证明")]
    assert guards(replace(letter, kind="portrait_photo")) == []


def test_every_fact_of_pictures_is_one_that_points_may_use() -> None:
    assert set(picture_facts([letter_with()])) <= set(MATERIAL_FACTS)
