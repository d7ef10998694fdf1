"""Papers of a reviewed folder: each to its file, in the form that its ending says."""

from datetime import date
from pathlib import Path

import pytest

from bots.desk_papers import wanted_papers, write_papers
from cases.canonical import sha256
from cases.case import CaseRef, Submission, SubmittedFile
from cases.clock import WorkCalendar
from cases.errors import PaperAbsent, SettingsError
from cases.handed_in import DeskReview
from cases.materials import ReadFile
from cases.papers.paper import PaperKind
from cases.review import ReviewDesk, review
from tests.fakes import FakeReader, FakeRegistry, small_scenario
from tests.fakes.scenario import IDNO, a_letter, an_id_card

ON = date(2026, 11, 2)


def a_folder_review(folder: Path, *, sealed: bool = False) -> DeskReview:
    """Review two files of a folder that are no pictures: a card, and a letter sealed or not."""
    scenario = small_scenario()
    files = []
    for name, slot, document in (
        ("a.jpg", "身份证", an_id_card()),
        ("b.jpg", "聘用证明", a_letter(sealed=sealed)),
    ):
        (folder / name).write_bytes(name.encode())
        file = SubmittedFile(slot=slot, name=name, sha256=sha256(name.encode()))
        files.append(ReadFile(file=file, document=document))
    submission = Submission(
        ref=CaseRef(system="folder", number="样例一", item_name=scenario.item_name, applicant=""),
        received_on=ON,
        form={"姓名": "林晓岚", "身份证号": IDNO},
        files=tuple(each.file for each in files),
    )
    registry = FakeRegistry({"nurses": {IDNO: {"status": "有效"}}})
    desk = ReviewDesk(registry=registry, audit_key=b"secret", calendar=WorkCalendar())
    done = review(submission, files, scenario, desk=desk, on=ON, reader_version=FakeReader.version)
    given = tuple(files)
    return DeskReview(case="样例一", scenario=scenario, submission=submission, review=done, files=given)


def wanted(**papers: Path):
    return wanted_papers(**{"notice": None, "refusal": None, "report": None, **papers})


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!doctype"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_notice_is_written_in_the_form_of_its_ending(tmp_path, form, begins):
    done, out = a_folder_review(tmp_path), tmp_path / f"out.{form}"
    write_papers(done, tmp_path, wanted(notice=out), own_templates=tmp_path / "templates")
    assert out.read_bytes().startswith(begins)


def test_only_what_was_asked_for_is_wanted(tmp_path):
    assert wanted() == {}
    assert wanted(report=tmp_path / "x.pdf") == {PaperKind.REPORT: tmp_path / "x.pdf"}


def test_another_ending_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(PaperAbsent, match=r"notice\.txt"):
        wanted(notice=tmp_path / "notice.txt")


def test_a_case_without_that_paper_is_told_so_and_leaves_no_file(tmp_path):
    out = tmp_path / "out.pdf"
    done = a_folder_review(tmp_path, sealed=True)
    with pytest.raises(PaperAbsent, match="一次性告知书"):
        write_papers(done, tmp_path, wanted(notice=out), own_templates=tmp_path / "templates")
    assert not out.exists()


def test_a_place_that_can_not_be_written_to_is_told(tmp_path):
    out = tmp_path / "nowhere" / "out.html"
    with pytest.raises(SettingsError, match="无法写入"):
        write_papers(
            a_folder_review(tmp_path), tmp_path, wanted(notice=out), own_templates=tmp_path / "templates"
        )
