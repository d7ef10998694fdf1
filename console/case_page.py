"""The page of one case: pictures with boxes, findings, elements, reasons, notice and opinion."""

from dataclasses import dataclass
from urllib.parse import quote

from cases.case import Case, CaseState
from console.elements import ElementRow, element_rows, fact_label
from console.findings_view import FindingGroup, finding_groups
from console.marks import Mark, MarkBook
from console.paper_links import PaperLinks, paper_links
from console.reviewed import ReadFile, Reviewed
from console.waiting import proposal_of
from console.words import say
from ocr.document import Document, Page
from review_points.reasons import REASONS


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxView:
    """One evidence box on a picture."""

    mark: Mark
    label: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page of a file: its picture, or its text when there is no picture."""

    number: int
    width: int
    height: int
    picture: str
    boxes: tuple[BoxView, ...]
    quality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """One file of the case, shown behind a tab."""

    index: int
    title: str
    slot: str
    name: str
    trouble: str
    pages: tuple[PageView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """One reason of a hand-over, in words."""

    label: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything the case page shows that comes from the review."""

    files: tuple[FileView, ...]
    groups: tuple[FindingGroup, ...]
    sources: tuple[tuple[str, tuple[ElementRow, ...]], ...]
    reasons: tuple[ReasonView, ...]
    not_checked: tuple[tuple[str, str], ...]
    notice: str
    opinion: str
    papers: tuple[PaperLinks, ...]
    conclusion: str
    conclusion_label: str
    tone: str
    proposal: str
    proposal_label: str
    proposal_tone: str
    may_decide: bool


def case_page(case: Case, reviewed: Reviewed) -> CasePage:
    """Build the page of a case."""
    book = MarkBook(reviewed.files)
    groups = finding_groups(reviewed, book)
    sources = by_source(element_rows(reviewed, book))
    tones = tones_of(groups)
    kind, proposal = (str(case.conclusion.kind) if case.conclusion else ""), proposal_of(case)
    return CasePage(
        files=tuple(
            file_view(case, index, file, reviewed, book, tones) for index, file in enumerate(reviewed.files)
        ),
        groups=groups,
        sources=sources,
        reasons=reasons_of(case, reviewed),
        not_checked=reviewed.not_checked,
        notice=reviewed.notice,
        opinion=reviewed.opinion,
        papers=paper_links(case, reviewed.papers),
        conclusion=kind,
        conclusion_label=say("conclusions", kind) if kind else "尚无结论",
        tone=say("tones", kind) if kind else "plain",
        proposal=proposal,
        proposal_label=say("conclusions", proposal) if proposal else "",
        proposal_tone=say("tones", proposal) if proposal else "plain",
        may_decide=case.state is CaseState.WAITING_CLERK,
    )


def by_source(rows: tuple[ElementRow, ...]) -> tuple[tuple[str, tuple[ElementRow, ...]], ...]:
    """Group the rows by the material or register they come from, in the order of their first row."""
    names = dict.fromkeys(row.source for row in rows)
    return tuple((name, tuple(row for row in rows if row.source == name)) for name in names)


def tones_of(groups: tuple[FindingGroup, ...]) -> dict[str, str]:
    """Tell for each mark the gravest finding that rests on it."""
    tones: dict[str, str] = {}
    for group in groups:
        for finding in group.findings:
            for mark in finding.marks:
                tones.setdefault(mark.id, group.outcome)
    return tones


def reasons_of(case: Case, reviewed: Reviewed) -> tuple[ReasonView, ...]:
    """Put the reasons of the hand-over into words."""
    reasons = case.conclusion.reasons if case.conclusion else ()
    return tuple(
        ReasonView(label=REASONS.get(reason.code, reason.code), about=about(reason.about, reviewed))
        for reason in reasons
    )


def about(what: str, reviewed: Reviewed) -> str:
    """Put what a reason is about into words: a point's title, a fact's or a material's name."""
    titles = {finding.point: finding.title for finding in reviewed.findings}
    if what in titles:
        return f"{titles[what]}（{what}）"
    if what in reviewed.material_names:
        return reviewed.material_names[what]
    return fact_label(what, reviewed) if what in reviewed.facts.by_name else what


def file_view(
    case: Case, index: int, file: ReadFile, reviewed: Reviewed, book: MarkBook, tones: dict[str, str]
) -> FileView:
    """Put one file behind a tab."""
    document = file.document
    pages = document.pages if document else ()
    return FileView(
        index=index,
        title=title_of(file, reviewed),
        slot=file.slot,
        name=file.name,
        trouble=trouble_of(document, reviewed),
        pages=tuple(page_view(case, index, file, page, book, tones) for page in pages),
    )


def title_of(file: ReadFile, reviewed: Reviewed) -> str:
    """Name the file after what it was recognised as, else after where it was uploaded."""
    papers = file.document.papers if file.document else ()
    names = [reviewed.material_names.get(paper.kind or "", "") for paper in papers]
    return "、".join(filter(None, names)) or file.slot or file.name


def trouble_of(document: Document | None, reviewed: Reviewed) -> str:
    """Say what is wrong with a file as a whole."""
    if document is None:
        return "该文件未被读取"
    if document.refusal:
        return f"未打开：{document.refusal.message}"
    said = [say("integrity", code) for code in document.integrity]
    kinds = {paper.kind for paper in document.papers}
    if None in kinds:
        said.insert(0, "未能识别材料种类")
    elif not kinds <= set(reviewed.material_names):
        foreign = "其中有" if document.parts else ""
        said.insert(0, f"{foreign}不属于本事项的材料，未用于审查")
    return "；".join(said)


def page_view(
    case: Case, index: int, file: ReadFile, page: Page, book: MarkBook, tones: dict[str, str]
) -> PageView:
    """Build one page of a file with the boxes that stand on it."""
    return PageView(
        number=page.number,
        width=page.width,
        height=page.height,
        picture=f"/picture/{file.sha256}/{page.number}/{quote(case.ref.key, safe='')}",
        boxes=tuple(
            BoxView(mark=mark, label=book.label(mark), tone=tones.get(mark.id, "plain"))
            for mark in book.on_page(index, page.number)
        ),
        quality="、".join(say("quality", flag) for flag in page.quality.flags),
    )
