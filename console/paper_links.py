"""Links to the papers of a case, one for each kind and form."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from cases.case import Case
from cases.papers.paper import REFUSAL_KINDS, TITLES, PaperKind
from cases.papers.printing import PaperForm
from review_points.conclude import ConclusionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLinks:
    """One paper: its title, and a link for each form."""

    title: str
    links: tuple[tuple[str, str], ...]
    """Pairs of the form's name and the address."""


def paper_links(case: Case, kinds: Iterable[PaperKind]) -> tuple[PaperLinks, ...]:
    """Return the links to every paper of a case; a refusal that a clerk decided has its papers too."""
    key = quote(case.ref.key, safe=":")
    if case.decision and case.decision.kind is ConclusionKind.REFUSE and case.review_sha256:
        kinds = dict.fromkeys((*kinds, *REFUSAL_KINDS))
    return tuple(
        PaperLinks(
            title=TITLES[kind],
            links=tuple((form.value.upper(), f"/paper/{kind}/{form}/{key}") for form in PaperForm),
        )
        for kind in kinds
    )
