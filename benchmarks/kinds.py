"""How well kinds of paper are told apart and their elements read, over drawn papers.

`python -m benchmarks.kinds [--kinds a,b] [--looks a,b] [--captures clean,scan] [--seeds N] [--json]`. Every
kind is drawn in every look and capture; with `--each N` only every Nth of these papers is read. Recognition
is then asked again with the paper's own kind left out: whatever it says is false. Looks x and y are held
out: rules are never tuned on them.

An element is exact when its canonical value is that of the paper; signatures count elsewhere. A number is
wrong as read when the reader says `read` and another value; `decided` ones are sure enough for the engine.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Any

from ocr.document import Document, Page, ReadingState
from ocr.kind_files import KindFile, kind_file, load_kinds
from ocr.layout import RawLine, Span, spans, tilt_of
from ocr.reader import Reader
from ocr.recognition import recognise_document, recognise_page
from ocr.values import IDENTIFIERS, ElementType, canonical
from review_points.operands import Floors, floor_of
from simulator.paper import CAPTURES, HELD_OUT_LOOKS, KINDS, LOOKS, DrawnFile, draw, sample
from simulator.paper.catalogue import has_look

CERTAIN = 0.99
_PICTURES = ("clean", "scan", "photo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One drawn paper as it was asked for."""

    kind: str
    look: str
    capture: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What reading made of one paper; `other` is the kind it is taken for when its own is not known."""

    paper: Paper
    kind: str | None
    other: str | None
    other_score: float
    elements: tuple[tuple[str, ElementType, str, str], ...]
    """Element, type, verdict (exact, wrong, decided, missed), and both values for a wrong one."""


def papers(options: argparse.Namespace) -> Iterator[Paper]:
    """Yield the papers to draw, every Nth of all combinations."""
    seeds = range(1, options.seeds + 1)
    every = (
        (seed, capture, look, kind)
        for seed, capture, look, kind in product(seeds, options.captures, options.looks, options.kinds)
        if has_look(kind, look)
    )
    for seed, capture, look, kind in islice(every, options.offset, None, options.each):
        yield Paper(kind=kind, look=look, capture=capture, seed=seed)


def look_at(reader: Reader, paper: Paper) -> Seen:
    """Draw one paper and read it."""
    drawn = draw(
        paper.kind, sample(paper.kind, paper.seed), look=paper.look, capture=paper.capture, seed=paper.seed
    )
    document = reader.read(drawn.data, drawn.name)
    others = [kind for kind in load_kinds() if kind.id != paper.kind]
    guess = recognise_document([recognise_page(others, spans_of(page), None) for page in document.pages])
    return Seen(
        paper=paper,
        kind=document.kind,
        other=guess.kind if guess else None,
        other_score=guess.score if guess else 0.0,
        elements=tuple(_verdicts(document, drawn)),
    )


def spans_of(page: Page) -> tuple[Span, ...]:
    """Return a read page's lines as recognition wants them."""
    tilt = tilt_of(page.lines, page.width, page.height)
    return spans([RawLine(line=line) for line in page.lines], tilt)


def _verdicts(document: Document, drawn: DrawnFile) -> Iterator[tuple[str, ElementType, str, str]]:
    known = kind_file(drawn.kind)
    if known is None:
        return
    for key, truth in drawn.truth.items():
        if key not in known.elements or known.elements[key].type is ElementType.BOOL or not truth:
            continue
        kind = known.elements[key].type
        verdict, said = _verdict(document, known, key, truth)
        yield key, kind, verdict, said


def _verdict(document: Document, known: KindFile, key: str, truth: str) -> tuple[str, str]:
    kind = known.elements[key].type
    right = canonical(kind, truth) or truth
    found = [
        reading
        for reading in document.readings.get(key, ())
        if document.kind == known.id and reading.state is ReadingState.READ
    ]
    said = sorted({str(reading.value) for reading in found})
    if not said:
        return "missed", ""
    if said == [right]:
        return "exact", ""
    floor = floor_of(kind, Floors())
    sure = any(
        reading.value != right and min(reading.characters, default=reading.confidence) >= floor
        for reading in found
    )
    return "decided" if sure else "wrong", f"{'|'.join(said)} ≠ {right}"


