"""What the elements of a paper are about: its numbers, names, organisations, addresses and options."""

from collections.abc import Mapping

from simulator.paper.kind_files import ElementClass, paper_kinds
from simulator.paper.samples import ELEMENTS

_BY_HAND: Mapping[ElementClass, tuple[str, ...]] = {
    ElementClass.NUMBER: ("idno", "cert_no", "license_no", "uscc", "bank_acct", "agent_idno"),
    ElementClass.NAME: ("name", "acct_name", "principal", "legal_person"),
    ElementClass.ORGANISATION: ("institution", "new_inst", "operator", "org_name"),
    ElementClass.ADDRESS: ("biz_address", "address", "residence"),
    ElementClass.OPTION: ("opinion", "statement", "option"),
}
"""For papers drawn by Python: the first that stands on a paper is the one that defects change."""


def elements_of(kind: str, about: ElementClass) -> tuple[str, ...]:
    """Return the elements of a kind that are about something, the main one first."""
    drawn = paper_kinds().get(kind)
    if drawn is None:
        return tuple(element for element in _BY_HAND.get(about, ()) if element in ELEMENTS[kind])
    return tuple(element for element in drawn.elements if drawn.class_of(element) is about)


def main_number(kind: str) -> str | None:
    """Return the element that holds the paper's main number."""
    return next(iter(elements_of(kind, ElementClass.NUMBER)), None)
