"""Labels on a page: the words that say what stands beside them."""

import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

from ocr.layout import Character, Span, rows_of
from ocr.translations import translation_end
from ocr.values import plain_text

_SEPARATORS = frozenset(":;、)_|/-—")
_SENTENCE = frozenset(",。(")
"""Behind these a sentence goes on, in which only a colon makes a label."""
_BRACKET_AFTER = re.compile(r"\((?![^()]*(?:盖|公|签)章)[^()]{1,14}\)")
_PATTERN = "re:"
_SUFFIX = re.compile(r"(?:名称|姓名|全称|号码)(?=:)")
_TICK = re.compile(r"\([√✓✔VvX×]?\)$|[□☐☑]$")
"""A word behind one of these is to be ticked, and no label."""
_BEFORE_TICKED = frozenset(")□☐☑")
_CLAUSE = re.compile(r"第[0-9一二三四五六七八九十百]{1,4}[章条款]")
_SEAL_PLACE = re.compile(r"\((?:加?盖|公|签|印)[章公单]?")
_SEALED = re.compile(r"\([^()]{1,12}\):(?=[一-鿿()·]{3,60}$)")
ORGANISATION_END = re.compile(
    r"(?:公司|局|政府|委员会|厅|部|中心|院|所|站|社|店|厂|行|队|会|馆|处|校|园|场|户|铺|吧|楼|坊|室|[大中小]学)(?:\([^()]*\))?$"
)
ORGANISATION_REST = re.compile(r"[一-鿿]{1,3}|(?:股份)?有限(?:责任)?公司")
"""What no organisation is called by itself: the rest of a name that began on the line above."""
SEAL_PLACE = "(seal)"
_WIDE_GAP = 1.25
_NARROW_GAP = 1.05
_GAP_IN_SENTENCE = 2.2
_ENOUGH = 5
_SPREAD = 6.0
_HAN = "\u4e00"
ALONE, CLEAR, CLOSE = 1.0, 0.9, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One label seen on a page: its row, from which character to which, and how surely it is a label."""

    label: str
    row: tuple[Character, ...]
    start: int
    end: int
    sureness: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Return the height of the label."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Return the height at which the label stands."""
        return (self.top + self.bottom) / 2

    @property
    def key(self) -> tuple[int, int]:
        """Return the line and place of the first character."""
        return self.row[self.start].line, self.row[self.start].place


Row = tuple[Span, tuple[Character, ...]]


def rows(spans: Sequence[Span]) -> tuple[Row, ...]:
    """Return every line together with the characters of the whole row it stands on."""
    return tuple(
        (seed, tuple(character for span in row for character in span.characters))
        for seed, row in zip(spans, rows_of(spans), strict=True)
    )


def occurrences(spans: Sequence[Span], labels: Iterable[str]) -> tuple[Occurrence, ...]:
    """Find every label of a vocabulary; where several fit, the longest wins."""
    return occurrences_in(rows(spans), labels)


def occurrences_in(page: Sequence[Row], labels: Iterable[str]) -> tuple[Occurrence, ...]:
    """Find every label of a vocabulary on rows that are known already."""
    words = vocabulary(tuple(dict.fromkeys(labels)))
    found: dict[tuple[int, int], Occurrence] = {}
    for seed, characters in page:
        text = "".join(character.text for character in characters)
        apart = _brackets_apart(characters, _NARROW_GAP * seed.height)
        taken = -1
        for start, gap in _starts(seed, characters):
            found_here = words.matches(text, start, apart) if start >= taken else []
            whole = (m for m in found_here if _holds_together(characters, start, m[1], seed.height))
            best = max(whole, key=_end, default=None)
            if best is None or not _is_wide_enough(gap, text, best[1]):
                continue
            label, end = _sealed(text, *best)
            end = _without_far_bracket(characters, start, end, seed)
            occurrence = _occurrence(label, characters, start, end, seed)
            if occurrence is not None:
                found.setdefault(occurrence.key, occurrence)
                taken = occurrence.end
    return tuple(found.values())


