"""Single-character edits of names and identifiers: how many does a comparison let pass?

`python -m benchmarks.edits [--n N] [--seed N] [--json]`. Values of fictitious people and firms get one edit
each: a look-alike, a variant, any other character, one dropped, one made up. The edited text stands on either
side, read well, read poorly, or certain. Not one may pass. The peers are how such comparisons are commonly
written. As a control the same values are written in another lawful way (width, spaces, dots, no province):
these should pass.
"""

import argparse
import difflib
import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from rapidfuzz import fuzz

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType as T
from review_points.certificate import upper_bound
from review_points.compare_addresses import fold_address
from review_points.compare_texts import fold_code, fold_name, fold_organisation
from review_points.expressions import Expression, parse
from review_points.facts import Fact, Facts, FactState
from review_points.look_alikes import COUSINS, TWINS, VARIANTS
from review_points.operands import Surroundings
from simulator.people import firm, institution, person

CONFIDENCE = 0.95
LIKE_ENOUGH = 90
_LEFT, _RIGHT = "form.value", "paper.value"
_HANZI = "林陈黄郑吴样例福建厦门有限公司分院路街道号"
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
Draw = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: its type, how to draw one, the checks that compare it, what its canonical form is."""

    type: T
    draw: Draw
    checks: tuple[str, ...]
    fold: Callable[[str], str]
    pool: str


KINDS: Mapping[str, Kind] = {
    "name": Kind(T.NAME, lambda n: person(n).name, ("equal", "same_name"), fold_name, _HANZI),
    "organisation": Kind(
        T.ORGANISATION,
        lambda n: firm(n).name if n % 2 else institution(n).name,
        ("equal", "same_organisation"),
        fold_organisation,
        _HANZI,
    ),
    "address": Kind(
        T.ADDRESS, lambda n: person(n).address, ("equal", "same_address"), fold_address, _HANZI + "0123456789"
    ),
    "ID number": Kind(T.IDNO, lambda n: person(n).idno, ("equal",), fold_code, "0123456789X"),
    "credit code": Kind(T.USCC, lambda n: firm(n).uscc, ("equal",), fold_code, _LETTERS),
    "licence number": Kind(T.CODE, lambda n: firm(n).license_no, ("equal",), fold_code, _LETTERS),
    "bank account": Kind(T.BANK_ACCOUNT, lambda n: person(n).bank_acct, ("equal",), fold_code, "0123456789"),
    "mobile": Kind(T.MOBILE, lambda n: person(n).mobile, ("equal",), fold_code, "0123456789"),
}
EDITS = ("look-alike", "look-alike", "look-alike", "other", "dropped", "made up")
SIDES = ("read well", "read poorly", "one character poor", "certain", "both read")
PEERS: Mapping[str, Callable[[str, str], bool]] = {
    "rapidfuzz ratio ≥ 90": lambda a, b: fuzz.ratio(_nfkc(a), _nfkc(b)) >= LIKE_ENOUGH,
    "difflib ratio ≥ 0.9": lambda a, b: (
        difflib.SequenceMatcher(None, _nfkc(a), _nfkc(b)).ratio() >= LIKE_ENOUGH / 100
    ),
    "equal after NFKC": lambda a, b: _nfkc(a) == _nfkc(b),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One comparison: two texts, how they were read, the worst of what our checks said, which peers pass."""

    kind: str
    edit: str
    sides: str
    one: str
    other: str
    ours: str
    peers_pass: tuple[str, ...]


def edited(text: str, edit: str, pool: str, random: Random) -> str:
    """Return the text with one edit; a look-alike where a character has one, else any other character."""
    place = random.randrange(len(text))
    if edit == "dropped":
        return text[:place] + text[place + 1 :]
    if edit == "made up":
        return text[:place] + random.choice(text[place] + pool) + text[place:]
    alike = {at: _partners(each) for at, each in enumerate(text) if _partners(each)}
    if edit == "look-alike" and alike:
        place = random.choice(sorted(alike))
        return text[:place] + random.choice(alike[place]) + text[place + 1 :]
    return text[:place] + random.choice(pool) + text[place + 1 :]


def rewritten(text: str, random: Random) -> str:
    """Return the text in another lawful way of writing: full width, spaces, other dots, no province."""
    wide = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)
    spaced = "".join(each + random.choice(("", "", " ", "\u3000")) for each in text)
    return random.choice((wide, spaced, text.replace("·", "•").removeprefix("福建省")))


def trials(n: int, seed: int) -> Iterator[Trial]:
    """Yield n trials with one edit each: kinds, edits and sides in turn."""
    expressions = {
        (name, check): _expression(kind, check) for name, kind in KINDS.items() for check in kind.checks
    }
    names = tuple(KINDS)
    for number in range(n):
        random = Random(f"edits|{seed}|{number}")
        name = names[number % len(names)]
        kind, edit = KINDS[name], random.choice(EDITS)
        sides = random.choice(SIDES)
        text = other = kind.draw(seed + number)
        while kind.fold(other) == kind.fold(text):
            other = edited(text, edit, kind.pool, random)
        yield _tried(name, edit, sides, (text, other), random, expressions)


