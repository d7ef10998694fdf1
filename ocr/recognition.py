"""What kind of paper a page is. A paper that fits no kind, or two alike, stays unknown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

import cv2
import numpy as np

from ocr.crops import Picture
from ocr.kind_files import Face, KindFile
from ocr.labels import Row, occurrences_in, rows
from ocr.layout import Span, row_of

ACCEPTED = 0.5
AMBIGUOUS = 0.08
_TITLE_WEIGHT = 0.65
_TAIL = re.compile(r"(\(?(续|续表|正本|副本|样表|电子证照|一|二|三|\d+)\)?|第\d+页)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A kind and how well the page fits it (0..1)."""

    kind: str
    score: float


def recognise_page(kinds: Sequence[KindFile], spans: Sequence[Span], picture: Picture | None) -> Guess | None:
    """Return the kind a page fits, or None when none fits or two fit alike."""
    titles, page = title_candidates(spans), rows(spans)
    guesses = [
        Guess(kind=kind.id, score=_kind_score(kind, page, titles)) for kind in kinds if not kind.portrait
    ]
    guesses.sort(key=lambda guess: -guess.score)
    if guesses and guesses[0].score >= ACCEPTED:
        close = len(guesses) > 1 and guesses[0].score - guesses[1].score < AMBIGUOUS
        return None if close else guesses[0]
    portrait = next((kind for kind in kinds if kind.portrait), None)
    if portrait and picture is not None and is_portrait(picture, spans):
        return Guess(kind=portrait.id, score=0.7)
    return None


def recognise_document(pages: Sequence[Guess | None]) -> Guess | None:
    """Return the kind of a whole file: pages may be silent, but pages of two kinds make it unknown."""
    named = [page for page in pages if page is not None]
    if not named or len({page.kind for page in named}) > 1:
        return None
    return max(named, key=lambda page: page.score)


def title_candidates(spans: Sequence[Span]) -> tuple[str, ...]:
    """Return the texts that may be titles: whole rows in large letters, or rows near the top of the page."""
    if not spans:
        return ()
    usual = median(span.height for span in spans)
    top, bottom = min(span.top for span in spans), max(span.bottom for span in spans)
    found: list[str] = []
    for span in spans:
        is_large = span.height >= 1.15 * usual
        is_high = span.middle < top + 0.25 * (bottom - top)
        if is_large or is_high or len(spans) < 8:
            joined = "".join(
                member.text for member in row_of(span, spans) if member.height > 0.7 * span.height
            )
            found += [_bare(span.text), _bare(joined)]
    return tuple(dict.fromkeys(found))


def _bare(text: str) -> str:
    previous = ""
    while previous != text:
        previous, text = text, _TAIL.sub("", text.strip(":.,。·-《》<>"))
    return text


def _kind_score(kind: KindFile, page: Sequence[Row], titles: Sequence[str]) -> float:
    return max(_face_score(kind, face, page, titles) for face in kind.faces)


def _face_score(kind: KindFile, face: Face, page: Sequence[Row], titles: Sequence[str]) -> float:
    vocabulary = [*face.labels, *kind.stops, *(label for e in kind.elements.values() for label in e.labels)]
    seen = {found.label for found in occurrences_in(page, vocabulary)}
    hits = [label for label in face.labels if label in seen]
    if face.needs and not all(any(re.fullmatch(need, label) for label in seen) for need in face.needs):
        return 0.0
    is_titled = any(_pattern(title).fullmatch(text) for title in face.titles for text in titles)
    share = len(hits) / len(face.labels) if face.labels else 0.0
    if is_titled and len(hits) >= face.least:
        return _TITLE_WEIGHT + (1 - _TITLE_WEIGHT) * share
    if face.least_untitled is not None and len(hits) >= face.least_untitled:
        return 0.4 + 0.5 * share
    return 0.0


@cache
def _pattern(title: str) -> re.Pattern[str]:
    return re.compile(title)


def is_portrait(picture: Picture, spans: Sequence[Span]) -> bool:
    """Tell whether this is a portrait photograph: upright, wordless, an even ground, a head in the middle."""
    height, width = picture.shape[:2]
    words = sum(len(span.text) for span in spans if "样例" not in span.text and "无效" not in span.text)
    if words > 4 or not 0.6 < width / height < 0.9:
        return False
    small = cv2.resize(picture, (60, 80), interpolation=cv2.INTER_AREA).astype(np.float32)
    ground = np.concatenate(
        [small[:6].reshape(-1, 3), small[6:34, :5].reshape(-1, 3), small[6:34, -5:].reshape(-1, 3)]
    )
    head = small[18:50, 20:40].reshape(-1, 3)
    differs = float(np.linalg.norm(head.mean(axis=0) - ground.mean(axis=0)))
    return float(ground.std(axis=0).mean()) < 28 and differs > 25
