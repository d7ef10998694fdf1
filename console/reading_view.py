"""What was read from a file, put into words and shapes for a page that people look at.

Doubt is told by the lowest score, in the steps at which the engine begins to doubt (operands.Floors).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import floor

from cases.fact_names import fact_words
from console.elements import BOOLS
from console.words import say
from ocr.document import Box, Code, Document, Line, Page, Reading, ReadingState, Seal
from ocr.kind_files import KindFile, kind_file
from ocr.values import ElementType
from review_points.operands import Floors

_FLOORS = Floors()
DOUBTS = (
    ("sure", _FLOORS.suspect),
    ("slight", _FLOORS.explains),
    ("doubt", _FLOORS.exact),
    ("hopeless", 0.0),
)
"""Steps of doubt, each with the lowest score that belongs to it."""
_TONES = {
    ReadingState.READ: "pass",
    ReadingState.BLANK: "plain",
    ReadingState.UNREADABLE: "unknown",
    ReadingState.NOT_FOUND: "plain",
    ReadingState.CONFLICT: "fail",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One character, how doubtful it is, and what to say of it."""

    text: str
    doubt: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A box on a page; `points` as SVG has them, in pixels of the page. `row` is where its words stand."""

    id: str
    row: str
    layer: str
    tone: str
    points: str
    left: float
    top: float
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """One line that was read."""

    id: str
    shape: str
    signs: tuple[Sign, ...]
    score: str
    doubt: str
    is_handwritten: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRow:
    """One reading of one element; `shape` is empty where it has no place on a page."""

    id: str
    shape: str
    label: str
    key: str
    signs: tuple[Sign, ...]
    raw: str
    state: str
    tone: str
    source: str
    page: int | None
    score: str
    doubt: str
    is_handwritten: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A seal or a code: what it says and what it looks like."""

    id: str
    shape: str
    what: str
    text: str
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page: facts in words, its boxes, its lines."""

    id: str
    page: Page
    facts: tuple[str, ...]
    flags: tuple[str, ...]
    shapes: tuple[Shape, ...]
    lines: tuple[TextRow, ...]
    measures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """One file."""

    id: str
    document: Document
    kind: str
    refusal: str
    facts: tuple[str, ...]
    warnings: tuple[str, ...]
    pages: tuple[PageView, ...]
    elements: tuple[ElementRow, ...]
    missing: tuple[str, ...]
    marks: tuple[MarkRow, ...]

    @property
    def doubtful(self) -> int:
        """Return how many readings of elements a person should look at."""
        return sum(row.tone in {"fail", "unknown"} or row.doubt != "sure" for row in self.elements)


def doubt_of(score: float) -> str:
    """Return the step of doubt of a score."""
    return next(step for step, lowest in DOUBTS if score >= lowest)


def _shown(score: float) -> str:
    """Return a score with two places, cut and not rounded: it must not seem to reach the next step."""
    return f"{floor(100 * score) / 100:.2f}"


def document_view(document: Document, number: int) -> DocumentView:
    """Put one file into words; `number` makes its anchors differ from those of other files on the page."""
    own = f"d{number}"
    kind = kind_file(document.kind) if document.kind else None
    elements = tuple(_element_rows(document, kind, own))
    marks = tuple(_mark_rows(document.pages, own))
    return DocumentView(
        id=own,
        document=document,
        kind=kind.name if kind else (document.kind or "未识别种类"),
        refusal=document.refusal.message if document.refusal else "",
        facts=_document_facts(document),
        warnings=tuple(say("integrity", code) for code in document.integrity),
        pages=tuple(_page_view(page, document, kind, own) for page in document.pages),
        elements=elements,
        missing=_missing(document, kind),
        marks=marks,
    )


def _document_facts(document: Document) -> tuple[str, ...]:
    facts = [document.media_type, f"{len(document.pages)} 页"]
    if document.kind:
        facts.append(f"种类把握 {document.kind_confidence:.2f}")
    if document.form_version:
        facts.append(f"表单版本 {document.form_version}")
    return tuple(fact for fact in facts if fact)


def element_label(key: str, kind: KindFile | None) -> str:
    """Return what an element is called: its usual name, else the first plain label printed beside it."""
    known = fact_words()["elements"].get(key)
    printed = kind.elements[key].labels if kind and key in kind.elements else ()
    return known or next((label for label in printed if not label.startswith("re:")), key)


def _missing(document: Document, kind: KindFile | None) -> tuple[str, ...]:
    return tuple(
        element_label(key, kind)
        for key, readings in document.readings.items()
        if all(reading.state is ReadingState.NOT_FOUND for reading in readings)
    )


def _found(document: Document) -> Iterator[tuple[str, str, tuple[Reading, ...]]]:
    """Give each element that was found, with the end of its anchors."""
    for place, (key, readings) in enumerate(document.readings.items()):
        shown = tuple(reading for reading in readings if reading.state is not ReadingState.NOT_FOUND)
        if shown:
            yield f"e{place}", key, shown


def _element_rows(document: Document, kind: KindFile | None, own: str) -> Iterator[ElementRow]:
    for anchor, key, readings in _found(document):
        values = {reading.value for reading in readings if reading.state is ReadingState.READ}
        for place, reading in enumerate(readings):
            state = ReadingState.CONFLICT if len(values) > 1 else reading.state
            is_read = reading.state is ReadingState.READ
            score = score_of(reading.value or "", reading.characters, reading.confidence)
            yield ElementRow(
                id=f"{own}-{anchor}-{place}",
                shape=f"{own}-{anchor}-{place}-box" if reading.box and reading.page else "",
                label=element_label(key, kind),
                key=key,
                signs=_value_signs(reading, _is_yes_or_no(key, kind)),
                raw=reading.raw if reading.raw != reading.value else "",
                state=say("fact_states", state),
                tone=_TONES[state],
                source=say("sources", reading.source),
                page=reading.page,
                score=_shown(score) if is_read else "—",
                doubt=doubt_of(score) if is_read else "sure",
                is_handwritten=bool(reading.is_handwritten),
            )


def _is_yes_or_no(key: str, kind: KindFile | None) -> bool:
    return kind is not None and key in kind.elements and kind.elements[key].type is ElementType.BOOL


def _value_signs(reading: Reading, is_yes_or_no: bool) -> tuple[Sign, ...]:
    value = reading.value or ""
    if is_yes_or_no:
        return (Sign(text=BOOLS.get(value, value), doubt=doubt_of(reading.confidence), title=""),)
    return signs_of(value, reading.characters, reading.confidence, reading.alternatives)


def score_of(text: str, scores: Sequence[float], confidence: float) -> float:
    """Return the lowest score of the letters, digits and characters; how sure a colon is tells nothing."""
    each = scores if len(scores) == len(text) else ()
    telling = [score for sign, score in zip(text, each, strict=False) if sign.isalnum()]
    return min(telling, default=confidence)


def signs_of(
    text: str, scores: Sequence[float], confidence: float, alternatives: Sequence[str] = ()
) -> tuple[Sign, ...]:
    """Return a text character by character; without a score for each, all have the text's."""
    each = scores if len(scores) == len(text) else [confidence] * len(text)
    others = alternatives if len(alternatives) == len(text) else [""] * len(text)
    return tuple(
        Sign(
            text=sign,
            doubt=doubt_of(score) if sign.isalnum() else "sure",
            title=_shown(score) + (f"　也可能是：{' '.join(other)}" if other else ""),
        )
        for sign, score, other in zip(text, each, others, strict=True)
    )


