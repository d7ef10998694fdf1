"""Reviewing a folder: `case.json` with the form, and material files; no browser, no legacy system.

Files that `case.json` does not list are taken in as well and recognised by their content.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from cases.canonical import sha256
from cases.case import CaseRef, Submission, SubmittedFile
from cases.errors import BadCaseFile, SettingsError
from cases.materials import ReadFile
from cases.ports import Clock, MaterialReader, ScenarioBook
from cases.review import Review, ReviewDesk, review
from ocr import json_form
from scenarios.plan import Scenario

CASE_FILE = "case.json"
_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识这一项",
    "date_from_datetime_parsing": "应为日期，例如 2026-11-02",
    "date_parsing": "应为日期，例如 2026-11-02",
    "date_type": "应为日期，例如 2026-11-02",
    "string_type": "应为文字",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "dict_type": "应为“要素: 值”的对象",
    "model_type": "应为对象",
}


def _as_text(value: object) -> object:
    """Take numbers, yes-or-no and lists for the text a form would show."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return ";".join(str(each) for each in value)
    return value


class ListedFile(BaseModel):
    """One file `case.json` names, and the material it is said to be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(min_length=1)
    name: str = ""


class CaseFile(BaseModel):
    """The content of `case.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    item: str = ""
    area: str = ""
    received_on: date | None = None
    form: Mapping[str, Annotated[str, BeforeValidator(_as_text)]] = Field(default_factory=dict)
    materials: tuple[ListedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReview:
    """One reviewed folder."""

    case: str
    scenario: Scenario
    review: Review
    files: tuple[ReadFile, ...]


def review_folder(
    folder: Path,
    scenario_id: str | None,
    *,
    book: ScenarioBook,
    reader: MaterialReader,
    desk: ReviewDesk,
    clock: Clock,
) -> FolderReview:
    """Review the folder by a scenario, or by the one that `case.json` names with item and area."""
    described = read_case_file(folder)
    on = described.received_on or clock.today()
    scenario = book.by_id(scenario_id or _named_scenario(described), on=on)
    _check_form(described.form, scenario)
    files = tuple(_read(path, slot, reader) for path, slot in _material_files(folder, described))
    ref = CaseRef(
        system="folder",
        number=folder.resolve().name,
        item_name=scenario.item_name,
        applicant="",
        received_on=on,
    )
    submission = Submission(
        ref=ref, received_on=on, form=described.form, files=tuple(each.file for each in files)
    )
    done = review(submission, files, scenario, desk=desk, on=clock.today(), reader_version=reader.version)
    return FolderReview(case=ref.number, scenario=scenario, review=done, files=files)


def read_case_file(folder: Path) -> CaseFile:
    """Read `case.json`; every fault is told in one sentence that says where it is."""
    path = folder / CASE_FILE
    if not folder.is_dir():
        raise BadCaseFile(f"没有文件夹 {folder}")
    if not path.is_file():
        raise BadCaseFile(f"{folder} 中没有 {CASE_FILE}")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError:
        raise BadCaseFile(f"{CASE_FILE} 不是 UTF-8 编码，请另存为 UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadCaseFile(f"{CASE_FILE} 第 {error.lineno} 行第 {error.colno} 列不是合法的 JSON") from None
    except RecursionError:
        raise BadCaseFile(f"{CASE_FILE} 嵌套过深") from None
    try:
        return CaseFile.model_validate(data)
    except ValidationError as error:
        raise BadCaseFile("；".join(_told(each["loc"], each["type"]) for each in error.errors())) from None


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    doubled = next((key for key in keys if keys.count(key) > 1), None)
    if doubled is not None:
        raise BadCaseFile(f"{CASE_FILE} 中“{doubled}”写了两次")
    return dict(pairs)


def _told(location: tuple[int | str, ...], kind: str) -> str:
    where = ".".join(str(part) for part in location) or CASE_FILE
    return f"{where}：{_WORDS.get(kind, '值不合要求')}"


def _named_scenario(described: CaseFile) -> str:
    if not described.item or not described.area:
        raise BadCaseFile("请用 --scenario 指明场景，或在 case.json 中写明 item 和 area")
    return f"{described.area}/{described.item}"


def _check_form(form: Mapping[str, str], scenario: Scenario) -> None:
    """Refuse elements the scenario does not know: a misspelt one would silently count as missing."""
    known = {name for field in scenario.plan.form for name in (field.key, *field.labels)}
    strange = [name for name in form if name not in known]
    if strange:
        keys = "、".join(f"{field.key}（{field.labels[0]}）" for field in scenario.plan.form)
        raise BadCaseFile(f"form 中的“{'、'.join(strange)}”不是本事项的要素；可用：{keys}")


def _material_files(folder: Path, described: CaseFile) -> Iterable[tuple[Path, str]]:
    """Return the listed files in their order, then every other file of the folder by name."""
    listed: dict[Path, str] = {}
    for each in described.materials:
        path = folder / each.file
        if Path(each.file).name != each.file or not path.is_file():
            raise BadCaseFile(f"materials 中的“{each.file}”不在文件夹 {folder} 中")
        listed[path] = each.name
    others = (
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".") and path.name != CASE_FILE
    )
    return [*listed.items(), *((path, "") for path in others if path not in listed)]


def _read(path: Path, slot: str, reader: MaterialReader) -> ReadFile:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"无法读取 {path}：{type(error).__name__}") from error
    document = json_form.loads(json_form.dumps(reader.read(data, path.name)))
    return ReadFile(file=SubmittedFile(slot=slot, name=path.name, sha256=sha256(data)), document=document)