def _sealed(text: str, label: str, end: int) -> tuple[str, int]:
    """Return a place for a seal as such, unless an organisation is printed behind it: 单位(盖章):某公司."""
    if not _SEAL_PLACE.match(text, end):
        return label, end
    named = _SEALED.match(text, end)
    if named and "章" not in text[named.end() :] and ORGANISATION_END.search(text):
        return label, named.end() - 1
    return SEAL_PLACE, end


def label_starts(page: Sequence[Row], words: "Vocabulary") -> Iterator[tuple[str, ...]]:
    """Yield, for each place where a label may begin, the labels of a large vocabulary, longest first.

    Unlike `occurrences_in` this settles on none of them: kinds of paper differ in which labels they have.
    """
    for seed, characters in page:
        text = "".join(character.text for character in characters)
        apart = _brackets_apart(characters, _NARROW_GAP * seed.height)
        taken = -1
        for start, gap in _starts(seed, characters):
            found = words.matches(text, start, apart) if start >= taken else []
            found = [
                (label, end)
                for label, end in found
                if _is_wide_enough(gap, text, end)
                and _sureness(characters, end, seed, start) is not None
                and _holds_together(characters, start, end, seed.height)
            ]
            if found:
                found.sort(key=_end, reverse=True)
                taken = found[0][1]
                yield tuple(label for label, _ in found)


def _without_far_bracket(row: Sequence[Character], start: int, end: int, seed: Span) -> int:
    """Return where a label ends; a bracket that begins in another box far away is its value's."""
    for place in range(start + 1, end):
        before, after = row[place - 1], row[place]
        is_far = after.x - before.x > _WIDE_GAP * seed.height
        if after.text == "(" and after.line != before.line and is_far:
            return place
    return end


def _brackets_apart(row: Sequence[Character], gap: float) -> frozenset[int]:
    """Return the places of opening brackets that stand well behind what is before them."""
    return frozenset(
        place
        for place in range(1, len(row))
        if row[place].text == "(" and row[place].x - row[place - 1].x > gap
    )


