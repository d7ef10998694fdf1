"""Does the reader's memory grow? Thousands of pages in a row through one Reader.

`python -m benchmarks.steady [--pages N] [--every N] [--models DIR]`. The pages are pictures drawn in
several kinds, looks and captures, read again and again without a cache. Memory is what this process and the
decoder child hold. The slope is the middle of the slopes between all pairs of measurements (Theil–Sen), the
first tenth being left out as warm-up, in percent of the middle measurement for each 1,000 pages.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import combinations, cycle, islice
from pathlib import Path

import psutil

from benchmarks.drawn_files import drawn_pages
from ocr.reader import Reader

MIB = 1024 * 1024
WARM_UP = 0.1
SEEDS = (7, 8, 9)
Point = tuple[float, float]


def slope(points: Sequence[Point]) -> float:
    """Return the Theil–Sen slope of (x, y) points: a few far off don't move it; 0.0 for one point."""
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2) if x1 != x2]
    return statistics.median(slopes) if slopes else 0.0


def growth_percent(points: Sequence[Point]) -> float:
    """Return the growth for each 1,000 pages after the warm-up; points are (pages read, MiB held)."""
    last = max(pages for pages, _ in points)
    warm = [point for point in points if point[0] >= WARM_UP * last]
    return 100_000 * slope(warm) / statistics.median(held for _, held in warm)


def held_mib() -> float:
    """Return the memory that this process and its children hold now."""
    own = psutil.Process()
    return sum(float(each.memory_info().rss) for each in (own, *own.children(recursive=True))) / MIB


def run(reader: Reader, files: Sequence[Path], pages: int, every: int) -> list[Point]:
    """Read, and note the memory every `every` pages."""
    points: list[Point] = []
    started = time.perf_counter()
    for number, file in enumerate(islice(cycle(files), pages), 1):
        reader.read(file.read_bytes(), file.name)
        if number % every == 0 or number == pages:
            points.append((float(number), held_mib()))
            rate = number / (time.perf_counter() - started)
            grows = f"{growth_percent(points):+.2f} % per 1,000 pages" if len(points) > 1 else ""
            print(
                f"{number:6} pages  {points[-1][1]:7.0f} MiB  {rate:5.2f} pages/s  {grows}", file=sys.stderr
            )
    return points


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steady", description="Does memory grow?")
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--every", type=int, default=250)
    parser.add_argument(
        "--models", type=Path, default=Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, Reader(options.models) as reader:
        files = [page.file for seed in SEEDS for page in drawn_pages(_seeded(folder, seed), seed)]
        points = run(reader, files, options.pages, options.every)
    result = {
        "what": f"memory of one reader over {options.pages} pages in a row",
        "ours": {
            "growth_percent_per_1000_pages": round(growth_percent(points), 2),
            "first_mib": round(points[0][1]),
            "last_mib": round(points[-1][1]),
            "most_mib": round(max(held for _, held in points)),
        },
        "peers": {},
        "ratios": {},
    }
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _seeded(folder: str, seed: int) -> Path:
    own = Path(folder) / str(seed)
    own.mkdir()
    return own


if __name__ == "__main__":
    sys.exit(main())
