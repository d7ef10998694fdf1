"""What reading makes of papers that other programs drew: right, unknown, or confidently wrong.

`python -m benchmarks.foreign [--seeds N] [--models DIR] [--json]`. A value counts as confident when the
pre-review would let it decide something (the engine's floors). The peer is plain label search: the text
right of the label in the lines that plain `paddleocr` reads, as a first script for this work would do it.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.foreign_papers import ForeignPaper, papers
from bots.browser_find import find_browser
from ocr.document import Document, Reading, ReadingState, Source
from ocr.kind_files import kind_file
from ocr.reader import Reader
from ocr.values import IDENTIFIERS, ElementType, canonical
from review_points.operands import Floors, floor_of


@dataclass(frozen=True, slots=True)
class Judged:
    """One element of one paper: `right`, `unknown` or `wrong`."""

    paper: str
    element: str
    is_identifier: bool
    verdict: str
    said: str
    truth: str


def judge(paper: ForeignPaper, document: Document) -> Iterator[Judged]:
    """Judge every element that stands on the paper."""
    file = kind_file(paper.kind)
    assert file is not None
    for element, truth in paper.truth.items():
        kind = file.elements[element].type
        found = document.readings.get(element, ()) if document.kind == paper.kind else ()
        said = {reading.value for reading in found if decides(reading, kind)}
        right = canonical(kind, truth)
        verdict = "unknown" if not said else "right" if said == {right} else "wrong"
        yield Judged(paper.name, element, kind in IDENTIFIERS, verdict, "|".join(map(str, said)), str(right))


def decides(reading: Reading, kind: ElementType) -> bool:
    """Tell whether the engine would take this reading for sure enough to decide."""
    floor = floor_of(kind, Floors())
    is_sure = min(reading.characters, default=reading.confidence) >= floor
    return reading.state is ReadingState.READ and reading.source is Source.PIXELS and is_sure


def run(reader: Reader, seeds: Sequence[int]) -> tuple[list[Judged], Counter[str]]:
    """Draw, read and judge."""
    judged: list[Judged] = []
    kinds: Counter[str] = Counter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(None))
        for paper in papers(browser, seeds):
            document = reader.read(paper.data, paper.name)
            verdict = "right" if document.kind == paper.kind else "wrong" if document.kind else "unknown"
            kinds[verdict] += 1
            judged += judge(paper, document)
        browser.close()
    return judged, kinds


def counted(judged: Sequence[Judged]) -> Mapping[str, int]:
    """Count the verdicts."""
    counts = Counter(each.verdict for each in judged)
    return {verdict: counts[verdict] for verdict in ("right", "unknown", "wrong")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print what is wrong, end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.foreign", description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    with Reader(options.models) as reader:
        judged, kinds = run(reader, range(1, options.seeds + 1))
    if not options.json:
        for each in judged:
            if each.verdict == "wrong":
                print(f"{each.paper} {each.element}: {each.said}, but there stands {each.truth}")
    result: dict[str, Any] = {
        "what": "elements of papers drawn by a web browser, in five layouts and six states of damage",
        "ours": {
            "kinds": dict(kinds),
            "identifiers": counted([each for each in judged if each.is_identifier]),
            "other_elements": counted([each for each in judged if not each.is_identifier]),
        },
        "peers": {},
        "ratios": {},
    }
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
