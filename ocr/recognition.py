"""What kind of paper a page is. A paper that fits no kind, or two alike, stays unknown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.crops import Picture
from ocr.kind_files import Face, KindFile
from ocr.kind_index import KindIndex, index_of
from ocr.labels import label_starts, rows
from ocr.layout import Span
from ocr.titles import Title, title_candidates

ACCEPTED = 0.5
AMBIGUOUS = 0.08
_TITLE_WEIGHT = 0.65
_ALIKE = ((0.9, 2, 0.25), (0.8, 3, 0.4), (0.65, 3, 0.5))
"""How like a kind's a title nobody listed must be, and how many and what share of its labels."""
_MORE_ALIKE, _MORE_LABELS = 0.1, 0.2
"""So much more like its title, or of the labels, must a page be than what the next kind wants."""
_LEAST_OWN = 0.8
"""Without a title, so much of what a page's labels are must be labels of the kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A kind and how well the page fits it (0..1)."""

    kind: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How one kind fits a page: its title, if it has one there, and a score from its labels."""

    kind: str
    score: float
    title: Title | None = None

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Return what counts before any label: a title, the best first."""
        return rank_of(self.title) if self.title else (False, False, 0)


def rank_of(title: Title) -> tuple[bool, bool, int]:
    """Return what makes a title: large letters, the name of a paper (a bank's name is none), its length."""
    return title.is_large and title.is_name_of_paper, title.is_large, len(title.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a page's labels are to each kind: the labels it knows, and at how many places it knows one."""

    places: int
    labels: Mapping[str, frozenset[str]]
    known: Mapping[str, int]


def recognise_page(kinds: Sequence[KindFile], spans: Sequence[Span], picture: Picture | None) -> Guess | None:
    """Return the kind a page fits, or None when none fits or two fit alike."""
    index = index_of(tuple(kinds))
    seen = _seen(index, spans)
    candidates = title_candidates(spans)
    titles = index.titled(candidates)
    fits = [
        fit for kind in index.papers if (fit := _fit(kind, index, seen, titles.get(kind.id, ()))) is not None
    ]
    if any(title.is_name_of_paper for title in candidates):  # a paper with a title of its own needs no guess
        fits = [fit for fit in fits if fit.title is not None]
    if any(title.is_large and title.is_name_of_paper for title in candidates):  # others are other papers
        fits = [fit for fit in fits if fit.title is not None and fit.title.is_large]
        candidates = tuple(title for title in candidates if title.is_large)
    best = _surest(fits) if fits else _most_alike(index, seen, candidates)
    if best is not None or fits:
        return best
    portrait = index.portrait
    if portrait and picture is not None and is_portrait(picture, spans):
        return Guess(kind=portrait.id, score=0.7)
    return None


def _most_alike(index: KindIndex, seen: _Seen, titles: Sequence[Title]) -> Guess | None:
    """Return the one kind that is called much as the page and whose labels stand there.

    So a title is known that was misread, or is worded in a way nobody listed.
    """
    alike = index.likeness.most_alike([title.text for title in titles])
    found = []
    for kind, like in alike.items():
        hits, share = _label_share(index, seen, kind)
        own = seen.known.get(kind, 0) / max(1, seen.places)
        enough = any(like >= least and hits >= few and share >= part for least, few, part in _ALIKE)
        if enough and own >= _LEAST_OWN:
            found.append((like, share, kind))
    if not found:
        return None
    like, share, kind = max(found)
    for other_like, other_share, other in found:
        ahead = like - other_like >= _MORE_ALIKE or share - other_share >= _MORE_LABELS
        if other != kind and not ahead:
            return None
    return Guess(kind=kind, score=round(ACCEPTED + 0.1 * like * share, 3))


def _label_share(index: KindIndex, seen: _Seen, kind: str) -> tuple[int, float]:
    groups = index.elements[kind]
    labels = seen.labels.get(kind, frozenset())
    hits = sum(not group.isdisjoint(labels) for group in groups)
    return hits, hits / max(1, len(groups))


def _surest(fits: Sequence[Fit]) -> Guess | None:
    """Return the best fit: a title beats any share of labels, the longer title the shorter; never a tie."""
    if not fits:
        return None
    rank = max(fit.rank for fit in fits)
    alike = sorted((fit for fit in fits if fit.rank == rank), key=lambda fit: -fit.score)
    if len(alike) > 1 and alike[0].score - alike[1].score < AMBIGUOUS:
        return None
    return Guess(kind=alike[0].kind, score=alike[0].score)


def recognise_document(pages: Sequence[Guess | None]) -> Guess | None:
    """Return the kind of a whole file: pages may be silent, but pages of two kinds make it unknown."""
    named = [page for page in pages if page is not None]
    if not named or len({page.kind for page in named}) > 1:
        return None
    return max(named, key=lambda page: page.score)


def _seen(index: KindIndex, spans: Sequence[Span]) -> _Seen:
    places = 0
    labels: dict[str, set[str]] = {}
    known: dict[str, int] = {}
    for found in label_starts(rows(spans), index.vocabulary):
        places += 1
        told: set[str] = set()
        for label in found:
            for kind in index.owners[label]:
                if kind not in told:
                    told.add(kind)
                    labels.setdefault(kind, set()).add(label)
        for kind in told:
            known[kind] = known.get(kind, 0) + 1
    return _Seen(
        places=places, labels={kind: frozenset(found) for kind, found in labels.items()}, known=known
    )


def _fit(kind: KindFile, index: KindIndex, seen: _Seen, titles: Sequence[tuple[int, Title]]) -> Fit | None:
    labels = seen.labels.get(kind.id, frozenset())
    own = seen.known.get(kind.id, 0) / max(1, seen.places)
    found = [
        fit
        for number, face in enumerate(kind.faces)
        if (
            fit := _face_fit(
                kind.id,
                face,
                index.wanted[kind.id][number],
                labels,
                own,
                [t for n, t in titles if n == number],
            )
        )
        is not None
    ]
    return max(found, key=lambda fit: (fit.rank, fit.score), default=None)


def _face_fit(
    kind: str,
    face: Face,
    wanted: Sequence[frozenset[str]],
    labels: frozenset[str],
    own: float,
    titles: Sequence[Title],
) -> Fit | None:
    if not all(any(need.fullmatch(label) for label in labels) for need in face.needed):
        return None
    hits = sum(not group.isdisjoint(labels) for group in wanted)
    share = hits / len(wanted) if wanted else 0.0
    if titles and hits >= face.least:
        title = max(titles, key=rank_of)
        return Fit(kind=kind, score=_TITLE_WEIGHT + (1 - _TITLE_WEIGHT) * share, title=title)
    score = 0.4 + 0.5 * share
    if face.least_untitled is None or hits < face.least_untitled or score < ACCEPTED or own < _LEAST_OWN:
        return None
    return Fit(kind=kind, score=score)


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
