"""Hostile files and mutations through the gate, and a sample of them through a whole pre-review.

`python -m benchmarks.hostile [--mutations N] [--first N] [--reviews N] [--json]`. Every file is opened and
its first pages decoded, each hostile one by a child of its own. A crash is anything but an answer or a
refusal; a child that died is counted besides, as it costs its file only. The reviews put one such file among
the papers of a clean case that is approved without it: `approved` counts those still approved with a hostile
file. There is no peer: plain paddleocr decodes files in its own process, without limits.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.hostile_packages import hostile_packages
from benchmarks.hostile_pdfs import hostile_pdfs
from benchmarks.hostile_pictures import hostile_pictures
from benchmarks.hostile_reviews import reviews
from benchmarks.mutations import mutated, seeds
from ocr.intake import Intake
from ocr.limits import Refused

PAGES = 3
HANG_S = 30.0
SLOW_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file at the gate; `wanted` is what should have."""

    name: str
    wanted: str
    said: str
    seconds: float
    peak_mib: float
    child_died: bool

    @property
    def is_right(self) -> bool:
        """Tell whether the gate did what it should: `either` allows all, `read` is told by reading alone."""
        told = self.said.partition(":")[0]
        if told == "crashed":
            return False
        return self.wanted in {"either", told} or (self.wanted == "read" and told == "opened")


def through_gate(gate: Intake, name: str, data: bytes, wanted: str = "either") -> Outcome:
    """Open a file and decode its first pages."""
    started = time.monotonic()
    try:
        opened = gate.open(data)
        flags = set(opened.flags)
        for index in range(min(opened.pages, PAGES)):
            flags |= set(gate.page(index).flags)
        said = f"flagged:{','.join(sorted(flags))}" if flags else "opened"
    except Refused as refused:
        said = f"refused:{refused.code}"
    except Exception as error:  # noqa: BLE001 (whatever this is, it is what is being looked for)
        said = f"crashed:{type(error).__name__}"
    pid = gate._child.pid if gate._child else None
    return Outcome(
        name=name,
        wanted=wanted,
        said=said,
        seconds=time.monotonic() - started,
        peak_mib=peak_mib(pid),
        child_died=pid is None and said in {"refused:damaged", "refused:limit_exceeded"},
    )


def peak_mib(pid: int | None) -> float:
    """Return the most memory a process ever held; 0 for one that has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    peak = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(peak.split()[1]) / 1024


def hostile_files() -> dict[str, tuple[bytes, str]]:
    """Return all hostile files: name → bytes and what must become of them."""
    return hostile_pictures() | hostile_pdfs() | hostile_packages()


def files_through_gate(files: Mapping[str, tuple[bytes, str]]) -> Iterator[Outcome]:
    """Send every hostile file through the gate, each with a child of its own."""
    for name, (data, wanted) in files.items():
        with Intake() as gate:
            yield through_gate(gate, name, data, wanted)


def mutations_through_gate(first: int, count: int) -> Iterator[Outcome]:
    """Send mutations through one gate, which replaces its child as it does in service."""
    files = seeds()
    with Intake() as gate:
        for number in range(first, first + count):
            name, data = mutated(number, files)
            yield through_gate(gate, f"{name}#{number}", data)


@dataclass(slots=True)
class Count:
    """Figures over many outcomes."""

    files: int = 0
    crashes: int = 0
    children_died: int = 0
    hangs: int = 0
    wrong: int = 0
    slowest_s: float = 0.0
    peak_child_mib: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome, and show it when it is not as it should be."""
        self.files += 1
        self.crashes += outcome.said.startswith("crashed")
        self.children_died += outcome.child_died
        self.hangs += outcome.seconds > HANG_S
        self.wrong += not outcome.is_right
        self.slowest_s = max(self.slowest_s, round(outcome.seconds, 2))
        self.peak_child_mib = max(self.peak_child_mib, round(outcome.peak_mib, 1))
        if outcome.child_died or outcome.seconds > SLOW_S or not outcome.is_right:
            print(outcome, file=sys.stderr, flush=True)


def counted(outcomes: Iterator[Outcome]) -> tuple[Count, Counter[str]]:
    """Count outcomes, and what was said how often."""
    count, said = Count(), Counter[str]()
    for outcome in outcomes:
        count.add(outcome)
        said[outcome.said] += 1
        if count.files % 1000 == 0:
            print(f"{count.files}: {count}", file=sys.stderr, flush=True)
    return count, said


def figures(count: Count, said: Counter[str]) -> dict[str, Any]:
    """Return a count as plain figures."""
    names = (*Count.__slots__,)
    return {name: getattr(count, name) for name in names} | {"said": dict(said.most_common(20))}


def main() -> None:
    """Send everything through, print the figures; fails when something crashed, hung or was approved."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutation")
    parser.add_argument("--reviews", type=int, default=10, help="hostile files and mutations to review")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args()
    started = time.perf_counter()
    files = hostile_files()
    ours: dict[str, Any] = {
        "files": figures(*counted(files_through_gate(files))),
        "mutations": figures(*counted(mutations_through_gate(options.first, options.mutations))),
        "reviews": reviews(files, options.reviews),
    }
    ours["peak_any_child_mib"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1)
    ours["seconds"] = round(time.perf_counter() - started, 1)
    if not options.json:
        print(f"{len(files)} files, {options.mutations} mutations, {ours['seconds']} s", file=sys.stderr)
    print(json.dumps({"what": "hostile", "ours": ours, "peers": {}, "ratios": {}}, ensure_ascii=False))
    faults = [ours[part][name] for part in ("files", "mutations") for name in ("crashes", "hangs", "wrong")]
    if any((*faults, ours["reviews"]["approved"])):
        sys.exit(1)


if __name__ == "__main__":
    main()
