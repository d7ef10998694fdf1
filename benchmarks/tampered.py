"""Cases with planted trouble in great number, on facts instead of pictures: what would the robot do?

`python -m benchmarks.tampered [--tampered N] [--clean N] [--pairs N] [--processes N] [--json]`. Every case
goes through the product's own review with the shipped scenarios. Trouble is a flaw of the item or one of the
tamper operators, in turn; harmless operators (a number typed in full width, an order printed on a paper) are
no trouble. In some cases two flaws are planted: when such a case is returned, its one notice must name what
each of the two alone would have been returned for, as far as that could be seen; else a second notice would
follow.

The peer in the same run decides as a checklist without doubt does: it approves when no point fails.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from typing import Any, TypeVar

from benchmarks.certify import AREAS, TODAY
from cases.book import ScenariosOf
from cases.review import Review
from cases.trials import READER_VERSION, as_if_certified, is_right, review_made_up
from review_points.certificate import upper_bound
from review_points.conclude import ConclusionKind
from review_points.facts import Fact, FactState
from review_points.findings import Outcome
from scenarios.load import shipped_book
from scenarios.plan import Scenario
from simulator.cases import ITEMS, FlawsClashError, flaws
from simulator.tampering import OPERATORS, NothingToTamperError
from simulator.trials import Trial, make_trial

Made = TypeVar("Made")
Job = tuple[str, str, int, str, str]
CHUNK = 250
CONFIDENCE = 0.95
CLEAN, FLAW, OPERATOR = "clean", "flaw", "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How one case ended; None where an operator found nothing to change in it."""

    item: str
    planted: str
    number: str
    is_clean: bool
    by_rule: bool
    """A clean case that the points themselves send to a clerk, however well it is read."""
    concluded: str
    is_right: bool
    named: bool | None
    """Whether a return names the planted deficiency; None where there is nothing to name."""
    carefree: str
    """What a checklist without doubt would have done: approve unless a point fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A case with two flaws: what it was returned for, and what was left for a second notice."""

    number: str
    flaws: str
    returned: bool
    visible: int
    left_out: tuple[str, ...]


