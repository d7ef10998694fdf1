"""Documents as JSON and back, page numbers, witnesses, merging of pages, models, start-up."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from ocr import json_form, models
from ocr.completeness import is_complete
from ocr.document import (
    Code,
    Document,
    Line,
    Page,
    Quality,
    Reading,
    ReadingState,
    Refusal,
    Seal,
    Source,
)
from ocr.kind_files import kind_file
from ocr.layout import box_of
from ocr.page_numbers import page_number, pages_complete
from ocr.reader import Reader, merged
from ocr.witness import CONFLICT, HIDDEN, element_conflicts, integrity_of, unseen

ROOT = Path(__file__).parents[2]
QUALITY = Quality(sharpness=900.0, brightness=0.9, short_side_px=800)


def line(text, x=0.0, y=0.0, width=200.0):
    return Line(text=text, box=box_of(x, y, x + width, y + 20), confidence=0.9, characters=(0.9,) * len(text))


def page(number, *texts, **more):
    lines = tuple(line(text, y=30.0 * n) for n, text in enumerate(texts))
    return Page(number=number, width=800, height=1200, rotation=0, lines=lines, quality=QUALITY, **more)


def reading(value, state=ReadingState.READ, source=Source.PIXELS, confidence=0.9):
    return Reading(element="idno", state=state, source=source, value=value, confidence=confidence)


def document(*pages):
    return Document(sha256="ab", name="甲.pdf", media_type="application/pdf", pages=pages, reader_version="1")


def test_a_document_survives_json():
    seal = Seal(page=1, box=box_of(1, 2, 3, 4), text="样例店", kind="公章", confidence=0.5)
    code = Code(page=1, box=box_of(1, 2, 3, 4), text="x", format="QRCode")
    whole = replace(
        document(page(1, "姓名", seals=(seal,), codes=(code,), text_layer=(line("姓名"),)), page(2, "性别")),
        kind="id_card",
        kind_confidence=0.9,
        readings={"idno": (replace(reading("1"), box=box_of(0, 0, 1, 1), page=1, characters=(0.5,)),)},
        integrity=("hidden_text",),
    )
    assert json_form.loads(json_form.dumps(whole)) == whole


def test_a_refused_file_survives_json_and_has_no_pages():
    refused = replace(document(), refusal=Refusal(code="encrypted", message="请上传未加密的文件。"))
    shown = json_form.to_json(refused)
    assert json_form.from_json(shown) == refused
    assert (shown["refused"], shown["reason"], "pages" in shown) == (True, "encrypted", False)


def test_two_values_are_shown_as_a_conflict():
    both = (reading("1"), reading("2", source=Source.TEXT_LAYER))
    shown = json_form.to_json(replace(document(page(1)), readings={"idno": both}))
    assert shown["elements"]["idno"]["state"] == "conflict"
    assert shown["elements"]["idno"]["value"] == "1"


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("第1页 共3页", (1, 3)),
        ("第 2 页，共 3 页", (2, 3)),
        ("共3页 第2页", (2, 3)),
        ("- 2/3 -", (2, 3)),
        ("第4页 共3页", None),
        ("见第1页", None),
    ],
)
def test_page_numbers(text, pair):
    assert page_number(page(1, text)) == pair


def test_pages_are_complete_missing_or_silent():
    def numbered(*numbers):
        return [document(*(page(n, f"第{k}页 共3页") for n, k in enumerate(numbers, 1)))]

    assert pages_complete(numbered(1, 2, 3)) is True
    assert pages_complete(numbered(1, 3)) is False
    assert pages_complete([document(page(1, "无页码"))]) is None
    assert pages_complete([document(page(1, "第1页 共3页"), page(2, "无页码"))]) is None
    assert pages_complete([document(page(1, "第1页 共3页"), page(2, "第2页 共2页"))]) is None


def test_text_that_nobody_can_see_is_hidden_text():
    layer = [line("姓名林样例"), line("350199198503129011", y=500)]
    assert integrity_of([line("姓名林样例")], layer, lambda _: False) == (HIDDEN,)
    assert integrity_of([line("姓名林样例")], layer, lambda _: True) == (HIDDEN,)


def test_a_short_ornament_that_was_drawn_but_not_read_is_not_hidden():
    assert integrity_of([], [line("样例")], lambda _: True) == ()
    assert integrity_of([], [line("样例")], lambda _: False) == (HIDDEN,)


def test_text_that_says_something_else_is_a_conflict():
    assert integrity_of([line("姓名林样例")], [line("完全不同的话")], lambda _: True) == (CONFLICT,)


def test_a_text_layer_that_agrees_is_silent():
    assert integrity_of([line("姓名林祥例")], [line("姓名林样例")], lambda _: True) == ()


@pytest.mark.parametrize(
    ("seen", "text", "ink", "codes"),
    [
        ([], "男", False, (HIDDEN,)),
        ([], "男", True, ()),
        ([], "2000元", True, (HIDDEN,)),
        ([line("姓名林样例")], "姓名林样例", True, ()),
        ([line("姓名林样例")], "350102", True, (CONFLICT,)),
    ],
)
def test_invisible_text_must_be_seen_in_the_pixels(seen, text, ink, codes):
    assert unseen(seen, [line(text)], [], lambda _: ink) == codes


@pytest.mark.parametrize(
    ("seen", "codes"),
    [([], (HIDDEN,)), ([line("注: 同意受理")], ()), ([line("不同的话说在这里")], (CONFLICT,))],
)
def test_a_note_must_be_shown(seen, codes):
    assert unseen(seen, [], [line("同意受理注")], lambda _: False) == codes


def test_elements_that_differ_between_pixels_and_text_layer_are_a_conflict():
    differ = {"idno": (reading("1"), reading("2", source=Source.TEXT_LAYER))}
    agree = {"idno": (reading("1"), reading("1", source=Source.TEXT_LAYER))}
    assert element_conflicts(differ) == (CONFLICT,)
    assert element_conflicts(agree) == ()


def test_pages_are_merged_without_losing_a_contradiction():
    blank = reading(None, ReadingState.BLANK)
    unread = reading(None, ReadingState.UNREADABLE)
    lost = reading(None, ReadingState.NOT_FOUND)
    assert [r.value for r in merged([lost, reading("1"), reading("1", confidence=0.99), blank])["idno"]] == [
        "1"
    ]
    assert {r.value for r in merged([reading("1"), reading("2")])["idno"]} == {"1", "2"}
    assert merged([lost, blank, unread])["idno"] == (unread,)
    assert merged([lost, blank])["idno"] == (blank,)


def test_models_are_checked_and_the_remedy_is_named(tmp_path):
    with pytest.raises(models.ModelsMissing, match="make setup"):
        models.check(tmp_path)
    for model in models.NEEDED:
        (tmp_path / model).mkdir()
        for name in ("inference.onnx", "inference.yml"):
            (tmp_path / model / name).write_bytes(b"not the model")
    with pytest.raises(models.ModelsMissing, match="SHA-256"):
        models.check(tmp_path)


def test_models_are_laid_out_from_the_installed_package(tmp_path):
    assert models.main([str(tmp_path)]) == 0
    models.check(tmp_path)
    configuration = (tmp_path / models.RECOGNITION / "inference.yml").read_text(encoding="utf-8")
    assert "- 48\n      - 96\n" in configuration


def test_a_reader_that_only_uses_its_cache_loads_no_engine(tmp_path):
    program = (
        "import sys; from pathlib import Path; from ocr.reader import Reader; from ocr import json_form\n"
        "from ocr.document import Document; import hashlib\n"
        f"reader = Reader(Path('none'), cache_dir=Path({str(tmp_path)!r}))\n"
        "sha = hashlib.sha256(b'x').hexdigest()\n"
        "known = Document(sha256=sha, name='a', media_type='image/png', reader_version=reader.version)\n"
        "reader._keep(known)\n"
        "assert reader.read(b'x', 'b').name == 'b'\n"
        "assert not {'paddleocr', 'paddlex', 'onnxruntime'} & set(sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_a_refused_file_needs_no_model(tmp_path):
    with Reader(tmp_path) as reader:
        refused = reader.read(b"<html>", "照片.jpg")
    assert refused.refusal is not None
    assert refused.refusal.code == "unsupported_type"
    assert refused.pages == ()


def test_a_cache_entry_of_another_version_or_a_broken_one_is_not_used(tmp_path):
    made = io.BytesIO()
    docx.Document().save(made)
    with Reader(tmp_path, cache_dir=tmp_path) as reader:
        first = reader.read(made.getvalue(), "a")
        path = next(tmp_path.rglob("*.json"))
        path.write_text("{", encoding="utf-8")
        assert reader.read(made.getvalue(), "a") == first
        path.write_text(json_form.dumps(replace(first, reader_version="old")), encoding="utf-8")
        assert reader.read(made.getvalue(), "a") == first


def test_the_version_changes_with_the_kind_files(tmp_path):
    one = Reader(tmp_path, kinds_dir=tmp_path).version
    (tmp_path / "new.yaml").write_text("id: new\n", encoding="utf-8")
    assert Reader(tmp_path, kinds_dir=tmp_path).version != one


def seen_places(*elements: str, state: ReadingState = ReadingState.READ, text: str = "") -> Document:
    readings = {
        key: (Reading(element=key, state=state, source=Source.PIXELS, confidence=1.0),) for key in elements
    }
    return replace(document(page(1, text)), readings=readings)


def complete(kind: str, *documents: Document, nothing_missed: bool = True) -> bool | None:
    return is_complete(documents, kind_file(kind), nothing_missed=nothing_missed)


def test_a_card_is_complete_with_both_sides_in_one_file_or_in_two():
    front, back = seen_places("name", "idno"), seen_places("issuer", state=ReadingState.UNREADABLE)
    nowhere = replace(
        front, readings=front.readings | seen_places("issuer", state=ReadingState.NOT_FOUND).readings
    )
    assert complete("id_card", seen_places("idno", "valid_to")) is True
    assert complete("id_card", front, back) is True
    assert complete("id_card", nowhere) is False
    assert complete("id_card", nowhere, nothing_missed=False) is None


def test_a_contract_is_complete_with_all_pages_and_the_one_that_is_signed():
    ends = ("landlord", "landlord_signature")
    assert complete("lease_contract", seen_places(*ends, text="第1页 共1页")) is True
    assert complete("lease_contract", seen_places(*ends)) is None
    assert complete("lease_contract", seen_places(*ends, text="第1页 共2页")) is False
    assert complete("lease_contract", seen_places("landlord", text="第1页 共1页")) is False


def test_nobody_knows_whether_a_paper_is_complete_that_has_neither_numbers_nor_parts():
    assert complete("bank_card", seen_places("number")) is None


def test_a_reader_that_was_prepared_reads_at_once_and_says_when_models_are_missing(tmp_path: Path) -> None:
    with Reader(Path("var/models")) as reader:
        assert reader.prepare().result() is None
    with Reader(tmp_path) as without, pytest.raises(models.ModelsMissing):
        without.prepare().result()
