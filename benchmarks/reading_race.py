"""Readers of pictures in processes of their own, asked in turn for the same files, interleaved.

The peers live in `.venv-peers-ocr` (`make peers`); one that can't be started is left out, and said to be.
"""

import json
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.peers_ocr import READERS

ROOT = Path(__file__).parents[1]
PEERS_PYTHON = ROOT / ".venv-peers-ocr" / "bin" / "python"
PEERS = tuple(name for name in READERS if name != "ours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one reader made of the files of one unit."""

    lines: tuple[str, ...]
    seconds: float
    peak_mib: float


class Racer:
    """One reader in its own process; `loaded_s` is what it took for loading once the process was up."""

    def __init__(self, name: str, models_dir: Path) -> None:
        """Start it and wait until it has loaded; raises RuntimeError with what it said when it ended."""
        self.name = name
        python = sys.executable if name == "ours" else str(PEERS_PYTHON)
        self._child = subprocess.Popen(
            [python, "-m", "benchmarks.peers_ocr", name, str(models_dir.absolute())],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.loaded_s = float(self._answer()["loaded_s"])

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let it end."""
        self._child.communicate()

    def read(self, *files: Path) -> Answer:
        """Have files read."""
        assert self._child.stdin is not None
        print(json.dumps([str(file) for file in files]), file=self._child.stdin, flush=True)
        answer = self._answer()
        return Answer(
            lines=tuple(answer["lines"]),
            seconds=float(answer["seconds"]),
            peak_mib=float(answer["peak_mib"]),
        )

    def _answer(self) -> dict[str, Any]:
        assert self._child.stdout is not None
        row = self._child.stdout.readline()
        if not row:
            raise RuntimeError(f"{self.name} ended; run: python -m benchmarks.peers_ocr {self.name}")
        answer: dict[str, Any] = json.loads(row)
        return answer


def missing(name: str) -> str | None:
    """Return why a reader can't be raced, None when it can."""
    if name != "ours" and not PEERS_PYTHON.exists():
        return f"{name} is left out: no .venv-peers-ocr (make peers)"
    if name == "tesseract" and shutil.which("tesseract") is None:
        return "tesseract is left out: apt-get install tesseract-ocr tesseract-ocr-chi-sim"
    return None


@contextmanager
def racers(names: Sequence[str], models_dir: Path) -> Iterator[dict[str, Racer]]:
    """Start the readers one after another, ours first; what can't be started is said on standard error."""
    with ExitStack() as open_ones:
        started = {}
        for name in ("ours", *names):
            why_not = missing(name)
            if why_not is None:
                started[name] = open_ones.enter_context(Racer(name, models_dir))
            else:
                print(why_not, file=sys.stderr)
        yield started


Unit = tuple[Path, ...]
"""Files that are read for one and the same thing: one picture, or all that a case has."""


@dataclass(slots=True)
class Times:
    """Seconds of one reader for each unit, round after round, and the lines it read in the last."""

    seconds: list[list[float]]
    lines: list[tuple[str, ...]]
    peak_mib: float = 0.0

    def note(self, place: int, answer: Answer) -> None:
        """Keep what one unit came to."""
        self.seconds[place].append(answer.seconds)
        self.lines[place] = answer.lines
        self.peak_mib = max(self.peak_mib, answer.peak_mib)

    @property
    def total_s(self) -> float:
        """Return the sum of the units' median seconds."""
        return sum(map(statistics.median, self.seconds))


def race(runners: Mapping[str, Racer], units: Mapping[str, Sequence[Unit]], rounds: int) -> dict[str, Times]:
    """Have every reader read its units `rounds` times, taking turns unit by unit.

    `units` are by reader; all lists are equally long, and units at one place hold the same pages.
    """
    count = len(units["ours"])
    times = {name: Times(seconds=[[] for _ in range(count)], lines=[()] * count) for name in runners}
    for _ in range(rounds):
        for place in range(count):
            for name, runner in runners.items():
                times[name].note(place, runner.read(*units[name][place]))
    return times
