"""How fast points are evaluated with their full trace, and how long a 60-point case with its notice takes.

`python -m benchmarks.engine [--cases N] [--flawed SHARE] [--json]`. The cases are made up and read by the
noise model, every one another; some hold a planted flaw. Each finding comes with every check's outcome, the
facts that decided or would decide it, and the words. A rule set that has met cases before is timed on cases
that it has not met. One processor; the time is the processor's, the middle of several rounds.
"""

import argparse
import gc
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from benchmarks.certify import TODAY
from benchmarks.tampered import reviewed, scenario_of
from cases.clock import WorkCalendar
from cases.notice import compose_notice, opinion_text
from review_points.approval import Scope
from review_points.conclude import conclude
from review_points.engine import evaluate, evaluate_point
from review_points.facts import Facts
from review_points.fixes import fewest_fixes
from review_points.operands import Surroundings
from review_points.point import Point
from scenarios.plan import Scenario
from simulator.cases import ITEMS, flaws
from simulator.trials import make_trial

AREAS = ("fuzhou", "pingtan")
ROUNDS = 7
POINTS_OF_A_CASE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One case as the engine meets it."""

    scenario: Scenario
    points: tuple[Point, ...]
    facts: Facts


def known_cases(n: int, share_flawed: float, first_seed: int) -> Iterator[Known]:
    """Make up cases of all items and areas in turn; the flawed ones are spread evenly."""
    for place in range(n):
        item, area = ITEMS[place % len(ITEMS)], AREAS[place // len(ITEMS) % len(AREAS)]
        scenario, turn = scenario_of(area, item), place // len(ITEMS)
        is_flawed = int((place + 1) * share_flawed) > int(place * share_flawed)
        names = tuple(flaws(item))
        flaw = names[turn % len(names)] if is_flawed else None
        facts = reviewed(make_trial(scenario, first_seed + place, on=TODAY, flaw=flaw)).facts
        points = tuple(each for each in scenario.points if each.is_in_force(TODAY))
        yield Known(scenario=scenario, points=points, facts=facts)


def measure(cases: Sequence[Known]) -> dict[str, object]:
    """Return points a second: together, together with weighing their facts, and each point alone.

    As in a review, a case's facts have just been made when they are evaluated.
    """
    calendar = WorkCalendar()
    around = Surroundings(calendar=calendar)
    found = Counter(
        finding.outcome.value
        for each in cases
        for finding in evaluate(each.points, each.facts, calendar=calendar)
    )

    def together(case: Known, facts: Facts) -> None:
        evaluate(case.points, facts, calendar=calendar)

    def weighed(case: Known, facts: Facts) -> None:
        evaluate(case.points, made_anew(facts), calendar=calendar)

    def alone(case: Known, facts: Facts) -> None:
        for point in case.points:
            evaluate_point(point, facts, around)

    return {
        "points": found.total(),
        "outcomes": dict(found),
        "points_a_second": rate(together, cases, ROUNDS),
        "points_a_second_with_weighing_facts": rate(weighed, cases, ROUNDS),
        "points_a_second_each_alone": rate(alone, cases, 3),
    }


def made_anew(facts: Facts) -> Facts:
    """Return the facts made anew out of their readings' values, weighed again."""
    return Facts({name: replace(fact) for name, fact in facts.by_name.items()})


def rate(work: Callable[[Known, Facts], None], cases: Sequence[Known], rounds: int) -> int:
    """Return points a second of processor time, the middle of several rounds."""
    rates = []
    for _ in range(rounds):
        taken = 0
        for case in cases:
            facts = made_anew(case.facts)
            started = time.thread_time_ns()
            work(case, facts)
            taken += time.thread_time_ns() - started
        rates.append(sum(len(each.points) for each in cases) / taken * 1e9)
    return round(statistics.median(rates))


def whole_cases(cases: Sequence[Known]) -> dict[str, object]:
    """Return milliseconds of whole cases of 60 points and more: findings, conclusion, fixes, notice, text."""
    calendar = WorkCalendar()
    taken, points, notices = [], 0, 0
    for one, other in pairwise(cases):
        if len(one.points) + len(other.points) < POINTS_OF_A_CASE:
            continue
        started = time.thread_time_ns()
        notices += bool(written(one, calendar)) + bool(written(other, calendar))
        taken.append((time.thread_time_ns() - started) / 1e6)
        points += len(one.points) + len(other.points)
    taken.sort()
    return {
        "cases": len(taken),
        "points_a_case": round(points / len(taken), 1),
        "notices": notices,
        "p50_ms": round(taken[len(taken) // 2], 3),
        "p99_ms": round(taken[int(len(taken) * 0.99)], 3),
    }


def written(case: Known, calendar: WorkCalendar) -> str | None:
    """Review the facts of one case as the review step does, up to the text of its notice."""
    scenario = case.scenario
    findings = evaluate(case.points, case.facts, calendar=calendar)
    scope = Scope(
        scenario=scenario.versioned_id, rules_sha256=scenario.rules_sha256, reader_version="", on=TODAY
    )
    concluded = conclude(findings, scope=scope, policy=scenario.policy, drawn_for_audit=False)
    if not concluded.deficiencies:
        return None
    fixes = fewest_fixes(case.points, findings, case.facts, Surroundings(calendar=calendar))
    notice = compose_notice(
        concluded.deficiencies,
        wording=scenario.wording,
        material_names={each.id: each.name for each in scenario.plan.materials},
        on=TODAY,
        calendar=calendar,
        facts=case.facts,
        fixes=fixes,
    )
    return opinion_text(notice)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--flawed", type=float, default=0.3, help="share of cases with a planted flaw, 0..1")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    given = parser.parse_args(arguments)
    for each in known_cases(given.cases // 2, given.flawed, 900_000):
        evaluate(each.points, each.facts, calendar=WorkCalendar())
    cases = list(known_cases(given.cases, given.flawed, 100_000))
    gc.collect()
    gc.freeze()
    found = measure(cases) | {"whole_case": whole_cases(cases)}
    if not given.json:
        for name, value in found.items():
            sys.stderr.write(f"{name:>38}: {value}\n")
    print(json.dumps({"what": "review points a second", "ours": found, "peers": {}, "ratios": {}}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
