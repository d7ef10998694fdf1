"""Where two texts differ, character by character, and which of it reading could explain.

An approval rests on equalities and a return on differences, so neither may rest on a poor reading. Each
differing character is looked at: one that was read poorly, or that has a twin shape, may be a misreading.
When every difference may be one, nobody knows; one that can't be is a real difference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from review_points.alignments import Step, alignments
from review_points.checksums import breaks_check_digit
from review_points.look_alikes import are_cousins, are_twins, are_variants, characters_of, is_rare
from review_points.operands import Floors, Operand, character_scores

_BRACKETS = frozenset("()")
_THIN = frozenset("一二三十1lI!丨、.-")
"""Characters of few strokes: a recogniser drops them without a trace in its scores."""
_MOST_SHOWN = 4
_ALIKE, _SAME = "形近", "为繁简或异体"
_SHAPES = frozenset({_ALIKE, _SAME})
"""What can be said of two characters whoever read them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its folded text, a score per code point, and where the text starts."""

    text: str
    scores: tuple[float, ...]
    certain: bool
    suspect: bool
    start: int = 0

    def part(self, start: int, end: int) -> "Side":
        """Return the side's text between two places."""
        scores = self.scores[start:end]
        return Side(self.text[start:end], scores, self.certain, self.suspect, self.start + start)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its place counted from 1, what either side has there, how reading could explain it."""

    place: int
    mine: str
    theirs: str
    reason: str | None

    @property
    def words(self) -> str:
        """Say the difference in Chinese."""
        if self.mine and self.theirs and self.reason in _SHAPES:
            return f"第{self.place}位“{self.mine}”与“{self.theirs}”{self.reason}"
        why = f"（{self.reason}）" if self.reason else ""
        if self.mine and self.theirs:
            return f"第{self.place}位“{self.mine}”对“{self.theirs}”{why}"
        who = "前者" if self.mine else "后者"
        return f"第{self.place}位{who}多“{self.mine or self.theirs}”{why}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A side as characters a person sees, each with the worst score of its code points."""

    characters: tuple[str, ...]
    scores: tuple[float, ...]
    side: Side

    def score(self, place: int) -> float:
        """Return how well the character at a place was read."""
        return self.scores[place] if 0 <= place < len(self.scores) else 1.0

    def text(self, start: int, end: int) -> str:
        """Return what stands between two places."""
        return "".join(self.characters[start:end])


def side_of(operand: Operand, fold: Callable[[str], str]) -> Side:
    """Fold an operand's text and align its scores with it."""
    text = fold(operand.text)
    scores = character_scores(operand)
    if len(scores) != len(text):
        scores = (min(scores, default=0.0),) * len(text)
    return Side(text, scores, operand.certain, not operand.certain and breaks_check_digit(text))


def differences(one: Side, other: Side, floors: Floors) -> tuple[Difference, ...]:
    """Return every difference of two texts along a shortest way from one to the other.

    Where there are several, one that reading explains is taken: what could be a misreading is no difference.
    """
    mine, theirs = _row(one), _row(other)
    usual: tuple[Difference, ...] | None = None
    for steps in alignments(mine.characters, theirs.characters):
        found = tuple(each for step in steps for each in _differences(mine, theirs, step, floors))
        if are_explained(found):
            return found
        usual = found if usual is None else usual
    return usual or ()


def _differences(mine: _Row, theirs: _Row, step: Step, floors: Floors) -> Iterator[Difference]:
    here, there = step.here, step.there
    if step.tag == "replace":
        yield from _replaced(mine, theirs, here, there, floors)
    elif step.tag == "delete":
        why = _explain_extra(mine, theirs, here, there[0], floors)
        yield Difference(mine.side.start + here[0] + 1, mine.text(*here), "", why)
    else:
        why = _explain_extra(theirs, mine, there, here[0], floors)
        yield Difference(theirs.side.start + there[0] + 1, "", theirs.text(*there), why)


def are_explained(found: Sequence[Difference]) -> bool:
    """Tell whether reading could explain every difference."""
    return all(each.reason is not None for each in found)


def describe(one: str, other: str, found: Sequence[Difference]) -> str:
    """Say in Chinese where two texts differ, character by character."""
    return f"“{one}”与“{other}”不同：{list_differences(found)}"


def list_differences(found: Sequence[Difference]) -> str:
    """Say the first differences, and how many there are when not all are said."""
    more = f"等{len(found)}处" if len(found) > _MOST_SHOWN else ""
    return "，".join(each.words for each in found[:_MOST_SHOWN]) + more


def _row(side: Side) -> _Row:
    characters = characters_of(side.text)
    if len(characters) == len(side.text):
        return _Row(characters, side.scores, side)
    scores: list[float] = []
    start = 0
    for each in characters:
        scores.append(min(side.scores[start : start + len(each)]))
        start += len(each)
    return _Row(characters, tuple(scores), side)


def _replaced(
    mine: _Row, theirs: _Row, here: tuple[int, int], there: tuple[int, int], floors: Floors
) -> Iterator[Difference]:
    """Yield the differences of two spans of one length; neighbours without a shape to tell stand together."""
    reasons = [
        _explain_pair(mine, theirs, here[0] + step, there[0] + step, floors)
        for step in range(here[1] - here[0])
    ]
    steps = range(len(reasons))
    for _, group in groupby(steps, lambda step: (step,) if reasons[step] in _SHAPES else reasons[step]):
        first, *rest = group
        span = first, (rest[-1] if rest else first) + 1
        yield Difference(
            mine.side.start + here[0] + first + 1,
            mine.text(here[0] + span[0], here[0] + span[1]),
            theirs.text(there[0] + span[0], there[0] + span[1]),
            reasons[first],
        )


def _explain_pair(mine: _Row, theirs: _Row, here: int, there: int, floors: Floors) -> str | None:
    """Say how two different characters could be one; None when they can't."""
    x, y = mine.characters[here], theirs.characters[there]
    one, other = mine.side, theirs.side
    if are_variants(x, y):
        return _SAME
    if one.certain and other.certain:
        return None
    if are_twins(x, y):
        return _ALIKE
    if is_rare(x) or is_rare(y):
        return "有生僻字"
    score = min(mine.score(here), theirs.score(there))
    if score < floors.explains:
        return "识别把握不足"
    if score < floors.suspect and (are_cousins(x, y) or one.suspect or other.suspect):
        return "可能误识"
    return None


def _explain_extra(
    longer: _Row, shorter: _Row, span: tuple[int, int], gap: int, floors: Floors
) -> str | None:
    """Say how characters that only one side has could have been dropped or made up in reading."""
    extra = longer.characters[span[0] : span[1]]
    if not longer.side.certain and min(longer.scores[span[0] : span[1]]) < floors.explains:
        return "识别把握不足"
    if longer.side.certain and shorter.side.certain:
        return None
    if _BRACKETS.issuperset(extra) or any(is_rare(each) for each in extra):
        return "可能漏识"
    if shorter.side.certain:
        return None
    if _THIN.issuperset(extra):
        return "笔画少，可能漏识"
    beside = min(shorter.score(gap - 1), shorter.score(gap))
    doubled = len(extra) == 1 and extra in (
        longer.characters[span[0] - 1 : span[0]],
        longer.characters[span[1] : span[1] + 1],
    )
    return "可能漏识" if doubled or beside < floors.explains else None
