"""How papers in use all over the country set labels and values, on lines and cells made by hand."""

import pytest
from hand_made_lines import known, line, page, told

from ocr.document import Line, ReadingState, Source
from ocr.elements import View, read_elements
from ocr.grid import Cell, Grid
from ocr.labels import occurrences
from ocr.layout import RawLine, Tilt, box_of, spans
from ocr.table_cells import cut_at_rules
from ocr.translations import is_translation, translation_end


def value(kind, element, *lines):
    reading = told(kind, *lines)[element]
    return reading.value if reading.state is ReadingState.READ else reading.state


def in_table(kind, element, columns, *rows):
    """Read an element of a table with cells 60 pixels high; `columns` are their edges."""
    cells, lines = [], []
    for number, row in enumerate(rows):
        top = 100.0 + 60 * number
        for left, right, text in zip(columns, columns[1:], row, strict=False):
            cells.append(Cell(left=left, top=top, right=right, bottom=top + 60))
            written = text if isinstance(text, tuple) else (text,)
            lines += [(part, left + 10, top + 2 + 28 * at) for at, part in enumerate(written) if part]
    grid = Grid(cells=tuple(cells))
    spans = cut_at_rules(page(*lines), grid)
    reading = read_elements(known(kind), View(number=1, source=Source.TEXT_LAYER, spans=spans, grid=grid))[
        element
    ]
    return reading.value if reading.state is ReadingState.READ else reading.state


@pytest.mark.parametrize(
    "text", ["Name", "LicenseNo.", "DateofBirth", "PortofRegistry", "ISSUEDBY", "(ShipID)"]
)
def test_words_of_translated_labels_are_known(text):
    assert is_translation(text)


@pytest.mark.parametrize(
    "text", ["Volvo", "A2", "C1", "DONGFENG", "CN26301722867", "Ownersh", "姓名", "C", ""]
)
def test_values_in_latin_letters_are_no_translations(text):
    assert not is_translation(text)


def test_a_translation_ends_where_the_value_begins():
    assert translation_end("准驾车型ClassA2", 4) == len("准驾车型Class")
    assert translation_end("品牌型号VolvoFH", 4) == 4


@pytest.mark.parametrize(
    "lines",
    [
        [("姓名 Name：林样例", 100, 100)],
        [("姓名 / Name：林样例", 100, 100)],
        [("姓名", 100, 100), ("Name", 100, 140), ("林样例", 300, 118)],
        [("姓名 Name", 100, 100), ("林样例", 400, 100)],
    ],
)
def test_a_label_may_carry_its_translation(lines):
    assert value("nurse_certificate", "name", *lines) == "林样例"


def test_an_address_below_its_translated_label_is_read():
    lines = [("住址", 100, 100), ("Address", 100, 132), ("福建省仿真市样例区示范街道渔平路99号", 100, 165)]
    assert value("driving_licence", "address", *lines) == "福建省仿真市样例区示范街道渔平路99号"


def test_words_behind_a_label_before_the_colon_belong_to_it():
    lines = [
        ("甲方（用人单位）名称：仿真市样例人力资源服务有限公司", 100, 100),
        ("乙方（劳动者）姓名：林样例", 100, 160),
    ]
    assert value("labor_contract", "employer", *lines) == "仿真市样例人力资源服务有限公司"
    assert value("labor_contract", "employee", *lines) == "林样例"


def test_a_label_within_a_sentence_needs_a_colon():
    lines = [("我校学生林样例，学号：2023711814，于2023年入学，专业合", 100, 100)]
    assert value("enrolment_certificate", "student_no", *lines) == "2023711814"
    assert value("enrolment_certificate", "major", *lines) is ReadingState.NOT_FOUND


def test_a_number_that_does_not_fit_into_a_line_is_read_in_the_next():
    lines = [
        ("兹有福建样例护理职业学院助产专业学生林样例（身份证号：", 160, 100),
        ("35019920010831791X），于2025年5月14日至2026年2月14日在我院实习，", 100, 160),
    ]
    assert value("internship_certificate", "idno", *lines) == "35019920010831791X"


