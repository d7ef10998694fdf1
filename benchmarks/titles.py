"""Are papers known by titles and labels nobody listed? `python -m benchmarks.titles [--unseen N] [--json]`.

Pages are made of words without pictures: a title of `titles.yaml`, and below it the labels of the paper, of
which `--unseen` percent are in words that no kind knows. Recognition is asked again with the paper's own kind
left out, and with the titles of papers of no kind: whatever it then says is false.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ocr.document import Line
from ocr.kind_files import KindFile, load_kinds
from ocr.layout import RawLine, Span, Tilt, box_of, even_centres, spans
from ocr.recognition import recognise_page

_TITLES = Path(__file__).with_name("titles.yaml")
_PAGE_PX, _STEP_PX = 1600, 70
_TITLE_PX, _WORDS_PX = 44, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A title over the labels of a kind; `is_foreign` where the paper is of no kind."""

    kind: str
    title: str
    is_foreign: bool


def worded_papers() -> Iterator[Worded]:
    """Yield all papers of the list."""
    listed = YAML(typ="safe").load(_TITLES)
    for kind, titles in listed["known"].items():
        for title in titles:
            yield Worded(kind=kind, title=title, is_foreign=False)
    for kind, title in listed["foreign"]:
        yield Worded(kind=kind, title=title, is_foreign=True)


def page_of(paper: Worded, file: KindFile, unseen_percent: int) -> tuple[Span, ...]:
    """Return the words of a page; which labels are unseen, and the wordings, follow from the title."""
    chance = random.Random(f"{paper.kind} {paper.title}")
    lines = [
        _line(text, (_PAGE_PX - _TITLE_PX * len(text)) / 2, 60 + 56 * row, _TITLE_PX)
        for row, text in enumerate(paper.title.split("\n"))
    ]
    for row, element in enumerate(e for e in file.elements.values() if e.labels):
        wordings = [label for label in element.labels if not label.startswith("re:")] or ["签名"]
        label = "样例栏" if chance.random() * 100 < unseen_percent else chance.choice(wordings)
        lines.append(_line(f"{label}:样例", 120, 260 + _STEP_PX * row, _WORDS_PX))
    return spans(lines, Tilt())


def _line(text: str, x: float, y: float, size: float) -> RawLine:
    line = Line(text=text, box=box_of(x, y, x + size * len(text), y + 1.2 * size), confidence=1.0)
    return RawLine(line=line, centres=even_centres(text))


def report(unseen_percent: int) -> Mapping[str, Any]:
    """Ask for every paper and sum up what is known, unknown and false."""
    kinds = load_kinds()
    files = {kind.id: kind for kind in kinds}
    unknown: list[str] = []
    wrong: list[str] = []
    left_out: list[str] = []
    foreign: list[str] = []
    papers = list(worded_papers())
    for paper in papers:
        page = page_of(paper, files[paper.kind], unseen_percent)
        guess = recognise_page(kinds, page, None)
        told = f"{paper.title!r}: {paper.kind} → {guess.kind if guess else None}"
        if paper.is_foreign:
            foreign += [told] if guess else []
            continue
        if guess is None or guess.kind != paper.kind:
            (wrong if guess else unknown).append(told)
        others = [kind for kind in kinds if kind.id != paper.kind]
        other = recognise_page(others, page, None)
        left_out += [f"{paper.title!r}: {paper.kind} → {other.kind}"] if other else []
    known = sum(not paper.is_foreign for paper in papers)
    return {
        "papers": known,
        "foreign_papers": len(papers) - known,
        "kind_percent": round(100 * (known - len(unknown) - len(wrong)) / known, 2),
        "unknown": unknown,
        "wrong": wrong,
        "left_out_named": left_out,
        "foreign_named": foreign,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; the last line is JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.titles", description="Titles nobody listed.")
    parser.add_argument("--unseen", type=int, default=30, help="percent of labels in unknown words")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    result = report(options.unseen)
    if not options.json:
        for key, value in result.items():
            print(f"{key}: {json.dumps(value, ensure_ascii=False, indent=1)}")
    print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
