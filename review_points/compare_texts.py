"""Asymmetric comparison: equal passes, a difference that reading explains is unknown, any other fails.

An approval rests on equalities and a return on differences, so neither may rest on a poor reading. Each
differing character is looked at: one that was read poorly, or that has a twin shape, may be a misreading.
When every difference may be one, nobody knows; one that can't be is a real difference.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ocr.values import plain_text
from review_points.answers import Answer, decide, undecided
from review_points.checksums import breaks_check_digit, has_check_digit
from review_points.look_alikes import are_cousins, are_twins, are_variants, is_rare
from review_points.operands import (
    EXACT_TYPES,
    Floors,
    Operand,
    character_scores,
    is_strong,
)

_BRACKETS = frozenset("()")
_THIN = frozenset("一二三十1lI!丨、.-")
"""Characters of few strokes: a recogniser drops them without a trace in its scores."""
_MOST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its folded text and a score per character."""

    text: str
    scores: tuple[float, ...]
    certain: bool
    suspect: bool

    def score(self, place: int) -> float:
        """Return how well the character at a place was read."""
        return self.scores[place] if 0 <= place < len(self.scores) else 1.0

    def part(self, start: int, end: int) -> "Side":
        """Return the side's text between two places."""
        return Side(self.text[start:end], self.scores[start:end], self.certain, self.suspect)


def compare_plainly(
    a: Operand, b: Operand, floors: Floors, fold: Callable[[str], str] = plain_text
) -> Answer:
    """Compare two texts character by character under a folding."""
    one, other = side_of(a, fold), side_of(b, fold)
    if one.text == other.text:
        return equal_answer(a, b, floors)
    reason = explain(one, other, floors)
    if reason is None:
        return decide(False, describe(one.text, other.text))
    return undecided(f"{describe(one.text, other.text)}（{reason}）", *doubtful(a, b))


def explain(one: Side, other: Side, floors: Floors) -> str | None:
    """Say how reading could explain every difference of two texts; None when one can't be."""
    reasons: list[str] = []
    for tag, start, end, other_start, other_end in _edits(one.text, other.text):
        if tag == "equal":
            continue
        reason = _explain(one, other, (start, end), (other_start, other_end), floors)
        if reason is None:
            return None
        reasons.append(reason)
    return "；".join(dict.fromkeys(reasons))


