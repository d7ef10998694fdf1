"""Lines that matter or are in doubt are read a second time, by the better recogniser.

Two readings of one place by two models are two witnesses: where both can read a character and they differ,
the character is in doubt, whatever each one's score says, and the other's word is kept as an alternative.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from ocr.checksums import is_idno_lawful, is_luhn_lawful
from ocr.crops import Picture, Quad, cut
from ocr.document import Box, Line, Reading, ReadingState
from ocr.engines import Engine, Recognised
from ocr.layout import RawLine, bounds
from ocr.values import ElementType, is_standard, plain_text
from ocr.wariness import beside_gaps

SURE = 0.75
"""A letter or digit that scores less is read again wherever it stands."""
_AROUND = 2
"""So many characters on both sides are read again with it."""
DOUBT = 0.5
CLAIMED, CONFIRMED = 0.9, 0.995
"""Scores of what a file says of itself: before anybody looked, and where its pixels say the same."""
_HEARD = 0.85
"""The first reading is a witness against the second from this score on."""
_WIDER = 1.5
_UNSURE_FORM, _SURE_FORM = 0.9, 0.95
_MOST_PART = 0.8
_BORNE_OUT = 0.95
"""Above what a file may claim of itself: a claim is always looked at."""
HEARD_WELL = 0.98
_MARK_HEARD = 0.8
"""Letters and digits, and marks, that the fast recogniser gives these scores are not read again in words, and
in days of a strict form."""
_CHECKED = frozenset({ElementType.IDNO, ElementType.USCC})
_WORDS = frozenset(
    {ElementType.TEXT, ElementType.ORGANISATION, ElementType.ADDRESS, ElementType.CHOICE, ElementType.CHOICES}
)
_DAYS = frozenset({ElementType.DATE, ElementType.PERIOD})
_DAY = "(?:[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}[.][0-9]{2}[.][0-9]{2})"
"""Forms in which a digit that is dropped leaves either a gap or no day."""
_STRICT_DAY = re.compile(f"[自从至]?{_DAY}(?:[起至止到-]+(?:{_DAY}|长期)止?)?")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a line to be read again: from which character to which, and where it lies (0..1)."""

    start: int
    end: int
    left: float
    right: float

    @property
    def places(self) -> range:
        """Return the places of its characters."""
        return range(self.start, self.end)


def doubts_settled(engine: Engine, picture: Picture, lines: Sequence[RawLine]) -> tuple[RawLine, ...]:
    """Read again what lies around the letters and digits of skimmed lines that are in doubt."""
    parts = [(index, part) for index, raw in enumerate(lines) for part in _poor(raw)]
    return _with_parts(engine, picture, lines, parts)


class Look(StrEnum):
    """What of a place is to be read again."""

    ALL = "all"
    DOUBTS = "doubts"
    """All, where any of its characters was not heard well."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place, and what of it is to be read again; a place where nothing is stays as it is for all."""

    box: Box
    look: Look = Look.ALL


def wanted(found: Sequence[tuple[ElementType, Reading]]) -> list[Wanted]:
    """Return where elements' values, given with their types, are to be read a second time, and how.

    What a check digit bears out is left alone, whichever element else is looked for in its place. Words, and
    days in forms that tell a missing digit, are read again only where the fast recogniser is not sure: what
    it is sure of there is right (`python -m benchmarks.first_look`). All else is read again.
    """
    return [Wanted(reading.box, _look(kind, reading)) for kind, reading in found if reading.box is not None]


def _look(kind: ElementType, reading: Reading) -> Look:
    if _is_borne_out(kind, reading):
        return Look.NONE
    is_plain = kind in _WORDS or (kind in _DAYS and _is_plain_day(plain_text(reading.raw)))
    return Look.DOUBTS if is_plain else Look.ALL


def _is_plain_day(raw: str) -> bool:
    """Tell whether a day is written in a form that tells a missing digit, or a text names none."""
    return _STRICT_DAY.fullmatch(raw) is not None or not any(map(str.isdigit, raw))


