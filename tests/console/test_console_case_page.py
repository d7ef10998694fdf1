import io
from dataclasses import replace

import pytest
from PIL import Image

from console.case_page import case_page
from console.elements import fact_label, raw_of, shown_value
from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType
from review_points.facts import Fact, FactState
from tests.console.province import nurse_case
from tests.console.world import CLOSED, FIRST

KEY = f"fuzhou:{FIRST}"


@pytest.fixture
def page(world):
    return case_page(world.cases.case(KEY), world.reviewed(FIRST))


def test_findings_are_grouped_worst_first_and_named_in_words(page):
    assert [(group.label, len(group.findings)) for group in page.groups] == [
        ("不通过", 1),
        ("无法判定", 1),
        ("通过", 5),
        ("不适用", 1),
    ]
    failed = page.groups[0].findings[0]
    assert failed.facts[0].label == "护士执业证书·有效期至"
    assert failed.basis[0].law == "护士条例"


def test_a_finding_leads_to_the_box_of_the_fact_it_rests_on(page):
    mark = page.groups[0].findings[0].marks[0]
    box = next(box for box in page.files[1].pages[0].boxes if box.mark == mark)
    assert (mark.file, mark.page) == (1, 1)
    assert box.tone == "fail"
    assert box.label == "有效期至：2026-05-01"
    assert 0 <= mark.left < mark.left + mark.width <= 100


def test_an_unreadable_fact_still_shows_where_it_was_looked_for(page):
    unknown = page.groups[1].findings[0]
    assert unknown.facts[0].is_missing
    assert unknown.facts[0].value == "（看不清）"
    assert unknown.marks[0].file == 2
    assert unknown.doubts == "拟执业机构聘用证明·签署日期：有要素识别把握不足"


def test_a_sentence_is_not_said_twice_and_hints_are_told(page, clerk):
    failed = page.groups[0].findings[0]
    assert failed.message == ""
    text = clerk.get(f"/case/{KEY}").text
    assert "提示：注册届满可同时申请延续" in text
    assert text.count("在受理日 2026-11-16 前已届满。</strong>") == 1


def test_a_seal_is_marked_though_it_has_no_reading(page):
    sealed = next(one for group in page.groups for one in group.findings if one.point == "HSBG-04")
    assert sealed.facts[0].value == "是"
    assert len(sealed.marks) == 1


def test_one_place_has_one_box_however_many_findings_rest_on_it(page):
    boxes = [box.mark for file in page.files for sheet in file.pages for box in sheet.boxes]
    places = [(mark.file, mark.page, mark.left, mark.top) for mark in boxes]
    assert len(places) == len(set(places))


def test_form_and_recognised_values_stand_side_by_side(page):
    rows = {(source, row.label): row for source, rows in page.sources for row in rows}
    row = rows["居民身份证", "身份证号"]
    assert row.form_value == row.value == "350199199203124026"
    assert (row.agreement, row.confidence) == ("一致", "98%")
    assert rows["护士执业证书", "有效期至"].raw == "2026年05月01日"
    assert rows["拟执业机构聘用证明", "签署日期"].value == "（看不清）"
    assert rows["申请表单", "联系电话"].form_value == "13900000000"


def test_reasons_of_the_hand_over_are_words(page):
    assert [(reason.label, reason.about) for reason in page.reasons] == [
        ("有要素未能识别", "拟执业机构聘用证明·签署日期"),
        ("有文件未被打开", "其他材料.pdf"),
    ]


def test_a_refused_file_says_why_it_was_not_opened(page):
    assert page.files[4].trouble == "未打开：文件已损坏，请重新上传。"
    assert page.files[4].pages == ()


def test_the_page_shows_law_notice_time_line_and_what_is_not_checked(clerk):
    text = clerk.get(f"/case/{KEY}").text
    for words in (
        "护士条例",
        "第十条",
        "条文待核",
        "一次性告知书",
        "笔迹不作鉴定",
        "机器人领取办件",
        "为什么转人工",
        "图像模糊",
    ):
        assert words in text


