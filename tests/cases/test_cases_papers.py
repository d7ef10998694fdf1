"""One model, the same words in every form, and nothing an applicant writes breaks any of them."""

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cases.errors import PaperAbsent, PaperFontsMissing, PaperTemplateBroken
from cases.papers import as_pdf as pdf_module
from cases.papers.as_docx import as_docx, repacked
from cases.papers.as_html import as_html
from cases.papers.as_pdf import as_pdf
from cases.papers.crops import cut_out
from cases.papers.paper import Crop, Item, Paper, PaperKind, Section
from cases.papers.printing import PaperForm, form_of
from cases.papers.templates import TEMPLATES, find_template
from cases.plain_words import one_line
from tools import paper_templates

EMOJI = "😀👨‍👩‍👧🇨🇳"
NASTY = (
    "<script>alert(1)</script><b>&amp;",
    "{{ 7*7 }}{% for x in y %}{# #}{_{ _%}",
    "#set text(red) $x$ *粗* _斜_ `raw` @label \\u{41} //注 /*注*/",
    "]]></w:t><w:br/>&#x0;\x00\x01\x0b\x0c\x1b\ufffe\uffff\ud800",
    "甲\u202e乙\u2066丙\u200f\u200d\ufeff",
    EMOJI,
    "𠮷䶮㛃𬌗\ue000",
    "x" * 10_000,
    "《字》" * 2_000,
    "一\n二\r\n三\t四\u2028五\u2029六",
    '../../etc/passwd %s {0} ${jndi:x} #include("/etc/passwd")',
)
FORMS = ("html", "docx", "pdf")


def a_crop() -> Crop:
    written = io.BytesIO()
    Image.new("RGB", (300, 40), "white").save(written, "PNG")
    return Crop(
        png=written.getvalue(), width_px=300, height_px=40, caption="护士执业证书·有效期至（第 1 页截图）"
    )


def a_paper(says: str = "姓名不一致。", kind: PaperKind = PaperKind.NOTICE, **rest) -> Paper:
    text = one_line(says)
    first = Item(heading=f"1. {text}", lines=(f"查见：“{text}”", f"请您：{text}"), crops=(a_crop(),))
    second = Item(heading="2. 未盖章。", lines=("请您：加盖公章。", "依据：《护士条例》第十条"))
    paper = Paper(
        kind=kind,
        title="一次性告知书",
        watermark="样例",
        draft="（草稿：未经核定不得发出）",
        particulars=(("办件编号", "FZ0001"), ("申请人", text)),
        addressee=f"{text}：",
        opening=("您的申请材料需要补正：",),
        sections=(Section(title="申请表单", items=(first,)), Section(title="聘用证明", items=(second,))),
        closing=("修改以下 2 处即可通过：第 1 项；第 2 项。", "请一次性补正。"),
        signature=("某某局（仿真）", "2026 年 11 月 2 日"),
        blanks=("承办人（签名）",),
    )
    return replace(paper, **rest)


