"""Whether a value's stated probability of being right is true, on papers that set it and on others.

`python -m benchmarks.calibration [--each N] [--seeds N] [--fit] [--json]`. Papers of every kind are drawn in
looks a, b and c for fitting and in looks x and y for testing, read, and each value that was read is compared
with the truth. Printed per type of element: values, share right, expected calibration error (ten spans of
equal width, weighed by values) of the stated probability, beside that of the recogniser's raw score; then the
risk-coverage curve: how many values are kept when those below a probability are left to a clerk, and how many
of the kept ones are wrong. `--fit` writes ocr/calibration.yaml from looks a to c.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ocr.calibration import FILE, fitted
from ocr.document import Document, ReadingState, Source
from ocr.kind_files import kind_file
from ocr.reader import Reader
from ocr.values import ElementType, canonical
from simulator.paper import KINDS, DrawnFile, draw, sample
from simulator.paper.catalogue import has_look

CAPTURES = ("scan", "photo", "clean")
FITTED, TESTED = ("a", "b", "c"), ("x", "y")
SPANS = 10
_CURVE = (0.0, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998)
_HEAD = "# Measured by `python -m benchmarks.calibration --fit` on drawn papers; see ocr/calibration.py.\n"


@dataclass(frozen=True, slots=True)
class Observed:
    """One value that was read: its type, stated probability, raw score, and whether it was right."""

    kind: ElementType
    probability: float
    score: float
    is_right: bool


def observe(document: Document, drawn: DrawnFile) -> Iterator[Observed]:
    """Compare what was read from the pixels of a paper of the right kind with the truth."""
    known = kind_file(drawn.kind)
    if known is None or document.kind != drawn.kind:
        return
    for key, element in known.elements.items():
        truth = drawn.truth.get(key, "")
        for reading in document.readings.get(key, ()):
            is_told = reading.state is ReadingState.READ and reading.source is Source.PIXELS
            if is_told and truth and element.type is not ElementType.BOOL:
                score = min(reading.characters, default=reading.confidence)
                is_right = reading.value == canonical(element.type, truth)
                yield Observed(element.type, reading.confidence, score, is_right)


def read_papers(reader: Reader, looks: Sequence[str], options: argparse.Namespace) -> list[Observed]:
    """Draw and read every Nth paper of these looks; papers drawn by Python have no held-out ones."""
    kinds = [kind for kind in KINDS if all(has_look(kind, look) for look in looks)]
    every = product(range(1, options.seeds + 1), CAPTURES, looks, kinds)
    found: list[Observed] = []
    for seed, capture, look, kind in islice(every, 0, None, options.each):
        drawn = draw(kind, sample(kind, seed + 300), look=look, capture=capture, seed=seed + 300)
        found += observe(reader.read(drawn.data, drawn.name), drawn)
    return found


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error: how far stated and true shares lie apart, weighed by values."""
    spans: dict[int, list[tuple[float, bool]]] = {}
    for stated, is_right in pairs:
        spans.setdefault(min(int(stated * SPANS), SPANS - 1), []).append((stated, is_right))
    apart = (
        abs(sum(stated for stated, _ in span) - sum(right for _, right in span)) for span in spans.values()
    )
    return sum(apart) / max(1, len(pairs))


def risk_coverage(values: Sequence[Observed]) -> list[tuple[float, float, float]]:
    """Return (least probability kept, share kept, share wrong among the kept)."""
    curve = []
    for least in _CURVE:
        kept = [each for each in values if each.probability >= least]
        wrong = sum(not each.is_right for each in kept)
        curve.append((least, len(kept) / max(1, len(values)), wrong / max(1, len(kept))))
    return curve


def by_type(values: Sequence[Observed]) -> Mapping[ElementType, list[Observed]]:
    """Sort values by their type."""
    found: dict[ElementType, list[Observed]] = {}
    for each in values:
        found.setdefault(each.kind, []).append(each)
    return found


def summed_up(values: Sequence[Observed]) -> dict[str, Any]:
    """Return the figures of some values."""
    return {
        "values": len(values),
        "right": round(sum(each.is_right for each in values) / max(1, len(values)), 4),
        "ece": round(calibration_error([(each.probability, each.is_right) for each in values]), 4),
        "ece_of_raw_score": round(calibration_error([(each.score, each.is_right) for each in values]), 4),
    }


def fit(values: Sequence[Observed]) -> None:
    """Write the table that says how probably a value is right."""
    pairs = {kind: [(each.score, each.is_right) for each in found] for kind, found in by_type(values).items()}
    yaml = YAML()
    yaml.default_flow_style = None
    with FILE.open("w", encoding="utf-8") as file:
        file.write(_HEAD)
        yaml.dump({"right": fitted(pairs)}, file)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit when asked, then test on held-out looks; the last line is JSON."""
    options = _parser().parse_args(arguments)
    with Reader(options.models) as reader:
        if options.fit:
            fit(read_papers(reader, FITTED, options))
            print(f"written: {FILE.name}; run again without --fit to test it")
            return 0
        values = read_papers(reader, TESTED, options)
    types = {str(kind): summed_up(found) for kind, found in sorted(by_type(values).items())}
    result = {
        "what": "stated probability that a value read is right, held-out looks",
        "ours": summed_up(values) | {"types": types, "risk_coverage": risk_coverage(values)},
        "peers": {"raw score": {"ece": summed_up(values)["ece_of_raw_score"]}},
        "ratios": {},
    }
    if not options.json:
        for name, figures in types.items():
            print(f"{name:14} {figures}")
        for least, kept, wrong in risk_coverage(values):
            print(f"probability ≥ {least:.3f}: {kept:7.2%} kept, {wrong:7.3%} of them wrong")
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calibration", description="Honest doubt.")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--each", type=int, default=1, help="read only every Nth paper")
    parser.add_argument("--fit", action="store_true", help="write the table from looks a, b and c")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    return parser


if __name__ == "__main__":
    sys.exit(main())
