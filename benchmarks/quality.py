"""How often a picture's faults are told, and how often a clean one is blamed, beside one-figure rules.

`python -m benchmarks.quality [--papers N] [--set dev|test] [--processes N] [--json]`. Papers are drawn as
clean captures and with each fault, read by Reader, and their flags compared with what was done to them. The
bounds of ocr/quality.yaml were set on `dev` (looks a and b); `test` has looks c, x and y, other seeds, and
kinds of paper drawn from data; three bounds were moved after misses there. Shares are 0..1; `scan` and
`photo` are told apart because some faults (glare, a patch without grain) show on one of them only; `*_pages`
are the pages a share was counted on.

The peers are the rules that people write first: variance of the Laplacian of the whole page under 100 for
blurred, mean level under 60 of 255 for dark, more than 5 % of the page at 254 and above for glare.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import cycle, islice
from typing import Any

import cv2
import numpy as np

from cases.settings import load_settings
from ocr.intake import Intake
from ocr.quality import faults
from ocr.reader import Reader
from simulator.paper import KINDS, captures_of, draw, sample
from simulator.paper.catalogue import has_look

FAULTS: Mapping[str, str] = {
    "blurred": "blurred",
    "dark": "dark",
    "glare": "glare",
    "cropped": "cropped",
    "trimmed": "cropped",
    "coarse": "low_resolution",
    "tiny": "low_resolution",
    "screen_photo": "screen_photo",
    "photocopy": "copied",
    "occluded": "occluded",
    "edited": "edited",
    "blank_page": "blank",
}
"""What is done to a picture → the flag it must raise."""
CLEAN_SHARE = 4
"""How many clean pages of a capture are drawn for each page of one fault and capture."""
SETS: Mapping[str, tuple[str, int]] = {"dev": ("ab", 1_000), "test": ("cxy", 700_000)}
PEERS: Mapping[str, str] = {"blurred": "laplacian < 100", "dark": "mean < 60", "glare": "5 % at 254"}


@dataclass(frozen=True, slots=True)
class Job:
    """One paper to draw; `fault` is empty for a clean one."""

    kind: str
    look: str
    capture: str
    fault: str
    seed: int


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one page: our flags, and those of the one-figure rules."""

    job: Job
    ours: frozenset[str]
    peers: frozenset[str]


def jobs_of(name: str, papers: int) -> list[Job]:
    """Return the papers of a set: kinds, looks and captures in turn, seeds of their own."""
    looks, first_seed = SETS[name]
    pairs = [(kind, look) for kind in KINDS for look in looks if has_look(kind, look)]
    stride = next(step for step in (37, 41, 43) if len(pairs) % step)
    papers_in_turn = cycle(pairs[place * stride % len(pairs)] for place in range(len(pairs)))
    wanted = [(fault, capture) for fault in FAULTS for capture in ("scan", "photo") for _ in range(papers)]
    clean = [
        ("", capture)
        for capture in ("clean", "scan", "photo", "pdf_text", "pdf_scan")
        for _ in range(CLEAN_SHARE * papers)
    ]
    every = [*wanted, *clean]
    return [
        Job(kind, look, capture, fault, first_seed + place)
        for place, ((fault, capture), (kind, look)) in enumerate(
            zip(every, islice(papers_in_turn, len(every)), strict=True)
        )
        if capture in captures_of(kind)
    ]


@cache
def _tools() -> tuple[Reader, Intake]:
    """Return one reader and one gate for each process."""
    return Reader(load_settings().models_dir, threads=1), Intake()


def look_at(job: Job) -> Told:
    """Draw and read one paper; its first page counts."""
    faulty = (job.fault,) if job.fault else ()
    values = sample(job.kind, job.seed)
    drawn = draw(job.kind, values, look=job.look, capture=job.capture, defects=faulty, seed=job.seed)
    reader, intake = _tools()
    page = reader.read(drawn.data, drawn.name).pages[0]
    intake.open(drawn.data)
    picture = intake.page(0).picture
    assert picture is not None
    return Told(job, frozenset(page.quality.flags), peer_flags(np.asarray(picture)))


def peer_flags(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> frozenset[str]:
    """Say what the one-figure rules say of a page."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    said = {
        "blurred": cv2.Laplacian(grey, cv2.CV_64F).var() < 100,
        "dark": grey.mean() < 60,
        "glare": (grey >= 254).mean() > 0.05,
    }
    return frozenset(flag for flag, is_so in said.items() if is_so)


def result_of(told: Sequence[Told]) -> dict[str, Any]:
    """Count detections by what was done and capture, and false alarms on clean pages."""
    clean = [each for each in told if not each.job.fault]
    ours = {
        "pages": len(told),
        "clean_pages": len(clean),
        "clean_pages_blamed": sum(bool(each.ours) for each in clean),
        "detected": {fault: _detected(told, fault, is_ours=True) for fault in FAULTS},
        "false_alarms": _alarms([each.ours for each in clean]),
    }
    peers = {
        PEERS[flag]: {
            "detected": _detected(told, flag, is_ours=False),
            "false_alarms": _alarms([each.peers & {flag} for each in clean]).get(flag, 0.0),
        }
        for flag in PEERS
    }
    return {"ours": ours, "peers": peers}


def _detected(told: Sequence[Told], fault: str, *, is_ours: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for capture in ("scan", "photo"):
        every = [each for each in told if each.job.fault == fault and each.job.capture == capture]
        raised = sum(FAULTS[fault] in (each.ours if is_ours else each.peers) for each in every)
        found |= {capture: round(raised / max(1, len(every)), 4), f"{capture}_pages": len(every)}
    return found


def _alarms(flags: Sequence[frozenset[str]]) -> dict[str, float]:
    counted = Counter(flag for raised in flags for flag in raised)
    return {flag: round(counted[flag] / max(1, len(flags)), 4) for flag in faults().flags if counted[flag]}


def _looked_at(jobs: Sequence[Job], processes: int) -> Iterator[Told]:
    with ProcessPoolExecutor(processes) as pool:
        for number, told in enumerate(pool.map(look_at, jobs, chunksize=4), 1):
            if number % 20 == 0:
                print(f"{number}/{len(jobs)}", file=sys.stderr, flush=True)
            if told.ours != {FAULTS[told.job.fault]} if told.job.fault else told.ours:
                print(told.job, sorted(told.ours), file=sys.stderr, flush=True)
            yield told


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--papers", type=int, default=20, help="of each fault and capture; clean: four times")
    parser.add_argument("--set", choices=SETS, default="test")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    told = list(_looked_at(jobs_of(options.set, options.papers), options.processes))
    result = {"what": f"faults of pictures, set {options.set}", **result_of(told), "ratios": {}}
    result["seconds"] = round(time.perf_counter() - started, 1)
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
