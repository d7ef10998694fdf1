"""A folder with case.json is reviewed without any legacy system; what is wrong with it is told plainly."""

import json
from pathlib import Path

import pytest

from cases.errors import BadCaseFile, ScenarioMissing
from cases.fact_names import fact_name
from cases.folder import read_case_file, review_folder
from cases.report import report
from cases.review import ReviewDesk
from tests.fakes import FakeBook, FakeClock, FakeReader, FakeRegistry, small_scenario
from tests.fakes.scenario import IDNO, a_letter, an_id_card

GOOD = {
    "item": "nurse_change",
    "area": "fuzhou",
    "received_on": "2026-11-02",
    "form": {"name": "林晓岚", "身份证号": IDNO},
    "materials": [{"file": "card.jpg", "name": "身份证"}],
}


@pytest.fixture
def reader() -> FakeReader:
    reader = FakeReader()
    reader.knows(b"card", an_id_card())
    reader.knows(b"letter", a_letter())
    return reader


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "FZ0007"
    folder.mkdir()
    (folder / "card.jpg").write_bytes(b"card")
    (folder / "letter.jpg").write_bytes(b"letter")
    (folder / ".hidden").write_bytes(b"?")
    write(folder, GOOD)
    return folder


def write(folder: Path, data: object) -> None:
    (folder / "case.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def reviewed(folder: Path, reader: FakeReader, scenario_id: str | None = None):
    return review_folder(
        folder,
        scenario_id,
        book=FakeBook(small_scenario()),
        reader=reader,
        desk=ReviewDesk(registry=FakeRegistry({"nurses": {IDNO: {"status": "有效"}}}), audit_key=b"k"),
        clock=FakeClock(),
    )


def test_listed_and_unlisted_files_are_taken_in_and_recognised(folder, reader):
    done = reviewed(folder, reader)
    assert done.case == "FZ0007"
    assert [(each.file.slot, each.file.name) for each in done.files] == [
        ("身份证", "card.jpg"),
        ("", "letter.jpg"),
    ]
    assert done.review.facts["letter.sealed"].value == "true"
    assert done.review.conclusion.kind.value == "approve"


def test_the_scenario_may_be_named_outside_and_the_day_left_out(folder, reader):
    write(folder, {"form": GOOD["form"]})
    done = reviewed(folder, reader, "fuzhou/nurse_change")
    assert done.review.stands.received_on == FakeClock().today()
    with pytest.raises(BadCaseFile, match="--scenario"):
        reviewed(folder, reader)
    with pytest.raises(ScenarioMissing):
        reviewed(folder, reader, "fuzhou/nothing")


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (1.5, "1.5"), (True, "是"), (None, ""), (["甲", "乙"], "甲;乙")]
)
def test_values_of_json_become_what_a_form_would_show(folder, value, text):
    write(folder, {"form": {"name": value}})
    assert read_case_file(folder).form["name"] == text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "第 1 行第 2 列不是合法的 JSON"),
        ('{\n "form": }', "第 2 行"),
        ("[]", "case.json：应为对象"),
        ('{"recieved_on": "2026-11-02"}', "recieved_on：不认识这一项"),
        ('{"received_on": "2026-02-30"}', "received_on：应为日期"),
        ('{"form": []}', "form："),
        ('{"form": {"name": {}}}', "form.name：应为文字"),
        ('{"materials": [{"name": "x"}]}', "materials.0.file：缺少这一项"),
        ('{"form": {"name": "a", "name": "b"}}', "“name”写了两次"),
        ("[" * 100_000, "case.json"),
    ],
)
def test_a_bad_case_file_is_told_in_one_chinese_sentence(folder, content, told):
    (folder / "case.json").write_text(content, encoding="utf-8")
    with pytest.raises(BadCaseFile) as raised:
        read_case_file(folder)
    assert told in str(raised.value)


def test_a_case_file_in_gbk_is_told_as_such(folder):
    (folder / "case.json").write_bytes('{"form": {"name": "林"}}'.encode("gbk"))
    with pytest.raises(BadCaseFile, match="UTF-8"):
        read_case_file(folder)


def test_a_byte_order_mark_does_no_harm(folder):
    (folder / "case.json").write_text(json.dumps(GOOD), encoding="utf-8-sig")
    assert read_case_file(folder).item == "nurse_change"


def test_no_folder_and_no_case_file_are_told(tmp_path):
    with pytest.raises(BadCaseFile, match="没有文件夹"):
        read_case_file(tmp_path / "nowhere")
    with pytest.raises(BadCaseFile, match=r"没有 case\.json"):
        read_case_file(tmp_path)


def test_a_misspelt_element_is_refused_with_the_known_ones(folder, reader):
    write(folder, {**GOOD, "form": {"nmae": "林晓岚"}})
    with pytest.raises(BadCaseFile, match=r"nmae.*name（姓名）"):
        reviewed(folder, reader)


@pytest.mark.parametrize("file", ["../secret.jpg", "/etc/passwd", "nowhere.jpg", ".", "a/../card.jpg"])
def test_only_files_of_the_folder_itself_are_opened(folder, reader, file):
    (folder.parent / "secret.jpg").write_bytes(b"card")
    write(folder, {**GOOD, "materials": [{"file": file}]})
    with pytest.raises(BadCaseFile, match="不在所交的文件中"):
        reviewed(folder, reader)


def test_reasons_name_facts_in_chinese(folder, reader):
    write(folder, {**GOOD, "form": {"name": "林晓岚"}})
    done = reviewed(folder, reader)
    told = report(done.case, done.review, seconds=0.0)
    texts = [reason["text"] for reason in told["reasons"]]
    assert any("申请表单·身份证号" in text for text in texts)
    assert not any("form." in text for text in texts)
    assert "form.idno" in {reason["about"] for reason in told["reasons"]}


@pytest.mark.parametrize("name", ["第3页", "营业执照", "some.thing", ""])
def test_what_is_no_name_of_a_fact_stays_as_it_is(name):
    assert fact_name(name, {}, {}) == name
