"""Reviewing what somebody hands in at the desk or over the console: a form and files, no legacy system.

The form is described by `case.json` (docs/pre-review.md). Files that it does not list are taken in as well
and recognised by their content. Nothing is kept here: whoever wants it kept calls `cases/keeping.py`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from cases.canonical import sha256
from cases.case import CaseRef, Submission, SubmittedFile
from cases.errors import BadCaseFile
from cases.materials import ReadFile
from cases.ports import Clock, MaterialReader, ScenarioBook
from cases.review import Review, ReviewDesk, review
from ocr import json_form
from ocr.document import Document
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
class HandedFile:
    """One file as handed in, and the material it is said to be; '' says nothing."""

    name: str
    slot: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskReview:
    """One review without a legacy system."""

    case: str
    scenario: Scenario
    submission: Submission
    review: Review
    files: tuple[ReadFile, ...]


def review_handed_in(
    described: CaseFile,
    files: Iterable[HandedFile],
    scenario_id: str | None,
    *,
    ref: Callable[[Scenario, date], CaseRef],
    book: ScenarioBook,
    reader: MaterialReader,
    desk: ReviewDesk,
    clock: Clock,
) -> DeskReview:
    """Review what was handed in by a scenario, or by the one that `case.json` names with item and area.

    Args:
        described: the content of `case.json`.
        files: the files, taken once the scenario is known and the form fits.
        scenario_id: `<area>/<item>`; None when `case.json` says it.
        ref: what makes the case's reference from scenario and day of receipt.
        book: the scenarios.
        reader: what reads the files.
        desk: registers, calendar, audit key.
        clock: the day of deciding, and of receipt when `case.json` does not say it.

    Raises:
        BadCaseFile: something in `case.json` does not fit.
        ScenarioMissing: there is no such scenario that day.
    """
    on = described.received_on or clock.today()
    scenario = book.by_id(scenario_id or _named_scenario(described), on=on)
    _check_form(described.form, scenario)
    handed: list[HandedFile] = []
    documents = reader.read_all(_noted(files, handed))
    read = tuple(_read(*pair) for pair in zip(handed, documents, strict=True))
    submission = Submission(
        ref=ref(scenario, on), received_on=on, form=described.form, files=tuple(each.file for each in read)
    )
    done = review(submission, read, scenario, desk=desk, on=clock.today(), reader_version=reader.version)
    return DeskReview(
        case=submission.ref.number, scenario=scenario, submission=submission, review=done, files=read
    )


def parse_case_file(data: bytes) -> CaseFile:
    """Read the content of `case.json`; every fault is told in one sentence that says where it is."""
    try:
        loaded = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError:
        raise BadCaseFile(f"{CASE_FILE} 不是 UTF-8 编码，请另存为 UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadCaseFile(f"{CASE_FILE} 第 {error.lineno} 行第 {error.colno} 列不是合法的 JSON") from None
    except RecursionError:
        raise BadCaseFile(f"{CASE_FILE} 嵌套过深") from None
    try:
        return CaseFile.model_validate(loaded)
    except ValidationError as error:
        raise BadCaseFile("；".join(_told(each["loc"], each["type"]) for each in error.errors())) from None


def listed_first(described: CaseFile, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return names and slots: the listed files in their order, then every other file.

    Raises:
        BadCaseFile: a file is listed that is not there.
    """
    listed = {each.file: each.name for each in described.materials}
    missing = [name for name in listed if name not in names]
    if missing:
        raise BadCaseFile(f"materials 中的“{missing[0]}”不在所交的文件中")
    return (*listed.items(), *((name, "") for name in names if name not in listed))


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
        raise BadCaseFile("请用 --scenario（或 scenario 字段）指明场景，或在 case.json 中写明 item 和 area")
    return f"{described.area}/{described.item}"


def _check_form(form: Mapping[str, str], scenario: Scenario) -> None:
    """Refuse elements the scenario does not know: a misspelt one would silently count as missing."""
    known = {name for field in scenario.plan.form for name in (field.key, *field.labels)}
    strange = [name for name in form if name not in known]
    if strange:
        keys = "、".join(f"{field.key}（{field.labels[0]}）" for field in scenario.plan.form)
        raise BadCaseFile(f"form 中的“{'、'.join(strange)}”不是本事项的要素；可用：{keys}")


def _noted(files: Iterable[HandedFile], handed: list[HandedFile]) -> Iterator[tuple[bytes, str]]:
    """Give the files to whoever reads them, one by one, and note which were taken."""
    for each in files:
        handed.append(each)
        yield each.data, each.name


def _read(each: HandedFile, document: Document) -> ReadFile:
    document = json_form.loads(json_form.dumps(document))
    file = SubmittedFile(slot=each.slot, name=each.name, sha256=sha256(each.data))
    return ReadFile(file=file, document=document)