def _end(match: tuple[str, int]) -> tuple[int, bool]:
    """Order matches by where they end; of two that end in one place, words go before a pattern."""
    return match[1], not match[0].startswith(_PATTERN)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Many labels, found by their first character rather than one after the other."""

    words: Mapping[str, tuple[tuple[str, str], ...]]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    def matches(self, text: str, start: int, apart: Container[int] = ()) -> list[tuple[str, int]]:
        """Return the labels that begin at a place of a text, each with where it ends.

        A bracket that stands `apart`, behind a gap, belongs to the value. Labels written with their bracket
        come before those that a bracket makes as long.
        """
        found: list[tuple[str, int]] = []
        with_bracket: list[tuple[str, int]] = []
        for label, word in self.words.get(text[start], ()):
            if text.startswith(word, start):
                end = start + len(word)
                longer = _longer_end(text, end, is_apart=end in apart and not self._brackets_label(text, end))
                (with_bracket if longer > end else found).append((label, longer))
        for label, pattern in self.patterns:
            match = pattern.match(text, start)
            if match and match.end() > start:
                found.append((label, match.end()))
        return [(label, translation_end(text, end)) for label, end in found + with_bracket]

    def _brackets_label(self, text: str, at: int) -> bool:
        """Tell whether a bracket holds another label, as in 社会信用代码（身份证号码）."""
        inner = text[at + 1 : text.find(")", at)]
        return any(word == inner for _, word in self.words.get(inner[:1], ()))


def _longer_end(text: str, end: int, *, is_apart: bool) -> int:
    """Return where a label ends with the bracket and with words such as 名称 that may stand behind it."""
    bracket = _BRACKET_AFTER.match(text, end)
    if bracket and not (is_apart and text[bracket.end() : bracket.end() + 1] != ":"):
        end = bracket.end()
    suffix = _SUFFIX.match(text, end)
    return suffix.end() if suffix else end


@lru_cache(maxsize=512)
def vocabulary(labels: tuple[str, ...]) -> Vocabulary:
    """Return the labels, as kind files write them, ready for search."""
    words: dict[str, list[tuple[str, str]]] = {}
    for label in labels:
        word = "" if label.startswith(_PATTERN) else plain_text(label)
        if word:
            words.setdefault(word[0], []).append((label, word))
    return Vocabulary(
        words={first: tuple(found) for first, found in words.items()},
        patterns=tuple(
            (label, re.compile(label.removeprefix(_PATTERN)))
            for label in labels
            if label.startswith(_PATTERN)
        ),
    )


def _starts(seed: Span, row: Sequence[Character]) -> Iterator[tuple[int, float]]:
    """Yield where a label of this line may begin: at its start, behind a separator, a gap or 第一条."""
    first = 0
    unit = _unit([character for character in row if character.line == seed.index], seed.height)
    for place, character in enumerate(row):
        if character.line != seed.index:
            continue
        before = row[place - 1] if place else None
        if before is None or before.line != character.line:
            first = place
            yield place, math.inf
        elif before.text in _SENTENCE:
            gap = (character.x - before.x) / unit
            yield place, gap if gap > _GAP_IN_SENTENCE else _NARROW_GAP
        elif before.text in _BEFORE_TICKED and _is_tick(row[max(0, place - 3) : place]):
            continue
        elif before.text in _SEPARATORS or (before.text in "章条款" and _is_clause(row[first:place])):
            yield place, math.inf
        elif character.x - before.x > _NARROW_GAP * unit:
            yield place, (character.x - before.x) / unit


def _is_clause(characters: Sequence[Character]) -> bool:
    return _CLAUSE.fullmatch("".join(character.text for character in characters)) is not None


def _is_tick(characters: Sequence[Character]) -> bool:
    return _TICK.search("".join(character.text for character in characters)) is not None


def _unit(line: Sequence[Character], height: float) -> float:
    """Return what gaps of a line are measured in: its height, or the step of wider letters."""
    steps = [b.x - a.x for a, b in pairwise(line) if a.text >= _HAN and b.text >= _HAN]
    return max(height, median(steps)) if len(steps) >= _ENOUGH else height


def _holds_together(row: Sequence[Character], start: int, end: int, height: float) -> bool:
    """Tell whether a label's letters stand as near as spread letters do; 有效期 … 至2028年 are apart."""
    if row[start].line == row[end - 1].line:
        return True
    return all(
        b.x - a.x < _SPREAD * height
        for a, b in pairwise(row[start:end])
        if a.line != b.line and b.text != "("
    )


def _is_wide_enough(gap: float, text: str, end: int) -> bool:
    """Tell whether the gap before a label suffices; a colon after it makes a narrow one do."""
    return gap > _WIDE_GAP or text[end : end + 1] == ":"


def _occurrence(
    label: str, row: tuple[Character, ...], start: int, end: int, seed: Span
) -> Occurrence | None:
    sureness = _sureness(row, end, seed, start)
    if sureness is None:
        return None
    half = seed.height * 0.35
    return Occurrence(
        label=label,
        row=row,
        start=start,
        end=end,
        sureness=sureness,
        left=row[start].x - half,
        right=row[end - 1].x + half,
        top=seed.top,
        bottom=seed.bottom,
    )


def _sureness(row: Sequence[Character], end: int, seed: Span, start: int) -> float | None:
    """Return how clearly the label ends, None when it is only the beginning of a sentence."""
    if end == len(row) or row[end].line != row[end - 1].line:
        return ALONE
    if row[end].text == "、":
        return None
    if row[end].text in ":;_(":
        return ALONE
    if row[end].x - row[end - 1].x > _WIDE_GAP * seed.height:
        return CLEAR
    rest = "".join(character.text for character in row[end:] if character.line == row[end - 1].line)
    if end - start < 2 or re.search(r"[,。;]", rest):
        return None
    return CLOSE