def compare_names(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare personal names: middle dots say nothing, variants of a character are for a clerk."""
    return compare_plainly(a, b, floors, fold_name)


def compare_organisations(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare names of organisations: every word of them counts."""
    return compare_plainly(a, b, floors, fold_organisation)


def compare_entries(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare lists of choices as sets."""
    mine, theirs = ({plain_text(entry) for entry in each.entries} for each in (a, b))
    if mine == theirs:
        return equal_answer(a, b, floors)
    if not (is_strong(a, floors) and is_strong(b, floors)):
        return undecided("识别把握不足", *doubtful(a, b))
    return decide(False, f"仅一方有：{'、'.join(sorted(mine ^ theirs))}")


def compare_numbers(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare numbers by value, their digits when they differ."""
    return equal_answer(a, b, floors) if a.number == b.number else compare_plainly(a, b, floors)


def fold_name(text: str) -> str:
    """Fold a personal name: width, spaces and middle dots."""
    return plain_text(text).replace("·", "").replace("•", "").replace(".", "").upper()


def fold_organisation(text: str) -> str:
    """Fold an organisation's name: width, spaces, kinds of brackets."""
    return plain_text(text).translate(str.maketrans("〔【[〈《〕】]〉》", "((((()))))")).upper()


def fold_code(text: str) -> str:
    """Fold an identifier: width, spaces and case."""
    return plain_text(text).upper()


def describe(one: str, other: str) -> str:
    """Say in Chinese where two texts differ, character by character."""
    shown: list[str] = []
    for tag, start, end, other_start, other_end in _edits(one, other):
        if tag == "replace":
            shown.append(f"第{start + 1}位“{one[start:end]}”对“{other[other_start:other_end]}”")
        elif tag == "delete":
            shown.append(f"第{start + 1}位前者多“{one[start:end]}”")
        elif tag == "insert":
            shown.append(f"第{other_start + 1}位后者多“{other[other_start:other_end]}”")
    more = f"等{len(shown)}处" if len(shown) > _MOST_SHOWN else ""
    return f"“{one}”与“{other}”不同：{'，'.join(shown[:_MOST_SHOWN])}{more}"


def equal_answer(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Pass an equality that was read well, or whose check digit holds while another source says the same."""
    weak = [each for each in (a, b) if not is_strong(each, floors)]
    if a.facts != b.facts and all(_is_borne_out(each, floors) for each in weak):
        return decide(True)
    return undecided("两者相同，但识别把握不足", *(name for each in weak for name in each.facts))


def _is_borne_out(operand: Operand, floors: Floors) -> bool:
    """Tell whether a weak reading is borne out by its own check digit."""
    if operand.type not in EXACT_TYPES or not has_check_digit(operand.text):
        return False
    return operand.score >= floors.hopeless


def side_of(operand: Operand, fold: Callable[[str], str]) -> Side:
    """Fold an operand's text and align its scores with it."""
    text = fold(operand.text)
    scores = character_scores(operand)
    if len(scores) != len(text):
        scores = (min(scores, default=0.0),) * len(text)
    return Side(text, scores, operand.certain, not operand.certain and breaks_check_digit(text))


def _explain(
    one: Side, other: Side, mine: tuple[int, int], theirs: tuple[int, int], floors: Floors
) -> str | None:
    """Say how reading could explain one edit; None when it can't."""
    if mine[1] - mine[0] == theirs[1] - theirs[0]:
        reasons = [
            _explain_pair(one, other, mine[0] + step, theirs[0] + step, floors)
            for step in range(mine[1] - mine[0])
        ]
        return None if None in reasons else "；".join(dict.fromkeys(each for each in reasons if each))
    if mine[0] == mine[1]:
        return _explain_extra(other, one, theirs, mine[0], floors)
    if theirs[0] == theirs[1]:
        return _explain_extra(one, other, mine, theirs[0], floors)
    return None


def _explain_pair(one: Side, other: Side, here: int, there: int, floors: Floors) -> str | None:
    """Say how two different characters could be one."""
    x, y = one.text[here], other.text[there]
    if are_variants(x, y):
        return f"{x}、{y}为繁简或异体"
    if one.certain and other.certain:
        return None
    if are_twins(x, y):
        return f"{x}、{y}形近"
    if is_rare(x) or is_rare(y):
        return f"{x}、{y}有生僻字"
    score = min(one.score(here), other.score(there))
    if score < floors.explains:
        return f"{x}、{y}识别把握不足"
    if score < floors.suspect and (are_cousins(x, y) or one.suspect or other.suspect):
        return f"{x}、{y}可能误识"
    return None


def _explain_extra(
    longer: Side, shorter: Side, span: tuple[int, int], gap: int, floors: Floors
) -> str | None:
    """Say how characters that only one side has could have been dropped or made up in reading."""
    extra = longer.text[span[0] : span[1]]
    if not longer.certain and min(longer.scores[span[0] : span[1]], default=1.0) < floors.explains:
        return f"“{extra}”识别把握不足"
    if longer.certain and shorter.certain:
        return None
    if set(extra) <= _BRACKETS or any(is_rare(character) for character in extra):
        return f"“{extra}”可能漏识"
    if shorter.certain:
        return None
    if set(extra) <= _THIN:
        return f"“{extra}”笔画少，可能漏识"
    beside = min(shorter.score(gap - 1), shorter.score(gap))
    doubled = len(extra) == 1 and extra in (
        longer.text[span[0] - 1 : span[0]],
        longer.text[span[1] : span[1] + 1],
    )
    return f"“{extra}”可能漏识" if doubled or beside < floors.explains else None


def _edits(one: str, other: str) -> tuple[tuple[str, int, int, int, int], ...]:
    """Return the shortest edits from one text to the other."""
    return tuple(
        (step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end)
        for step in Levenshtein.opcodes(one, other)
    )


def doubtful(a: Operand, b: Operand) -> tuple[str, ...]:
    """Name the facts a clerk should look at: those read from pictures, else both."""
    pictures = tuple(name for each in (a, b) if not each.certain for name in each.facts)
    return pictures or (*a.facts, *b.facts)
