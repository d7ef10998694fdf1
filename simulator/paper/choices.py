"""Which captures and defects a kind of paper can have."""

from simulator.paper.catalogue import CAPTURES, DEFECTS
from simulator.paper.defects import ADDRESSES, INSTITUTIONS, NAMES, NUMBERS, OPTIONS
from simulator.paper.form_kinds import FORMS
from simulator.paper.samples import ELEMENTS

NEEDS: dict[str, tuple[str, ...]] = {
    "expired": ("valid_to",),
    "expires_today": ("valid_to",),
    "one_digit_off": NUMBERS,
    "two_digits_off_lawful": NUMBERS,
    "blank_value": NUMBERS,
    "wrong_name": NAMES,
    "look_alike_name": NAMES,
    "wrong_institution": INSTITUTIONS,
    "wrong_address": ADDRESSES,
    "wrong_option": OPTIONS,
    "no_option": OPTIONS,
    "wrong_birth": ("birth",),
    "bad_status": ("status",),
    "signed_later": ("sign_date",),
    "missing_seal": ("seal",),
    "wrong_seal": ("seal",),
    "wrong_seal_kind": ("seal",),
    "unsigned": ("signature",),
    "smudged": ("signature",),
    "both_options": OPTIONS,
    "seal_over_number": NUMBERS,
    "struck_through": NUMBERS,
    "lying_text_layer": NUMBERS,
}
SEVERAL_PAGES = {
    "nurse_application": "abc",
    "agent_letter": "abc",
    "id_card": "abc",
    "household_register": "b",
}


def captures_of(kind: str) -> tuple[str, ...]:
    """Return the captures a kind can have."""
    return tuple(capture for capture in CAPTURES if capture != "docx" or kind in FORMS)


def defects_of(kind: str, look: str = "a") -> tuple[str, ...]:
    """Return the defects a kind can have in a look."""
    return tuple(defect for defect in DEFECTS if _fits(defect, kind, look))


def _fits(defect: str, kind: str, look: str) -> bool:
    if defect == "missing_page":
        return look in SEVERAL_PAGES.get(kind, "")
    wanted = NEEDS.get(defect)
    return wanted is None or any(element in ELEMENTS[kind] for element in wanted)
