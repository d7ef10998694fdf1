"""Which pages of a file belong together when papers of several kinds were put into one file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.document import Page
from ocr.kind_files import KindFile
from ocr.labels import occurrences
from ocr.layout import Span
from ocr.page_numbers import page_number
from ocr.recognition import Guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A kind with the pages of it, by their index, and the best guess that any of them gave."""

    guess: Guess
    pages: tuple[int, ...]


def papers_of(guesses: Sequence[Guess | None], pages: Sequence[Page]) -> tuple[Paper, ...]:
    """Return one paper per kind, every page in exactly one of them.

    Nothing where there are no two kinds, or where a page fits none and is no continuation either: then
    nobody can say whose it is, and the file stays unknown.
    """
    kinds = _kinds([guess.kind if guess else None for guess in guesses], pages)
    if None in kinds or len(set(kinds)) < 2:
        return ()
    return tuple(_paper(kind, kinds, guesses) for kind in dict.fromkeys(kinds) if kind is not None)


def holds_several(kind: KindFile, pages: Iterable[Sequence[Span]]) -> bool:
    """Tell whether several papers of the kind lie on one page, so that one's values may hide another's."""
    for spans in pages:
        labels = Counter(found.label for found in occurrences(spans, kind.once))
        if any(count > 1 for count in labels.values()):
            return True
    return False


def _paper(kind: str, kinds: Sequence[str | None], guesses: Sequence[Guess | None]) -> Paper:
    own = [guess for guess in guesses if guess is not None and guess.kind == kind]
    return Paper(
        guess=max(own, key=lambda guess: guess.score),
        pages=tuple(index for index, found in enumerate(kinds) if found == kind),
    )


def _kinds(named: Sequence[str | None], pages: Sequence[Page]) -> list[str | None]:
    """Give silent pages to the paper that they continue."""
    kinds = list(named)
    for index, kind in enumerate(named):
        if kind is None:
            kinds[index] = _continued(index, kinds, named, pages)
    return kinds


def _continued(
    index: int, kinds: Sequence[str | None], named: Sequence[str | None], pages: Sequence[Page]
) -> str | None:
    """Return the kind that runs on over a silent page: by its neighbours, its number, or as an empty back."""
    before = kinds[index - 1] if index else None
    after = next((kind for kind in named[index:] if kind is not None), None)
    if before is None:
        return None
    runs_on = before == after or _follows(pages[index], pages[index - 1]) or _is_empty(pages[index])
    return before if runs_on else None


def _follows(page: Page, before: Page) -> bool:
    here, there = page_number(page), page_number(before)
    return here is not None and there is not None and here == (there[0] + 1, there[1])


def _is_empty(page: Page) -> bool:
    is_silent = not page.lines and not page.seals and not page.codes and not page.text_layer
    return is_silent and "blank" in page.quality.flags
