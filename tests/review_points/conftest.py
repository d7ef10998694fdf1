from datetime import date

import pytest

from review_points.point import Point
from scenarios.load import ScenarioBook

DAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def shipped() -> dict[str, tuple[Point, ...]]:
    book = ScenarioBook.load()
    found = {each: book.scenario(each, DAY) for each in book.ids()}
    assert found, "no scenario is shipped"
    return {name: scenario.points for name, scenario in found.items() if scenario is not None}


@pytest.fixture(scope="module")
def given() -> dict[str, str]:
    """Return the values with which the examples of the shipped points pass."""
    files = (each.model for every in ScenarioBook.load().library.points.values() for each in every)
    return {name: value for each in files for name, value in each.given.items() if not value.startswith("!")}
