"""Reading beside five other readers on the same files, interleaved in one run: speed, errors, memory.

`python -m benchmarks.ocr [--peers a,b] [--rounds N] [--cases N] [--models DIR] [--json]`. Every reader runs
in a process of its own with two threads (peers_ocr.py); the peers come with `make peers`.

Ours is everything that Reader.read does with a file (intake in a child process, orientation, seals, codes,
quality, kind, elements), without its cache; the peers find and read lines, no more. `page:X` is X's seconds
divided by ours over drawn pictures of one page: above 1, ours is faster. `case:X` is the same over whole
cases: ours reads the materials as they were handed in until it has their elements, X reads the same pages'
text, PDFs having been rendered for it at 200 dpi beforehand, which is not counted. Tesseract reads pages
only. `start_s` is what a reader takes for loading once its process runs, `first_page_s` what its first page
takes after that.
Errors are counted against the text that was drawn (text_errors.py).
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.drawn_files import DrawnPage, born_digital, case_files, drawn_pages, three_page_cases
from benchmarks.reading_race import PEERS, Racer, Times, Unit, race, racers
from benchmarks.text_errors import NO_ERRORS, text_errors
from simulator.cases import ITEMS

BORN_DIGITAL_PAGES = 20
THREE_PAGE_CASES = 5
MACHINE_LOOPS = 20_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and end with one JSON object."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, racers(options.peers, options.models) as runners:
        folder = Path(name)
        pages = drawn_pages(folder)
        first_s = {name: runner.read(pages[0].file).seconds for name, runner in runners.items()}
        on_pages = race(runners, {key: [(page.file,) for page in pages] for key in runners}, options.rounds)
        in_cases = _cases(runners, folder, options)
        alone = _ours_alone(runners["ours"], folder)
    ours, *peers = (
        _on_pages(on_pages[name], pages)
        | _peak(on_pages[name], in_cases.get(name))
        | {"start_s": round(runner.loaded_s, 2), "first_page_s": round(first_s[name], 2)}
        for name, runner in runners.items()
    )
    result: dict[str, Any] = {
        "what": f"seconds a page, medians of {options.rounds} interleaved rounds, {len(pages)} drawn pages; "
        f"{options.cases} whole cases of each of {len(ITEMS)} items",
        "machine_s": _machine_s(),
        "ours": ours | alone,
        "peers": dict(zip(list(runners)[1:], peers, strict=True)),
        "ratios": _ratios("page", on_pages) | _ratios("case", in_cases),
    }
    if not options.json:
        _print_table({"ours": ours, **result["peers"]})
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr", description="Reading beside others.")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cases", type=int, default=1, help="cases of each item; 0 leaves them out")
    parser.add_argument("--peers", type=lambda names: names.split(","), default=list(PEERS))
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    return parser


def _cases(runners: Mapping[str, Racer], folder: Path, options: argparse.Namespace) -> dict[str, Times]:
    """Race over whole cases; Tesseract, slowest by far, does not take part."""
    units: dict[str, list[Unit]] = {name: [] for name in runners if name != "tesseract"}
    for seed in range(1, options.cases + 1):
        for item in ITEMS:
            case = case_files(folder, item, seed)
            for name, found in units.items():
                found.append(case.as_handed_in if name == "ours" else case.as_pictures)
    return (
        race({name: runners[name] for name in units}, units, 1 + options.rounds // 2) if units["ours"] else {}
    )


def _ours_alone(runner: Racer, folder: Path) -> dict[str, float]:
    """Measure what has a limit of its own: a case of three pages, born-digital pages."""
    cases = [runner.read(*case).seconds for case in three_page_cases(folder, THREE_PAGE_CASES)]
    born = [runner.read(file).seconds for file in born_digital(folder, BORN_DIGITAL_PAGES)]
    return {
        "three_page_case_p50_s": round(statistics.median(cases), 2),
        "born_digital_pages_per_s": round(len(born) / sum(born), 1),
    }


def _on_pages(times: Times, pages: Sequence[DrawnPage]) -> dict[str, float]:
    counted = sum(
        (text_errors(page.lines, read) for page, read in zip(pages, times.lines, strict=True)), NO_ERRORS
    )
    return {"page_s": round(times.total_s / len(pages), 3), "cer_percent": round(100 * counted.rate, 2)}


def _peak(*found: Times | None) -> dict[str, int]:
    return {"peak_mib": round(max(times.peak_mib for times in found if times))}


def _ratios(what: str, times: Mapping[str, Times]) -> dict[str, float]:
    return {
        f"{what}:{name}": round(peer.total_s / times["ours"].total_s, 2)
        for name, peer in times.items()
        if name != "ours"
    }


def _machine_s() -> float:
    """Return how long this machine takes for a fixed piece of plain Python, to compare runs by."""
    started = time.perf_counter()
    for _ in range(MACHINE_LOOPS):
        pass
    return round(time.perf_counter() - started, 3)


def _print_table(rows: Mapping[str, Mapping[str, float]]) -> None:
    columns = ("page_s", "cer_percent", "peak_mib", "start_s", "first_page_s")
    print(f"{'':20}" + "".join(f"{column:>14}" for column in columns))
    for name, row in rows.items():
        print(f"{name:20}" + "".join(f"{row[column]:>14}" for column in columns))


if __name__ == "__main__":
    sys.exit(main())
