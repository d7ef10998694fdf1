"""The decoder child: opens files of strangers with its memory limited, and can be killed at any time.

Started by intake.py as `python -m ocr.decoder`. Speaks frames over stdin and stdout: four bytes with the
length of a JSON object, eight bytes with the length of a payload, then both. Nothing it sends is executed.
"""

import json
import resource
import struct
import sys
from collections.abc import Mapping
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from ocr.limits import Limits, Refused
from ocr.media import DOCX, PDF

MEMORY_BYTES = 3_500_000_000
_HEADER = struct.Struct(">IQ")
Answer = tuple[dict[str, Any], bytes]


def write_frame(stream: IO[bytes], message: Mapping[str, Any], payload: bytes | memoryview = b"") -> None:
    """Send one frame."""
    text = json.dumps(message, ensure_ascii=False).encode()
    stream.write(_HEADER.pack(len(text), len(payload)))
    stream.write(text)
    stream.write(payload)
    stream.flush()


def read_exactly(stream: IO[bytes], count: int) -> bytes:
    """Read that many bytes; raises EOFError when the other side is gone."""
    parts: list[bytes] = []
    while count:
        part = stream.read(count)
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def read_frame(stream: IO[bytes]) -> Answer:
    """Receive one frame."""
    length, payload = _HEADER.unpack(read_exactly(stream, _HEADER.size))
    message: dict[str, Any] = json.loads(read_exactly(stream, length))
    return message, read_exactly(stream, payload)


class Opened:
    """The file that is open in this child, page by page."""

    def __init__(self, media: str, data: bytes, limits: Limits) -> None:
        """Read headers only; raises Refused."""
        self._limits = limits
        self._sources: list[tuple[str, Any, int]] = []
        self.flags: list[str] = []
        if media == PDF:
            self._open_pdf(data)
        elif media == DOCX:
            self._open_docx(data)
        else:
            self._open_picture(data)

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return len(self._sources)

    def page(self, index: int) -> Answer:
        """Return one page: its size and text lines, and its pixels (none for a page of pure text)."""
        kind, source, number = self._sources[index]
        if kind == "text":
            lines, height = source
            return {"width": 1240, "height": height, "lines": lines, "source": "docx"}, b""
        if kind == "pdf":
            from ocr.pdf import render

            picture, lines = render(source, number, self._limits)
            return _pixel_answer(picture, lines, "pdf")
        from ocr.pictures import pixels

        picture = pixels(source, number, self._limits)
        if kind == "embedded":
            margin = max(picture.shape[:2]) // 2
            picture = np.pad(picture, ((margin, margin), (margin, margin), (0, 0)), constant_values=255)
        return _pixel_answer(picture, [], kind)

    def _open_pdf(self, data: bytes) -> None:
        from ocr.pdf import open_pdf

        document = open_pdf(data, self._limits)
        self._sources = [("pdf", document, index) for index in range(len(document))]

    def _open_picture(self, data: bytes, kind: str = "picture") -> None:
        from ocr.pictures import open_picture

        picture, frames = open_picture(data, self._limits)
        self._sources += [(kind, picture, frame) for frame in range(frames)]

    def _open_docx(self, data: bytes) -> None:
        from ocr.docx_text import has_hidden_text, lines, open_docx

        document, pictures = open_docx(data, self._limits)
        self._sources = [("text", lines(document), 0)]
        if has_hidden_text(document):
            self.flags.append("hidden_text")
        for picture in pictures:
            self._open_picture(picture, "embedded")


def _pixel_answer(picture: NDArray[np.uint8], lines: list[dict[str, Any]], source: str) -> Answer:
    height, width = picture.shape[:2]
    return {"width": width, "height": height, "lines": lines, "source": source}, picture.tobytes()


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until the parent closes the pipe."""
    opened: Opened | None = None
    while True:
        try:
            request, data = read_frame(requests)
        except EOFError:
            return
        try:
            if request["do"] == "open":
                opened = None
                opened = Opened(request["media"], data, Limits(**request["limits"]))
                write_frame(answers, {"pages": opened.pages, "flags": opened.flags})
            elif opened is None:
                write_frame(answers, {"refused": "damaged"})
            else:
                write_frame(answers, *opened.page(int(request["page"])))
        except Refused as refused:
            write_frame(answers, {"refused": refused.code})
        except (MemoryError, RecursionError):
            write_frame(answers, {"refused": "limit_exceeded"})


def main() -> None:
    """Limit this process and serve."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
