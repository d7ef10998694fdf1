"""The law of information in a million random trials, and the same law in other engines.

`python -m benchmarks.information [--n N] [--peer-trials N] [--peers PYTHON] [--processes N] [--json]`.

A trial is a rule, a case, and hidden facts that the rule asks for. Hiding may turn a finding into unknown; a
pass, a fail, a not-applicable or an approval that comes up by hiding is a violation. Rules are drawn over the
whole vocabulary and taken from the shipped scenarios; facts are read well, poorly or not at all. For the
peers the rules are drawn in a small language that each of them knows (benchmarks/random_rules.py); ours runs
those too. The peers live in an environment of their own (requirements/peers.in); without it they are skipped.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

from benchmarks.information_trials import Material, Tally, material_of, try_case
from benchmarks.random_rules import (
    SMALL_TYPES,
    SmallRule,
    draw_point,
    draw_small_case,
    draw_small_rule,
    point_of,
)
from review_points.certificate import upper_bound
from review_points.engine import evaluate
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Outcome
from review_points.point import Point
from scenarios.load import shipped_book

DAY = date(2026, 11, 2)
PEERS_SCRIPT = Path(__file__).parent / "peers_information.py"
TRIALS_A_JOB = 10_000
POINTS_A_BATCH = 20
CASES_A_BATCH = 10
CASES_A_RULE = 200
RULES_A_JOB = 25
LETTERS = {Outcome.PASS: "p", Outcome.FAIL: "f", Outcome.NOT_APPLICABLE: "n", Outcome.UNKNOWN: "u"}
CREATED = {"p": "passes", "f": "fails", "n": "not_applicable"}
OURS = "ours"
Made = TypeVar("Made")
Case = dict[str, str | int]


def random_batch(random: Random) -> tuple[tuple[Point, ...], Material]:
    """Draw some points over the whole vocabulary."""
    points = tuple(draw_point(random, number) for number in range(POINTS_A_BATCH))
    return points, material_of(points)


@cache
def shipped_batches() -> tuple[tuple[tuple[Point, ...], Material], ...]:
    """Return the points of every shipped scenario, with values that its examples pass."""
    book = shipped_book()
    files = (each.model for every in book.library.points.values() for each in every)
    given = {name: text for each in files for name, text in each.given.items() if not text.startswith("!")}
    scenarios = [book.scenario(each, DAY) for each in book.ids()]
    return tuple(
        (each.points, replace(material_of(each.points), given=given))
        for each in scenarios
        if each is not None
    )


def trials(seed: int, wanted: int) -> Tally:
    """Make at least that many trials, one batch in three of a shipped scenario."""
    random = Random(f"information|{seed}")
    tally = Tally()
    while tally.trials < wanted:
        points, material = (
            random.choice(shipped_batches()) if random.random() < 1 / 3 else random_batch(random)
        )
        for _ in range(CASES_A_BATCH):
            tally.add(try_case(points, material, random))
    return tally


def peer_trials(seed: int, rules: int, python: str) -> dict[str, Counter[str]]:
    """Run small rules in ours and, where a Python has them, in the peers; count pairs of answers."""
    random = Random(f"peers|{seed}")
    drawn = [
        (draw_small_rule(random), [_hidden_case(random) for _ in range(CASES_A_RULE)]) for _ in range(rules)
    ]
    found: dict[str, Counter[str]] = {OURS: Counter()}
    answers = _ask_peers(drawn, python) if python else ({} for _ in drawn)
    for (rule, cases), said in zip(drawn, answers, strict=True):
        mine = ["".join(_ours(rule, (pair[place] for pair in cases))) for place in (0, 1)]
        for engine, (before, after) in {OURS: mine, **said}.items():
            pairs = [a + b for a, b in zip(before, after, strict=True)]
            counts = found.setdefault(engine, Counter())
            counts.update(pairs)
            counts["agrees"] += sum(a == b for a, b in zip(before, mine[0], strict=True))
    return found


def _hidden_case(random: Random) -> tuple[Case, Case]:
    case = draw_small_case(random)
    share = random.choice((0.1, 0.3, 0.6))
    hidden = {random.choice(sorted(case)), *(name for name in case if random.random() < share)}
    return case, {name: value for name, value in case.items() if name not in hidden}


def _ask_peers(
    drawn: Sequence[tuple[SmallRule, list[tuple[Case, Case]]]], python: str
) -> Iterator[dict[str, list[str]]]:
    lines = (json.dumps({"when": rule.when, "check": rule.check, "cases": cases}) for rule, cases in drawn)
    asked = "\n".join(lines) + "\n"
    run = subprocess.run(
        [python, str(PEERS_SCRIPT)], input=asked, stdout=subprocess.PIPE, text=True, check=True
    )
    return (json.loads(line) for line in run.stdout.splitlines())


def _ours(rule: SmallRule, cases: Iterable[Case]) -> Iterator[str]:
    points = (point_of(rule),)
    for case in cases:
        facts = {
            name: Fact(name=name, type=SMALL_TYPES[name], state=FactState.READ, value=str(value))
            for name, value in case.items()
        }
        (finding,) = evaluate(points, Facts(facts))
        yield LETTERS[finding.outcome]


def violations_of(pairs: Counter[str]) -> dict[str, object]:
    """Count what hiding created: the first letter of a pair is the answer before, the second after it."""
    said = {pair: n for pair, n in pairs.items() if len(pair) == 2 and "x" not in pair}
    total = sum(said.values())
    bad = {pair: n for pair, n in said.items() if pair[1] not in (pair[0], "u")}
    created = {
        words: sum(n for pair, n in bad.items() if pair[1] == letter) for letter, words in CREATED.items()
    }
    return {
        "trials": total,
        "violations": sum(bad.values()),
        "violations_share": round(sum(bad.values()) / total, 5) if total else None,
        "created": created,
        "same_answer_before_hiding_share": round(pairs["agrees"] / total, 5) if total else None,
    }


def figures(tally: Tally, pairs: dict[str, Counter[str]], seconds: float) -> dict[str, object]:
    """Put ours and the peers side by side."""
    engines = {engine: violations_of(counts) for engine, counts in pairs.items()}
    mine = engines.pop(OURS)
    bound = upper_bound(len(tally.violations), tally.trials, 0.95)
    return {
        "what": "hiding facts from random rules: what came up that was not there",
        "ours": {
            "trials": tally.trials,
            "violations": len(tally.violations),
            "violations_share_at_most": round(bound, 8),
            "trials_with_poorer_readings": tally.poorer_trials,
            "before": dict(tally.before),
            "turned_unknown": dict(tally.turned_unknown),
            "approvals": tally.approvals,
            "approvals_kept": tally.approvals_kept,
            "small_rules": mine,
            "seconds": round(seconds, 1),
        },
        "peers": engines,
        "ratios": {
            f"{engine}: violations to ours in the same trials": f"{each['violations']}:{mine['violations']}"
            for engine, each in engines.items()
        },
    }


def run(work: Callable[..., Made], jobs: Sequence[tuple[object, ...]], processes: int) -> Iterator[Made]:
    """Do all jobs in several processes, with progress on standard error."""
    with ProcessPoolExecutor(processes) as pool:
        for done, made in enumerate(pool.map(work, *zip(*jobs, strict=True)), 1):
            print(f"{work.__name__} {done}/{len(jobs)}", file=sys.stderr, flush=True)
            yield made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print violations of ours, end with one JSON object; exit 1 when ours has any."""
    options = _options(arguments)
    started = time.perf_counter()
    tally = Tally()
    jobs = [(options.seed + place, TRIALS_A_JOB) for place in range(-(-options.n // TRIALS_A_JOB))]
    for each in run(trials, jobs, options.processes):
        tally.add(each)
    python = str(options.peers) if options.peers.exists() else ""
    if not python:
        print(
            f"peers skipped: {options.peers} is not there; make it with `make peers`, or make an environment "
            "with `pip install -r requirements/peers.in` and name its Python by --peers",
            file=sys.stderr,
        )
    pairs: dict[str, Counter[str]] = {}
    trials_a_job = RULES_A_JOB * CASES_A_RULE
    rule_jobs = [
        (options.seed + place, RULES_A_JOB, python)
        for place in range(-(-options.peer_trials // trials_a_job))
    ]
    for found in run(peer_trials, rule_jobs, options.processes):
        for engine, counts in found.items():
            pairs.setdefault(engine, Counter()).update(counts)
    if not options.json:
        for violation in tally.violations:
            print(violation)
    result = figures(tally, pairs, time.perf_counter() - started)
    print(json.dumps(result, ensure_ascii=False))
    return int(bool(tally.violations))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.information", description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000, help="trials over the whole vocabulary")
    parser.add_argument("--peer-trials", type=int, default=100_000, help="trials in the small language")
    parser.add_argument("--peers", type=Path, default=Path(".venv-peers/bin/python"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
