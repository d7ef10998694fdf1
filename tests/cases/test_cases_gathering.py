"""Facts are honest: a slot is a claim, absent is only sure when all was seen, and silence is never a no."""

from dataclasses import replace
from datetime import date

import pytest

from cases.case import CaseRef, Submission, SubmittedFile
from cases.gathering import gather
from cases.materials import ReadFile
from ocr.document import Document, Reading, ReadingState, Refusal, Source
from review_points.facts import FactState
from tests.fakes import FakeRegistry
from tests.fakes.scenario import (
    IDNO,
    PLAN,
    a_letter,
    a_page,
    a_seal,
    an_id_card,
    read,
)

FORM = {"姓名": "林晓岚", "身份证号": IDNO}
REGISTRY = FakeRegistry({"nurses": {IDNO: {"status": "有效"}}})
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def a_file(document: Document, *, slot: str = "", name: str = "x.jpg") -> ReadFile:
    digest = f"{abs(hash((slot, name, document.kind))):064x}"[:64]
    return ReadFile(file=SubmittedFile(slot=slot, name=name, sha256=digest), document=document)


CARD = a_file(an_id_card(), slot="身份证", name="card.jpg")
LETTER = a_file(a_letter(), slot="聘用证明", name="letter.jpg")


def gathered(*files: ReadFile, form=FORM, complete: bool = True, registry=REGISTRY, plan=PLAN):
    ref = CaseRef(system="old", number="1", item_name="护士变更注册", applicant="林晓岚")
    submission = Submission(
        ref=ref,
        received_on=date(2026, 11, 2),
        form=form,
        files=tuple(each.file for each in files),
        complete=complete,
    )
    return gather(submission, files, plan, registry)


def fact(name: str, *files: ReadFile, **rest):
    return gathered(*files, **rest).facts[name]


def codes(*files: ReadFile, **rest) -> list[str]:
    return [reason.code for reason in gathered(*files, **rest).guards]


def test_a_clean_case_has_every_fact_and_no_guard():
    done = gathered(CARD, LETTER)
    assert done.guards == ()
    values = {f.name: f.value for f in done.facts if f.state is FactState.READ}
    assert values["form.name"] == values["id_card.name"] == "林晓岚"
    assert values["case.received_on"] == "2026-11-02"
    assert values["registry.nurses.status"] == "有效"
    assert values["param.min_age"] == "18"
    own = {
        name: values[f"letter.{name}"] for name in ("present", "legible", "page_count", "sealed", "signed")
    }
    assert own == {
        "present": "true",
        "legible": "true",
        "page_count": "1",
        "sealed": "true",
        "signed": "true",
    }
    assert values["letter.seal_text"] == "福州市第一医院"
    assert values["letter.slot_matches"] == "true"


@pytest.mark.parametrize("label", ["姓名", "申请人姓名", "姓 名：", "*姓名", "姓　名", "name"])
def test_a_form_field_is_found_by_any_label_however_it_is_printed(label):
    assert fact("form.name", form={label: "林晓岚"}).value == "林晓岚"


def test_what_is_typed_is_blank_unlawful_or_in_conflict_and_never_guessed():
    assert fact("form.name", form={"姓名": " "}).state is FactState.BLANK
    assert fact("form.idno", form={"身份证号": "35010219"}).state is FactState.UNREADABLE
    assert fact("form.name", form={}).state is FactState.NOT_FOUND
    assert fact("form.name", form={"姓名": "林晓岚", "申请人姓名": "林晓兰"}).state is FactState.CONFLICT
    assert fact("form.name", form={"姓名": "林晓岚", "申请人姓名": ""}).state is FactState.CONFLICT
    assert fact("form.name", form={"姓名": "林晓岚", "申请人姓名": "林晓岚"}).value == "林晓岚"


def test_the_slot_is_only_a_claim_and_the_content_decides():
    swapped = (replace_slot(CARD, "聘用证明"), replace_slot(LETTER, "身份证"))
    done = gathered(*swapped)
    assert done.guards == ()
    assert done.facts["id_card.idno"].value == IDNO
    assert done.facts["id_card.slot_matches"].value == "false"
    assert fact("id_card.slot_matches", replace_slot(CARD, "")).value == "true"


def replace_slot(each: ReadFile, slot: str) -> ReadFile:
    return replace(each, file=replace(each.file, slot=slot))


def test_two_sides_in_two_files_are_one_material():
    front = replace(an_id_card(), readings={"name": (read("name", "林晓岚"),), "idno": (read("idno", IDNO),)})
    back = replace(
        an_id_card(),
        readings={
            "name": (read("name", None, ReadingState.NOT_FOUND),),
            "valid_to": (read("valid_to", "2031-05-01"),),
        },
    )
    done = gathered(a_file(front, name="front"), a_file(back, name="back"), LETTER)
    assert done.facts["id_card.name"].value == "林晓岚"
    assert done.facts["id_card.valid_to"].value == "2031-05-01"
    assert done.facts["id_card.page_count"].value == "2"


