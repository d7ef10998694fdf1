"""What a ring says, by vote: several looks, each read by both recognisers.

The recognisers are two witnesses; looks of one alone are none, for it misreads a letter the same way each
time (祥 for 样, at 0.97). A letter that print or a signature covers in part misleads both: all must then be
sure of it. And letters stand evenly round a ring: a hole among them is a letter that nobody read.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from ocr.crops import Picture
from ocr.engines import Recognised

_BODY = re.compile(r"[\u4e00-\u9fff()（）·A-Za-z]")
_FEWEST = 2
_HEARD = 0.5
"""The score at which a recogniser, in its best look, bears a letter out."""
_SHARE = 0.6
"""A letter needs this share of all the scores given in its place."""
_AGAINST = 0.9
"""One reading as sure as this of another letter leaves the place open."""
_COVERED, _SURE = 0.06, 0.85
"""Share of a letter's place that is covered, and the score that every reading of it then needs."""
_ALONE = 0.95
"""The score that every reading by the better recogniser needs of a letter that the fast one can't read."""
_EVEN = (0.5, 1.5)
"""How far apart neighbours stand, as shares of the usual distance."""


@dataclass(frozen=True, slots=True)
class _Letter:
    character: str
    score: float
    centre: float


_Votes = tuple["_Letter | None", ...]


def ring_text(
    better: Sequence[Recognised],
    fast: Sequence[Recognised],
    covered: Picture,
    may_be_read: Callable[[str], bool],
) -> str:
    """Return the name that the readings of a ring agree on, nothing when any of its letters is in doubt.

    Args:
        better: readings of the looks by the better recogniser.
        fast: readings of the same looks by the fast one.
        covered: the strip that was read, light where something black covers the seal's ink.
        may_be_read: whether the fast recogniser can read a character at all; else the better one is alone
            and must be very sure.
    """
    read = [_letters(one) for one in (*better, *fast)]
    pivot = _pivot(read, len(better))
    if len(pivot) < _FEWEST or not _is_even(pivot):
        return ""
    votes = [_placed(pivot, letters) for letters in read]
    shares = _covered_shares(pivot, covered)
    text = ""
    for place, share in enumerate(shares):
        ours = [one[place] for one in votes[: len(better)]]
        theirs = [one[place] for one in votes[len(better) :]]
        character = _elected([*ours, *theirs])
        if share > _COVERED:
            is_read = _least([*ours, *theirs], character) >= _SURE
        elif not may_be_read(character):
            is_read = _least(ours, character) >= _ALONE and _against(theirs, character) < _AGAINST
        else:
            is_read = _is_borne_out(ours, theirs, character)
        if not is_read:
            return ""
        text += character
    return text


def is_plain(better: Recognised, fast: Recognised) -> bool:
    """Tell whether both recognisers read one look the same and are sure of every letter."""
    ours, theirs = _letters(better), _letters(fast)
    is_same = [one.character for one in ours] == [one.character for one in theirs]
    return is_same and min((letter.score for letter in (*ours, *theirs)), default=0.0) >= _SURE


def _letters(read: Recognised) -> tuple[_Letter, ...]:
    parts = zip(read.text, read.scores, read.centres, strict=True)
    return tuple(_Letter(*part) for part in parts if _BODY.match(part[0]))


def _pivot(read: Sequence[tuple[_Letter, ...]], better: int) -> tuple[_Letter, ...]:
    """Return the surest reading by the better recogniser that is as long as most are."""
    lengths = Counter(len(letters) for letters in read)
    most = max(lengths.values())
    usual = [letters for letters in read[:better] if lengths[len(letters)] == most >= _FEWEST]
    return max(usual, key=lambda letters: sum(letter.score for letter in letters), default=())


def _is_even(letters: Sequence[_Letter]) -> bool:
    steps = np.diff([letter.centre for letter in letters])
    usual = float(np.median(steps))
    return bool((steps > _EVEN[0] * usual).all() and (steps < _EVEN[1] * usual).all())


def _placed(pivot: Sequence[_Letter], letters: Sequence[_Letter]) -> _Votes:
    """Return what a reading says in each place of the pivot, None where it says nothing."""
    found: list[_Letter | None] = [None] * len(pivot)
    words = ["".join(letter.character for letter in part) for part in (pivot, letters)]
    for code in Levenshtein.opcodes(*words):
        if code.tag in {"equal", "replace"}:
            found[code.src_start : code.src_end] = letters[code.dest_start : code.dest_end]
    return tuple(found)


def _covered_shares(pivot: Sequence[_Letter], covered: Picture) -> list[float]:
    """Return per letter how much (0..1) of its place is covered."""
    columns = (covered[:, :, 0] > 127).mean(axis=0)
    half = float(np.median(np.diff([letter.centre for letter in pivot]))) / 2
    edges = [(max(0.0, letter.centre - half), letter.centre + half) for letter in pivot]
    wide = len(columns)
    return [float(columns[int(left * wide) : int(right * wide) + 1].mean()) for left, right in edges]


def _elected(votes: Sequence[_Letter | None]) -> str:
    scores: dict[str, float] = {}
    for vote in votes:
        if vote is not None:
            scores[vote.character] = scores.get(vote.character, 0.0) + vote.score
    return max(scores, key=lambda character: scores[character])


def _least(votes: Sequence[_Letter | None], character: str) -> float:
    """Return the least score given to a letter, 0 where a reading says another or none."""
    return min(vote.score if vote and vote.character == character else 0.0 for vote in votes)


def _is_borne_out(ours: Sequence[_Letter | None], theirs: Sequence[_Letter | None], character: str) -> bool:
    """Tell whether both recognisers say a letter, most readings do, and none is sure of another."""
    given = [vote for vote in (*ours, *theirs) if vote is not None]
    share = sum(vote.score for vote in given if vote.character == character) / sum(
        vote.score for vote in given
    )
    return (
        _best(ours, character) >= _HEARD
        and _best(theirs, character) >= _HEARD
        and share >= _SHARE
        and _against(given, character) < _AGAINST
    )


def _against(votes: Sequence[_Letter | None], character: str) -> float:
    return max((vote.score for vote in votes if vote and vote.character != character), default=0.0)


def _best(votes: Sequence[_Letter | None], character: str) -> float:
    return max((vote.score for vote in votes if vote and vote.character == character), default=0.0)
