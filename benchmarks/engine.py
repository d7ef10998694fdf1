"""How fast points are evaluated with their full trace, and how long a 60-point case with its notice takes.

`python -m benchmarks.engine [--cases N] [--flawed SHARE] [--json]`. The cases are made up and read by the
noise model, every one another; some hold a planted flaw. Each finding comes with every check's outcome, the
facts that decided or would decide it, and the words. A rule set that has met cases before is timed on cases
that it has not met. One processor; the time is the processor's, the middle of several rounds.

The peers judge 60 plain rules over 80 facts that each of them can say, and so does ours: nearly all pass, as
points do. They live in an environment of their own (`make peers`); without it they are skipped. They give no
trace.
"""

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

from benchmarks.certify import TODAY
from benchmarks.random_rules import Json, SmallRule, point_of
from benchmarks.tampered import reviewed, scenario_of
from cases.clock import WorkCalendar
from cases.notice import compose_notice, opinion_text
from ocr.values import ElementType as T
from review_points.approval import Scope
from review_points.conclude import conclude
from review_points.engine import evaluate, evaluate_point
from review_points.facts import Fact, Facts, FactState
from review_points.fixes import fewest_fixes
from review_points.operands import Surroundings
from review_points.point import Point
from scenarios.plan import Scenario
from simulator.cases import ITEMS, flaws
from simulator.trials import make_trial

AREAS = ("fuzhou", "pingtan")
ROUNDS = 7
ONE_OFF = 0.02
GROUPS = 10
SOURCES = ("form", "paper")
PLAIN_TYPES = {
    f"{source}.{name}{n}": kind
    for n in range(GROUPS)
    for source in SOURCES
    for name, kind in (("name", T.NAME), ("kind", T.CHOICE), ("day", T.DATE), ("count", T.NUMBER))
}
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
    return Facts(
        {
            name: Fact(name=name, type=fact.type, state=fact.state, value=fact.value, readings=fact.readings)
            for name, fact in facts.by_name.items()
        }
    )


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


def plain_rules(random: Random) -> list[SmallRule]:
    """Draw rules as review points are: filled in, the same in form and paper, still valid, within bounds."""
    atoms: list[Json] = []
    for n in range(GROUPS):
        atoms += [
            ["filled", f"form.name{n}"],
            ["equal", f"form.name{n}", f"paper.name{n}"],
            ["equal", f"form.kind{n}", f"paper.kind{n}"],
            ["is", f"form.kind{n}", "同意"],
            ["on_or_before", f"form.day{n}", f"paper.day{n}"],
            ["at_least", f"form.count{n}", 1],
            ["not_more", f"form.count{n}", f"paper.count{n}"],
        ]
    found = []
    for place in range(POINTS_OF_A_CASE):
        one, other, guard = random.sample(atoms, 3)
        found.append(SmallRule(guard if place % 5 == 0 else None, one if place % 2 else ["and", one, other]))
    return found


def plain_case(random: Random) -> dict[str, str | int]:
    """Draw the facts of one case; one in fifty is off."""
    case: dict[str, str | int] = {}
    for n in range(GROUPS):
        name, count = f"林样例{random.randrange(10**6)}", random.randrange(2, 60)
        case |= {f"{source}.name{n}": name for source in SOURCES}
        case |= {f"{source}.kind{n}": "同意" for source in SOURCES}
        case |= {f"{source}.count{n}": count for source in SOURCES}
        case |= {f"form.day{n}": "2026-11-02", f"paper.day{n}": f"203{random.randrange(10)}-05-01"}
    off: dict[str, str | int] = {"name": "林样本", "kind": "不同意", "day": "2026-01-05", "count": 0}
    return {
        fact: off[fact.partition(".")[2].rstrip("0123456789")] if random.random() < ONE_OFF else value
        for fact, value in case.items()
    }


def small_rules(python: Path, n: int) -> tuple[int, dict[str, int]]:
    """Return how many plain rules a second ours judges with its trace, and the peers without one."""
    random = Random("plain rules")
    rules, cases = plain_rules(random), [plain_case(random) for _ in range(n)]
    points = tuple(point_of(each, PLAIN_TYPES) for each in rules)
    for _ in range(n):
        evaluate(points, plain_facts(plain_case(random)))
    rates = []
    for _ in range(ROUNDS):
        taken = 0
        for case in cases:
            facts = plain_facts(case)
            started = time.thread_time_ns()
            evaluate(points, facts)
            taken += time.thread_time_ns() - started
        rates.append(len(points) * len(cases) / taken * 1e9)
    asked = {"rules": [[each.when, each.check] for each in rules], "cases": cases}
    return round(statistics.median(rates)), peer_rates(python, json.dumps(asked))


def plain_facts(case: Mapping[str, str | int]) -> Facts:
    """Return the facts of a plain case."""
    return Facts(
        {
            name: Fact(name=name, type=PLAIN_TYPES[name], state=FactState.READ, value=str(value))
            for name, value in case.items()
        }
    )


def peer_rates(python: Path, asked: str) -> dict[str, int]:
    """Ask the peers' script; nothing when their environment is not there."""
    if not python.exists():
        print(f"peers skipped: {python} is not there; make it with `make peers`", file=sys.stderr)
        return {}
    script = Path(__file__).parent / "peers_engine.py"
    run = subprocess.run([python, script], input=asked, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, int] = json.loads(run.stdout)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--flawed", type=float, default=0.3, help="share of cases with a planted flaw, 0..1")
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"))
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    given = parser.parse_args(arguments)
    for each in known_cases(given.cases // 2, given.flawed, 900_000):
        evaluate(each.points, each.facts, calendar=WorkCalendar())
    cases = list(known_cases(given.cases, given.flawed, 100_000))
    gc.collect()
    gc.freeze()
    found = measure(cases) | {"whole_case": whole_cases(cases)}
    mine, peers = small_rules(given.peers, 2000)
    found["plain_rules_a_second"] = mine
    if not given.json:
        for name, value in (found | peers).items():
            sys.stderr.write(f"{name:>38}: {value}\n")
    result = {
        "what": "review points a second, with full trace",
        "ours": found,
        "peers": {name: {"plain_rules_a_second_without_trace": each} for name, each in peers.items()},
        "ratios": {f"plain rules:{name}": round(mine / each, 1) for name, each in peers.items()},
    }
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
