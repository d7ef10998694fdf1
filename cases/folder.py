"""Reviewing a folder: `case.json` with the form, and material files; no browser, no legacy system."""

from collections.abc import Iterator
from pathlib import Path

from cases.case import CaseRef
from cases.errors import BadCaseFile, SettingsError
from cases.handed_in import (
    CASE_FILE,
    CaseFile,
    DeskReview,
    HandedFile,
    listed_first,
    parse_case_file,
    review_handed_in,
)
from cases.ports import Clock, MaterialReader, ScenarioBook
from cases.review import ReviewDesk


def review_folder(
    folder: Path,
    scenario_id: str | None,
    *,
    book: ScenarioBook,
    reader: MaterialReader,
    desk: ReviewDesk,
    clock: Clock,
) -> DeskReview:
    """Review the folder by a scenario, or by the one that `case.json` names with item and area."""
    described = read_case_file(folder)
    number = folder.resolve().name
    return review_handed_in(
        described,
        _files(folder, described),
        scenario_id,
        ref=lambda scenario, on: CaseRef(
            system="folder", number=number, item_name=scenario.item_name, applicant="", received_on=on
        ),
        book=book,
        reader=reader,
        desk=desk,
        clock=clock,
    )


def read_case_file(folder: Path) -> CaseFile:
    """Read `case.json`; every fault is told in one sentence that says where it is."""
    path = folder / CASE_FILE
    if not folder.is_dir():
        raise BadCaseFile(f"没有文件夹 {folder}")
    if not path.is_file():
        raise BadCaseFile(f"{folder} 中没有 {CASE_FILE}")
    return parse_case_file(path.read_bytes())


def _files(folder: Path, described: CaseFile) -> Iterator[HandedFile]:
    """Go through the files of the folder itself; hidden ones are none of the applicant's."""
    names = [
        path.name
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".") and path.name != CASE_FILE
    ]
    for name, slot in listed_first(described, names):
        path = folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SettingsError(f"无法读取 {path}：{type(error).__name__}") from error
        yield HandedFile(name=name, slot=slot, data=data)