def test_the_card_of_somebody_else_beside_the_right_one_is_a_conflict():
    other = a_file(an_id_card(name="陈大文", idno="350102198001010014"), name="other.jpg")
    done = gathered(CARD, other, LETTER)
    assert done.facts["id_card.name"].state is FactState.CONFLICT
    assert done.facts["id_card.idno"].state is FactState.CONFLICT


def test_a_place_seen_empty_in_one_copy_and_filled_in_another_is_a_conflict():
    empty = replace(a_letter(), readings={"signature": (read("signature", None, ReadingState.BLANK),)})
    done = gathered(CARD, LETTER, a_file(empty, name="copy.jpg"))
    assert done.facts["letter.signed"].state is FactState.CONFLICT


def test_absent_is_sure_only_when_everything_was_had_opened_and_recognised():
    assert fact("letter.present", CARD).value == "false"
    unknown = a_file(replace(an_id_card(), kind=None, readings={}), name="what.jpg")
    refused = a_file(replace(an_id_card(), refusal=Refusal(code="encrypted", message="加密"), pages=()))
    hidden = a_file(replace(an_id_card(), integrity=("hidden_text",)))
    assert fact("letter.present", CARD, unknown).state is FactState.NOT_FOUND
    assert fact("letter.present", CARD, refused).state is FactState.NOT_FOUND
    assert fact("letter.present", hidden).state is FactState.NOT_FOUND
    assert fact("letter.present", CARD, complete=False).state is FactState.NOT_FOUND


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": None, "readings": {}}, "unknown_material"),
        ({"refusal": Refusal(code="encrypted", message="文件有打开密码"), "pages": ()}, "file_refused"),
        ({"integrity": ("hidden_text",)}, "hidden_text"),
        ({"integrity": ("text_layer_conflict",)}, "text_layer_conflict"),
        ({"integrity": ("pages_truncated",)}, "pages_truncated"),
        ({"integrity": ("something_new",)}, "integrity"),
        ({"pages": ()}, "pages_unaccounted"),
        ({"pages": (a_page(), a_page(2, text=""))}, "pages_unaccounted"),
    ],
)
def test_what_a_clerk_must_see_is_a_guard(change, code):
    assert code in codes(a_file(replace(an_id_card(), **change)), LETTER)


def test_an_empty_back_side_is_no_mystery():
    card = a_file(replace(an_id_card(), pages=(a_page(), a_page(2, text="", flags=("blank",)))))
    assert codes(card, LETTER) == []


def test_a_cut_download_is_a_guard():
    assert codes(CARD, LETTER, complete=False) == ["incomplete_submission"]


def test_a_known_paper_that_belongs_to_no_material_is_listed_and_decides_nothing():
    extra = a_file(replace(an_id_card(), kind="bank_card"), name="bank.jpg")
    done = gathered(CARD, LETTER, extra)
    assert (done.guards, done.extra) == ((), ("bank.jpg",))
    assert done.facts["id_card.name"].value == "林晓岚"


def test_two_materials_of_one_kind_are_told_apart_by_their_slots_or_not_at_all():
    agent = replace(PLAN.materials[0], id="agent_card", name="代办人身份证", slots=("代办人身份证",))
    plan = replace(PLAN, materials=(*PLAN.materials, agent))
    done = gathered(CARD, a_file(an_id_card(name="陈大文"), slot="代办人身份证"), LETTER, plan=plan)
    assert done.facts["agent_card.name"].value == "陈大文"
    assert done.facts["id_card.name"].value == "林晓岚"
    assert "unknown_material" in codes(a_file(an_id_card(), slot="附件1"), LETTER, plan=plan)


def test_no_seal_is_a_no_only_when_it_could_have_been_seen():
    unsealed = a_letter(sealed=False)
    assert fact("letter.sealed", CARD, a_file(unsealed)).value == "false"
    blurred = replace(unsealed, pages=(a_page(flags=("blurred",)),), readings={})
    typed = replace(unsealed, media_type=DOCX)
    assert fact("letter.sealed", CARD, a_file(blurred)).state is FactState.NOT_FOUND
    assert fact("letter.sealed", CARD, a_file(typed)).state is FactState.NOT_FOUND
    unknown = a_file(replace(an_id_card(), kind=None, readings={}), name="what.jpg")
    assert fact("letter.sealed", CARD, a_file(unsealed), unknown).state is FactState.NOT_FOUND


def test_a_seal_whose_ring_can_not_be_read_is_a_seal_of_unknown_text():
    smudged = a_file(replace(a_letter(), pages=(a_page(seals=(a_seal(None),)),)))
    done = gathered(CARD, smudged)
    assert done.facts["letter.sealed"].value == "true"
    assert done.facts["letter.seal_text"].state is FactState.UNREADABLE


def test_a_signature_place_seen_empty_is_unsigned_and_an_illegible_one_is_unknown():
    def letter(state: ReadingState) -> ReadFile:
        return a_file(replace(a_letter(), readings={"signature": (read("signature", None, state),)}))

    assert fact("letter.signed", CARD, letter(ReadingState.BLANK)).value == "false"
    assert fact("letter.signed", CARD, letter(ReadingState.UNREADABLE)).state is FactState.UNREADABLE
    assert fact("letter.signed", CARD, letter(ReadingState.NOT_FOUND)).state is FactState.NOT_FOUND