def report(seen: Sequence[Seen], examples: int) -> Mapping[str, Any]:
    """Sum up: kinds, confusions, false recognitions, elements by type and capture, wrong numbers."""
    named = [each for each in seen if each.paper.kind != "portrait_photo"]
    right = sum(each.kind == each.paper.kind for each in seen)
    false = [each for each in named if each.other is not None]
    confusions = Counter((s.paper.kind, s.kind) for s in seen if s.kind not in {None, s.paper.kind})
    unknown = Counter(s.paper.kind for s in seen if s.kind is None)
    cells = [(each, *element) for each in seen for element in each.elements]
    numbers = [cell for cell in cells if cell[2] in IDENTIFIERS and cell[3] in {"wrong", "decided"}]
    return {
        "papers": len(seen),
        "kind_percent": _percent(right, len(seen)),
        "kind_wrong": sum(confusions.values()),
        "confusions": [f"{a} → {b}: {n}" for (a, b), n in confusions.most_common()],
        "unknown": dict(unknown.most_common()),
        "left_out_named": _percent(len(false), len(named)),
        "left_out_certain": sum(each.other_score >= CERTAIN for each in false),
        "left_out": [
            f"{a} → {b}: {n}"
            for (a, b), n in Counter((s.paper.kind, s.other) for s in false).most_common(examples)
        ],
        "exact_percent_by_type": _shares(cells, lambda cell: str(cell[2])),
        "exact_percent_by_capture": _shares(cells, lambda cell: cell[0].paper.capture),
        "exact_percent_by_look": _shares(cells, lambda cell: cell[0].paper.look),
        "numbers_wrong_as_read": len(numbers),
        "numbers_wrong_decided": sum(cell[3] == "decided" for cell in numbers),
        "wrong": [_told(cell) for cell in cells if cell[3] in {"wrong", "decided"}][:examples],
        "missed": dict(
            Counter(f"{c[0].paper.kind}.{c[1]}" for c in cells if c[3] == "missed").most_common(examples)
        ),
    }


def _told(cell: tuple[Seen, str, ElementType, str, str]) -> str:
    paper = cell[0].paper
    return f"{paper.kind}/{paper.look}/{paper.capture}/{paper.seed} {cell[1]} {cell[3]}: {cell[4]}"


def _shares(cells: Sequence[Any], key: Any) -> Mapping[str, str]:
    totals: Counter[str] = Counter(key(cell) for cell in cells)
    exact: Counter[str] = Counter(key(cell) for cell in cells if cell[3] == "exact")
    return {name: f"{_percent(exact[name], total)} of {total}" for name, total in sorted(totals.items())}


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, read, and print the figures; the last line is JSON."""
    options = _parser().parse_args(arguments)
    with Reader(models_dir=options.models) as reader:
        seen = [look_at(reader, paper) for paper in papers(options)]
    result = report(seen, options.examples)
    if not options.json:
        for key, value in result.items():
            print(f"{key}: {json.dumps(value, ensure_ascii=False, indent=1)}")
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kinds", description="Kinds and elements.")
    parser.add_argument("--kinds", type=_names(KINDS), default=tuple(KINDS))
    parser.add_argument("--looks", type=_names({**LOOKS, **HELD_OUT_LOOKS}), default=tuple(LOOKS))
    parser.add_argument("--captures", type=_names(CAPTURES), default=_PICTURES)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--each", type=int, default=1, help="read only every Nth paper")
    parser.add_argument("--offset", type=int, default=0, help="begin with this paper")
    parser.add_argument("--examples", type=int, default=60, help="how many of what went wrong to print")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    return parser


def _names(known: Mapping[str, str]) -> Any:
    def parse(text: str) -> tuple[str, ...]:
        names = tuple(text.split(","))
        missing = [name for name in names if name not in known]
        if missing:
            raise argparse.ArgumentTypeError(f"unknown: {', '.join(missing)}; known: {', '.join(known)}")
        return names

    return parse


if __name__ == "__main__":
    sys.exit(main())
