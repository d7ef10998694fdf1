"""How long the notice of a 60-point case takes: fewest fixes, model and text, as the review step makes them.

python -m benchmarks.notice [--rounds N] [--failed N] [--json]
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable
from datetime import date

from cases.clock import WorkCalendar
from cases.notice import compose_notice, opinion_text
from ocr.values import ElementType
from review_points.engine import evaluate
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Basis, Effect
from review_points.fixes import fewest_fixes
from review_points.operands import Surroundings
from review_points.point import CheckOutcome, Point, PointSpec, compile_point
from scenarios.plan import Wording

POINTS = 60
WORDING = Wording(
    title="一次性告知书", intro="您的申请材料需要补正：", close="感谢您的配合。", days_to_supplement=10
)
LAW = (Basis(law="行政许可法", article="第三十二条第一款第（四）项"),)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--failed", type=int, default=6, help="how many of the 60 points fail")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found = measure(given.rounds, given.failed)
    if not given.json:
        for name, value in found.items():
            sys.stderr.write(f"{name:>24}: {value}\n")
    print(json.dumps({"what": "notice of a 60-point case", "ours": found, "peers": {}, "ratios": {}}))


def measure(rounds: int, failed: int) -> dict[str, float]:
    """Return milliseconds, in the middle and at the 99th percentile."""
    points = [a_point(number) for number in range(POINTS)]
    facts = Facts({fact.name: fact for number in range(POINTS) for fact in two_facts(number, failed)})
    calendar = WorkCalendar()
    around = Surroundings(calendar=calendar)
    findings = evaluate(points, facts, calendar=calendar)
    deficiencies = [each for finding in findings for each in finding.deficiencies]
    names = {f"m{number}": f"材料{number}" for number in range(POINTS)}

    def fixes() -> object:
        return fewest_fixes(points, findings, facts, around)

    found = fewest_fixes(points, findings, facts, around)

    def words() -> object:
        notice = compose_notice(
            deficiencies,
            wording=WORDING,
            material_names=names,
            on=date(2026, 11, 2),
            calendar=calendar,
            facts=facts,
            fixes=found,
        )
        return opinion_text(notice)

    return {**timed("fixes", fixes, rounds), **timed("model_and_text", words, rounds)}


def a_point(number: int) -> Point:
    """Make a point that compares the form with one material."""
    spec = PointSpec(
        code=f"P-{number:02}",
        title=f"要点 {number}",
        basis=LAW,
        material=f"m{number}",
        checks={"same": f"same_name(form.f{number}, m{number}.name)"},
        outcomes={
            "same": CheckOutcome(
                effect=Effect.RETURN,
                code=f"DIFFERS_{number}",
                says=f"姓名“{{form.f{number}}}”与材料{number}记载的“{{m{number}.name}}”不一致。",
                fix="核对后改正申请表，或者更换材料。",
            )
        },
        unknown="请核对。",
    )
    types = {f"form.f{number}": ElementType.NAME, f"m{number}.name": ElementType.NAME}
    compiled = compile_point(spec, types)
    assert isinstance(compiled, Point)
    return compiled


def two_facts(number: int, failed: int) -> tuple[Fact, Fact]:
    """Make the two facts of a point, different when it is to fail."""
    other = "王范本" if number < failed else "陈样例"
    return a_fact(f"form.f{number}", "陈样例"), a_fact(f"m{number}.name", other)


def a_fact(name: str, value: str) -> Fact:
    """Make a fact that was read."""
    return Fact(name=name, type=ElementType.NAME, state=FactState.READ, value=value)


def timed(name: str, work: Callable[[], object], rounds: int) -> dict[str, float]:
    """Return how many milliseconds of the processor a piece of work takes.

    What the program loaded before is frozen, so that no sweep through it falls into a round.
    """
    taken = []
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - started))
    taken.sort()
    return {
        f"{name}_median_ms": round(taken[len(taken) // 2], 4),
        f"{name}_p99_ms": round(taken[int(len(taken) * 0.99)], 4),
    }


if __name__ == "__main__":
    main()
