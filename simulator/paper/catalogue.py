"""The names that `draw` knows: kinds of paper, looks, captures and defects, each with a sentence."""

from collections.abc import Iterator, Mapping

from simulator.paper.kind_files import paper_kinds

DRAWN_BY_PYTHON: Mapping[str, str] = {
    "nurse_application": "护士变更注册申请审核表",
    "nurse_certificate": "护士执业证书",
    "employment_letter": "拟执业机构聘用证明",
    "food_renew_application": "食品经营许可延续申请书",
    "food_license": "食品经营许可证",
    "business_license": "营业执照",
    "unchanged_statement": "经营条件未变化声明",
    "changed_layout": "变化后的布局流程文件",
    "elder_application": "高龄津贴申请表",
    "id_card": "居民身份证",
    "household_register": "户口簿",
    "bank_card": "银行卡",
    "agent_letter": "代办委托书",
    "driver_application": "从业资格证换发申请表",
    "practice_certificate": "从业资格证",
    "driving_licence": "机动车驾驶证",
    "portrait_photo": "近期免冠照片",
}
"""Papers whose drawing is a Python function; all others are drawn from `kinds/*.yaml`."""
KINDS: Mapping[str, str] = {
    **DRAWN_BY_PYTHON,
    **{kind.id: kind.name for kind in paper_kinds().values()},
}
LOOKS: Mapping[str, str] = {
    "a": "The usual layout: boxed form with grey labels; booklet or landscape certificate.",
    "b": "Another edition: plain boxes, other labels; electronic or portrait certificates; sides apart.",
    "c": "Filled in by hand in blue on underlined label lines; certificates vary in small things only.",
}
HELD_OUT_LOOKS: Mapping[str, str] = {
    "x": "Other fonts, wordings, sizes and order of fields: only benchmarks draw it, nothing is tuned on it.",
    "y": "Another paper size or orientation, no lines or other lines: only benchmarks draw it, as x.",
}
"""Looks of the papers drawn from data that neither reading nor kinds may ever be tuned on."""


def has_look(kind: str, look: str) -> bool:
    """Tell whether a kind of paper is drawn in a look: held-out ones are only drawn from data."""
    return look not in HELD_OUT_LOOKS or kind not in DRAWN_BY_PYTHON


