"""Read one YAML file as plain data, remembering where each value stands.

YAML 1.2, safe: no tags, no objects, no aliases; duplicate keys and oversized or deep files are refused. Dates
stay as they are written, and so do numbers that would lose a digit: the shape of the file judges them. A file
is built straight from the parser's events, in one go.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from scenarios.problem import Problem

MOST_BYTES = 200_000
MOST_DEPTH = 12
Path_ = tuple[str | int, ...]
Places = dict[Path_, tuple[int, int]]

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_BLOCKS = frozenset({"|", ">"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's data, line and column (from 1) of every value by its path of keys, and its lines."""

    data: Mapping[str, Any]
    places: Mapping[Path_, tuple[int, int]]
    lines: tuple[str, ...] = ()

    def place(self, path: Path_) -> tuple[int, int]:
        """Return where a value stands, or the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return (1, 1)

    def inside(self, path: Path_, column: int) -> tuple[int, int]:
        """Return where a column (from 1) of a text stands that may go over several lines."""
        line, start = self.place(path)
        if path not in self.places:
            return line, start
        left, begin = column - 1, start - 1
        if self.lines[line - 1][begin : begin + 1] in _BLOCKS:
            line, begin = line + 1, _indent(self.lines, line + 1)
        while line <= len(self.lines):
            length = len(self.lines[line - 1].rstrip()) - begin
            if left <= length:
                return line, begin + left + 1
            left, line, begin = left - length - 1, line + 1, _indent(self.lines, line + 1)
        return self.place(path)


class _RefusedError(Exception):
    """Carries the one problem that keeps a file from being built; never leaves this module."""

    def __init__(self, event: Event, code: str, text: str, hint: str) -> None:
        super().__init__(text)
        self.event, self.code, self.text, self.hint = event, code, text, hint

    def problem(self, shown: str) -> Problem:
        """Return the problem at its place."""
        line, column = _where(self.event)
        return Problem(code=self.code, file=shown, line=line, column=column, text=self.text, hint=self.hint)


def load_yaml(path: Path, shown: str) -> Loaded | Problem:
    """Return the data of a file, or the one problem that keeps it from being read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return Problem(
            code="L001", file=shown, line=1, column=1, text="文件不是 UTF-8 编码", hint="另存为 UTF-8"
        )
    except OSError as error:
        return Problem(code="L001", file=shown, text=f"文件无法读取：{type(error).__name__}")
    if len(text.encode()) > MOST_BYTES:
        said = f"文件超过 {MOST_BYTES} 字节"
        return Problem(code="L001", file=shown, line=1, column=1, text=said, hint="拆成几个文件")
    try:
        return _parsed(text, shown)
    except _RefusedError as refused:
        return refused.problem(shown)
    except MarkedYAMLError as error:
        hint = "缩进只能用空格，不能用制表符" if "\t" in text else "含冒号、花括号或引号的文字要加引号"
        return _marked(error, shown, f"YAML 写法有误：{error.problem}", hint)
    except YAMLError as error:
        return Problem(code="L003", file=shown, line=1, column=1, text=f"YAML 写法有误：{error}")


def _parsed(text: str, shown: str) -> Loaded | Problem:
    events = iter(YAML(typ="safe", pure=True).parse(text))
    first = next((each for each in events if isinstance(each, NodeEvent)), None)
    if not isinstance(first, MappingStartEvent):
        if first is not None:
            _refuse_tricks(first)
        return Problem(code="L004", file=shown, line=1, column=1, text="文件应由“键: 值”组成")
    _refuse_tricks(first)
    places: Places = {}
    data = _mapping(events, (), places)
    places[()] = (1, 1)
    for each in events:
        if isinstance(each, NodeEvent):
            raise _RefusedError(each, "L004", "一个文件只能有一份内容", "删去 --- 和其后的内容")
    return Loaded(data, places, tuple(text.splitlines()))


def _node(event: Event, events: Iterator[Event], path: Path_, places: Places) -> Any:
    """Build the value that begins with an event."""
    _refuse_tricks(event)
    if len(path) > MOST_DEPTH:
        raise _RefusedError(event, "L002", f"嵌套超过 {MOST_DEPTH} 层", "拆成几个文件或几个键")
    line, column = _where(event)
    if isinstance(event, MappingStartEvent):
        places[path] = (line, column)
        return _mapping(events, path, places)
    if isinstance(event, SequenceStartEvent):
        places[path] = (line, column)
        return _sequence(events, path, places)
    if not isinstance(event, ScalarEvent):
        raise _RefusedError(event, "L003", "YAML 写法有误", "检查缩进和括号")
    is_quoted = event.style in ("'", '"')
    places[path] = (line, column + is_quoted)
    return str(event.value) if event.style else _plain(str(event.value))


def _mapping(events: Iterator[Event], path: Path_, places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for event in events:
        if isinstance(event, MappingEndEvent):
            break
        _refuse_tricks(event)
        if not isinstance(event, ScalarEvent):
            raise _RefusedError(event, "L003", "键只能是文字", "含冒号、花括号或引号的文字要加引号")
        key = str(event.value)
        if key in found:
            raise _RefusedError(event, "L005", f"键 {key} 写了两次", "删去其中一个")
        found[key] = _node(next(events), events, (*path, key), places)
    return found


def _sequence(events: Iterator[Event], path: Path_, places: Places) -> list[Any]:
    found: list[Any] = []
    for event in events:
        if isinstance(event, SequenceEndEvent):
            break
        found.append(_node(event, events, (*path, len(found)), places))
    return found


def _plain(text: str) -> str | int | float | bool | None:
    """Read an unquoted scalar; a number only when it reads the same when written again."""
    if text in _NOTHING:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text:
            return number
    return text


def _refuse_tricks(event: Event) -> None:
    """Refuse aliases, anchors and tags."""
    said = ""
    if isinstance(event, AliasEvent):
        said = "不允许使用别名（*）"
    elif isinstance(event, NodeEvent) and event.anchor is not None:
        said = "不允许使用锚点（&）"
    elif getattr(event, "ctag", None) is not None:
        said = "不允许使用类型标签（!）"
    if said:
        raise _RefusedError(event, "L002", said, "请把内容直接写出来；以 ! 开头的文字要加引号")


def _where(event: Event) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _indent(lines: tuple[str, ...], line: int) -> int:
    text = lines[line - 1] if line <= len(lines) else ""
    return len(text) - len(text.lstrip())


def _marked(error: MarkedYAMLError, shown: str, text: str, hint: str) -> Problem:
    mark = error.problem_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(code="L003", file=shown, line=line, column=column, text=text, hint=hint)
