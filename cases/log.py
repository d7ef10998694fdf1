"""The log: JSON lines in a file, plain lines for people, both redacted as finished lines.

loguru's own patching leaves exception texts alone, and `diagnose` prints the values of variables. So that
is off, and the last thing that happens to a line before it is written is `redacted`, exceptions included.
"""

import json
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TYPE_CHECKING

from loguru import logger

from cases.redaction import redacted

if TYPE_CHECKING:
    from loguru import Message

_CONTEXT: ContextVar[Mapping[str, str]] = ContextVar("minshen_log_context", default={})  # noqa: B039
_PLAIN = "{time:HH:mm:ss} {level: <7} {message}"


@contextmanager
def bound(**values: str) -> Iterator[None]:
    """Put the case's key, the step and the like on every line logged within."""
    token = _CONTEXT.set({**_CONTEXT.get(), **values})
    try:
        yield
    finally:
        _CONTEXT.reset(token)


def set_up_log(file: Path | None, *, level: str = "INFO", stream: IO[str] | None = None) -> None:
    """Send the log to a file as JSON lines and to standard error (or `stream`) for people.

    Args:
        file: where the JSON lines go; everything from INFO up, so that every case leaves its canonical line.
        level: the least that people are shown.
        stream: where people are shown it.
    """
    logger.remove()
    shown = stream if stream is not None else sys.stderr
    logger.add(
        lambda message: _write(shown, _plain_line(message)),
        level=level,
        format=_PLAIN,
        diagnose=False,
        backtrace=False,
    )
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        logger.add(
            lambda message: _append(file, _json_line(message)),
            level="INFO",
            format="{message}",
            diagnose=False,
            backtrace=False,
        )


def canonical_line(event: str, **fields: str | int | float | bool | None) -> None:
    """Log the one line that tells a case's whole story."""
    logger.bind(**fields, canonical=True).info(event)


def _json_line(message: "Message") -> str:
    record = message.record
    line = {
        "at": record["time"].isoformat(),
        "level": record["level"].name,
        "event": record["message"],
        "where": f"{record['name']}:{record['function']}:{record['line']}",
        **_CONTEXT.get(),
        **record["extra"],
    }
    if record["exception"] is not None:
        line["exception"] = _exception_text(message)
    return redacted(json.dumps(line, ensure_ascii=False, default=str), keep=_CONTEXT.get().get("case", ""))


def _plain_line(message: "Message") -> str:
    record = message.record
    context = " ".join(f"{key}={value}" for key, value in {**_CONTEXT.get(), **record["extra"]}.items())
    text = f"{record['time']:HH:mm:ss} {record['level'].name: <7} {record['message']} {context}".rstrip()
    if record["exception"] is not None:
        text += f" | {_exception_text(message)}"
    one_line = text.replace("\r", "\\r").replace("\n", "\\n")
    return redacted(one_line, keep=_CONTEXT.get().get("case", ""))


def _exception_text(message: "Message") -> str:
    """Write the exception with its chain and places, without any variable's value."""
    held = message.record["exception"]
    if held is None or held.value is None:
        return ""
    return "".join(traceback.format_exception(held.type, held.value, held.traceback)).rstrip()


def _write(stream: IO[str], line: str) -> None:
    stream.write(line + "\n")
    stream.flush()


def _append(file: Path, line: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