def test_a_value_takes_no_line_of_the_column_beside_it():
    lines = [
        *[("经营范围", 100, 200), ("食品销售；餐饮服务", 300, 200), ("住所", 900, 180)],
        *[("福建省仿真市样例区", 1100, 180), ("103号一层", 1100, 222), ("外卖递送服务", 300, 240)],
    ]
    assert value("business_license", "scope", *lines) == "食品销售;餐饮服务外卖递送服务"


def test_a_date_below_an_organisation_is_no_part_of_its_name():
    lines = [("发证机关：仿真市样例区卫生健康局", 500, 800), ("2026年5月23日", 670, 840)]
    found = told("public_place_licence", *[("单位名称：样例理发店", 100, 100), *lines])
    assert (found["issuer"].value, found["issued_on"].value) == ("仿真市样例区卫生健康局", "2026-05-23")


def test_an_organisation_printed_behind_the_place_for_its_seal_is_read():
    lines = [("单位名称（盖章）：仿真市样例区仁和综合门诊部", 500, 800)]
    assert value("employment_letter", "institution", *lines) == "仿真市样例区仁和综合门诊部"


def test_two_places_for_seals_name_no_organisation():
    assert (
        value("lease_contract", "landlord", ("甲方（盖章）：　　　乙方（盖章）：", 100, 100))
        is not ReadingState.READ
    )


def test_who_signs_stands_by_the_date_at_the_end():
    lines = [
        ("在读证明", 500, 100),
        ("特此证明。", 160, 400),
        ("仿真师范学院（公章）", 700, 600),
        ("2026年10月15日", 720, 650),
    ]
    found = told("enrolment_certificate", *lines)
    assert (found["school"].value, found["issued_on"].value) == ("仿真师范学院", "2026-10-15")


def test_of_two_organisations_by_the_date_neither_is_said_to_sign():
    lines = [
        ("特此证明。", 160, 400),
        ("样例师范学院", 700, 560),
        ("仿真师范学院", 700, 600),
        ("2026年10月15日", 720, 650),
    ]
    assert "school" not in {k for k, v in told("enrolment_certificate", *lines).items() if v.value}


def test_the_date_of_another_label_is_not_that_of_issue():
    lines = [("证书编号：170012", 100, 100), ("有效期至", 700, 600), ("2028年5月16日", 700, 640)]
    assert told("hr_service_licence", *lines)["issued_on"].value is None


def test_an_until_is_the_last_day_of_a_period():
    assert (
        value("teacher_exam_certificate", "valid_to", ("有效期：至2028年05月16日", 100, 100)) == "2028-05-16"
    )


def test_letters_far_apart_are_no_label():
    lines = [("有效期", 100, 100), ("至2028年05月16日", 700, 100)]
    assert value("teacher_exam_certificate", "valid_to", *lines) == "2028-05-16"


def test_a_label_over_two_lines_with_its_value_beside():
    lines = [("常住户口", 100, 100), ("所在地", 100, 140), ("仿真市样例区演练乡海晏路206号", 300, 118)]
    assert value("residence_permit", "hukou", *lines) == "仿真市样例区演练乡海晏路206号"


def test_a_list_of_words_that_are_labels_elsewhere_is_a_value():
    row = (("体检项目", "内科、外科、眼科、胸部X线"),)
    assert in_table("medical_report", "items", (0, 200, 800), *row) == "内科、外科、眼科、胸部X线"


def test_in_a_table_of_results_the_result_counts():
    rows = [
        ("检测项目", "单位", "检测结果", "标准限值"),
        ("化学需氧量", "mg/L", "192", "500"),
        ("总磷", "mg/L", "4.2", "8"),
    ]
    edges = (0, 300, 500, 700, 900)
    assert in_table("water_test_report", "cod", edges, *rows) == "192"
    assert in_table("water_test_report", "phosphorus", edges, *rows) == "4.2"


def test_the_last_line_of_an_unknown_label_is_no_label_of_its_own():
    rows = [(("单位组织考试通过的", "日期"), "2026年5月20日")]
    assert in_table("nurse_first_application", "sign_date", (0, 320, 700), *rows) is ReadingState.NOT_FOUND