CAPTURES: Mapping[str, str] = {
    "clean": "A faultless picture of the page as PNG (several pages: a PDF of lossless pictures).",
    "scan": "A flat-bed scan at 150–300 dpi with up to 2° of skew as JPEG (several pages: a PDF of them).",
    "photo": "A phone photograph with perspective, shadow and grain as JPEG (several pages: a PDF of them).",
    "pdf_text": "A born-digital PDF with a real text layer.",
    "pdf_scan": "A PDF of scanned pages without a text layer.",
    "docx": "A Word file with real tables; forms, statements and letters only.",
}
VALUE_DEFECTS: Mapping[str, str] = {
    "expired": "The paper's term ended the day before `received_on` (2026-11-02 unless given).",
    "expires_today": "The paper's term ends on `received_on` itself: a boundary, not a defect.",
    "one_digit_off": "One digit of the paper's main number is wrong and its check digit no longer fits.",
    "two_digits_off_lawful": "A digit of the main number and its check digit differ: another lawful number.",
    "wrong_name": "The paper names another person.",
    "look_alike_name": "One character of the name is replaced by one that looks alike.",
    "wrong_institution": "The paper names another organisation; its seal follows.",
    "wrong_address": "The address has another road and number.",
    "wrong_option": "The other option is ticked.",
    "no_option": "No option is ticked.",
    "wrong_birth": "The printed date of birth is a day off the identity number.",
    "bad_status": "The driving licence's status is 扣留.",
    "signed_later": "The paper is signed three days after `received_on`.",
    "blank_value": "The paper's main number was left blank.",
}
PAPER_DEFECTS: Mapping[str, str] = {
    "missing_seal": "The seal is missing.",
    "wrong_seal": "Another organisation's seal stands in its place.",
    "wrong_seal_kind": "The right organisation's invoice seal (发票专用章) stands in its place.",
    "unsigned": "The signature line is empty.",
    "missing_page": "The last page (on an identity card: the back) is missing.",
    "duplicate_page": "The first page is there twice.",
    "similar_page": "The first page is there twice; on the second one the last digit of a number differs.",
    "blank_page": "The page is blank but for the watermark.",
    "swapped": "Another kind of paper was handed in instead.",
    "instruction_text": "A line tells the machine to approve; plain text without any effect.",
    "seal_over_number": "A seal covers the main number; the truth keeps what is below it.",
    "struck_through": "The main number is struck out, another written above; the truth keeps the printed.",
    "both_options": "Both options are ticked; the truth says none.",
    "handwritten": "What is filled in is written by hand: pictures of strokes, in no text layer.",
    "smudged": "The signature line holds a smudge instead of a signature.",
    "hidden_text": "The PDF's text layer holds another, invisible number (always captured as pdf_text).",
    "white_text": "Another number stands on the page in white (always captured as pdf_text).",
    "lying_text_layer": "The page is a picture and its text layer says another number (always pdf_text).",
}
CAPTURE_DEFECTS: Mapping[str, str] = {
    "blurred": "Out of focus: small print can't be read.",
    "dark": "So dark that the print hardly shows.",
    "glare": "A lamp's reflection covers the middle of the page.",
    "cropped": "The right and lower part of the page is cut off.",
    "photocopy": "A black-and-white copy with dust: the red seal is black.",
    "screen_photo": "Photographed from a screen: pixel grid, moiré, bluish light.",
    "trimmed": "A strip of the left, right or lower side is cut off, through what stands there.",
    "coarse": "Kept at about 55 dpi only.",
    "occluded": "A thumb, a stuck receipt or a coloured note hides a part of the page.",
    "edited": "In the finished picture a value was painted over, another typed there, and saved again.",
    "tiny": "A thumbnail of at most 220 pixels.",
    "mirrored": "The picture is mirrored left to right.",
    "rotated_90": "The picture is turned by 90° clockwise.",
    "rotated_180": "The picture is turned upside down.",
    "rotated_270": "The picture is turned by 270° clockwise.",
}
DEFECTS: Mapping[str, str] = {**VALUE_DEFECTS, **PAPER_DEFECTS, **CAPTURE_DEFECTS}
TEXT_LAYER_DEFECTS = frozenset({"hidden_text", "white_text", "lying_text_layer"})
HARMLESS = frozenset(
    {"expires_today", "rotated_90", "rotated_180", "rotated_270", "duplicate_page", "instruction_text"}
)


def _swaps() -> Iterator[tuple[str, str]]:
    """Name the paper handed in instead of each one drawn from data: the next of its family."""
    families: dict[str, list[str]] = {}
    for drawn in paper_kinds().values():
        families.setdefault(drawn.family, []).append(drawn.id)
    for kinds in families.values():
        for kind, other in zip(kinds, (*kinds[1:], kinds[0]), strict=True):
            yield kind, other if other != kind else "business_license"


SWAPPED_WITH: Mapping[str, str] = {
    **dict(_swaps()),
    "nurse_application": "employment_letter",
    "nurse_certificate": "id_card",
    "employment_letter": "agent_letter",
    "food_renew_application": "unchanged_statement",
    "food_license": "business_license",
    "business_license": "food_license",
    "unchanged_statement": "changed_layout",
    "changed_layout": "unchanged_statement",
    "elder_application": "agent_letter",
    "id_card": "bank_card",
    "household_register": "id_card",
    "bank_card": "id_card",
    "agent_letter": "elder_application",
    "driver_application": "driving_licence",
    "practice_certificate": "driving_licence",
    "driving_licence": "practice_certificate",
    "portrait_photo": "id_card",
}
