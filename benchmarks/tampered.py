"""Cases with planted flaws in great number, on facts instead of pictures: what would the robot do?

`python -m benchmarks.tampered [--flawed N] [--clean N] [--processes N] [--json]`. Every case goes through the
product's own review with the shipped scenarios. In some cases two flaws are planted: when such a case is
returned, its one notice must name what each of the two alone would have been returned for, as far as that
could be seen; else a second notice would follow. The peer decides as a checklist without doubt does: it
approves when no point fails.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TypeVar

from benchmarks.certify import AREAS, TODAY, KnownRows, provisional
from cases.book import ScenariosOf
from cases.case import CaseRef, Submission, SubmittedFile
from cases.materials import ReadFile
from cases.review import Review, ReviewDesk, review
from review_points.certificate import upper_bound
from review_points.conclude import ConclusionKind
from review_points.facts import Fact, FactState
from review_points.findings import Deficiency, Outcome
from scenarios.load import shipped_book
from scenarios.plan import Scenario
from simulator.cases import ITEMS, FlawsClashError, flaws, make_case
from simulator.drawn import DrawnCase
from simulator.reading import VERSION, as_read

Made = TypeVar("Made")
CHUNK = 250
CONFIDENCE = 0.95
_scenarios: dict[str, Scenario] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How one case ended."""

    item: str
    flaw: str | None
    number: str
    concluded: str
    is_right: bool
    carefree: str
    """What a checklist without doubt would have done: approve unless a point fails."""


def planned_cases(flawed: int, clean: int, first_seed: int) -> Iterator[tuple[str, str, int, str | None]]:
    """Say which cases: items, areas and flaws in turn."""
    for place in range(flawed + clean):
        item = ITEMS[place % len(ITEMS)]
        names = tuple(flaws(item))
        turn = place // len(ITEMS)
        flaw = names[turn % len(names)] if place < flawed else None
        yield item, AREAS[turn % len(AREAS)], first_seed + place, flaw