def test_a_heading_over_several_entries_names_no_single_value():
    rows = [("检测点", "检测项目", "单位"), ("大厅", "二氧化碳", "%"), ("客房", "甲醛", "mg")]
    assert in_table("hygiene_test_report", "items", (0, 200, 400, 600), *rows) is not ReadingState.READ


def test_a_bracket_in_the_cell_of_a_label_is_no_value_where_one_stands_beside():
    assert in_table("pesticide_application", "biz_area", (0, 420, 700), ("营业场所面积 （㎡）", "78")) == "78"


def test_a_word_to_be_ticked_is_no_label():
    lines = [
        ("变更事项：（√）执业地点　　（ ）执业类别　　（√）执业范围", 100, 100),
        ("执业类别：口腔", 100, 200),
    ]
    assert value("doctor_application", "category", *lines) == "口腔"


def test_the_date_below_a_signature_is_that_of_signing():
    lines = [
        ("本人签字：", 800, 100),
        ("2026年10月25日", 820, 145),
        ("审核意见", 100, 400),
        ("2026年10月29日", 820, 405),
    ]
    assert value("nurse_first_application", "sign_date", *lines) == "2026-10-25"


def test_of_two_dates_below_signatures_none_is_taken():
    lines = [
        ("本人签字：", 800, 100),
        ("2026年10月25日", 820, 145),
        ("申请人签字：", 100, 100),
        ("2026年10月29日", 120, 145),
    ]
    assert value("nurse_first_application", "sign_date", *lines) is ReadingState.NOT_FOUND


def test_a_row_does_not_run_on_into_the_value_of_the_column_beside():
    lines = [
        ("证件有效期 2024年02月16日至2028年02", 900, 160),
        ("地址", 100, 200),
        ("福建省仿真市样例区示范", 300, 200),
    ]
    lines += [("月15日", 1200, 203), ("路75号", 300, 245)]
    assert value("transport_licence", "address", *lines) == "福建省仿真市样例区示范路75号"


def test_what_a_narrow_cell_broke_off_belongs_to_a_value_of_one_line():
    lines = [
        ("姓名(英文)：", 100, 100),
        ("CHEN,CHI", 500, 100),
        ("HMING", 500, 140),
        ("出生日期：", 100, 260),
    ]
    assert value("taiwan_pass", "name_en", *lines) == "CHEN,CHIHMING"


def test_a_unit_between_label_and_number_is_none_of_it():
    assert value("lease_record", "area", ("面积 （㎡） 121", 100, 100)) == "121"


def test_a_label_over_two_lines_may_end_with_a_colon():
    lines = [("船舶识", 100, 100), ("别号：", 100, 140), ("CN26301722867", 300, 118)]
    assert value("ship_nationality", "ship_id", *lines) == "CN26301722867"


def test_a_pattern_matches_brackets_of_every_form():
    lines = [("公共场所卫生许可证", 500, 100), ("闽卫公证字〔2025〕第350199-732370号", 100, 200)]
    assert value("public_place_licence", "license_no", *lines) == "闽卫公证字(2025)第350199-732370号"


def test_a_day_with_wide_gaps_runs_on_below_the_label_of_another_column():
    places = (466, 494, 565, 581, 597, 613, 690, 720, 736, 765, 810, 850)
    day = RawLine(
        line=Line(text="出生1929年12月5日", box=box_of(452, 516, 867, 544), confidence=1.0),
        centres=tuple((x - 452) / (867 - 452) for x in places),
    )
    lines = [
        line(*text, size=28)
        for text in (("姓名涂艳桂", 452, 380), ("性别女", 452, 449), ("民族汉", 663, 455))
    ]
    number = line("公民身份号码350199192912055933", 452, 779, size=28)
    view = View(number=1, source=Source.TEXT_LAYER, spans=spans([*lines, day, number], Tilt()))
    assert read_elements(known("id_card"), view)["birth"].value == "1929-12-05"


def test_an_elements_own_label_goes_before_a_pattern_that_ends_where_it_ends():
    (found,) = occurrences(
        page(("申请人签名（捺印）：", 760, 1130)), ["re:(?:申请人)?签名(?:\\(.*\\))?(?=:)", "申请人签名"]
    )
    assert found.label == "申请人签名"
