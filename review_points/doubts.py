"""May anything be said of all entries of a list?

The register keeps what was read badly from every check. One more doubt is a list's own: where a row may have
been missed, nothing can be said about «all», «none» or a sum.
"""

from dataclasses import replace

from ocr.values import COLUMNS, ElementType
from review_points.operands import EXACT_TYPES, Floors, Operand, is_strong

_CHOICES = frozenset({ElementType.CHOICE, ElementType.CHOICES})


def is_whole(entries: Operand, complete: Operand | None, floors: Floors) -> bool:
    """Tell whether no entry of a list can be missing.

    `complete` says so when it is given. Left out, only a list that no picture stands behind (a form, a
    register, a parameter, a constant) is whole.
    """
    if complete is None:
        return entries.certain
    return is_strong(complete, floors) and complete.flag


def entries_of(entries: Operand, beside: ElementType | None = None) -> tuple[Operand, ...]:
    """Return every entry of a list as an operand of its own, as well read as the list.

    Args:
        entries: a column, choices, or a single value.
        beside: the type of what choices are compared with, which they take on.
    """
    kind = COLUMNS.get(entries.type, entries.type)
    if kind in _CHOICES:
        kind = beside or ElementType.CHOICE
    is_exact = kind in EXACT_TYPES
    return tuple(
        replace(entries, type=kind, value=each, fact=None, is_exact=is_exact) for each in entries.entries
    )


def doubtful_facts(*operands: Operand) -> tuple[str, ...]:
    """Name the facts read from pictures, all facts when none was."""
    pictures = tuple(name for each in operands if not each.certain for name in each.facts)
    return pictures or tuple(name for each in operands for name in each.facts)
