"""What reading makes of papers that other programs drew: right, unknown, or confidently wrong.

`python -m benchmarks.foreign [--papers worded|nationwide] [--seeds N] [--first SEED] [--models DIR]
[--no-peer] [--json]`. The papers are of our own wording, or in the layouts in use nationwide. A value counts
as confident when the pre-review would let it decide something (the engine's floors). The peer is what a
first script for this work does: plain `paddleocr` with the same models, then the text after the label, or
else the next line to its right, if it is a lawful value and its line was read with the same floor.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.foreign_papers import ForeignPaper, papers
from benchmarks.nationwide_papers import nationwide_papers
from bots.browser_find import find_browser
from ocr import models
from ocr.document import Document, Reading, ReadingState, Source
from ocr.kind_files import kind_file
from ocr.reader import Reader
from ocr.values import IDENTIFIERS, ElementType, canonical, plain_text
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
    for element in paper.truth:
        kind = file.elements[element].type
        found = document.readings.get(element, ()) if document.kind == paper.kind else ()
        yield verdict_on(paper, element, kind, {str(each.value) for each in found if decides(each, kind)})


def verdict_on(paper: ForeignPaper, element: str, kind: ElementType, said: set[str]) -> Judged:
    """Compare what was said with what stands there."""
    right = str(canonical(kind, paper.truth[element]))
    verdict = "unknown" if not said else "right" if said == {right} else "wrong"
    return Judged(paper.name, element, kind in IDENTIFIERS, verdict, "|".join(sorted(said)), right)


@dataclass(frozen=True, slots=True)
class PlainLine:
    """A line as plain paddleocr gives it; pixels."""

    text: str
    score: float
    left: float
    right: float
    top: float
    bottom: float

    def is_level_with(self, other: "PlainLine") -> bool:
        """Tell whether both stand on one row."""
        overlap = min(self.bottom, other.bottom) - max(self.top, other.top)
        return overlap > 0.5 * min(self.bottom - self.top, other.bottom - other.top)


def plain_paddleocr(models_dir: Path) -> Any:
    """Return paddleocr as it comes, with the same detection and recognition models on the same engine."""
    models.check(models_dir)
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    from paddleocr import PaddleOCR

    return PaddleOCR(
        text_detection_model_name=models.DETECTION,
        text_detection_model_dir=str(models_dir / models.DETECTION),
        text_recognition_model_name=models.RECOGNITION,
        text_recognition_model_dir=str(models_dir / models.RECOGNITION),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        device="cpu",
        engine="onnxruntime",
        engine_config={"intra_op_num_threads": 2},
    )


def plain_lines(engine: Any, path: Path) -> list[PlainLine]:
    """Return the lines of a file's first page."""
    page = next(iter(engine.predict(str(path))))
    return [
        PlainLine(plain_text(text), float(score), *(float(edge) for edge in (box[0], box[2], box[1], box[3])))
        for text, score, box in zip(page["rec_texts"], page["rec_scores"], page["rec_boxes"], strict=True)
    ]


def judge_plainly(paper: ForeignPaper, lines: Sequence[PlainLine]) -> Iterator[Judged]:
    """Judge the peer: it is told the kind, and looks beside the first label it finds."""
    file = kind_file(paper.kind)
    assert file is not None
    for element in paper.truth:
        kind = file.elements[element].type
        found = beside_label(file.elements[element].labels, lines)
        value = canonical(kind, found.text) if found else None
        is_sure = found is not None and found.score >= floor_of(kind, Floors())
        yield verdict_on(paper, element, kind, {value} if value and is_sure else set())


def beside_label(labels: Sequence[str], lines: Sequence[PlainLine]) -> PlainLine | None:
    """Return what follows the first label found in its own line, or else the next line to its right."""
    for label in labels:
        for line in lines:
            if not line.text.startswith(label):
                continue
            rest = line.text[len(label) :].lstrip(":")
            if rest:
                return replace(line, text=rest)
            right = [other for other in lines if other.left > line.right and other.is_level_with(line)]
            return min(right, key=lambda other: other.left, default=None)
    return None


def decides(reading: Reading, kind: ElementType) -> bool:
    """Tell whether the engine would take this reading for sure enough to decide."""
    floor = floor_of(kind, Floors())
    is_sure = min(reading.characters, default=reading.confidence) >= floor
    return reading.state is ReadingState.READ and reading.source is Source.PIXELS and is_sure


PAPERS: Mapping[str, tuple[Callable[[Browser, Sequence[int]], Iterator[ForeignPaper]], str]] = {
    "worded": (papers, "elements of papers drawn by a web browser, in five layouts and six states of damage"),
    "nationwide": (
        nationwide_papers,
        "elements of papers in layouts in use nationwide, drawn by a web browser, in six states of damage",
    ),
}


def run(
    reader: Reader, seeds: Sequence[int], which: str = "worded"
) -> tuple[list[Judged], list[ForeignPaper], Counter[str]]:
    """Draw, read and judge."""
    judged: list[Judged] = []
    drawn: list[ForeignPaper] = []
    kinds: Counter[str] = Counter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(None))
        for paper in PAPERS[which][0](browser, seeds):
            document = reader.read(paper.data, paper.name)
            verdict = "right" if document.kind == paper.kind else "wrong" if document.kind else "unknown"
            kinds[verdict] += 1
            judged += judge(paper, document)
            drawn.append(paper)
        browser.close()
    return judged, drawn, kinds


def run_peer(drawn: Sequence[ForeignPaper], models_dir: Path) -> list[Judged]:
    """Let the peer read the same papers."""
    engine = plain_paddleocr(models_dir)
    judged: list[Judged] = []
    with tempfile.TemporaryDirectory() as folder:
        for paper in drawn:
            path = Path(folder) / paper.name
            path.write_bytes(paper.data)
            judged += judge_plainly(paper, plain_lines(engine, path))
    return judged


def counted(judged: Sequence[Judged]) -> Mapping[str, int]:
    """Count the verdicts."""
    counts = Counter(each.verdict for each in judged)
    return {verdict: counts[verdict] for verdict in ("right", "unknown", "wrong")}


def figures(judged: Sequence[Judged]) -> dict[str, Mapping[str, int]]:
    """Count identifiers and other elements apart."""
    return {
        "identifiers": counted([each for each in judged if each.is_identifier]),
        "other_elements": counted([each for each in judged if not each.is_identifier]),
    }


def _right(judged: Sequence[Judged]) -> int:
    return max(1, counted(judged)["right"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print what is wrong, end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.foreign", description=__doc__)
    parser.add_argument("--papers", choices=PAPERS, default="worded")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--no-peer", action="store_true", help="read with our reader alone")
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    with Reader(options.models) as reader:
        seeds = range(options.first, options.first + options.seeds)
        judged, drawn, kinds = run(reader, seeds, options.papers)
    if not options.json:
        for each in judged:
            if each.verdict == "wrong":
                print(f"{each.paper} {each.element}: {each.said}, but there stands {each.truth}")
    result: dict[str, Any] = {
        "what": PAPERS[options.papers][1],
        "ours": {"kinds": dict(kinds), **figures(judged)},
    }
    if not options.no_peer:
        plain = run_peer(drawn, options.models)
        result["peers"] = {"paddleocr and label search": figures(plain)}
        result["ratios"] = {"right:paddleocr": round(_right(judged) / _right(plain), 2)}
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
