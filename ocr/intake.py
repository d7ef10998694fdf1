"""The gate for files: type by content, limits before decoding, decoding in a child that may be lost."""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ocr.decoder import read_frame, write_frame
from ocr.limits import Limits, Refused
from ocr.media import PACKAGE, file_type
from ocr.opened import Member

PATIENCE = 3
"""How many times its processor time a child may take by the clock on the wall."""
FILES_PER_CHILD = 200
"""After how many files the decoder child is replaced."""
_PIPE_BYTES = 1 << 20
"""How much a pipe holds: a page of pixels goes through in a dozen steps, not in two hundred."""
_MALLOC = {"MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(256 << 20)}
"""The child keeps freed memory: asking the system for the same megabytes anew took most of a PDF's time."""
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """One decoded page: BGR pixels (None for pure text) and the lines of its text layer as sent.

    What the fields mean stands with `Decoded` in opened.py.
    """

    width: int
    height: int
    picture: NDArray[np.uint8] | None
    text_lines: tuple[Mapping[str, Any], ...]
    source: str
    notes: tuple[Mapping[str, Any], ...] = ()
    flags: tuple[str, ...] = ()
    dpi: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file that passed the gate; `metadata` is what it says of its maker: a witness like any other."""

    media_type: str
    pages: int
    flags: tuple[str, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)


class Intake:
    """Opens one file at a time. The decoder child starts with the first file and lives until `close`."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Keep the limits; starts nothing yet."""
        self.limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._spent_s = 0.0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the child."""
        self.close()

    def start(self) -> None:
        """Start the decoder child, which otherwise starts with the first file."""
        self._started()

    def open(self, data: bytes) -> OpenedFile:
        """Open a file; raises Refused with a stable code."""
        kind = file_type(data, self.limits)
        self._recycle()
        request = {"do": "open", "media": kind.media, "opener": kind.opener, "limits": asdict(self.limits)}
        answer, _ = self._ask(request, data, self.limits.open_timeout_s)
        return OpenedFile(
            media_type=str(answer["media"]),
            pages=int(answer["pages"]),
            flags=tuple(answer["flags"]),
            metadata=answer["metadata"],
        )

    def page(self, index: int) -> RawPage:
        """Decode one page of the open file; raises Refused."""
        left_s = min(self.limits.page_timeout_s, self.limits.file_timeout_s - self._spent_s)
        if left_s <= 0:
            self.close()
            raise Refused("limit_exceeded")
        answer, payload = self._ask({"do": "page", "page": index}, b"", left_s)
        width, height = int(answer["width"]), int(answer["height"])
        picture = None
        if len(payload) not in {0, width * height * 3}:
            self.close()
            raise Refused("damaged")
        if payload:
            picture = np.frombuffer(payload, dtype=np.uint8).reshape(height, width, 3)
        return RawPage(
            width=width,
            height=height,
            picture=picture,
            text_lines=tuple(answer["lines"]),
            source=str(answer["source"]),
            notes=tuple(answer["notes"]),
            flags=tuple(answer["flags"]),
            dpi=answer["dpi"],
        )

    def pages(self, opened: OpenedFile) -> Iterator[RawPage]:
        """Yield the pages of the open file; while one is worked on, the next is decoded. Raises Refused."""
        with ThreadPoolExecutor(max_workers=1) as ahead:
            following = ahead.submit(self.page, 0) if opened.pages else None
            for index in range(opened.pages):
                assert following is not None
                page = following.result()
                following = ahead.submit(self.page, index + 1) if index + 1 < opened.pages else None
                yield page

    def unpack(self, data: bytes) -> tuple[Member, ...]:
        """Return the files of an archive, for callers that may take archives; raises Refused for all else."""
        if file_type(data, self.limits).media != PACKAGE:
            raise Refused("unsupported_type")
        self._recycle()
        request = {"do": "unpack", "limits": asdict(self.limits)}
        answer, payload = self._ask(request, data, self.limits.open_timeout_s)
        found, start = [], 0
        for name, size in answer["members"]:
            found.append(Member(str(name), bytes(payload[start : start + size])))
            start += size
        return tuple(found)

    def _recycle(self) -> None:
        """Give the next file a new child when this one has served long, so that leaks stay small."""
        self._spent_s = 0.0
        self._served += 1
        if self._served > FILES_PER_CHILD:
            self.close()

    def close(self) -> None:
        """Stop the decoder child, if it runs."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()
            self._child = None
            self._served = 0

    def _ask(
        self, request: Mapping[str, Any], data: bytes, timeout_s: float
    ) -> tuple[dict[str, Any], bytearray]:
        child = self._started()
        assert child.stdin is not None
        assert isinstance(child.stdout, BufferedReader)
        try:
            begun_s = _processor_time_s(child.pid)
            write_frame(child.stdin, {**request, "timeout_s": timeout_s}, data)
            _wait_readable(child, timeout_s)
            answer, payload = read_frame(child.stdout, most_bytes=self._most_bytes)
            self._spent_s += _processor_time_s(child.pid) - begun_s
        except (TimeoutError, MemoryError) as error:
            self.close()
            raise Refused("limit_exceeded") from error
        except (EOFError, BrokenPipeError, ValueError) as error:
            self.close()
            raise Refused("damaged") from error
        if "refused" in answer:
            raise Refused(str(answer["refused"]))
        return answer, payload

    @property
    def _most_bytes(self) -> int:
        """Return how long an answer may be: the largest page or unpacked archive, and as much text."""
        return 2 * max(3 * (2 * self.limits.long_side_px) ** 2, self.limits.unpacked_bytes)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            paths = [str(_ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
            environment = {
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": os.pathsep.join(path for path in paths if path),
                "PYTHONDONTWRITEBYTECODE": "1",
                "OPENBLAS_NUM_THREADS": "1",
                "OMP_NUM_THREADS": "1",
                **_MALLOC,
            }
            self._child = subprocess.Popen(
                [sys.executable, "-m", "ocr.decoder"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pipesize=_PIPE_BYTES,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=_ROOT,
            )
        return self._child


def _wait_readable(child: subprocess.Popen[bytes], timeout_s: float) -> None:
    """Wait until the child answers or dies; raises TimeoutError.

    The limit is on the child's own processor time, so that a busy machine does not make a good file look
    like a bad one; a child that neither works nor answers is given up after three times as long.
    """
    begun, worked_before = time.monotonic(), _processor_time_s(child.pid)
    with selectors.DefaultSelector() as selector:
        assert child.stdout is not None
        selector.register(child.stdout, selectors.EVENT_READ)
        while not selector.select(timeout=0.5):
            worked = _processor_time_s(child.pid) - worked_before
            if max(worked, (time.monotonic() - begun) / PATIENCE) > timeout_s:
                raise TimeoutError


def _processor_time_s(pid: int) -> float:
    """Return how long a process has worked, as Linux counts it; 0 for one that has ended."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