def _mark_rows(pages: Iterable[Page], own: str) -> Iterator[MarkRow]:
    for page in pages:
        for place, seal in enumerate(page.seals):
            anchor = f"{own}-p{page.number}-s{place}"
            yield MarkRow(
                id=anchor,
                shape=f"{anchor}-box",
                what="印章",
                text=seal.text or "（环文未读出）",
                details=_seal_details(seal),
            )
        for place, code in enumerate(page.codes):
            anchor = f"{own}-p{page.number}-c{place}"
            yield MarkRow(
                id=anchor, shape=f"{anchor}-box", what="条码", text=code.text, details=_code_details(code)
            )


def _seal_details(seal: Seal) -> str:
    details = [
        f"第 {seal.page} 页",
        say("seal_shapes", seal.shape),
        say("seal_inks", seal.ink),
        seal.kind or "",
        f"中间文字：{seal.centre_text}" if seal.centre_text else "",
        f"{seal.width_mm:.0f}×{seal.height_mm:.0f} mm" if seal.width_mm and seal.height_mm else "",
        "骑缝章" if seal.straddles else "",
        f"把握 {seal.confidence:.2f}",
    ]
    return "　".join(filter(None, details))


def _code_details(code: Code) -> str:
    return f"第 {code.page} 页　{code.format}"