def ended(item: str, area: str, seed: int, flaw: str | None) -> Ended:
    """Make one case up, read it as the noise model does, and review it."""
    case = make_case(item, area, seed, flaw=flaw, on=TODAY)
    done = reviewed_facts(case)
    kind = done.conclusion.kind
    fails = [finding.point for finding in done.findings if finding.outcome is Outcome.FAIL]
    return Ended(
        item=item,
        flaw=flaw,
        number=case.number,
        concluded=kind.value,
        is_right=kind is ConclusionKind.HAND_OVER or kind.value in case.expected,
        carefree="return" if fails else "approve",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A case with two flaws: what it was returned for, and what was left for a second notice."""

    number: str
    flaws: str
    returned: bool
    visible: int
    left_out: tuple[str, ...]


def pair(item: str, area: str, seed: int, first: str, second: str) -> Pair:
    """Review a case with two flaws, and with each of them alone."""
    number, both_flaws = f"{area} {item} {seed}", f"{first}+{second}"
    try:
        case = make_case(item, area, seed, flaw=first, also=second, on=TODAY)
    except FlawsClashError:
        return Pair(number=number, flaws=both_flaws, returned=False, visible=0, left_out=())
    both = reviewed_facts(case)
    returned = both.conclusion.kind is ConclusionKind.RETURN
    visible = {
        (each.code, each.material)
        for name in (first, second)
        for each in _returned_for(make_case(item, area, seed, flaw=name, on=TODAY))
        if all(_decides(both.facts[fact]) for fact in each.facts)
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


def _returned_for(case: DrawnCase) -> tuple[Deficiency, ...]:
    done = reviewed_facts(case)
    return done.conclusion.deficiencies if done.conclusion.kind is ConclusionKind.RETURN else ()


def _decides(fact: Fact) -> bool:
    return fact.state in (FactState.READ, FactState.BLANK)


def planned_pairs(n: int, first_seed: int) -> Iterator[tuple[str, str, int, str, str]]:
    """Say which pairs: items and areas in turn, two flaws drawn by lot."""
    random = Random(first_seed)
    for place in range(n):
        item = ITEMS[place % len(ITEMS)]
        first, second = random.sample(sorted(flaws(item)), 2)
        yield item, AREAS[place // len(ITEMS) % len(AREAS)], first_seed + place, first, second


def reviewed_facts(case: DrawnCase) -> Review:
    """Review a case whose papers are read by the noise model."""
    key = f"{case.area}/{case.item}"
    if key not in _scenarios:
        found = ScenariosOf(book=shipped_book()).by_id(key, on=TODAY)
        _scenarios[key] = provisional(found, VERSION)
    files = []
    for plan in case.files:
        document = as_read(plan)  # type: ignore[arg-type]
        submitted = SubmittedFile(slot=plan.slot, name=plan.name, sha256=document.sha256)
        files.append(ReadFile(file=submitted, document=document))
    ref = CaseRef(
        system=case.area,
        number=case.number,
        item_name=case.item_name,
        applicant=case.applicant,
        received_on=case.received_on,
    )
    submission = Submission(
        ref=ref, received_on=case.received_on, form=case.form, files=tuple(each.file for each in files)
    )
    desk = ReviewDesk(registry=KnownRows(case.register_rows), audit_key=b"tampered")
    return review(submission, files, _scenarios[key], desk=desk, on=TODAY, reader_version=VERSION)


def run(work: Callable[..., Made], jobs: Sequence[tuple[object, ...]], processes: int) -> list[Made]:
    """Do all jobs in several processes, with progress on standard error."""
    chunks = [jobs[at : at + CHUNK] for at in range(0, len(jobs), CHUNK)]
    found: list[Made] = []
    with ProcessPoolExecutor(processes) as pool:
        for done in pool.map(partial(_chunk, work), chunks):
            found += done
            print(f"{len(found)}/{len(jobs)}", file=sys.stderr, flush=True)
    return found


def _chunk(work: Callable[..., Made], jobs: Sequence[tuple[object, ...]]) -> list[Made]:
    return [work(*job) for job in jobs]


def figures(found: Sequence[Ended]) -> dict[str, object]:
    """Count what matters: wrong approvals and their bound, clean approvals, returns that name the flaw."""
    flawed = [each for each in found if each.flaw]
    clean = [each for each in found if not each.flaw]
    wrong = sum(each.concluded == "approve" for each in flawed)
    return {
        "flawed": dict(Counter(each.concluded for each in flawed)),
        "flawed_approved": wrong,
        "flawed_approved_at_most": round(upper_bound(wrong, len(flawed), CONFIDENCE), 6) if flawed else None,
        "clean": dict(Counter(each.concluded for each in clean)),
        "clean_approved_share": _share([each.concluded == "approve" for each in clean]),
        "clean_returned_share": _share([each.concluded == "return" for each in clean]),
        "wrong_conclusions": sum(not each.is_right for each in found),
    }


def pair_figures(found: Sequence[Pair]) -> dict[str, object]:
    """Count of the returned pairs what the first notice named, and how many second notices would follow."""
    visible, left = sum(each.visible for each in found), sum(len(each.left_out) for each in found)
    return {
        "pairs": len(found),
        "pairs_returned": sum(each.returned for each in found),
        "named_in_first_notice_share": round(1 - left / visible, 5) if visible else None,
        "second_notices": sum(bool(each.left_out) for each in found),
    }


def _share(answers: Sequence[bool]) -> float:
    return round(sum(answers) / len(answers), 4) if answers else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print what is wrong, end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tampered", description=__doc__)
    parser.add_argument("--flawed", type=int, default=30_000)
    parser.add_argument("--clean", type=int, default=4_000)
    parser.add_argument("--pairs", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    cases = list(planned_cases(options.flawed, options.clean, options.seed))
    found = run(ended, cases, options.processes)
    pairs = run(pair, list(planned_pairs(options.pairs, options.seed)), options.processes)
    if not options.json:
        odd = Counter((each.item, each.flaw or "clean", each.concluded) for each in found if _is_odd(each))
        for (item, flaw, concluded), n in sorted(odd.items()):
            print(f"{n:6} {item} {flaw}: {concluded}")
        for each in (each for each in pairs if each.left_out):
            print(f"{each.number} {each.flaws}: left out {', '.join(each.left_out)}")
    carefree = sum(each.carefree == "approve" for each in found if each.flaw)
    ours = figures(found) | pair_figures(pairs) | {"seconds": round(time.perf_counter() - started, 1)}
    result = {
        "what": "cases with planted flaws, read by the noise model",
        "ours": ours,
        "peers": {"checklist without doubt": {"flawed_approved": carefree}},
        "ratios": {},
    }
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _is_odd(each: Ended) -> bool:
    return not each.is_right or (each.flaw is None and each.concluded == "return")


if __name__ == "__main__":
    sys.exit(main())