def controls(n: int, seed: int) -> Iterator[Trial]:
    """Yield n trials in which the same value is written in another way and read well."""
    expressions = {
        (name, check): _expression(kind, check) for name, kind in KINDS.items() for check in kind.checks
    }
    names = tuple(KINDS)
    for number in range(n):
        random = Random(f"controls|{seed}|{number}")
        name = names[number % len(names)]
        text = KINDS[name].draw(seed + number)
        yield _tried(name, "rewritten", "read well", (text, rewritten(text, random)), random, expressions)


def _tried(
    name: str,
    edit: str,
    sides: str,
    texts: tuple[str, str],
    random: Random,
    expressions: Mapping[tuple[str, str], Expression],
) -> Trial:
    kind = KINDS[name]
    one, other = texts if random.random() < 0.5 else texts[::-1]
    facts = _facts(kind, one, other, sides, random)
    said = [
        expressions[name, check].condition.verdict(facts, Surroundings()).outcome.value
        for check in kind.checks
    ]
    worst = next(each for each in ("pass", "unknown", "fail") if each in said)
    passing = tuple(peer for peer, passes in PEERS.items() if passes(one, other))
    return Trial(name, edit, sides, one, other, worst, passing)


def _expression(kind: Kind, check: str) -> Expression:
    found = parse(f"{check}({_LEFT}, {_RIGHT})", {_LEFT: kind.type, _RIGHT: kind.type})
    assert isinstance(found, Expression)
    return found


def _facts(kind: Kind, one: str, other: str, sides: str, random: Random) -> Facts:
    left = _fact(_LEFT, kind, one, sides if sides == "both read" else "certain", random)
    return Facts({_LEFT: left, _RIGHT: _fact(_RIGHT, kind, other, sides, random)})


def _fact(name: str, kind: Kind, text: str, sides: str, random: Random) -> Fact:
    if sides == "certain":
        return Fact(name=name, type=kind.type, state=FactState.READ, value=text)
    good = random.uniform(0.97, 1.0)
    scores = [random.uniform(0.2, 0.9) if sides == "read poorly" else good for _ in text]
    if sides != "read well" and scores:
        scores[random.randrange(len(scores))] = random.uniform(0.2, 0.97)
    reading = Reading(
        element="value",
        state=ReadingState.READ,
        source=Source.PIXELS,
        value=text,
        raw=text,
        confidence=min(scores, default=0.0),
        characters=tuple(scores),
    )
    return Fact(name=name, type=kind.type, state=FactState.READ, value=text, readings=(reading,))


def _partners(character: str) -> list[str]:
    found: set[str] = set()
    for table in (TWINS, COUSINS, VARIANTS):
        found |= table.get(character, frozenset())
    return sorted(found)


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def figures(found: Sequence[Trial], same: Sequence[Trial], seconds: float) -> dict[str, object]:
    """Count what ours let pass, and what each peer did in the same run."""
    passed = sum(each.ours == "pass" for each in found)
    peers = {
        peer: {
            "passes": sum(peer in each.peers_pass for each in found),
            "failed_what_reading_explains": sum(
                peer not in each.peers_pass and each.ours == "unknown" for each in found
            ),
            "rewritten_passed_share": _share([peer in each.peers_pass for each in same]),
        }
        for peer in PEERS
    }
    bound = upper_bound(passed, len(found), CONFIDENCE)
    return {
        "what": "single-character edits of names and identifiers",
        "ours": {
            "edits": len(found),
            "passes": passed,
            "passes_share_at_most": round(bound, 6),
            "unknown": sum(each.ours == "unknown" for each in found),
            "fail": sum(each.ours == "fail" for each in found),
            "rewritten_passed_share": _share([each.ours == "pass" for each in same]),
            "seconds": round(seconds, 1),
        },
        "peers": peers,
        "ratios": {
            f"{peer}: passes for each of ours at most": round(
                sum(peer in each.peers_pass for each in found) / (bound * len(found)), 1
            )
            for peer in PEERS
        },
    }


def _share(answers: Sequence[bool]) -> float:
    return round(sum(answers) / len(answers), 4) if answers else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print a table, end with one JSON object; exit 1 when an edit passed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.edits", description=__doc__)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--controls", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    found = list(trials(options.n, options.seed))
    same = list(controls(options.controls, options.seed))
    result = figures(found, same, time.perf_counter() - started)
    if not options.json:
        for (kind, edit, said), n in sorted(Counter((t.kind, t.edit, t.ours) for t in found).items()):
            print(f"{n:6} {kind}, {edit}: {said}")
        for each in (each for each in found if each.ours == "pass"):
            print(f"passed: {each.kind} {each.sides} {each.one} {each.other}")
    print(json.dumps(result, ensure_ascii=False))
    return int(any(each.ours == "pass" for each in found))


if __name__ == "__main__":
    sys.exit(main())
