"""Compare the robot's conclusions with the simulator's truth, case by case, and write certificates.

Half of the cases are clean, half carry a planted flaw; every file is drawn and read by real OCR. An error
is a conclusion that the robot would have acted on and that is not among those right for the case. Cases
that go to a clerk are no acts of the robot and are not counted. The certificates hold for the simulated
systems only.
"""

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from cases.book import ScenariosOf
from cases.case import CaseRef, Submission, SubmittedFile
from cases.clock import SystemClock
from cases.materials import ReadFile
from cases.review import Review, ReviewDesk, review
from cases.settings import load_settings
from cases.trials import KnownRows, as_if_certified
from ocr.reader import Reader
from review_points.certificate import upper_bound
from review_points.conclude import ConclusionKind
from scenarios.load import shipped_book
from scenarios.plan import Scenario
from simulator.cases import ITEMS, flaws, make_case
from simulator.drawn import DrawnCase

AREAS = ("fuzhou", "pingtan")
FOLDER = Path(__file__).parents[1] / "scenarios" / "certificates"
CONFIDENCE = 0.95
TODAY = SystemClock().today()
MONTHS_VALID_DAYS = 365
_readers: dict[str, Reader] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One compared case."""

    item: str
    number: str
    flaw: str | None
    concluded: str
    is_right: bool
    why: tuple[str, ...]
    reader_version: str


def compare(item: str, area: str, seed: int, flaw: str | None, models: str, cache: str) -> Compared:
    """Draw one case, read it, review it, and compare with what is right for it."""
    reader = _readers.setdefault(models, Reader(Path(models), threads=1, cache_dir=Path(cache)))
    case = make_case(item, area, seed, flaw=flaw, on=TODAY)
    scenario = ScenariosOf(book=shipped_book()).by_id(f"{area}/{item}", on=case.received_on)
    done = reviewed(case, as_if_certified(scenario, reader.version, TODAY), reader)
    kind = done.conclusion.kind
    acts = kind in (ConclusionKind.APPROVE, ConclusionKind.RETURN, ConclusionKind.REFUSE)
    return Compared(
        item=item,
        number=case.number,
        flaw=flaw,
        concluded=kind.value,
        is_right=not acts or kind.value in case.expected,
        why=tuple(f"{reason.code} {reason.about}".strip() for reason in done.conclusion.reasons)
        + tuple(each.code for each in done.conclusion.deficiencies),
        reader_version=reader.version,
    )


def reviewed(
    case: DrawnCase, scenario: Scenario, reader: Reader, also: Sequence[tuple[str, bytes]] = ()
) -> Review:
    """Review a drawn case without a legacy system; `also` are names and bytes of files handed in besides."""
    files = []
    drawn = ((plan.slot, plan.name, plan.data()) for plan in case.files)
    for slot, name, data in (*drawn, *(("", name, data) for name, data in also)):
        submitted = SubmittedFile(slot=slot, name=name, sha256=hashlib.sha256(data).hexdigest())
        files.append(ReadFile(file=submitted, document=reader.read(data, name)))
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
    desk = ReviewDesk(registry=KnownRows(case.register_rows), audit_key=b"certify")
    return review(submission, files, scenario, desk=desk, on=TODAY, reader_version=reader.version)


def planned(item: str, n: int, first_seed: int) -> Iterable[tuple[str, int, str | None]]:
    """Say which cases are compared: areas in turn, every second one flawed, flaws in turn."""
    names = tuple(flaws(item))
    for place in range(n):
        flaw = names[place // 2 % len(names)] if place % 2 else None
        yield AREAS[place // 2 % 2], first_seed + place, flaw


def run(items: Sequence[str], n: int, first_seed: int, processes: int) -> list[Compared]:
    """Compare all planned cases in several processes, with progress on standard error."""
    settings = load_settings()
    models, cache = str(settings.models_dir), str(settings.data_dir / "certify")
    found: list[Compared] = []
    with ProcessPoolExecutor(processes) as pool:
        jobs = [
            pool.submit(compare, item, area, seed, flaw, models, cache)
            for item in items
            for area, seed, flaw in planned(item, n, first_seed)
        ]
        for number, job in enumerate(jobs, 1):
            each = job.result()
            found.append(each)
            mark = "" if each.is_right else "  <== WRONG"
            what = f"{each.number} {each.flaw or 'clean'}: {each.concluded} {each.why[:3]}{mark}"
            line = f"{number}/{len(jobs)} {each.item} {what}"
            print(line, file=sys.stderr, flush=True)
    return found


def write_certificate(
    item: str, compared: int, errors: int, reader_version: str, command: str
) -> Path | None:
    """Write the item's certificate for all areas; none when its bound lies over the budget."""
    book, today = shipped_book(), TODAY
    scenarios = [found for area in AREAS if (found := book.scenario(f"{area}/{item}", today)) is not None]
    budget = min(scenario.policy.risk_budget for scenario in scenarios)
    if upper_bound(errors, compared, CONFIDENCE) > budget:
        return None
    content = {
        "compared_with": "simulator",
        "systems": [scenario.system for scenario in scenarios],
        "scenarios": {scenario.versioned_id: scenario.rules_sha256 for scenario in scenarios},
        "reader_version": reader_version,
        "compared": compared,
        "errors": errors,
        "confidence": CONFIDENCE,
        "budget": budget,
        "issued_on": today,
        "expires_on": today + timedelta(days=MONTHS_VALID_DAYS),
        "command": command,
    }
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{item}.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(content, file)
    return path


def summary(found: Sequence[Compared]) -> Mapping[str, Any]:
    """Count conclusions of clean and flawed cases, acts and errors."""
    clean = Counter(each.concluded for each in found if each.flaw is None)
    flawed = Counter(each.concluded for each in found if each.flaw is not None)
    acts = [each for each in found if each.concluded != "hand_over"]
    return {
        "cases": len(found),
        "clean": dict(clean),
        "flawed": dict(flawed),
        "acts": len(acts),
        "errors": sum(not each.is_right for each in acts),
        "wrong_approvals": flawed["approve"],
    }


def main() -> None:
    """Parse, compare, write certificates, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", default=",".join(ITEMS))
    parser.add_argument("--n", type=int, default=100, help="cases per item")
    parser.add_argument("--seed", type=int, default=700_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--dry-run", action="store_true", help="write no certificates")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    started = time.perf_counter()
    items = options.items.split(",")
    found = run(items, options.n, options.seed, options.processes)
    versions = {each.reader_version for each in found} | {Reader(load_settings().models_dir).version}
    if len(versions) != 1:
        sys.exit("the reading code changed while it was compared: run again")
    version = versions.pop()
    ours: dict[str, Any] = {"seconds": 0.0}
    for item in items:
        figures = summary([each for each in found if each.item == item])
        ours[item] = dict(figures)
        if not options.dry_run:
            command = f"python -m benchmarks.certify --n {options.n} --seed {options.seed}"
            path = write_certificate(item, figures["acts"], figures["errors"], version, command)
            ours[item]["certificate"] = path.name if path else None
    ours["seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps({"what": "certify", "ours": ours, "peers": {}, "ratios": {}}, ensure_ascii=False))


if __name__ == "__main__":
    main()