class Words(HTMLParser):
    """Collects the words a browser would show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tags: set[str] = set()
        self._is_hidden = False

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self._is_hidden = tag in {"style", "title"}

    def handle_endtag(self, tag):
        self._is_hidden = False

    def handle_data(self, data):
        self.shown += [] if self._is_hidden else [data]


def words_of_html(data: bytes) -> str:
    reader = Words()
    reader.feed(data.decode("utf-8"))
    return "".join(reader.shown)


def words_of_docx(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return "".join(text.text or "" for text in document.element.body.iter(docx.oxml.ns.qn("w:t")))


def words_of_pdf(data: bytes) -> str:
    pdf = pypdfium2.PdfDocument(data)
    pages = [page.get_textpage().get_text_bounded() for page in pdf]
    pdf.close()
    return "".join(re.sub(r"—\s*\d+\s*—", "", text.removeprefix("样例")) for text in pages)


WORDS = {"html": words_of_html, "docx": words_of_docx, "pdf": words_of_pdf}


def written(paper: Paper, form: str) -> bytes:
    if form == "docx":
        return as_docx(paper, TEMPLATES / f"{paper.kind}.docx")
    return as_html(paper) if form == "html" else as_pdf(paper)


def close(text: str) -> str:
    """Leave out what line breaking adds or eats: white space, and places where a word may break."""
    return re.sub(r"[\s\u200b\ufffe\u0002]+", "", text)


def is_said_in_order(paper: Paper, text: str) -> bool:
    at, whole = 0, close(text)
    for words in paper.words():
        at = whole.find(close(words), at)
        if at < 0:
            return False
    return True


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", PaperKind)
def test_every_form_says_every_word_of_the_model_in_its_order(form, kind):
    blanks = () if kind is PaperKind.NOTICE else ("承办人（签名）",)
    paper = a_paper(kind=kind, blanks=blanks)
    assert is_said_in_order(paper, WORDS[form](written(paper, form)))


def test_no_form_says_more_than_the_model():
    paper = a_paper(blanks=(), watermark="")
    for form in FORMS:
        assert close(WORDS[form](written(paper, form))) == close("".join(paper.words()))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("says", NASTY)
def test_what_an_applicant_wrote_breaks_no_form(form, says):
    shown = WORDS[form](written(a_paper(says), form))
    assert "请一次性补正。" in close(shown)
    assert "49" not in shown


@pytest.mark.parametrize("says", NASTY)
def test_word_and_html_say_even_nasty_words_whole(says):
    paper = a_paper(says, blanks=())
    assert is_said_in_order(paper, words_of_html(as_html(paper)))
    assert is_said_in_order(paper, words_of_docx(written(paper, "docx")))


@pytest.mark.parametrize("says", [each for each in NASTY if each != EMOJI])
def test_the_pdf_says_nasty_words_whole(says):
    """Emoji are left out: one that no font of this machine holds is a box in the picture, and no text."""
    paper = a_paper(says, blanks=(), sections=())
    assert is_said_in_order(paper, words_of_pdf(as_pdf(paper)))


PIECES = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(NASTY[:7])), min_size=1, max_size=4)


@given(PIECES.map("".join))
@settings(deadline=None, max_examples=60)
def test_any_words_stay_words_in_html_and_word(says):
    paper = a_paper(says, blanks=())
    html = as_html(paper)
    assert is_said_in_order(paper, words_of_html(html))
    reader = Words()
    reader.feed(html.decode("utf-8"))
    assert not reader.tags & {"script", "b", "iframe", "a", "form"}
    assert is_said_in_order(paper, words_of_docx(written(paper, "docx")))


@given(PIECES.map("".join))
@settings(deadline=None, max_examples=25)
def test_any_words_give_a_pdf_that_ends_as_it_should(says):
    assert "请一次性补正。" in close(words_of_pdf(as_pdf(a_paper(says))))


@pytest.mark.parametrize("form", FORMS)
def test_the_same_paper_gives_the_same_bytes(form):
    assert written(a_paper(), form) == written(a_paper(), form)


def test_a_docx_holds_no_time_of_its_writing():
    with zipfile.ZipFile(io.BytesIO(written(a_paper(), "docx"))) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = packed.namelist()
    assert names == sorted(names)


def test_the_watermark_stands_on_every_page_of_simulated_areas_only():
    assert b"string=" in header_of(written(a_paper(), "docx"))
    assert "样例" in words_of_html(as_html(a_paper()))
    pdf = pypdfium2.PdfDocument(as_pdf(a_paper("字" * 3000)))
    assert len(pdf) > 2
    assert all("样例" in page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    plain = a_paper(watermark="")
    assert b"<w:p" in header_of(written(plain, "docx")), "Word takes no header without a paragraph"
    assert b"string=" not in header_of(written(plain, "docx"))
    assert "样例" not in words_of_html(as_html(plain))


def header_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist() if "header" in name)


def test_the_shipped_templates_are_what_their_maker_makes(tmp_path, monkeypatch):
    monkeypatch.setattr(paper_templates, "TEMPLATES", tmp_path)
    paper_templates.main()
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (TEMPLATES / made.name).read_bytes(), (
            "run python tools/paper_templates.py"
        )


def test_the_nearest_template_is_used(tmp_path):
    def found() -> Path:
        return find_template("notice.docx", scenario="fuzhou/nurse_change", own=tmp_path)

    assert found() == TEMPLATES / "notice.docx"
    for folder in (tmp_path, tmp_path / "fuzhou", tmp_path / "fuzhou" / "nurse_change"):
        folder.mkdir(exist_ok=True)
        (folder / "notice.docx").write_bytes(b"")
        assert found() == folder / "notice.docx"
    assert find_template("notice.docx", scenario="fuzhou/nurse_change", own=None).parent == TEMPLATES


@pytest.mark.parametrize(
    "says", ["{{ nothing }}", "{% for %}", "{{ title.x.y }}", "{{ title() }}", "{{ 1/0 }}"]
)
def test_a_broken_template_is_told_by_its_name(tmp_path, says):
    template = docx.Document()
    template.add_paragraph(says)
    template.save(tmp_path / "own.docx")
    with pytest.raises(PaperTemplateBroken, match=r"own\.docx"):
        as_docx(a_paper(), tmp_path / "own.docx")


def test_a_template_may_not_reach_into_the_program(tmp_path):
    template = docx.Document()
    template.add_paragraph("{{ ''.__class__.__mro__ }}")
    template.save(tmp_path / "own.docx")
    with pytest.raises(PaperTemplateBroken):
        as_docx(a_paper(), tmp_path / "own.docx")


def test_what_is_no_document_is_no_template(tmp_path):
    (tmp_path / "own.docx").write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(PaperTemplateBroken):
        as_docx(a_paper(), tmp_path / "own.docx")


def test_without_a_chinese_font_no_pdf_is_written(monkeypatch):
    monkeypatch.setattr(pdf_module, "NEEDED_FONT", "No Such Font")
    with pytest.raises(PaperFontsMissing, match="fonts-noto-cjk"):
        as_pdf(a_paper())


def test_packing_again_changes_nothing_but_the_packing():
    once = written(a_paper(), "docx")
    assert repacked(once) == once


def test_a_form_is_known_by_the_ending_of_its_file():
    assert form_of(Path("a/告知书.PDF")) is PaperForm.PDF
    with pytest.raises(PaperAbsent, match=r"\.docx"):
        form_of(Path("notice.txt"))


@pytest.mark.parametrize("shift", [(0.0, 0.0), (-500.0, -500.0), (5000.0, 5000.0), (60.0, 0.0)])
def test_a_box_anywhere_gives_a_crop(shift):
    written_png = io.BytesIO()
    Image.new("RGB", (100, 50), "white").save(written_png, "PNG")
    x, y = shift
    box = ((x + 10, y + 10), (x + 60, y + 10), (x + 60, y + 20), (x + 10, y + 20))
    crop = cut_out(written_png.getvalue(), box)
    assert 1 <= crop.width_px <= 100
    assert 1 <= crop.height_px <= 50