def _page_view(page: Page, document: Document, kind: KindFile | None, own: str) -> PageView:
    anchor = f"{own}-p{page.number}"
    lines = tuple(_text_row(line, f"{anchor}-l{place}") for place, line in enumerate(page.lines))
    line_shapes = (
        _shape(row.shape, row.id, "line", row.doubt, line.box, "", f"{line.text}　{row.score}")
        for row, line in zip(lines, page.lines, strict=True)
    )
    return PageView(
        id=anchor,
        page=page,
        facts=_page_facts(page),
        flags=tuple(say("quality", flag) for flag in page.quality.flags),
        shapes=(*line_shapes, *_mark_shapes(page, anchor), *_element_shapes(document, page, kind, own)),
        lines=lines,
        measures=tuple((name, f"{value:g}") for name, value in sorted(page.quality.measures.items())),
    )


def _page_facts(page: Page) -> tuple[str, ...]:
    kind = kind_file(page.kind) if page.kind else None
    facts = [
        kind.name if kind else page.kind or "",
        f"{page.width}×{page.height} 像素",
        f"{page.dpi:.0f} DPI" if page.dpi else "",
        f"已旋转 {page.rotation}°" if page.rotation else "",
        f"取自第 {page.sheet} 张图" if page.sheet is not None else "",
        f"清晰度 {page.quality.sharpness:.0f}",
    ]
    return tuple(filter(None, facts))


def _text_row(line: Line, anchor: str) -> TextRow:
    score = score_of(line.text, line.characters, line.confidence)
    return TextRow(
        id=anchor,
        shape=f"{anchor}-box",
        signs=signs_of(line.text, line.characters, line.confidence),
        score=_shown(score),
        doubt=doubt_of(score),
        is_handwritten=bool(line.is_handwritten),
    )


def _element_shapes(document: Document, page: Page, kind: KindFile | None, own: str) -> Iterator[Shape]:
    for anchor, key, readings in _found(document):
        for place, reading in enumerate(readings):
            if reading.box is not None and reading.page == page.number:
                label, row = element_label(key, kind), f"{own}-{anchor}-{place}"
                shown = f"{label}：{reading.value or say('fact_states', reading.state)}"
                score = score_of(reading.value or "", reading.characters, reading.confidence)
                tone = doubt_of(score) if reading.state is ReadingState.READ else "hopeless"
                yield _shape(f"{row}-box", row, "element", tone, reading.box, label, shown)


def _mark_shapes(page: Page, anchor: str) -> Iterator[Shape]:
    for place, seal in enumerate(page.seals):
        row = f"{anchor}-s{place}"
        yield _shape(f"{row}-box", row, "seal", "seal", seal.box, "印章", seal.text or "印章")
    for place, code in enumerate(page.codes):
        row = f"{anchor}-c{place}"
        yield _shape(f"{row}-box", row, "code", "code", code.box, "条码", code.text)


def _shape(anchor: str, row: str, layer: str, tone: str, box: Box, label: str, title: str) -> Shape:
    return Shape(
        id=anchor,
        row=row,
        layer=layer,
        tone=tone,
        points=" ".join(f"{x:.1f},{y:.1f}" for x, y in box),
        left=round(min(x for x, _ in box), 1),
        top=round(min(y for _, y in box), 1),
        label=label,
        title=title,
    )
