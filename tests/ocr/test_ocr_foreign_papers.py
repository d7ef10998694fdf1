"""Papers that other programs drew: what is read of an identifier is right, or is not taken for sure."""

import pytest

from benchmarks.foreign import Judged, counted, run
from cases.settings import load_settings
from ocr.reader import Reader


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    with Reader(load_settings().models_dir) as reader:
        return run(reader, [11])[0]


def test_no_identifier_is_read_wrong_with_confidence(judged):
    identifiers = [each for each in judged if each.is_identifier]
    assert [each for each in identifiers if each.verdict == "wrong"] == []
    assert counted(identifiers)["right"] > 0.7 * len(identifiers)


def test_other_elements_are_mostly_right_and_hardly_ever_wrong(judged):
    others = [each for each in judged if not each.is_identifier]
    assert counted(others)["wrong"] <= 0.02 * len(others)
    assert counted(others)["right"] > 0.7 * len(others)
