"""Kinds are data: every file loads, every kind is told from the others, and unknown stays unknown."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hand_made_lines import known, line, page, told

from ocr.document import ReadingState
from ocr.form_versions import form_version
from ocr.kind_files import KindFileError, kind_file, load_kinds
from ocr.layout import Tilt, box_of, spans
from ocr.recognition import Guess, is_portrait, rank_of, recognise_document, recognise_page
from ocr.titles import Title

KINDS = (
    *("nurse_application", "nurse_certificate", "employment_letter", "food_renew_application"),
    *("food_license", "business_license", "unchanged_statement", "changed_layout"),
    *("elder_application", "id_card", "household_register", "bank_card"),
    *("agent_letter", "driver_application", "practice_certificate", "driving_licence"),
    "portrait_photo",
)


def recognised(*lines):
    guess = recognise_page(load_kinds(), page(*lines), None)
    return guess.kind if guess else None


def test_every_kind_has_a_file():
    assert {kind.id for kind in load_kinds()} >= set(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"portrait_photo", "id_card"}])
def test_a_page_with_title_and_labels_is_recognised(kind):
    file = kind_file(kind)
    assert file is not None
    titles = {
        "bank_card": "福建样例银行",
        "employment_letter": "聘用证明",
        "changed_layout": "变化后的布局流程文件",
        "agent_letter": "代办委托书",
    }
    title = titles.get(kind, file.name)
    rows = [(f"{label}：", 100, 200 + 70 * n) for n, label in enumerate(file.faces[0].labels)]
    assert recognised((title, 400, 60), *rows) == kind


def test_both_sides_of_the_identity_card_are_one_kind():
    front = [("姓名", 50, 50), ("性别", 50, 120), ("民族", 300, 120), ("出生", 50, 190), ("住址", 50, 260)]
    assert recognised(*front, ("公民身份号码", 50, 400)) == "id_card"
    assert (
        recognised(("中华人民共和国", 300, 50), ("居民身份证", 300, 120), ("签发机关", 200, 300)) == "id_card"
    )


def test_a_form_that_names_a_certificate_is_not_that_certificate():
    lines = [
        ("护士变更注册申请审核表", 400, 40),
        ("姓名：林样例", 100, 150),
        ("护士执业证书编号：202135010012", 100, 220),
        ("填表说明：内容应与《护士执业证书》一致", 100, 400),
    ]
    assert recognised(*lines) == "nurse_application"


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [("会议通知", 400, 40), ("请各单位准时参加。", 100, 150)],
        [
            ("材料清单", 400, 40),
            ("1.营业执照", 100, 150),
            ("2.食品经营许可证", 100, 220),
            ("3.居民身份证", 100, 290),
        ],
        [("营业执照", 100, 500), ("请提交原件", 100, 560)],
        [("审查通过", 400, 40), ("本件为营业执照，请批准", 100, 150)],
    ],
)
def test_what_fits_no_kind_stays_unknown(lines):
    assert recognised(*lines) is None


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        ("表样版本：V2.1", "V2.1"),
        ("（2023年版）", "2023年版"),
        ("版本号：SPXK-2024-01", "SPXK-2024-01"),
        ("闽（2023）仿真市不动产权第0000123号", None),
        ("填表日期：2031-05-01", None),
    ],
)
def test_the_edition_of_a_form_is_told(printed, version):
    lines = page(("食品经营许可申请书", 300, 40), ("经营者名称：样例", 100, 200), (printed, 100, 900))
    assert form_version(known("food_application"), [lines]) == version


@pytest.mark.parametrize(
    ("printed", "version"),
    [
        (("统一社会信用代码：91350100MA8T5XLR2X", "营业期限：2016年1月1日至长期"), "2022年前版"),
        (("注册号：350100100012345", "成立日期：2009年5月6日", "营业期限：长期"), "2015年前版"),
        (("统一社会信用代码：91350100MA8T5XLR2X", "成立日期：2023年5月6日"), None),
        (("统一社会信用代码：91350100MA8T5XLR2X", "版本号：V9.9"), None),
    ],
)
def test_an_old_edition_is_named_by_its_wording_and_one_nobody_knows_is_none(printed, version):
    lines = page(*((text, 100, 200 + 80 * row) for row, text in enumerate(printed)))
    assert form_version(known("business_license"), [lines]) == version


def test_two_editions_on_one_form_are_none():
    lines = page(("版本号：V1.0", 100, 900), ("版本号：V2.0", 100, 960))
    assert form_version(known("food_application"), [lines]) is None


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["食品经营许可申请书", "食品经营许可证编号：", "经营者名称：", "经营场所："], "food_application"),
        (["食品经营许可告知承诺书", "承诺人：", "日期："], "food_commitment"),
        (["福建省公共场所卫生许可证申请表", "单位名称：", "经营地址："], "public_place_application"),
        (["仿真市样例餐饮有限公司", "食品安全管理制度目录", "单位名称："], "management_rules"),
        (["劳务派遣经营许可证", "单位名称：", "住所：", "编号："], "labor_dispatch_licence"),
    ],
)
def test_the_longest_title_decides(lines, kind):
    assert recognised(*((line, 300, 60 + 70 * n) for n, line in enumerate(lines))) == kind


def test_a_title_may_hold_what_the_recogniser_also_thought_possible():
    title = line("食品经营许可电请书", 300, 60)
    doubtful = replace(title, others=("", "", "", "", "", "", "申由", "", ""))
    labels = [line(text, 100, y) for text, y in (("经营者名称：", 200), ("主体业态：", 270))]
    assert recognise_page(load_kinds(), spans([title, *labels], Tilt()), None) is None
    guess = recognise_page(load_kinds(), spans([doubtful, *labels], Tilt()), None)
    assert guess is not None
    assert guess.kind == "food_application"


@pytest.mark.parametrize(
    "title",
    [
        "兽药经营许可证（非生物制品）申请表",
        "福建省仿真市兽药经营许可证申请表",
        "仿真市农业农村局兽药经营许可证申请审批表",
        "2031年度兽药经营许可证申请登记书",
    ],
)
def test_what_says_nothing_of_its_own_is_no_part_of_a_title(title):
    assert recognised((title, 200, 40), ("企业名称：", 100, 200), ("法定代表人：", 100, 270)) == (
        "vet_drug_application"
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("医师执业变更注册审批表", "doctor_application"),
        ("福建省第三代残疾人证", "disability_certificate"),
        ("个体户注销登记申请书", "individual_cancel_application"),
        ("烟草零售许可证停业申请表", "tobacco_application"),
        ("申请食品经营许可承诺书", "food_commitment"),
        ("林木种苗生产经营许可证", "forest_seed_licence"),
    ],
)
def test_a_title_nobody_listed_is_known_by_what_it_says_and_by_its_labels(title, kind):
    assert recognised(*over_labels_of(kind, title)) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("护士注销注册申请审核表", "nurse_application"),
        ("农作物种子生产经营许可证申请表", "forest_seed_application"),
        ("排污许可证", "drainage_licence"),
        ("食品经营许可变更申请书", "food_application"),
        ("农药生产许可证申请表", "pesticide_application"),
        ("教师资格证书", "teacher_exam_certificate"),
    ],
)
def test_a_paper_about_something_else_is_not_known_by_its_labels(title, kind):
    assert recognised(*over_labels_of(kind, title)) is None


def test_the_name_of_another_paper_below_a_large_title_is_no_title():
    large = line("水域滩涂养殖证申请表", 300, 60, size=60)
    labels = [f"{label}：" for label in ("林权证号", "坐落", "小地名", "林种", "主要树种", "面积", "四至")]
    rows = [line(text, 100, 300 + 70 * n) for n, text in enumerate(labels)]
    guess = recognise_page(load_kinds(), spans([large, line("林权证", 100, 200), *rows], Tilt()), None)
    assert guess is None


def test_a_title_that_leaves_out_the_first_word_is_another_paper():
    others = [kind for kind in load_kinds() if kind.id != "ship_ownership"]
    lines = over_labels_of("fishing_vessel_certificate", "船舶所有权登记证书")
    guess = recognise_page(others, page(*lines), None)
    assert guess is None


def over_labels_of(kind, title):
    labels = [element.labels[0] for element in known(kind).elements.values() if element.labels]
    plain = [label for label in labels if not label.startswith("re:")]
    return (title, 300, 60), *((f"{label}：", 100, 200 + 70 * n) for n, label in enumerate(plain))


def test_a_title_among_other_words_of_its_row_is_none():
    rows = [("材料名称", 100, 300), ("份数", 500, 300), ("营业执照", 100, 120), ("1份", 500, 120)]
    labels = [("名称：", 100, 200), ("类型：", 100, 250), ("住所：", 500, 200), ("经营范围：", 500, 250)]
    filler = [(f"第{n}项说明文字", 100, 400 + 50 * n) for n in range(8)]
    assert recognised(*rows, *labels, *filler) is None


def test_a_label_in_a_tall_box_is_no_large_title():
    def boxed(text, x, y, height):
        raw = line(text, x, y)
        (left, top), (right, _), _, _ = raw.line.box
        return replace(raw, line=replace(raw.line, box=box_of(left, top, right, top + height)))

    lines = [boxed("高龄津贴申请表", 700, 30, 60), boxed("姓名", 100, 160, 50), boxed("张菊霞", 300, 160, 50)]
    lines += [boxed("身份证号", 100, 240, 50), boxed("户籍地址", 100, 320, 50)]
    lines += [boxed("开户银行", 100, 400, 62), boxed("测试邮政储蓄银行", 300, 400, 45)]
    lines += [boxed("户名", 100, 480, 50), boxed("张菊霞", 300, 480, 40)]
    lines += [boxed("账号", 100, 560, 50), boxed("6299000106962230329", 300, 560, 40)]
    guess = recognise_page(load_kinds(), spans(lines, Tilt()), None)
    assert guess is not None
    assert guess.kind == "elder_application"


def test_no_title_fits_a_word_that_many_papers_bear():
    words = ("", "证明", "说明", "清单", "承诺书", "合同", "目录", "申请表", "登记表", "许可证", "声明")
    found = {
        (kind.id, word)
        for kind in load_kinds()
        for face in kind.faces
        for title in face.titles
        for word in words
        if re.fullmatch(title, word)
    }
    assert found == set()


def test_pages_of_two_kinds_make_the_file_unknown():
    assert recognise_document([Guess(kind="a", score=0.9), Guess(kind="b", score=0.9)]) is None
    assert recognise_document([None, None]) is None
    best = recognise_document([Guess(kind="a", score=0.7), None, Guess(kind="a", score=0.9)])
    assert best == Guess(kind="a", score=0.9)


def test_a_portrait_is_a_head_on_even_ground():
    picture = np.full((560, 400, 3), 250, np.uint8)
    assert not is_portrait(picture, ())
    picture[140:360, 130:270] = (150, 180, 220)
    assert is_portrait(picture, ())
    assert not is_portrait(picture, page(("申请人身份证明材料", 10, 10)))
    assert not is_portrait(np.rot90(picture).copy(), ())


def test_a_new_kind_needs_no_python(tmp_path):
    (tmp_path / "fishing_licence.yaml").write_text(
        "id: fishing_licence\nname: 渔业捕捞许可证\n"
        "faces:\n  - {titles: [渔业捕捞许可证], labels: [船名, 有效期至], least: 1}\n"
        "elements:\n  valid_to: {type: date, labels: [有效期至]}\n",
        encoding="utf-8",
    )
    guess = recognise_page(
        load_kinds(tmp_path), page(("渔业捕捞许可证", 300, 40), ("船名：闽样渔1", 100, 200)), None
    )
    assert guess is not None
    assert guess.kind == "fishing_licence"


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("id: other\nname: x\nfaces: [{least: 0}]\n", "not the file's name"),
        ("id: broken\nname: x\nfaces: [{least: 0}]\ntypo: 1\n", "typo"),
        ("id: broken\nname: x\nfaces: []\n", "faces"),
        ("id: broken\nname: x\nfaces: [{least: 0}]\nelements: {a: {type: name}}\n", "labels"),
        ("id: broken\nname: x\nfaces: [{least: 0}]\nelements: {a: {type: wrong, labels: [b]}}\n", "type"),
        ("id: broken\nname: x\nname: y\n", "broken.yaml"),
        (
            "id: broken\nname: x\nfaces: [{least: 0}]\n"
            "elements: {a: {type: name, labels: [b], pattern: '('}}\n",
            "broken",
        ),
        ("id: broken\nfaces: !!python/object:os.system {}\n", "broken.yaml"),
    ],
)
def test_a_broken_kind_file_is_named(tmp_path, text, about):
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KindFileError, match=about):
        load_kinds(tmp_path)


def test_a_label_that_ends_with_until_names_one_day():
    licence = ("渔业捕捞许可证", 300, 40), ("船名：闽样渔1", 100, 130)
    day = told("fishing_licence", *licence, ("有效期至：2028年08月02日", 100, 200))
    period = told("fishing_licence", *licence, ("有效期限：2023年08月03日至2028年08月02日", 100, 200))
    half = told("fishing_licence", *licence, ("有效期限：2023年08月03日", 100, 200))
    assert day["valid_to"].value == period["valid_to"].value == "2028-08-02"
    assert half["valid_to"].state is not ReadingState.READ


def test_a_bracket_behind_a_gap_belongs_to_the_value():
    told_ = told("fishing_application", ("批准书编号", 100, 200), ("（闽）船网（2025）HY-713441号", 400, 200))
    assert told_["index_no"].value == "(闽)船网(2025)HY-713441号"


def test_a_number_alone_on_its_line_is_not_joined_to_the_title():
    told_ = told(
        "public_place_licence", ("卫生许可证", 300, 40), ("闽卫公证字（2025）第350199-732370号", 100, 130)
    )
    assert told_["license_no"].value == "闽卫公证字(2025)第350199-732370号"


def test_a_number_may_stand_with_the_unit_its_element_counts_in():
    told_ = told("vehicle_licence", ("总质量：12000kg", 100, 200), ("整备质量：4.5吨", 100, 270))
    assert told_["gross_kg"].value == "12000"
    assert told_["curb_kg"].state is ReadingState.UNREADABLE


def test_the_example_of_the_guide_is_a_kind(tmp_path):
    guide = Path(__file__).parents[2] / "docs" / "kinds.md"
    example = re.search(r"```yaml\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    (tmp_path / "tax_clearance.yaml").write_text(example[1], encoding="utf-8")
    told_ = ("清税证明", 300, 40), ("纳税人识别号：91350199MA000000X0", 100, 200)
    guess = recognise_page(load_kinds(tmp_path), page(*told_), None)
    assert guess is not None
    assert guess.kind == "tax_clearance"


def form_of(kind, title):
    """Return a page with this title and nearly every label of a kind."""
    elements = [element for element in known(kind).elements.values() if element.labels]
    labels = [(f"{element.labels[0]}：", 100, 200 + 60 * n) for n, element in enumerate(elements)]
    return recognised((title, 400, 40), *labels)


def test_a_title_misread_is_made_good_by_nearly_all_labels():
    assert form_of("pesticide_application", "农药经营许可证电靖表") == "pesticide_application"
    assert recognised(("农药经营许可证电靖表", 400, 40), ("经营者名称：", 100, 200)) is None


def test_labels_alone_make_no_kind_of_a_paper_with_a_name_of_its_own():
    assert form_of("pesticide_application", "燃气设施安全检查登记表") is None


def test_the_name_of_a_paper_is_a_better_title_than_the_longer_name_of_a_bank():
    form, bank = Title("高龄津贴申请表", True), Title("开户银行仿真银行", True)
    assert rank_of(form) > rank_of(bank)
    assert rank_of(bank) > rank_of(Title("高龄津贴申请表", False))
