"""The comparison table of a case: what the form says beside what the materials and registers say."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.fact_names import element_name, fact_name, source_name
from console.marks import Mark, MarkBook
from console.reviewed import Reviewed
from console.words import say
from ocr.document import ReadingState
from review_points.facts import Fact, FactState
from review_points.findings import Finding, Outcome

ABOUT_THE_PAPER = frozenset(
    {
        *(
            "present",
            "legible",
            "pages_complete",
            "complete",
            "page_count",
            "form_version",
            "sealed",
            "signed",
            "slot_matches",
            "seal_text",
        ),
        *("seal_kind", "seal_count", "straddle_seal"),
        *("copied", "screen_photo", "duplicate_pages", "edited", "cropped", "occluded"),
    }
)
AGREEMENT = {
    Outcome.PASS: ("一致", "pass"),
    Outcome.FAIL: ("不一致", "fail"),
    Outcome.UNKNOWN: ("无法判定", "unknown"),
}
BOOLS = {"true": "是", "false": "否"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRow:
    """One element as one material or register gives it, beside the form's value."""

    source: str
    label: str
    form_value: str
    value: str
    raw: str
    state: str
    confidence: str
    agreement: str
    tone: str
    marks: tuple[Mark, ...]
    is_read: bool


def fact_label(name: str, reviewed: Reviewed) -> str:
    """Return the Chinese name of a fact: 护士执业证书·有效期至."""
    return fact_name(name, reviewed.material_names, reviewed.form_labels)


def shown_value(fact: Fact) -> str:
    """Return what to show of a fact: its value, or in words why there is none."""
    if fact.state is FactState.READ and fact.value is not None:
        return BOOLS.get(fact.value, fact.value) if fact.type == "bool" else fact.value
    return f"（{say('fact_states', fact.state)}）"


def raw_of(fact: Fact) -> str:
    """Return what stood there, every different wording once; where sources disagree, who says which."""
    told = [reading for reading in fact.readings if reading.raw]
    if fact.state is FactState.CONFLICT:
        return " / ".join(f"{say('sources', reading.source)}：{reading.raw}" for reading in told)
    return " / ".join(dict.fromkeys(reading.raw for reading in told))


def confidence_of(fact: Fact) -> str:
    """Return the lowest confidence of the readings that were read, in percent."""
    scores = [reading.confidence for reading in fact.readings if reading.state is ReadingState.READ]
    return f"{100 * min(scores):.0f}%" if scores else "—"


def compared(form: Fact, other: Fact, findings: Iterable[Finding]) -> tuple[str, str]:
    """Tell in words whether two facts agree: as a point found it, else by their canonical values."""
    for finding in findings:
        for trace in finding.checks:
            named = {*trace.decided_by, *trace.unknowns}
            if {form.name, other.name} <= named and trace.outcome in AGREEMENT:
                return AGREEMENT[trace.outcome]
    if form.state is not FactState.READ or other.state is not FactState.READ:
        return "无法比较", "plain"
    return ("一致", "pass") if form.value == other.value else ("写法不同", "plain")


def element_rows(reviewed: Reviewed, book: MarkBook) -> tuple[ElementRow, ...]:
    """Build the table: each element of materials and registers, then what only the form says."""
    facts = [fact for fact in reviewed.facts if is_element(fact)]
    rows = [row_of(fact, reviewed, book) for fact in facts]
    named = {fact.name.rpartition(".")[2] for fact in facts}
    alone = [fact for fact in reviewed.facts if is_form(fact) and fact.name.rpartition(".")[2] not in named]
    return (*rows, *(form_row(fact, reviewed) for fact in alone))


def is_form(fact: Fact) -> bool:
    """Tell whether the fact comes from the form."""
    return fact.name.startswith("form.")


def is_element(fact: Fact) -> bool:
    """Tell whether the fact is an element of a material or register, not of form, case or area."""
    source, _, element = fact.name.rpartition(".")
    return source not in {"form", "case", "param"} and element not in ABOUT_THE_PAPER


def row_of(fact: Fact, reviewed: Reviewed, book: MarkBook) -> ElementRow:
    """Build the row of one element of a material or register."""
    source, _, element = fact.name.rpartition(".")
    form = reviewed.facts.by_name.get(f"form.{element}")
    agreement, tone = compared(form, fact, reviewed.findings) if form else ("—", "plain")
    return ElementRow(
        source=source_name(source, reviewed.material_names),
        label=element_name(source, element, reviewed.form_labels),
        form_value=shown_value(form) if form else "—",
        value=shown_value(fact),
        raw=raw_of(fact),
        state=say("fact_states", fact.state),
        confidence=confidence_of(fact),
        agreement=agreement,
        tone=tone,
        marks=book.marks_of(
            fact, f"{element_name(source, element, reviewed.form_labels)}：{shown_value(fact)}"
        ),
        is_read=fact.state is FactState.READ,
    )


def form_row(fact: Fact, reviewed: Reviewed) -> ElementRow:
    """Build the row of an element that only the form has."""
    return ElementRow(
        source="申请表单",
        label=element_name("form", fact.name.rpartition(".")[2], reviewed.form_labels),
        form_value=shown_value(fact),
        value="—",
        raw="",
        state=say("fact_states", fact.state),
        confidence="—",
        agreement="—",
        tone="plain",
        marks=(),
        is_read=True,
    )
