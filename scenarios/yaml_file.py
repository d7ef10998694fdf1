"""Read one YAML file as plain data, remembering where each value stands.

YAML 1.2, safe: no tags, no objects, no aliases; duplicate keys and oversized or deep files are refused. Dates
stay as they are written, and so do numbers that would lose a digit: the shape of the file judges them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.nodes import ScalarNode

from scenarios.problem import Problem

MOST_BYTES = 200_000
MOST_DEPTH = 12
Path_ = tuple[str | int, ...]


class _AsWritten(RoundTripConstructor):
    """Builds plain values, and leaves as text what would not be written the same again."""

    def construct_written_number(self, node: ScalarNode) -> str | int | float:
        """Return a number only when it reads the same when written again."""
        text = str(node.value)
        for kind in (int, float):
            try:
                number = kind(text)
            except ValueError:
                continue
            if str(number) == text:
                return number
        return text

    def construct_written_text(self, node: ScalarNode) -> str:
        """Return the text that stands there."""
        return str(node.value)


_AsWritten.add_constructor("tag:yaml.org,2002:timestamp", _AsWritten.construct_written_text)
_AsWritten.add_constructor("tag:yaml.org,2002:int", _AsWritten.construct_written_number)
_AsWritten.add_constructor("tag:yaml.org,2002:float", _AsWritten.construct_written_number)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's data, and line and column (from 1) of every value by its path of keys."""

    data: Mapping[str, Any]
    places: Mapping[Path_, tuple[int, int]]

    def place(self, path: Path_) -> tuple[int, int]:
        """Return where a value stands, or the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return (1, 1)


def load_yaml(path: Path, shown: str) -> Loaded | Problem:
    """Return the data of a file, or the one problem that keeps it from being read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return Problem(code="L001", file=shown, text="文件不是 UTF-8 编码", hint="另存为 UTF-8")
    except OSError as error:
        return Problem(code="L001", file=shown, text=f"文件无法读取：{type(error).__name__}")
    if len(text.encode()) > MOST_BYTES:
        return Problem(code="L001", file=shown, text=f"文件超过 {MOST_BYTES} 字节", hint="拆成几个文件")
    try:
        return _parsed(text, shown)
    except DuplicateKeyError as error:
        return _marked("L005", error, shown, "同一个键写了两次", "删去其中一个")
    except MarkedYAMLError as error:
        hint = "缩进只能用空格，不能用制表符" if "\t" in text else "含冒号、花括号或引号的文字要加引号"
        return _marked("L003", error, shown, f"YAML 写法有误：{error.problem}", hint)
    except YAMLError as error:
        return Problem(code="L003", file=shown, text=f"YAML 写法有误：{error}")


def _parsed(text: str, shown: str) -> Loaded | Problem:
    refused = _refused(text, shown)
    if refused is not None:
        return refused
    reader = YAML(typ="rt")
    reader.Constructor = _AsWritten
    loaded = reader.load(text)
    if not isinstance(loaded, CommentedMap):
        return Problem(code="L004", file=shown, line=1, column=1, text="文件应由“键: 值”组成")
    places: dict[Path_, tuple[int, int]] = {(): (1, 1)}
    return Loaded(_plain(loaded, (), places), places)


def _refused(text: str, shown: str) -> Problem | None:
    """Refuse aliases, tags and depth before anything is built."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        said = ""
        if isinstance(event, AliasEvent):
            said = "不允许使用别名（*）"
        elif isinstance(event, NodeEvent) and event.anchor is not None:
            said = "不允许使用锚点（&）"
        elif getattr(event, "ctag", None) is not None:
            said = "不允许使用类型标签（!）"
        elif depth > MOST_DEPTH:
            said = f"嵌套超过 {MOST_DEPTH} 层"
        if said:
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            hint = "请把内容直接写出来；以 ! 开头的文字要加引号"
            return Problem(code="L002", file=shown, line=line, column=column, text=said, hint=hint)
    return None


def _marked(code: str, error: MarkedYAMLError, shown: str, text: str, hint: str) -> Problem:
    mark = error.problem_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(code=code, file=shown, line=line, column=column, text=text, hint=hint)


def _plain(value: Any, path: Path_, places: dict[Path_, tuple[int, int]]) -> Any:
    if isinstance(value, CommentedMap):
        return {str(key): _child(value, key, str(key), path, places) for key in value}
    if isinstance(value, CommentedSeq):
        return [_child(value, place, place, path, places) for place in range(len(value))]
    return value


def _child(parent: Any, key: Any, name: str | int, path: Path_, places: dict[Path_, tuple[int, int]]) -> Any:
    line, column = parent.lc.value(key) if isinstance(parent, CommentedMap) else parent.lc.item(key)
    places[(*path, name)] = (line + 1, column + 1)
    return _plain(parent[key], (*path, name), places)
