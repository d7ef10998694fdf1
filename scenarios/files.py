"""Where scenario files lie, and their reading into the shapes of schema.py, problems collected."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from ocr.kind_files import KindFile
from scenarios.problem import Problem
from scenarios.schema import AreaFile, AreasFile, CertificateFile, ItemFile, OverlayFile, PointFile
from scenarios.yaml_file import Loaded, load_yaml

ROOT = Path(__file__).parents[1]
M = TypeVar("M", bound=BaseModel)

_CODES = {"extra_forbidden": "L011", "missing": "L012"}
_WORDS = {
    "extra_forbidden": "不认识的键",
    "missing": "缺少必填项",
    "enum": "不在允许的取值之内",
    "literal_error": "不在允许的取值之内",
    "string_pattern_mismatch": "写法不对",
    "string_type": "这里要文字",
    "int_parsing": "这里要整数",
    "int_type": "这里要整数",
    "float_parsing": "这里要数字",
    "float_type": "这里要数字",
    "bool_type": "这里要 true 或 false",
    "bool_parsing": "这里要 true 或 false",
    "tuple_type": "这里要一列",
    "dict_type": "这里要若干“键：值”",
    "model_type": "这里要若干“键：值”",
}
_ORDERS = {"ge": "不得小于", "gt": "要大于", "le": "不得大于", "lt": "要小于"}
_OPTION = re.compile(r"'([^']+)'")


@dataclass(frozen=True, slots=True)
class Read(Generic[M]):
    """One file that was read: its path as shown, its model, and the places of its values."""

    shown: str
    model: M
    loaded: Loaded


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Every scenario file of a checkout, with what could not be read. Equal only to itself."""

    root: Path
    items: Mapping[str, Read[ItemFile]]
    overlays: Mapping[tuple[str, str], Read[OverlayFile]]
    points: Mapping[str, tuple[Read[PointFile], ...]]
    areas: tuple[AreaFile, ...]
    certificates: tuple[Read[CertificateFile], ...]
    problems: tuple[Problem, ...]

    def users(self) -> tuple["Read[ItemFile] | Read[OverlayFile]", ...]:
        """Return the files that use points: items first, then areas."""
        found: list[Read[ItemFile] | Read[OverlayFile]] = [*self.items.values()]
        return (*found, *self.overlays.values())


def read_certificates(folder: Path) -> tuple[tuple[Read[CertificateFile], ...], tuple[Problem, ...]]:
    """Read the certificates of a folder outside the checkout, and what is wrong with them; none is none."""
    problems: list[Problem] = []
    found = _read(sorted(folder.glob("*.yaml")), CertificateFile, folder, problems)
    return tuple(found), tuple(problems)


def read_library(root: Path = ROOT) -> Library:
    """Read all scenario and point files below a root."""
    problems: list[Problem] = []
    scenarios, points = root / "scenarios", root / "review_points" / "points"
    items = _read(sorted((scenarios / "province").glob("*/item.yaml")), ItemFile, root, problems)
    areas = [path for path in sorted(scenarios.glob("*/*.yaml")) if path.parent.name not in _NOT_AREAS]
    overlays = _read(areas, OverlayFile, root, problems)
    found = _read(sorted(points.rglob("*.yaml")), PointFile, root, problems)
    certificates = _read(sorted((scenarios / "certificates").glob("*.yaml")), CertificateFile, root, problems)
    _read(sorted((root / "ocr" / "kinds").glob("*.yaml")), KindFile, root, problems)
    listed = _read([scenarios / "areas.yaml"], AreasFile, root, problems)
    by_code: dict[str, list[Read[PointFile]]] = {}
    for each in found:
        by_code.setdefault(each.model.code, []).append(each)
    return Library(
        root=root,
        items={each.model.item: each for each in items},
        overlays={(each.model.area, each.model.item): each for each in overlays},
        points={code: tuple(versions) for code, versions in by_code.items()},
        areas=tuple(area for each in listed for area in each.model.areas),
        certificates=tuple(certificates),
        problems=tuple(problems),
    )


_NOT_AREAS = frozenset({"province", "certificates", "lint_rules"})


def _read(paths: Iterable[Path], model: type[M], root: Path, problems: list[Problem]) -> list[Read[M]]:
    found: list[Read[M]] = []
    for path in paths:
        shown = str(path.relative_to(root))
        loaded = load_yaml(path, shown)
        if isinstance(loaded, Problem):
            problems.append(loaded)
            continue
        read = read_model(loaded, model, shown)
        if isinstance(read, Read):
            found.append(read)
        else:
            problems.extend(read)
    return found


def read_model(loaded: Loaded, model: type[M], shown: str) -> Read[M] | tuple[Problem, ...]:
    """Read loaded data into the shape of a file, or return everything that does not fit it."""
    try:
        return Read(shown, model.model_validate(loaded.data), loaded)
    except ValidationError as error:
        return tuple(_shape_problems(error, shown, loaded, model))


def _shape_problems(
    error: ValidationError, shown: str, loaded: Loaded, model: type[BaseModel]
) -> Iterable[Problem]:
    for each in error.errors(include_url=False):
        line, column = loaded.place(tuple(each["loc"]))
        key = ".".join(str(part) for part in each["loc"])
        yield Problem(
            code=_CODES.get(each["type"], "L010"),
            file=shown,
            line=line,
            column=column,
            text=f"{key}：{_shape_words(each)}",
            hint=_shape_hint(each, model),
        )


def _shape_words(error: ErrorDetails) -> str:
    """Say in Chinese what pydantic found."""
    for order, words in _ORDERS.items():
        if order in error.get("ctx", {}):
            return f"{words} {error['ctx'][order]}"
    if error["type"].startswith("date"):
        return "这里要日期，如 2026-01-01"
    return _WORDS.get(error["type"], "值不合要求")


def _shape_hint(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say which key or value may have been meant, or which values there are."""
    if error["type"] == "extra_forbidden":
        return suggestion(str(error["loc"][-1]), _keys(model))
    options = _OPTION.findall(str(error.get("ctx", {}).get("expected", "")))
    return suggestion(str(error["input"]), options) or ("可以写：" + "、".join(options) if options else "")


@cache
def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Every key that may stand anywhere in files of this shape."""
    keys: set[str] = set()
    for definition in (model.model_json_schema(), *model.model_json_schema().get("$defs", {}).values()):
        keys |= set(definition.get("properties", {}))
    return tuple(sorted(keys))


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return «did you mean …?» in Chinese, or nothing when nothing is alike."""
    found = process.extractOne(word, list(known), score_cutoff=60)
    return f"是不是想写 {found[0]}？" if found else ""
