"""Check system files: every problem with its file, line and hint, collected and never raised."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bots.systems.files import FOLDER, over
from bots.systems.schema import SystemFile
from scenarios.problem import Problem
from scenarios.yaml_file import Loaded, load_yaml

KINDS = ("approve", "return", "refuse")
COLUMNS = ("number", "item", "applicant", "received_on", "state")
MOST_PARENTS = 5
_MARKS = frozenset({"extends", "login", "decision"})
_SAID = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "string_type": "应为文字（加引号）",
    "literal_error": "不是允许的值",
}
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A system file with everything it extends, the nearest first."""

    shown: str
    layers: tuple[tuple[str, Loaded], ...]

    @property
    def data(self) -> dict[str, object]:
        """The merged content, without `extends`."""
        merged: dict[str, object] = {}
        for _, loaded in reversed(self.layers):
            merged = over(merged, {key: value for key, value in loaded.data.items() if key != "extends"})
        return merged

    def problem(self, code: str, path: Place, text: str, hint: str = "") -> Problem:
        """Return a problem at the place of a value, in whichever file it stands."""
        shown, loaded = next(
            ((shown, loaded) for shown, loaded in self.layers if path in loaded.places), self.layers[0]
        )
        line, column = loaded.place(path)
        return Problem(file=shown, line=line, column=column, code=code, text=text, hint=hint)


def lint_systems(paths: Iterable[Path] = ()) -> tuple[Problem, ...]:
    """Check the system files among some paths (files or folders); without any, all that are shipped."""
    given = tuple(paths)
    files = [file for path in given or (FOLDER,) for file in _files(path) if given == () or _is_system(file)]
    return tuple(dict.fromkeys(problem for file in files for problem in lint_system(file)))


def lint_system(path: Path) -> tuple[Problem, ...]:
    """Check one system file, with all it extends."""
    read = _read(path)
    if isinstance(read, Problem):
        return (read,)
    try:
        system = SystemFile.model_validate(read.data)
    except ValidationError as error:
        return tuple(
            read.problem(
                "S002", each["loc"], _SAID.get(each["type"], each["msg"]), ".".join(map(str, each["loc"]))
            )
            for each in error.errors(include_url=False, include_input=False)
        )
    return tuple(_sense(read, system))


def _sense(read: ReadFile, system: SystemFile) -> Iterable[Problem]:
    """Find what can be written down but can't work, or could do harm."""
    yield from _controls(read, system)
    yield from _words(read, system)
    yield from _patterns(read, system)


def _controls(read: ReadFile, system: SystemFile) -> Iterable[Problem]:
    for name, control in system.decision.controls.items():
        if "," in re.sub(r"\"[^\"]*\"|'[^']*'", "", control):
            hint = "写回按钮只能有一种定位，找不到就停止"
            yield read.problem("S003", ("decision", "controls", name), "办理按钮不允许写备选定位", hint)
    for table in ("controls", "buttons", "states"):
        for kind in set(KINDS) - set(getattr(system.decision, table)):
            yield read.problem("S004", ("decision", table), f"缺少 {kind}")


def _words(read: ReadFile, system: SystemFile) -> Iterable[Problem]:
    decision = system.decision
    if decision.done not in {dialog.text for dialog in decision.dialogs}:
        hint = "done 是办理成功后对话框的全文"
        yield read.problem("S005", ("decision", "done"), "没有登记这一对话框", hint)
    for column in COLUMNS:
        if column not in system.list.columns:
            yield read.problem("S006", ("list", "columns"), f"列表缺少列 {column}")
    both = set(system.list.waiting_states) & set(decision.states.values())
    if both:
        yield read.problem("S007", ("list", "waiting_states"), f"同时是办结状态：{'、'.join(sorted(both))}")


def _patterns(read: ReadFile, system: SystemFile) -> Iterable[Problem]:
    if system.login.captcha is not None:
        try:
            re.compile(system.login.captcha.pattern)
        except re.error as error:
            yield read.problem("S008", ("login", "captcha", "pattern"), f"正则表达式有误：{error}")


def _read(path: Path) -> ReadFile | Problem:
    layers: list[tuple[str, Loaded]] = []
    following: Path | None = path
    while following is not None:
        shown = _shown(following)
        loaded = load_yaml(following, shown)
        if isinstance(loaded, Problem):
            return loaded
        layers.append((shown, loaded))
        parent = loaded.data.get("extends")
        following = _parent(following, str(parent)) if parent else None
        if parent and (following is None or len(layers) > MOST_PARENTS):
            line, column = loaded.place(("extends",))
            return Problem(file=shown, line=line, column=column, code="S001", text=f"无法沿用 {parent}")
    return ReadFile(_shown(path), tuple(layers))


def _parent(path: Path, name: str) -> Path | None:
    for folder in (path.parent, FOLDER):
        file = folder / f"{name.removesuffix('.yaml')}.yaml"
        if file.exists():
            return file
    return None


def _files(path: Path) -> Sequence[Path]:
    return sorted(path.rglob("*.yaml")) if path.is_dir() else (path,)


def _is_system(path: Path) -> bool:
    loaded = load_yaml(path, _shown(path))
    return path.parent == FOLDER or (isinstance(loaded, Loaded) and len(_MARKS & set(loaded.data)) > 0)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.resolve().relative_to(here)) if path.resolve().is_relative_to(here) else str(path)
