"""From a stored review to the bytes of one of its papers."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from cases.case import ClerkDecision
from cases.errors import PaperAbsent
from cases.materials import ReadFile
from cases.papers.as_docx import as_docx
from cases.papers.as_html import as_html
from cases.papers.as_pdf import as_pdf
from cases.papers.crops import crops_of
from cases.papers.paper import PaperKind, write_paper
from cases.papers.templates import find_template
from cases.review_record import Review


class PaperForm(StrEnum):
    """The forms of a paper, by the ending of its file."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


MEDIA_TYPES: Mapping[PaperForm, str] = MappingProxyType(
    {
        PaperForm.HTML: "text/html; charset=utf-8",
        PaperForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        PaperForm.PDF: "application/pdf",
    }
)


def form_of(path: Path) -> PaperForm:
    """Return the form a file is to have by its ending. Raises PaperAbsent for any other one."""
    try:
        return PaperForm(path.suffix.removeprefix(".").lower())
    except ValueError:
        raise PaperAbsent(f"{path.name}：文件名应以 .html、.docx 或 .pdf 结尾") from None


def print_paper(
    kind: PaperKind,
    form: PaperForm,
    review: Review,
    files: Sequence[ReadFile],
    fetch: Callable[[str], bytes],
    *,
    decision: ClerkDecision | None = None,
    own_templates: Path | None = None,
) -> bytes:
    """Print one paper of a review: the same review, files and templates always give the same bytes.

    Args:
        kind: which paper.
        form: HTML, DOCX or PDF.
        review: the review, as it was stored.
        files: its files with what reading them gave, for the crops.
        fetch: gives a file's bytes by their SHA-256.
        decision: what a clerk decided on the review: a refusal of a clerk has its papers too.
        own_templates: the folder of the department's own DOCX templates.

    Raises:
        PaperAbsent: the review has no such paper.
        PaperError: the template or the fonts of this machine can't be used.
    """
    paper = write_paper(kind, review, crops_of(review, files, fetch), decision)
    if form is PaperForm.HTML:
        return as_html(paper)
    if form is PaperForm.PDF:
        return as_pdf(paper)
    template = find_template(f"{kind}.docx", scenario=review.stands.scenario, own=own_templates)
    return as_docx(paper, template)
