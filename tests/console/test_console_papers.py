"""Papers of a case to download: every form, from the stored review alone, for those who may read."""

import io
from dataclasses import replace
from urllib.parse import unquote

import docx
import pypdfium2
import pytest

from review_points.conclude import RefusalGround
from tests.console.province import nurse_case
from tests.console.test_console_case_page import KEY
from tests.console.world import FIRST, SECOND, Browser

FORMS = {"html": b"<!doctype html>", "docx": b"PK", "pdf": b"%PDF-"}


def paper(visitor: Browser, form: str, kind: str = "notice", key: str = KEY):
    return visitor.get(f"/paper/{kind}/{form}/{key}")


@pytest.mark.parametrize("form", FORMS)
def test_a_notice_comes_in_every_form_and_twice_the_same(clerk, form):
    first, second = paper(clerk, form), paper(clerk, form)
    assert first.status_code == 200
    assert first.content.startswith(FORMS[form])
    assert first.content == second.content
    assert f"一次性告知书-{FIRST}.{form}" in unquote(first.headers["content-disposition"])


def test_the_crop_of_the_finding_stands_in_every_form(clerk):
    html, word = paper(clerk, "html").text, paper(clerk, "docx").content
    assert html.count("data:image/png;base64,") == 1
    assert "护士执业证书·有效期至（第 1 页截图）" in html
    assert len(docx.Document(io.BytesIO(word)).inline_shapes) == 1
    pdf = pypdfium2.PdfDocument(paper(clerk, "pdf").content)
    kinds = [thing.type for page in pdf for thing in page.get_objects()]
    assert kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) == 1
    pdf.close()


def test_the_case_page_links_to_the_papers_there_are(clerk):
    page = clerk.get(f"/case/{KEY}").text
    assert f'href="/paper/notice/pdf/{KEY}"' in page
    assert "/paper/refusal/" not in page


def test_a_paper_that_is_not_there_is_told_in_words(clerk):
    answer = paper(clerk, "pdf", kind="report")
    assert answer.status_code == 404
    assert "否定报备情况表" in answer.text
    assert paper(clerk, "pdf", key="fuzhou:none").status_code == 404
    assert paper(clerk, "exe").status_code == 422
    assert paper(clerk, "pdf", kind="other").status_code == 422


def test_nobody_gets_a_paper_without_logging_in(visitor):
    assert paper(visitor, "pdf").status_code == 303


def test_a_departments_own_template_is_used(world, tmp_path):
    own = tmp_path / "templates"
    own.mkdir()
    template = docx.Document()
    template.add_paragraph("本局专用：{{ title }}")
    template.save(own / "notice.docx")
    visitor = Browser(world.app(own_templates=own))
    visitor.log_in("陈审批")
    written = docx.Document(io.BytesIO(paper(visitor, "docx").content))
    assert [line.text for line in written.paragraphs] == ["本局专用：一次性告知书"]


def test_a_broken_template_is_told_with_the_remedy(world, tmp_path):
    own = tmp_path / "templates"
    own.mkdir()
    (own / "notice.docx").write_bytes(b"no document")
    visitor = Browser(world.app(own_templates=own))
    visitor.log_in("陈审批")
    answer = paper(visitor, "docx")
    assert answer.status_code == 503
    assert "文书模板无法使用" in answer.text


def test_a_drafted_refusal_and_its_report_come_with_the_case(world, clerk):
    number = "FZ20261112-0077"
    seeded = nurse_case(world.evidence, number, proposal="refuse")
    world.add(replace(seeded, review=with_refusal(seeded.review)))
    key = f"fuzhou:{number}"
    page = clerk.get(f"/case/{key}").text
    assert f'href="/paper/refusal/docx/{key}"' in page
    assert "已注销注册" in paper(clerk, "html", kind="refusal", key=key).text
    assert "报备文号" in paper(clerk, "html", kind="report", key=key).text


def test_a_refusal_that_a_clerk_decided_has_its_papers_on_the_case_page(world, clerk):
    assert paper(clerk, "html", kind="report").status_code == 404
    world.cases.decide(
        case_key=KEY,
        clerk="陈审批",
        kind="refuse",
        reason="依法不符合",
        opinion="不符合条件。",
        at=world.clock.now(),
    )
    assert f'href="/paper/report/pdf/{KEY}"' in clerk.get(f"/case/{KEY}").text
    report = paper(clerk, "html", kind="report").text
    assert "不符合条件。" in report
    assert "2026 年 11 月 20 日 09:30" in report


def with_refusal(review):
    from cases.refusal import compose_refusal
    from tests.console.province import WORDING

    grounds = (RefusalGround(point="HSBG-01", says="已注销注册", basis=()),)
    refusal = compose_refusal(
        grounds,
        review.findings,
        wording=WORDING,
        facts=review.facts,
        material_names=review.words.material_names,
        form_labels=review.words.form_labels,
    )
    return replace(review, words=replace(review.words, refusal=refusal))


def test_a_case_without_a_review_has_no_papers(world, clerk):
    ref = nurse_case(world.evidence, "FZ20261112-0078").submission.ref
    world.cases.claim(ref, owner="robot-1")
    assert paper(clerk, "pdf", key=ref.key).status_code == 404
    assert SECOND not in clerk.get(f"/case/{KEY}").text.split("文书下载")[1].split("</ul>")[0]
