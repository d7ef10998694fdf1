"""Hostile files end as they must, and mutations of good files never cost more than themselves."""

import pytest

from benchmarks import hostile_packages, hostile_pdfs, hostile_pictures
from benchmarks.hostile import counted, mutations_through_gate, through_gate
from benchmarks.mutations import mutated, seeds
from ocr.intake import Intake

QUICK = {
    **hostile_pictures.no_pictures(),
    **hostile_pictures.other_pictures(),
    **hostile_pictures.tiffs(),
    **hostile_pdfs.odd_pdfs(),
    **hostile_pdfs.active_pdfs(),
    **hostile_pdfs.whispering_pdfs(),
    **hostile_packages.word_files(),
    **hostile_packages.sheets(),
    **{name: made for name, made in hostile_packages.fixed_layouts().items() if name != "ofd_holds_itself"},
}


@pytest.fixture(scope="module")
def gate():
    with Intake() as intake:
        yield intake


@pytest.mark.parametrize("name", sorted(QUICK))
def test_a_hostile_file_ends_as_it_must(gate, name):
    data, wanted = QUICK[name]
    outcome = through_gate(gate, name, data, wanted)
    assert outcome.is_right, outcome


def test_every_seed_is_a_file_that_opens_or_an_archive(gate):
    said = {name: through_gate(gate, name, data).said for name, data in seeds().items()}
    assert said.pop("zip") == "refused:archive"
    assert set(said.values()) == {"opened"}


def test_the_same_number_is_the_same_mutation():
    files = seeds()
    assert mutated(7, files) == mutated(7, files)
    assert len({mutated(number, files)[1] for number in range(50)}) > 45


def test_mutations_crash_nothing():
    count, said = counted(mutations_through_gate(first=0, count=150))
    assert (count.files, count.crashes, count.wrong) == (150, 0, 0)
    assert len(said) > 3
