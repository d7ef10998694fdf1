"""The page of what was read: boxes in place, doubt in steps, nothing from outside, nothing unescaped."""

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.reading_page import Shown, reading_page
from console.reading_view import DOUBTS, document_view, doubt_of, score_of, signs_of
from ocr.document import Code, Document, Reading, ReadingState, Refusal, Source
from runner import app
from tests.console.drawing import Sheet, box

EVIL = "</style><script>alert(1)</script>"


def certificate() -> tuple[bytes, Document]:
    sheet = Sheet(title="护士执业证书", kind="nurse_certificate", seal="仿真市样例区卫生健康局")
    sheet.row("name", "姓名", "林样例").row("cert_no", "编号", "200635344325", confidence=0.85)
    return sheet.row("issuer", "发证机关", EVIL, confidence=0.4).draw("证书.png")


def page_of(*documents: Document) -> str:
    picture = certificate()[0]
    return reading_page([Shown(document=document, picture=lambda _: picture) for document in documents])


def with_readings(document: Document, *readings: Reading) -> Document:
    return replace(document, readings={readings[0].element: readings})


def test_the_page_asks_for_nothing_from_outside_and_its_policy_says_so() -> None:
    html = page_of(certificate()[1])
    style = re.search(r"<style>(.*?)</style>", html, flags=re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'" in html
    assert re.findall(r"(?:src|href)=\"(?!#|data:image/jpeg;base64,)", html) == []
    assert "style=" not in html.split("</style>")[1]


def test_what_was_read_is_escaped_wherever_it_stands() -> None:
    _, document = certificate()
    code = Code(page=1, box=box(1, 1, 9, 9), text=EVIL, format="QRCode")
    evil = replace(
        document,
        name=EVIL,
        kind=EVIL,
        integrity=(EVIL,),
        form_version=EVIL,
        pages=(replace(document.pages[0], codes=(code,)),),
    )
    refused = Document(sha256="", name=EVIL, media_type="", refusal=Refusal(code="damaged", message=EVIL))
    html = page_of(evil, refused)
    assert "<script" not in html
    assert html.count("</style>") == 1
    assert html.count("&lt;script&gt;") > 8


def test_every_box_has_its_row_and_every_row_its_box() -> None:
    html = page_of(certificate()[1], certificate()[1])
    anchors = re.findall(r" id=\"([^\"]+)\"", html)
    assert len(anchors) == len(set(anchors))
    links = set(re.findall(r"href=\"#([^\"]+)\"", html))
    assert len(links) > 10
    assert links <= set(anchors)


def test_several_files_have_a_table_of_contents_and_a_refusal_is_told() -> None:
    _, document = certificate()
    refused = Document(
        sha256="", name="坏.pdf", media_type="", refusal=Refusal(code="damaged", message="文件已损坏")
    )
    html = page_of(document, refused)
    assert "目录（2 个文件）" in html
    assert "文件已损坏" in html
    assert "目录" not in page_of(document)


@pytest.mark.parametrize(
    ("score", "step"),
    [(1.0, "sure"), (0.969, "slight"), (0.89, "doubt"), (0.79, "hopeless"), (0.0, "hopeless")],
)
def test_doubt_has_the_steps_of_the_engine(score: float, step: str) -> None:
    assert doubt_of(score) == step
    assert [lowest for _, lowest in DOUBTS] == sorted((lowest for _, lowest in DOUBTS), reverse=True)


def test_the_least_sure_character_counts_and_punctuation_does_not() -> None:
    assert score_of("姓名：林", (0.99, 0.98, 0.31, 0.95), 0.9) == 0.95
    assert score_of("姓名", (), 0.7) == 0.7
    assert score_of("：", (0.2,), 0.6) == 0.6
    doubts = [sign.doubt for sign in signs_of("名：林", (0.99, 0.1, 0.5), 0.9)]
    assert doubts == ["sure", "sure", "hopeless"]


def test_what_else_a_character_may_be_is_told() -> None:
    signs = signs_of("赞", (0.7,), 0.7, ("赟 贇",))
    assert "赟" in signs[0].title
    assert signs[0].doubt == "hopeless"


def test_sources_that_disagree_are_a_conflict_and_what_was_not_found_is_listed() -> None:
    _, document = certificate()
    pixels = Reading(
        element="name", state=ReadingState.READ, source=Source.PIXELS, value="林样例", confidence=0.99, page=1
    )
    layer = replace(pixels, source=Source.TEXT_LAYER, value="林样倒")
    view = document_view(with_readings(document, pixels, layer), 1)
    assert [row.tone for row in view.elements] == ["fail", "fail"]
    assert view.doubtful == 2
    nothing = replace(pixels, state=ReadingState.NOT_FOUND, value=None)
    gone = document_view(with_readings(document, nothing), 1)
    assert gone.elements == ()
    assert gone.missing == ("姓名",)


def test_a_tick_is_told_in_words() -> None:
    _, document = certificate()
    signed = Reading(
        element="signature",
        state=ReadingState.READ,
        source=Source.PIXELS,
        value="true",
        confidence=0.9,
        page=1,
    )
    view = document_view(replace(with_readings(document, signed), kind="nurse_application"), 1)
    assert [sign.text for sign in view.elements[0].signs] == ["是"]


def test_the_command_writes_one_page_for_all_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHEN_DATA_DIR", str(tmp_path / "var"))
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    word = tmp_path / "空.txt"
    word.write_bytes(b"nothing")
    out = tmp_path / "out.html"
    done = CliRunner().invoke(app, ["read", str(broken), str(word), "--html", str(out)])
    assert done.exit_code == 0, done.output
    html = out.read_text(encoding="utf-8")
    assert "目录（2 个文件）" in html
    assert "坏.pdf" in html


def test_a_place_that_can_not_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHEN_DATA_DIR", str(tmp_path / "var"))
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    done = CliRunner().invoke(app, ["read", str(broken), "--html", str(tmp_path)])
    assert done.exit_code != 0
    assert "无法写入" in str(done.exception)
