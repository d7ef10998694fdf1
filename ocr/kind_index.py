"""All kinds of paper at once, ready for recognising a page in one pass over its words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr.kind_files import Face, KindFile
from ocr.labels import Vocabulary, vocabulary
from ocr.likeness import Likeness, called
from ocr.titles import Title


@dataclass(frozen=True, slots=True, kw_only=True)
class KindIndex:
    """Labels and titles of many kinds.

    `owners` names for each label the kinds that know it; `wanted` holds for each face of a kind the labels
    that count towards it, the wordings of one element together, and `elements` those of all its elements;
    `titles` are patterns with kind and face; `likeness` compares titles that none of them fits.
    """

    papers: tuple[KindFile, ...]
    portrait: KindFile | None
    vocabulary: Vocabulary
    owners: Mapping[str, tuple[str, ...]]
    wanted: Mapping[str, tuple[tuple[frozenset[str], ...], ...]]
    elements: Mapping[str, tuple[frozenset[str], ...]]
    titles: tuple[tuple[re.Pattern[str], str, int], ...]
    likeness: Likeness

    def titled(self, candidates: Sequence[Title]) -> Mapping[str, tuple[tuple[int, Title], ...]]:
        """Return, for each kind with a title among the candidates, the face and the title."""
        found: dict[str, list[tuple[int, Title]]] = {}
        for title in candidates:
            for pattern, kind, face in self.titles:
                if pattern.fullmatch(title.text):
                    found.setdefault(kind, []).append((face, title))
        return {kind: tuple(titles) for kind, titles in found.items()}


@lru_cache(maxsize=8)
def index_of(kinds: tuple[KindFile, ...]) -> KindIndex:
    """Return the index of some kinds; made once for each set of them."""
    papers = tuple(kind for kind in kinds if not kind.portrait)
    owners: dict[str, dict[str, None]] = {}
    for kind in papers:
        for label in _vocabulary(kind):
            owners.setdefault(label, {})[kind.id] = None
    return KindIndex(
        papers=papers,
        portrait=next((kind for kind in kinds if kind.portrait), None),
        vocabulary=vocabulary(tuple(owners)),
        owners={label: tuple(found) for label, found in owners.items()},
        wanted={kind.id: tuple(_wanted(kind, face) for face in kind.faces) for kind in papers},
        elements={kind.id: _all_labels(kind) for kind in papers},
        titles=tuple(
            (re.compile(title), kind.id, number)
            for kind in papers
            for number, face in enumerate(kind.faces)
            for title in face.titles
        ),
        likeness=Likeness(
            {kind.id: called(kind.name, (t for face in kind.faces for t in face.titles)) for kind in papers}
        ),
    )


def _vocabulary(kind: KindFile) -> tuple[str, ...]:
    own = (label for element in kind.elements.values() for label in element.labels)
    return (*(label for face in kind.faces for label in face.labels), *own, *kind.stops)


def _wanted(kind: KindFile, face: Face) -> tuple[frozenset[str], ...]:
    """Return the labels that count towards a face, each together with the other wordings of its element."""
    by_label: dict[str, frozenset[str]] = {}
    for element in kind.elements.values():
        for label in element.labels:
            by_label.setdefault(label, frozenset(element.labels))
    if face.labels:
        return tuple(dict.fromkeys(by_label.get(label, frozenset({label})) for label in face.labels))
    return _all_labels(kind)


def _all_labels(kind: KindFile) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(element.labels) for element in kind.elements.values() if element.labels)
