"""Which captures and defects a kind of paper can have."""

from collections.abc import Mapping

from simulator.paper.catalogue import CAPTURES, DEFECTS
from simulator.paper.element_classes import elements_of
from simulator.paper.form_kinds import FORMS
from simulator.paper.kind_files import ElementClass, paper_kinds
from simulator.paper.samples import ELEMENTS
from simulator.paper.styles import style_of

NEEDS: Mapping[str, tuple[str | ElementClass, ...]] = {
    "expired": ("valid_to",),
    "expires_today": ("valid_to",),
    "one_digit_off": (ElementClass.NUMBER,),
    "two_digits_off_lawful": (ElementClass.NUMBER,),
    "blank_value": (ElementClass.NUMBER,),
    "wrong_name": (ElementClass.NAME,),
    "look_alike_name": (ElementClass.NAME,),
    "wrong_institution": (ElementClass.ORGANISATION,),
    "wrong_address": (ElementClass.ADDRESS,),
    "wrong_option": (ElementClass.OPTION,),
    "no_option": (ElementClass.OPTION,),
    "wrong_birth": ("birth",),
    "bad_status": ("drv_class",),
    "signed_later": ("sign_date",),
    "missing_seal": ("seal",),
    "wrong_seal": ("seal",),
    "wrong_seal_kind": ("seal",),
    "unsigned": ("signature",),
    "smudged": ("signature",),
    "both_options": (ElementClass.OPTION,),
    "seal_over_number": (ElementClass.NUMBER,),
    "struck_through": (ElementClass.NUMBER,),
    "lying_text_layer": (ElementClass.NUMBER,),
    "similar_page": (ElementClass.NUMBER,),
}
SEVERAL_PAGES = {
    "nurse_application": "abc",
    "agent_letter": "abc",
    "id_card": "abc",
    "household_register": "b",
}
"""The looks in which papers drawn by Python have several pages."""
WORD_FAMILIES = frozenset({"form", "letter"})


def captures_of(kind: str) -> tuple[str, ...]:
    """Return the captures a kind can have."""
    return tuple(capture for capture in CAPTURES if capture != "docx" or is_word_file(kind))


def is_word_file(kind: str) -> bool:
    """Tell whether people hand in this kind as a Word file too."""
    drawn = paper_kinds().get(kind)
    return kind in FORMS or (drawn is not None and drawn.family in WORD_FAMILIES)


def defects_of(kind: str, look: str = "a") -> tuple[str, ...]:
    """Return the defects a kind can have in a look."""
    return tuple(defect for defect in DEFECTS if _fits(defect, kind, look))


def _fits(defect: str, kind: str, look: str) -> bool:
    if defect == "missing_page":
        return has_several_pages(kind, look)
    if defect == "handwritten":
        return kind in paper_kinds()
    wanted = NEEDS.get(defect)
    return wanted is None or any(_stands(each, kind) for each in wanted)


def _stands(wanted: str | ElementClass, kind: str) -> bool:
    if isinstance(wanted, ElementClass):
        return bool(elements_of(kind, wanted))
    return wanted in ELEMENTS[kind] and (wanted != "drv_class" or "status" in ELEMENTS[kind])


def has_several_pages(kind: str, look: str) -> bool:
    """Tell whether papers of a kind always have several pages in a look."""
    drawn = paper_kinds().get(kind)
    if drawn is None:
        return look in SEVERAL_PAGES.get(kind, "")
    together = 1 if style_of(drawn.family, look).sides == "apart" else 2
    return len(drawn.pages) > together
