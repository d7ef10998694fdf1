"""Links to the papers of a case, one for each kind and form."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from cases.papers.paper import TITLES, PaperKind
from cases.papers.printing import PaperForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLinks:
    """One paper: its title, and a link for each form."""

    title: str
    links: tuple[tuple[str, str], ...]
    """Pairs of the form's name and the address."""


def paper_links(key: str, kinds: Iterable[PaperKind]) -> tuple[PaperLinks, ...]:
    """Return the links to every paper of a case."""
    return tuple(
        PaperLinks(
            title=TITLES[kind],
            links=tuple(
                (form.value.upper(), f"/paper/{kind}/{form}/{quote(key, safe=':')}") for form in PaperForm
            ),
        )
        for kind in kinds
    )
