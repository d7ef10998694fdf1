"""The decoder child: opens files of strangers with its memory limited, and can be killed at any time.

Started by intake.py as `python -m ocr.decoder`. Speaks frames over stdin and stdout: four bytes with the
length of a JSON object, eight bytes with the length of a payload, then both. Nothing it sends is executed.
"""

import json
import resource
import struct
import sys
from collections.abc import Mapping
from importlib import import_module
from io import BufferedReader
from typing import IO, Any

from ocr.limits import Limits, Refused
from ocr.opened import Decoded, OpenFile

PICTURE_BYTES = 1_700_000_000
DOCUMENT_BYTES = 1_200_000_000
"""How much memory may be addressed for a picture file, and for any other; 300 million pixels fit in once."""
OPEN_FILES = 64
_HEADER = struct.Struct(">IQ")
Answer = tuple[dict[str, Any], bytes | memoryview]


def write_frame(stream: IO[bytes], message: Mapping[str, Any], payload: bytes | memoryview = b"") -> None:
    """Send one frame."""
    text = json.dumps(message, ensure_ascii=False).encode()
    stream.write(_HEADER.pack(len(text), len(payload)))
    stream.write(text)
    stream.write(payload)
    stream.flush()


def read_exactly(stream: BufferedReader, count: int) -> bytearray:
    """Read that many bytes; raises EOFError when the other side is gone."""
    whole = bytearray(count)
    rest = memoryview(whole)
    while rest:
        read = stream.readinto(rest)
        if not read:
            raise EOFError
        rest = rest[read:]
    return whole


def read_frame(stream: BufferedReader, most_bytes: int | None = None) -> tuple[dict[str, Any], bytearray]:
    """Receive one frame; raises ValueError when it is longer than `most_bytes`."""
    length, payload = _HEADER.unpack(read_exactly(stream, _HEADER.size))
    if most_bytes is not None and length + payload > most_bytes:
        raise ValueError("frame too long")
    message: dict[str, Any] = json.loads(read_exactly(stream, length))
    return message, read_exactly(stream, payload)


def open_file(media: str, opener: str, data: bytes, limits: Limits) -> OpenFile:
    """Open a file with the module for its type, reading headers only; raises Refused."""
    opened: OpenFile = import_module(opener).open_file(data, media, limits)
    if not opened.pages:
        raise Refused("damaged")
    if len(opened.pages) > limits.pages + limits.embedded_pictures:
        raise Refused("limit_exceeded")
    return opened


def _about(opened: OpenFile) -> dict[str, Any]:
    return {
        "media": opened.media,
        "pages": len(opened.pages),
        "flags": list(opened.flags),
        "metadata": dict(opened.metadata),
    }


def _unpacked(data: bytes, limits: Limits) -> Answer:
    from ocr.archives import unpack

    members = unpack(data, limits)
    told = {"members": [[member.name, len(member.data)] for member in members]}
    return told, b"".join(member.data for member in members)


def _page_answer(page: Decoded) -> Answer:
    said = {
        "width": page.width,
        "height": page.height,
        "source": page.source,
        "lines": list(page.lines),
        "notes": list(page.notes),
        "flags": list(page.flags),
        "dpi": page.dpi,
    }
    return said, b"" if page.picture is None else page.picture.reshape(-1).data


class Desk:
    """Answers requests about one file at a time."""

    def __init__(self) -> None:
        """Begin without a file."""
        self._opened: OpenFile | None = None

    def answer(self, request: Mapping[str, Any], data: bytes) -> Answer:
        """Answer one request; raises Refused."""
        if request["do"] == "open":
            self._opened = None
            self._opened = open_file(request["media"], request["opener"], data, Limits(**request["limits"]))
            return _about(self._opened), b""
        if request["do"] == "unpack":
            return _unpacked(data, Limits(**request["limits"]))
        if self._opened is None:
            raise Refused("damaged")
        return _page_answer(self._opened.pages[int(request["page"])]())


def serve(requests: BufferedReader, answers: IO[bytes]) -> None:
    """Answer requests until the parent closes the pipe."""
    desk = Desk()
    while True:
        try:
            request, data = read_frame(requests)
        except EOFError:
            return
        try:
            _bound_processor_time(float(request["timeout_s"]))
            _bound_memory(str(request.get("media", "")))
            answer = desk.answer(request, bytes(data))
        except Refused as refused:
            answer = {"refused": refused.code}, b""
        except (MemoryError, RecursionError):
            answer = {"refused": "limit_exceeded"}, b""
        write_frame(answers, *answer)


def _bound_processor_time(seconds: float) -> None:
    """Let the system end this process when it works on although nobody waits any more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _bound_memory(media: str) -> None:
    """Set how much memory the file that is opened now may take; its pages keep the same bound."""
    if media:
        most = PICTURE_BYTES if media.startswith("image/") else DOCUMENT_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, PICTURE_BYTES))


def main() -> None:
    """Limit this process and serve."""
    resource.setrlimit(resource.RLIMIT_AS, (PICTURE_BYTES, PICTURE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    assert isinstance(sys.stdin.buffer, BufferedReader)
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