def planned_cases(tampered: int, clean: int, first_seed: int) -> Iterator[Job]:
    """Say which cases: items and areas in turn, flaws and operators in turn, then the clean ones."""
    for place in range(tampered + clean):
        item, turn = ITEMS[place % len(ITEMS)], place // len(ITEMS)
        what, name = CLEAN, ""
        if place < tampered:
            what, names = (FLAW, tuple(flaws(item))) if turn % 2 else (OPERATOR, tuple(OPERATORS))
            name = names[turn // 2 % len(names)]
        yield item, AREAS[turn % len(AREAS)], first_seed + place, what, name


def planned_pairs(n: int, first_seed: int) -> Iterator[Job]:
    """Say which pairs: items and areas in turn, two flaws drawn by lot."""
    random = Random(first_seed)
    for place in range(n):
        item = ITEMS[place % len(ITEMS)]
        first, second = random.sample(sorted(flaws(item)), 2)
        yield item, AREAS[place // len(ITEMS) % len(AREAS)], first_seed + place, first, second


def ended(item: str, area: str, seed: int, what: str, name: str) -> Ended | None:
    """Make one case up, read it as the noise model does, and review it."""
    try:
        trial = make_trial(
            scenario_of(area, item),
            seed,
            on=TODAY,
            flaw=name if what == FLAW else None,
            operator=name if what == OPERATOR else None,
        )
    except NothingToTamperError:
        return None
    done = reviewed(trial)
    kind = done.conclusion.kind
    is_clean = ConclusionKind.APPROVE.value in trial.acceptable
    fails = [finding.point for finding in done.findings if finding.outcome is Outcome.FAIL]
    named = {each.code for each in done.conclusion.deficiencies}
    return Ended(
        item=item,
        planted=name or CLEAN,
        number=trial.number,
        is_clean=is_clean,
        by_rule=is_clean and bool(fails),
        concluded=kind.value,
        is_right=is_right(kind.value, trial),
        named=trial.code in named if trial.code and kind is ConclusionKind.RETURN else None,
        carefree="return" if fails else "approve",
    )


def pair(item: str, area: str, seed: int, first: str, second: str) -> Pair:
    """Review a case with two flaws, and with each of them alone."""
    number, both_flaws = f"{area} {item} {seed}", f"{first}+{second}"
    scenario = scenario_of(area, item)
    try:
        trial = make_trial(scenario, seed, flaw=first, also=second, on=TODAY)
    except FlawsClashError:
        return Pair(number=number, flaws=both_flaws, returned=False, visible=0, left_out=())
    both = reviewed(trial)
    returned = both.conclusion.kind is ConclusionKind.RETURN
    alone = [reviewed(make_trial(scenario, seed, flaw=name, on=TODAY)) for name in (first, second)]
    visible = {
        (each.code, each.material)
        for one in alone
        if one.conclusion.kind is ConclusionKind.RETURN
        for each in one.conclusion.deficiencies
        if all(_still_says(both.facts[fact], one.facts[fact]) for fact in each.facts)
    }
    named = {(each.code, each.material) for each in both.conclusion.deficiencies}
    left_out = tuple(f"{code} {material}" for code, material in sorted(visible - named)) if returned else ()
    return Pair(
        number=number,
        flaws=both_flaws,
        returned=returned,
        visible=len(visible) if returned else 0,
        left_out=left_out,
    )


@cache
def scenario_of(area: str, item: str) -> Scenario:
    """Return the shipped scenario as if the robot might act alone."""
    found = ScenariosOf(book=shipped_book()).by_id(f"{area}/{item}", on=TODAY)
    return as_if_certified(found, READER_VERSION, TODAY)


def reviewed(trial: Trial) -> Review:
    """Review a made-up case by its scenario."""
    return review_made_up(trial, scenario_of(trial.area, trial.item), on=TODAY)


def _still_says(fact: Fact, alone: Fact) -> bool:
    """Tell whether a fact says beside the other flaw what it said alone: the other may have undone it."""
    return fact.state in (FactState.READ, FactState.BLANK) and (fact.state, fact.value) == (
        alone.state,
        alone.value,
    )


def run(work: Callable[..., Made], jobs: Sequence[Job], processes: int) -> list[Made]:
    """Do all jobs in several processes, with progress on standard error."""
    chunks = [jobs[at : at + CHUNK] for at in range(0, len(jobs), CHUNK)]
    found: list[Made] = []
    with ProcessPoolExecutor(processes) as pool:
        for done in pool.map(partial(_chunk, work), chunks):
            found += done
            print(f"{len(found)}/{len(jobs)}", file=sys.stderr, flush=True)
    return found


def _chunk(work: Callable[..., Made], jobs: Sequence[Job]) -> list[Made]:
    return [work(*job) for job in jobs]


def figures(found: Sequence[Ended]) -> dict[str, Any]:
    """Count what matters: wrong approvals and their bound, clean approvals, returns that name the trouble."""
    tampered = [each for each in found if not each.is_clean]
    clean = [each for each in found if each.planted == CLEAN]
    wrong = sum(each.concluded == "approve" for each in tampered)
    named = [each.named for each in tampered if each.named is not None]
    return {
        "tampered": len(tampered),
        "tampered_by_conclusion": dict(Counter(each.concluded for each in tampered)),
        "tampered_approved": wrong,
        "tampered_approved_at_most": round(upper_bound(wrong, len(tampered), CONFIDENCE), 6),
        "kinds_of_trouble": len({(each.item, each.planted) for each in tampered}),
        "operators": len({each.planted for each in found} & set(OPERATORS)),
        "planted_named_in_notice_share": _share(named),
        "clean": len(clean),
        "clean_by_conclusion": dict(Counter(each.concluded for each in clean)),
        "clean_approved_share": _share([each.concluded == "approve" for each in clean]),
        "clean_for_a_clerk_by_rule_share": _share([each.by_rule for each in clean]),
        "clean_approved_share_without_those": _share(
            [each.concluded == "approve" for each in clean if not each.by_rule]
        ),
        "clean_returned": sum(each.concluded == "return" for each in clean),
        "wrong_conclusions": sum(not each.is_right for each in found),
    }


def pair_figures(found: Sequence[Pair]) -> dict[str, Any]:
    """Count of the returned pairs what the first notice named, and how many second notices would follow."""
    visible, left = sum(each.visible for each in found), sum(len(each.left_out) for each in found)
    return {
        "pairs": len(found),
        "pairs_returned": sum(each.returned for each in found),
        "named_in_first_notice_share": round(1 - left / visible, 5) if visible else None,
        "second_notices": sum(bool(each.left_out) for each in found),
    }


def _share(answers: Sequence[bool]) -> float | None:
    return round(sum(answers) / len(answers), 4) if answers else None


def peers(found: Sequence[Ended]) -> Mapping[str, Any]:
    """Count what a checklist without doubt would have done with the same cases."""
    tampered = [each for each in found if not each.is_clean]
    approved = sum(each.carefree == "approve" for each in tampered)
    return {
        "checklist without doubt": {
            "tampered_approved": approved,
            "tampered_approved_at_most": round(upper_bound(approved, len(tampered), CONFIDENCE), 6),
            "clean_approved_share": _share(
                [each.carefree == "approve" for each in found if each.planted == CLEAN]
            ),
        }
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print what is wrong, end with one JSON object; fail when anything tampered with was approved."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tampered", description=__doc__)
    parser.add_argument("--tampered", type=int, default=33_600)
    parser.add_argument("--clean", type=int, default=4_000)
    parser.add_argument("--pairs", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    cases = list(planned_cases(options.tampered, options.clean, options.seed))
    found = [each for each in run(ended, cases, options.processes) if each is not None]
    pairs = run(pair, list(planned_pairs(options.pairs, options.seed)), options.processes)
    if not options.json:
        _print_odd(found, pairs)
    ours = figures(found) | pair_figures(pairs) | {"seconds": round(time.perf_counter() - started, 1)}
    result = {
        "what": "cases with planted trouble, read by the noise model",
        "ours": ours,
        "peers": peers(found),
        "ratios": {},
    }
    print(json.dumps(result, ensure_ascii=False))
    return 1 if ours["tampered_approved"] else 0


def _print_odd(found: Sequence[Ended], pairs: Sequence[Pair]) -> None:
    odd = Counter((each.item, each.planted, each.concluded) for each in found if _is_odd(each))
    for (item, planted, concluded), n in sorted(odd.items()):
        print(f"{n:6} {item} {planted}: {concluded}")
    for each in (each for each in pairs if each.left_out):
        print(f"{each.number} {each.flaws}: left out {', '.join(each.left_out)}")


def _is_odd(each: Ended) -> bool:
    return not each.is_right or each.named is False or (each.is_clean and each.concluded == "return")


if __name__ == "__main__":
    sys.exit(main())
