"""Who signs a paper and when where no label tells: organisation and date stand alone at its end."""

import re
from collections.abc import Sequence

from ocr.labels import ORGANISATION_END, ORGANISATION_REST, Occurrence
from ocr.layout import Character, Span

_ORGANISATION = re.compile(r"[一-鿿()]{4,40}")
_BESIDE = re.compile(r"[签章号][^:日期]{0,6}:")
_PAGE_NUMBER = re.compile(r"第?[0-9]{1,3}页?[,/共]*[0-9]{0,3}页?|样例.*")
_FOR_SEAL = re.compile(r"\([^()]*(?:章[^()]*\)?|\(?)?$")


def stands_alone(
    span: Span, spans: Sequence[Span], seen: Sequence[Occurrence], others: Sequence[Occurrence]
) -> bool:
    """Tell whether a line stands below what is written, and is no value of some `others` among the labels.

    Nothing may stand on its row but a place for a signature or a seal, a number, or, in another column, some
    label with its value.
    """
    written = [s for s in spans if not _PAGE_NUMBER.fullmatch(s.text)]
    top, bottom = min(s.top for s in written), max(s.bottom for s in written)
    told = {label.key[0] for label in seen if _has_value(label)} - {label.key[0] for label in others}
    beside = [other for other in spans if other is not span and other.is_level_with(span)]
    return (
        span.middle > (top + bottom) / 2
        and not any(_is_right_below(span, label) for label in others)
        and all(_BESIDE.search(o.text) or (o.index in told and _is_far(o, span)) for o in beside)
    )


def dated_below(dates: Sequence[Span], signatures: Sequence[Occurrence]) -> Span | None:
    """Return the date right below a place for a signature, None where several differ."""
    below = [span for span in dates if any(_is_right_below(span, label) for label in signatures)]
    return below[0] if len({span.text for span in below}) == 1 else None


def _has_value(label: Occurrence) -> bool:
    """Tell whether a value stands in the label's own line."""
    return any(
        character.line == label.key[0] and character.text != ":" for character in label.row[label.end :]
    )


def _is_far(other: Span, span: Span) -> bool:
    return span.left - other.right > 3 * span.height or other.left - span.right > 3 * span.height


def _is_right_below(span: Span, label: Occurrence) -> bool:
    is_near = -0.5 * span.height < span.top - label.bottom < 1.5 * span.height
    return is_near and label.left < span.right and span.left < label.right


def signer_by(dated: Span | None, seen: Sequence[Occurrence], spans: Sequence[Span]) -> tuple[Character, ...]:
    """Return the one organisation that stands alone by a paper's date, or at its end without one."""
    labelled = {label.key[0] for label in seen}
    near = [
        span
        for span in spans
        if span is not dated
        and span.index not in labelled
        and _is_near(span, dated, spans)
        and _names_organisation(span.text)
    ]
    alone = [span for span in near if not any(o is not span and o.is_level_with(span) for o in spans)]
    if len(alone) != 1:
        return ()
    name = alone[0].characters[: len(_FOR_SEAL.sub("", alone[0].text))]
    return (*name, *rest_below(name, spans))


def rest_below(name: Sequence[Character], spans: Sequence[Span]) -> tuple[Character, ...]:
    """Return what of an organisation's name stands on the line closely below the one that it ends."""
    above = next(span for span in spans if span.index == name[-1].line)
    for span in spans if name[-1] == above.characters[-1] else ():
        is_close = -0.3 * span.height < span.top - above.bottom < 0.9 * span.height
        if is_close and abs(span.left - above.left) < span.height:
            rest = _FOR_SEAL.sub("", span.text)
            is_rest = ORGANISATION_REST.fullmatch(rest) and ORGANISATION_END.search(rest)
            return span.characters[: len(rest)] if is_rest else ()
    return ()


def _follows(span: Span, spans: Sequence[Span]) -> bool:
    """Tell whether a line goes on closely below another."""
    return any(
        -0.3 * span.height < span.top - other.bottom < 0.9 * span.height
        and other.left < span.right
        and span.left < other.right
        for other in spans
    )


def _is_near(span: Span, dated: Span | None, spans: Sequence[Span]) -> bool:
    if dated is None:
        bottom = max(other.bottom for other in spans)
        return bottom - span.bottom < 2.2 * span.height and not _follows(span, spans)
    gap = max(span.top - dated.bottom, dated.top - span.bottom)
    return gap < 2.2 * dated.height and not span.is_level_with(dated)


def _names_organisation(text: str) -> bool:
    name = _FOR_SEAL.sub("", text)
    return _ORGANISATION.fullmatch(name) is not None and ORGANISATION_END.search(name) is not None