def _is_borne_out(kind: ElementType, reading: Reading) -> bool:
    """Tell whether the value has a check digit that is right, and none of its characters is in doubt."""
    if reading.state is not ReadingState.READ or min(reading.characters, default=0.0) < _BORNE_OUT:
        return False
    value = reading.value or ""
    is_card = kind is ElementType.BANK_ACCOUNT and is_luhn_lawful(value)
    return is_card or kind in _CHECKED or (kind is ElementType.CODE and is_idno_lawful(value))


def read_again(
    engine: Engine, picture: Picture, lines: Sequence[RawLine], wanted: Sequence[Wanted]
) -> tuple[RawLine, ...]:
    """Read those parts of skimmed lines again that lie in these places and are not settled."""
    return _with_parts(engine, picture, lines, list(_parts(lines, wanted)))


def are_within(boxes: Sequence[Box], others: Sequence[Box]) -> bool:
    """Tell whether each box lies in one of the others, or sticks out of it by less than a letter."""
    return all(any(_is_within(bounds(box), bounds(other)) for other in others) for box in boxes)


def _is_within(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    reach = 0.6 * (box[3] - box[1])
    return (
        box[0] > other[0] - reach
        and box[1] > other[1] - reach
        and box[2] < other[2] + reach
        and box[3] < other[3] + reach
    )


def _with_parts(
    engine: Engine, picture: Picture, lines: Sequence[RawLine], parts: Sequence[tuple[int, Part]]
) -> tuple[RawLine, ...]:
    """Read parts of lines again, given with the numbers of their lines, from left to right in each."""
    found = list(lines)
    crops = [cut(picture, part_quad(lines[index].line.box, part)) for index, part in parts]
    claimed = [at for at, (index, _) in enumerate(parts) if lines[index].is_claimed]
    seen = zip(claimed, engine.skim([crops[at] for at in claimed]), strict=True)
    confirmed = {at for at, line in seen if _says(lines[parts[at][0]], parts[at][1], line)}
    rest = [at for at in range(len(parts)) if at not in confirmed]
    again = dict(zip(rest, recognised_closely(engine, [crops[at] for at in rest]), strict=True))
    for at in reversed(range(len(parts))):  # from the right, so that places further left stay what they are
        index, part = parts[at]
        if at in confirmed:
            found[index] = _confirmed(found[index], part)
        else:
            found[index] = spliced(found[index], part, again[at], engine.may_skim)
    return tuple(found)


def recognised_closely(engine: Engine, crops: Sequence[Picture]) -> list[Recognised]:
    """Read crops as well as can be; where a character may be missing among others, drawn wide once more.

    A reading that differs then is in doubt there.
    """
    read = engine.recognise(crops)
    gaps = {at: beside_gaps(line, _aspect(crops[at])) for at, line in enumerate(read)}
    odd = [at for at, places in gaps.items() if places]
    for at, other in zip(odd, engine.recognise([_widened(crops[at]) for at in odd]), strict=True):
        if plain_text(other.text) != plain_text(read[at].text):
            pairs = enumerate(read[at].scores)
            scores = tuple(min(score, DOUBT) if place in gaps[at] else score for place, score in pairs)
            read[at] = replace(read[at], scores=scores)
    return read


def _aspect(crop: Picture) -> float:
    return float(crop.shape[1] / max(1, crop.shape[0]))


def _widened(crop: Picture) -> Picture:
    return np.asarray(
        cv2.resize(crop, None, fx=_WIDER, fy=1.0, interpolation=cv2.INTER_CUBIC), dtype=np.uint8
    )


def _says(raw: RawLine, part: Part, seen: Recognised) -> bool:
    """Tell whether what the file claims is what the pixels say."""
    return plain_text(raw.line.text[part.start : part.end]) == plain_text(seen.text)


def _confirmed(raw: RawLine, part: Part) -> RawLine:
    """Let a claim stand that the pixels bear out: two witnesses who agree on every character."""
    scores = list(raw.line.characters)
    scores[part.start : part.end] = [CONFIRMED] * (part.end - part.start)
    whole = part.end - part.start == len(scores)
    return replace(raw, line=scored(raw.line, scores), is_claimed=not whole, is_settled=whole)


def _poor(raw: RawLine) -> list[Part]:
    """Return the part of a line around its poorly read letters and digits, all of a line that is poor."""
    whole = Part(0, len(raw.line.text), 0.0, 1.0)
    pairs = enumerate(zip(raw.line.text, raw.line.characters, strict=True))
    places = [place for place, (character, score) in pairs if character.isalnum() and score < SURE]
    if not raw.line.text or (places and raw.line.confidence < SURE):
        return [whole]
    return [part_between(raw, places[0] - _AROUND, places[-1] + 1 + _AROUND)] if places else []


def is_heard_well(character: str, score: float) -> bool:
    """Tell whether a skimmed character may stand as it is where words are read."""
    return score >= (HEARD_WELL if character.isalnum() else _MARK_HEARD)


def _joined(raw: RawLine, runs: Sequence[tuple[int, int]]) -> list[Part]:
    """Return runs of characters as parts of a line, those that touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    parts = [part_between(raw, start, end) for start, end in found]
    return [part for part in parts if part.right - part.left == 1.0] or parts


def _parts(lines: Sequence[RawLine], wanted: Sequence[Wanted]) -> Iterator[tuple[int, Part]]:
    for index, raw in enumerate(lines):
        if raw.is_settled or not raw.line.text:
            continue
        here = [
            (each.look, _part(raw, *span)) for each in wanted if (span := _shared(raw.line.box, each.box))
        ]
        left_alone = {place for look, part in here if look is Look.NONE for place in part.places}
        runs = [(part.start, part.end) for look, within in here for part in _looked_at(raw, look, within)]
        for part in _joined(raw, [run for run in runs if not left_alone.issuperset(range(*run))]):
            yield index, part


def _looked_at(raw: RawLine, look: Look, within: Part) -> list[Part]:
    """Return a part of a line when it is to be read again: a cut within a word would spoil its letters."""
    read = [(raw.line.text[place], raw.line.characters[place]) for place in within.places]
    if look is Look.DOUBTS:
        return [] if all(is_heard_well(*pair) for pair in read) else [within]
    return [within] if look is Look.ALL and any(character.isalnum() for character, _ in read) else []


def _shared(line: Box, box: Box) -> tuple[float, float] | None:
    """Return which part of a line (0..1) lies in a box, None when it only touches it."""
    left, top, right, bottom = bounds(line)
    x0, y0, x1, y1 = bounds(box)
    down = min(bottom, y1) - max(top, y0)
    if down < 0.4 * min(bottom - top, y1 - y0) or min(right, x1) - max(left, x0) < 2:
        return None
    wide = max(1.0, right - left)
    return (x0 - left) / wide, (x1 - left) / wide


def _part(raw: RawLine, left: float, right: float) -> Part:
    """Return the characters between two places (0..1)."""
    centres = raw.centres if len(raw.centres) == len(raw.line.text) else ()
    inside = [place for place, centre in enumerate(centres) if left - 0.01 <= centre <= right + 0.01]
    return part_between(raw, inside[0], inside[-1] + 1) if inside else Part(0, len(raw.line.text), 0.0, 1.0)


def part_between(raw: RawLine, start: int, end: int) -> Part:
    """Return the part with these characters, cut halfway between neighbours; nearly all of a line is all."""
    start, end = max(0, start), min(len(raw.line.text), end)
    low = (raw.centres[start - 1] + raw.centres[start]) / 2 if start else 0.0
    high = (raw.centres[end - 1] + raw.centres[end]) / 2 if end < len(raw.centres) else 1.0
    if high - low > _MOST_PART:
        return Part(0, len(raw.line.text), 0.0, 1.0)
    return Part(start, end, low, high)


def part_quad(box: Box, part: Part) -> Quad:
    """Return the part of a line's box."""
    corners: NDArray[np.float32] = np.array(box, dtype=np.float32)
    first, second, third, fourth = corners
    return np.array(
        [
            first + (second - first) * part.left,
            first + (second - first) * part.right,
            fourth + (third - fourth) * part.right,
            fourth + (third - fourth) * part.left,
        ],
        dtype=np.float32,
    )


def spliced(raw: RawLine, part: Part, again: Recognised, may_skim: Callable[[str], bool]) -> RawLine:
    """Put what was read again in the place of what was skimmed.

    Where nothing is read again, letters that were surely seen stay, in doubt, and specks vanish.
    """
    line = raw.line
    first = Recognised(
        text=line.text[part.start : part.end],
        scores=line.characters[part.start : part.end],
        centres=raw.centres[part.start : part.end],
        others=raw.others[part.start : part.end],
    )
    wide = part.right - part.left
    if again.text or not _is_heard(first, 0, len(first.text)):
        both = agreed(again, first, may_skim)
        inner = tuple(part.left + centre * wide for centre in again.centres)
    else:
        both, inner = _doubted(first), first.centres
    scores = (*line.characters[: part.start], *both.scores, *line.characters[part.end :])
    return replace(
        raw,
        line=scored(replace(line, text=line.text[: part.start] + both.text + line.text[part.end :]), scores),
        centres=(*raw.centres[: part.start], *inner, *raw.centres[part.end :]),
        others=(*raw.others[: part.start], *both.others, *raw.others[part.end :]),
        is_settled=wide == 1.0,
    )


def agreed(again: Recognised, first: Recognised, may_skim: Callable[[str], bool]) -> Recognised:
    """Return the better reading with its scores lowered where the first contradicts it.

    The better recogniser takes characters of rare names for their older forms (嬷 for 嬤): where it is unsure
    of such a one and thinks possible what the first is sure of, the first is right.
    """
    text, scores, others = list(again.text), list(again.scores), list(again.others)
    for step in Levenshtein.opcodes(again.text, first.text):
        if step.tag == "replace" and step.src_end - step.src_start == step.dest_end - step.dest_start:
            for here, there in zip(
                range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
            ):
                mine, theirs = again.text[here], first.text[there]
                if _is_older_form(mine, scores[here], theirs, first.scores[there], others[here]):
                    text[here], scores[here] = theirs, first.scores[there]
                    others[here] = mine + others[here].replace(theirs, "")
                elif first.scores[there] >= _HEARD and may_skim(mine):
                    scores[here] = min(scores[here], DOUBT)
                    others[here] = theirs + others[here].replace(theirs, "")
        elif step.tag in {"insert", "replace"} and _is_heard(first, step.dest_start, step.dest_end):
            for here in {max(0, step.src_start - 1), min(len(scores) - 1, step.src_start)}:
                scores[here] = min(scores[here], DOUBT)
    return replace(again, text="".join(text), scores=tuple(scores), others=tuple(others))


def _is_older_form(mine: str, score: float, theirs: str, their_score: float, others: str) -> bool:
    is_unsure = score < _UNSURE_FORM and theirs in others
    return is_unsure and their_score >= _SURE_FORM and is_standard(theirs) and not is_standard(mine)


def _is_heard(first: Recognised, start: int, end: int) -> bool:
    """Tell whether the first reading surely saw letters or digits that the second has not."""
    return any(
        score >= _HEARD and character.isalnum()
        for character, score in zip(first.text[start:end], first.scores[start:end], strict=True)
    )


def _doubted(first: Recognised) -> Recognised:
    return replace(first, scores=tuple(min(score, DOUBT) for score in first.scores))


def scored(line: Line, scores: Sequence[float]) -> Line:
    """Return a line with other scores for its characters."""
    mean = sum(scores) / len(scores) if scores else 0.0
    return replace(line, characters=tuple(round(score, 4) for score in scores), confidence=round(mean, 4))
