"""A stored review as the pages need it, whatever shape it was stored in."""

from dataclasses import dataclass, field

from cases.papers.paper import PaperKind
from ocr.document import Document
from review_points.facts import Facts
from review_points.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file of the case: where it was uploaded, its name there, and what reading it gave."""

    slot: str
    name: str
    sha256: str
    document: Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Everything a review left behind for people to look at."""

    facts: Facts = field(default_factory=Facts)
    findings: tuple[Finding, ...] = ()
    files: tuple[ReadFile, ...] = ()
    notice: str = ""
    opinion: str = ""
    papers: tuple[PaperKind, ...] = ()
    """What can be written of the review: notice, drafted refusal, negative-decision report."""
    not_checked: tuple[tuple[str, str], ...] = ()
    """Pairs of what is not checked and why."""
    material_names: dict[str, str] = field(default_factory=dict)
    """Material ids to their Chinese names."""
    form_labels: dict[str, str] = field(default_factory=dict)
    """Form element keys to their labels."""