def test_a_delivered_case_shows_its_receipt_with_the_screenshot(clerk):
    text = clerk.get(f"/case/fuzhou:{CLOSED}").text
    assert "MS-0009" in text
    answer = clerk.get(f"/screenshot/fuzhou:{CLOSED}")
    assert answer.headers["content-type"] == "image/png"
    assert clerk.get(f"/screenshot/{KEY}").status_code == 404


def test_pictures_come_upright_as_they_were_read(clerk, world):
    file = world.reviewed(FIRST).files[1]
    answer = clerk.get(f"/picture/{file.sha256}/1/{KEY}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = file.document.pages[0]
    assert page.rotation == 90
    assert Image.open(io.BytesIO(answer.content)).size == (page.width, page.height)


def test_a_picture_is_given_only_for_a_file_of_that_case(clerk, world):
    strange = world.evidence.put(b"something else")
    file = world.reviewed(FIRST).files[0]
    refused = world.reviewed(FIRST).files[4]
    assert clerk.get(f"/picture/{strange}/1/{KEY}").status_code == 404
    assert clerk.get(f"/picture/{file.sha256}/2/{KEY}").status_code == 404
    assert clerk.get(f"/picture/{file.sha256}/1/fuzhou:none").status_code == 404
    assert clerk.get(f"/picture/{refused.sha256}/1/{KEY}").status_code == 404


def test_damaged_evidence_is_named_and_not_shown(clerk, world):
    file = world.reviewed(FIRST).files[0]
    path = next(world.evidence.root.rglob(file.sha256))
    path.chmod(0o600)
    path.write_bytes(b"changed")
    answer = clerk.get(f"/picture/{file.sha256}/1/{KEY}")
    assert answer.status_code == 503
    assert "证据已被改动" in answer.text


def test_boxes_outside_the_page_stay_on_it(world):
    reviewed = world.reviewed(FIRST)
    file = reviewed.files[0]
    document = replace(file.document, pages=(replace(file.document.pages[0], width=120, height=80),))
    reviewed = replace(reviewed, files=(replace(file, document=document), *reviewed.files[1:]))
    page = case_page(world.cases.case(KEY), reviewed)
    for box in page.files[0].pages[0].boxes:
        assert 0 <= box.mark.left <= 100
        assert box.mark.left + box.mark.width <= 100.01


def test_a_case_that_was_not_reviewed_yet_shows_its_files(clerk, world):
    seeded = nurse_case(world.evidence, "FZ-NEW")
    lease = world.cases.claim(seeded.submission.ref, owner="robot-1")
    assert "没有可显示的材料" in clerk.get("/case/fuzhou:FZ-NEW").text
    world.cases.save_submission(lease, seeded.submission)
    assert "该文件未被读取" in clerk.get("/case/fuzhou:FZ-NEW").text


def test_a_file_of_another_kind_is_named_as_such(world):
    reviewed = world.reviewed(FIRST)
    names = {key: name for key, name in reviewed.material_names.items() if key != "id_card"}
    page = case_page(world.cases.case(KEY), replace(reviewed, material_names=names))
    assert page.files[3].trouble == "不属于本事项的材料，未用于审查"


def test_where_sources_disagree_the_table_says_who_says_which():
    pixels = Reading(element="idno", state=ReadingState.READ, source=Source.PIXELS, raw="1", value="1")
    layer = replace(pixels, source=Source.TEXT_LAYER, raw="2", value="2")
    fact = Fact(
        name="id_card.idno", type=ElementType.IDNO, state=FactState.CONFLICT, readings=(pixels, layer)
    )
    assert raw_of(fact) == "图像识别：1 / 文字层：2"
    assert shown_value(fact) == "（来源不一致）"


def test_a_register_is_named_and_a_strange_one_shown_by_its_id(world):
    reviewed = world.reviewed(FIRST)
    assert fact_label("registry.nurse_register.status", reviewed) == "数据共享库（护士注册库）·状态"
    assert fact_label("registry.new_register.found", reviewed) == "数据共享库（new_register）·有记录"
    assert fact_label("case.received_on", reviewed) == "办件信息·收件日期"
