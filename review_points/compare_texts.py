"""Asymmetric comparison: equal passes, a difference that reading explains is unknown, any other fails."""

from collections.abc import Callable

from ocr.values import plain_text
from review_points.answers import PASSED, Answer, decide, undecided
from review_points.checksums import has_check_digit
from review_points.differences import are_explained, describe, differences, side_of
from review_points.operands import EXACT_TYPES, Floors, Operand, is_strong

_BRACKETS = str.maketrans("〔【[〈《〕】]〉》", "((((()))))")
_DOTS = str.maketrans("", "", "·•.")


def compare_plainly(
    a: Operand, b: Operand, floors: Floors, fold: Callable[[str], str] = plain_text
) -> Answer:
    """Compare two texts character by character under a folding."""
    if a.value == b.value:
        return equal_answer(a, b, floors)
    one, other = side_of(a, fold), side_of(b, fold)
    if one.text == other.text:
        return equal_answer(a, b, floors)
    found = differences(one, other, floors)
    words = describe(one.text, other.text, found)
    return undecided(words, *doubtful(a, b)) if are_explained(found) else decide(False, words)


def compare_names(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare personal names: middle dots say nothing, variants of a character are for a clerk."""
    return compare_plainly(a, b, floors, fold_name)


def compare_organisations(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare names of organisations: every word of them counts."""
    return compare_plainly(a, b, floors, fold_organisation)


def compare_entries(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare lists of choices as sets."""
    mine, theirs = ({plain_text(entry) for entry in each.entries} for each in (a, b))
    if mine == theirs:
        return equal_answer(a, b, floors)
    if not (is_strong(a, floors) and is_strong(b, floors)):
        return undecided("识别把握不足", *doubtful(a, b))
    return decide(False, f"仅一方有：{'、'.join(sorted(mine ^ theirs))}")


def compare_columns(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare the cells of two columns in their order; the same in another order is for a clerk."""
    if sorted(a.entries) == sorted(b.entries):
        return undecided("各项相同，次序不同", *doubtful(a, b))
    return compare_plainly(a, b, floors)


def compare_numbers(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare numbers by value, their digits when they differ."""
    return equal_answer(a, b, floors) if a.number == b.number else compare_plainly(a, b, floors)


def fold_name(text: str) -> str:
    """Fold a personal name: width, spaces and middle dots."""
    return plain_text(text).translate(_DOTS).upper()


def fold_organisation(text: str) -> str:
    """Fold an organisation's name: width, spaces, kinds of brackets."""
    return plain_text(text).translate(_BRACKETS).upper()


def fold_code(text: str) -> str:
    """Fold an identifier: width, spaces and case."""
    return plain_text(text).upper()


def equal_answer(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Pass an equality that was read well, or whose check digit holds while another source says the same."""
    are_two = a.facts != b.facts
    if are_two and (a.certain or is_strong(a, floors)) and (b.certain or is_strong(b, floors)):
        return PASSED
    weak = [each for each in (a, b) if not is_strong(each, floors)]
    if are_two and all(_is_borne_out(each, floors) for each in weak):
        return PASSED
    return undecided("两者相同，但识别把握不足", *(name for each in weak for name in each.facts))


def doubtful(a: Operand, b: Operand) -> tuple[str, ...]:
    """Name the facts a clerk should look at: those read from pictures, else both."""
    pictures = tuple(name for each in (a, b) if not each.certain for name in each.facts)
    return pictures or (*a.facts, *b.facts)


def _is_borne_out(operand: Operand, floors: Floors) -> bool:
    """Tell whether a weak reading is borne out by its own check digit."""
    if operand.type not in EXACT_TYPES or not has_check_digit(operand.text):
        return False
    return operand.score >= floors.hopeless