@pytest.mark.parametrize("flag", ["blurred", "dark", "low_resolution", "blank"])
def test_a_bad_picture_is_illegible_when_nothing_could_be_read_and_else_doubtful(flag):
    def letter(**readings) -> ReadFile:
        pages = (a_page(flags=(flag,)),)
        return a_file(replace(a_letter(), pages=pages, readings=readings))

    name, signature = (read("name", "林晓岚"),), (read("signature", "true"),)
    lost = (read("name", None, ReadingState.UNREADABLE),)
    assert fact("letter.legible", CARD, letter(name=lost)).value == "false"
    assert fact("letter.legible", CARD, letter(name=name)).state is FactState.NOT_FOUND
    assert fact("letter.legible", CARD, letter(name=name, signature=signature)).state is FactState.NOT_FOUND


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        (("第1页 共2页", "第2页 共2页"), "true"),
        (("第1页 共3页", "第3页 共3页"), "false"),
        (("甲", "乙"), None),
    ],
)
def test_pages_are_complete_missing_or_nobody_knows(printed, value):
    pages = tuple(a_page(n, text=text) for n, text in enumerate(printed, 1))
    assert fact("letter.pages_complete", CARD, a_file(replace(a_letter(), pages=pages))).value == value


def test_a_card_without_its_back_is_not_complete_and_nobody_knows_beside_a_file_nobody_knows():
    front = replace(an_id_card(), readings={"name": (read("name", "林晓岚"),)})
    stranger = a_file(replace(a_letter(), kind=None), name="stranger.jpg")
    assert fact("id_card.complete", CARD).value == "true"
    assert fact("id_card.complete", a_file(front)).value == "false"
    assert fact("id_card.complete", a_file(front), stranger).state is FactState.NOT_FOUND


def test_the_edition_of_a_form_is_a_fact_and_open_where_the_files_name_two_or_none():
    first, second = (a_file(replace(a_letter(), form_version=each), name=each) for each in ("V1", "V2"))
    assert fact("letter.form_version", CARD, first).value == "V1"
    assert fact("letter.form_version", CARD, first, LETTER).value == "V1"
    assert fact("letter.form_version", CARD, first, second).state is FactState.NOT_FOUND
    assert fact("letter.form_version", CARD, LETTER).state is FactState.NOT_FOUND


def test_typed_files_say_what_they_show():
    layered = Reading(
        element="name", state=ReadingState.READ, source=Source.TEXT_LAYER, value="林晓岚", confidence=1.0
    )
    typed = replace(a_letter(), media_type=DOCX, readings={"name": (layered,)})
    scanned = replace(typed, media_type="application/pdf")
    assert fact("letter.name", CARD, a_file(typed)).value == "林晓岚"
    assert fact("letter.name", CARD, a_file(scanned)).state is FactState.UNREADABLE


def test_a_register_knows_knows_not_or_could_not_be_asked():
    empty, down = FakeRegistry({"nurses": {}}), FakeRegistry()
    assert fact("registry.nurses.found", CARD).value == "true"
    assert fact("registry.nurses.found", CARD, registry=empty).value == "false"
    assert fact("registry.nurses.status", CARD, registry=empty).state is FactState.NOT_FOUND
    assert fact("registry.nurses.found", CARD, registry=down).state is FactState.NOT_FOUND


def test_a_register_is_not_asked_about_a_key_nobody_could_read():
    registry = FakeRegistry({"nurses": {}})
    done = gathered(CARD, form={"姓名": "林晓岚"}, registry=registry)
    assert (registry.asked, done.asked) == ([], ())
    assert done.facts["registry.nurses.found"].state is FactState.NOT_FOUND


def in_one_file(*documents: Document) -> ReadFile:
    """Return one file that holds all these papers."""
    pages = [
        tuple(replace(page, number=number) for page in document.pages)
        for number, document in enumerate(documents, 1)
    ]
    whole = replace(documents[0], kind=None, readings={}, pages=tuple(page for own in pages for page in own))
    parts = tuple(replace(each, pages=own) for each, own in zip(documents, pages, strict=True))
    return a_file(replace(whole, parts=parts), slot="全部材料", name="全部材料.pdf")


def test_a_file_of_several_papers_serves_each_material() -> None:
    done = gathered(in_one_file(an_id_card(), a_letter()))
    apart = gathered(CARD, LETTER)
    assert done.guards == ()
    for name in ("id_card.idno", "id_card.present", "letter.sealed", "letter.present"):
        assert done.facts[name].value == apart.facts[name].value


def test_a_paper_of_no_material_among_others_is_for_a_clerk() -> None:
    stray = replace(a_letter(), kind="bank_card")
    assert "unknown_material" in codes(in_one_file(an_id_card(), stray), LETTER)
    assert codes(CARD, LETTER, a_file(stray, slot="其他")) == []
