"""How many characters of a page were read wrongly, whatever order its lines were read in.

After the flexible character accuracy of Clausner, Pletschacher and Antonacopoulos (Pattern Recognition
Letters 131, 2020): readers cut a page into lines differently and list them in different orders, and neither
is an error here. The longest line that stands on the page is laid on that line read which shares most of its
characters in order, at its best place; what is left of either goes back among the lines still to be matched.
Within each match the edit distance counts. What was never matched is missing; what was read and never
matched is surplus. Both sides are normalised alike: NFKC, no spaces, no punctuation, one case.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein


@dataclass(frozen=True, slots=True, kw_only=True)
class TextErrors:
    """Characters of a text and what became of them; `surplus` was read, but is not in the text."""

    characters: int
    errors: int
    surplus: int

    def __add__(self, other: "TextErrors") -> "TextErrors":
        """Count two texts together."""
        return TextErrors(
            characters=self.characters + other.characters,
            errors=self.errors + other.errors,
            surplus=self.surplus + other.surplus,
        )

    @property
    def rate(self) -> float:
        """Return the character error rate: wrong, missing and inserted characters for each that stands there.

        Surplus is not counted: seals, signatures and watermarks are read rightly or wrongly beside the text.
        """
        return self.errors / self.characters if self.characters else 0.0


_SLACK = 3
NO_ERRORS = TextErrors(characters=0, errors=0, surplus=0)


def normalised(text: str) -> str:
    """Return what of a text is compared: letters, digits and characters, in one form and one case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def text_errors(truth: Iterable[str], read: Iterable[str]) -> TextErrors:
    """Compare the lines that stand on a page with the lines read from it."""
    wanted = [line for line in map(normalised, truth) if line]
    pieces = [line for line in map(normalised, read) if line]
    characters = sum(map(len, wanted))
    wrong = missing = 0
    while wanted:
        line = max(wanted, key=len)
        wanted.remove(line)
        match = _best_match(line, pieces)
        if match is None:
            missing += len(line)
            continue
        wrong += Levenshtein.distance(line[match.start : match.end], match.piece_text)
        wanted += [rest for rest in (line[: match.start], line[match.end :]) if rest]
        pieces.remove(match.piece)
        pieces += [rest for rest in match.rest_of_piece if rest]
    return TextErrors(characters=characters, errors=wrong + missing, surplus=sum(map(len, pieces)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """Where a line, or the part of it that a shorter piece covers, lies in a piece that was read."""

    start: int
    end: int
    piece: str
    piece_start: int
    piece_end: int

    @property
    def piece_text(self) -> str:
        return self.piece[self.piece_start : self.piece_end]

    @property
    def rest_of_piece(self) -> tuple[str, str]:
        return self.piece[: self.piece_start], self.piece[self.piece_end :]


def _best_match(line: str, pieces: Sequence[str]) -> _Match | None:
    """Return the match with most characters in common less those that differ; None unless half are."""
    best, most = None, -1
    for piece in pieces:
        match = _laid_on(line, piece)
        shared = LCSseq.similarity(line[match.start : match.end], match.piece_text)
        gain = 2 * shared - max(match.end - match.start, match.piece_end - match.piece_start)
        if gain > most:
            best, most = match, gain
    return _fitted(line, best) if best else None


def _laid_on(line: str, piece: str) -> _Match:
    """Lay the shorter of the two on its best place in the longer."""
    found = fuzz.partial_ratio_alignment(line, piece)
    assert found is not None
    return _Match(
        start=found.src_start,
        end=found.src_end,
        piece=piece,
        piece_start=found.dest_start,
        piece_end=found.dest_end,
    )


def _fitted(line: str, match: _Match) -> _Match:
    """Move the ends in the piece by a few characters, to where fewest are wrong."""
    wanted, length = line[match.start : match.end], len(match.piece)
    windows = [
        (start, end)
        for start in range(max(0, match.piece_start - _SLACK), match.piece_start + 1)
        for end in range(match.piece_end, min(length, match.piece_end + _SLACK) + 1)
    ]

    def badness(window: tuple[int, int]) -> tuple[int, int]:
        start, end = window
        return Levenshtein.distance(wanted, match.piece[start:end]), abs(end - start - len(wanted))

    start, end = min(windows, key=badness)
    return replace(match, piece_start=start, piece_end=end)
