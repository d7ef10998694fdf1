"""How reading errs on drawn papers, measured, beside what the noise model of the simulator assumes.

`python -m benchmarks.noise [--cases N] [--processes N] [--json]`. The papers of clean cases are drawn, read
by real OCR, and every element is compared with the truth. Shares are of elements or of characters, 0..1.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.certify import AREAS, TODAY
from cases.settings import load_settings
from ocr.document import Document, Reading, ReadingState, Source
from ocr.kind_files import KindFile, Layout, kind_file
from ocr.reader import Reader
from ocr.values import canonical, plain_text
from simulator.cases import ITEMS, make_case
from simulator.planned import PlannedFile
from simulator.reading import NOISE, SPANS, SURE, WEAK, SignClass, sign_class

EVERY = "all"
_readers: dict[str, Reader] = {}


def observe(known: KindFile, document: Document, truth: Mapping[str, str]) -> Counter[str]:
    """Count what became of every element that stands on a paper."""
    found: Counter[str] = Counter(files=1)
    for key, element in known.elements.items():
        raw = truth.get(key, "")
        wanted = canonical(element.type, raw) if raw else None
        if wanted is not None and element.layout is not Layout.SIGNATURE:
            every = document.readings.get(key, ())
            pixels = [each for each in every if each.source is Source.PIXELS] or every  # a DOCX has none
            found += _element(wanted, pixels[0] if pixels else None)
    return found


def _element(wanted: str, reading: Reading | None) -> Counter[str]:
    """Count one element: lost, missed, or its characters one by one."""
    if reading is None or reading.state is ReadingState.NOT_FOUND:
        return Counter(elements=1, missed=1)
    if reading.value is None:
        return Counter(elements=1, lost=1)
    value = reading.value
    if len(value) != len(wanted) and _folded(value) != _folded(wanted):
        return Counter(elements=1, frayed=1)
    scores = (
        reading.characters if len(reading.characters) == len(value) else (reading.confidence,) * len(value)
    )
    is_right = [True] * len(value)
    if _folded(value) != _folded(wanted):
        is_right = [sign == other for sign, other in zip(value, wanted, strict=True)]
    found = Counter(elements=1)
    for sign, score, right in zip(value, scores, is_right, strict=True):
        found += _sign(sign_class(sign), score, is_right=right)
    return found


def _sign(what: SignClass, score: float, *, is_right: bool) -> Counter[str]:
    """Count one character: misread, or rightly read with a score lower than usual."""
    found = Counter({what.value: 1})
    if not is_right:
        return found + Counter({f"{what} misread": 1, "misread": 1, "confident": int(score >= SURE)})
    for low, high in SPANS:
        found[f"{what} {high:.2f}"] = int(
            score < SURE and score < high and (score >= low or low == SPANS[0][0])
        )
    return +found


def _folded(text: str) -> str:
    return plain_text(text).replace("·", "")


def shares(found: Counter[str]) -> dict[str, Any]:
    """Return the shares that the noise model has figures for, with what they were counted on."""
    elements = found["elements"] or 1
    words = (found[SignClass.WORD] + found[SignClass.MARK]) or 1
    return {
        "files": found["files"],
        "elements": found["elements"],
        "characters": sum(found[each] for each in SignClass),
        "misread_digit": round(found["digit misread"] / (found[SignClass.DIGIT] or 1), 6),
        "misread_word": round((found["word misread"] + found["mark misread"]) / words, 6),
        "confident": round(found["confident"] / (found["misread"] or 1), 3),
        "lost": round(found["lost"] / elements, 5),
        "missed": round(found["missed"] / elements, 5),
        "frayed": round(found["frayed"] / elements, 5),
        "weak": {each.value: _weak(found, each) for each in SignClass},
    }


def _weak(found: Counter[str], what: SignClass) -> tuple[float, tuple[float, ...]]:
    """Return the share of characters with a low score, and how those spread over the spans."""
    counted = [found[f"{what} {high:.2f}"] for _, high in SPANS]
    weak = sum(counted)
    return round(weak / (found[what] or 1), 6), tuple(round(each / (weak or 1), 3) for each in counted)


def assumed() -> dict[str, Any]:
    """Return what the noise model assumes, under the same names."""
    weak = {each.value: WEAK[each] for each in SignClass}
    return {capture: asdict(noise) for capture, noise in NOISE.items()} | {"weak": weak}


def read_case(item: str, area: str, seed: int, models: str) -> Mapping[str, Counter[str]]:
    """Draw and read the papers of one clean case; return the counts by capture."""
    reader = _readers.setdefault(models, Reader(Path(models), threads=1))
    found: dict[str, Counter[str]] = {}
    for plan in make_case(item, area, seed, on=TODAY).files:
        known = kind_file(plan.kind) if isinstance(plan, PlannedFile) else None
        if known is None or not isinstance(plan, PlannedFile):
            continue
        drawn = plan.drawn()
        document = reader.read(drawn.data, plan.name)
        if document.kind == plan.kind:
            counted = observe(known, document, drawn.truth)
            found[plan.capture] = found.get(plan.capture, Counter()) + counted
    return found


def measured(cases: int, first_seed: int, processes: int) -> Iterator[Mapping[str, Counter[str]]]:
    """Read the cases in several processes, items and areas in turn."""
    models = str(load_settings().models_dir)
    with ProcessPoolExecutor(processes) as pool:
        jobs = [
            pool.submit(
                read_case,
                ITEMS[place % len(ITEMS)],
                AREAS[place // len(ITEMS) % len(AREAS)],
                first_seed + place,
                models,
            )
            for place in range(cases)
        ]
        for number, job in enumerate(jobs, 1):
            print(f"{number}/{cases}", file=sys.stderr, flush=True)
            yield job.result()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.noise", description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=610_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    by_capture: dict[str, Counter[str]] = {EVERY: Counter()}
    for found in measured(options.cases, options.seed, options.processes):
        for capture, counted in found.items():
            by_capture[capture] = by_capture.get(capture, Counter()) + counted
            by_capture[EVERY] += counted
    ours = {capture: shares(counted) for capture, counted in sorted(by_capture.items())}
    result = {
        "what": "noise of reading",
        "ours": ours | {"seconds": round(time.perf_counter() - started, 1)},
        "peers": {"noise model": assumed()},
        "ratios": {},
    }
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
