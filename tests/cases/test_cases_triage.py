"""Every exception has a row that says who acts and what happens next."""

import importlib
import pkgutil
from pathlib import Path

import pytest

from cases import errors
from cases.triage import ELSEWHERE, TABLE, UNFORESEEN, Actor, NextStep, triage

ROOT = Path(__file__).parents[2]
PACKAGES = ("bots", "cases", "console", "ocr", "review_points", "scenarios")


def exception_classes() -> set[type[Exception]]:
    """Import every module of the product and collect the exceptions defined in it."""
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], prefix=f"{package}."):
            importlib.import_module(module.name)
    return {kind for kind in below(Exception) if kind.__module__.split(".")[0] in PACKAGES}


def below(kind: type[Exception]) -> set[type[Exception]]:
    found = set(kind.__subclasses__())
    return found.union(*(below(child) for child in found))


def test_every_exception_class_of_every_package_has_a_row_of_its_own():
    known = {f"cases.{kind.__name__}" for kind in TABLE} | set(ELSEWHERE)
    found = {f"{kind.__module__.split('.')[0]}.{kind.__name__}" for kind in exception_classes()}
    assert sorted(found - known) == []
    assert sorted(known - found) == []


def test_codes_are_unique_and_exit_codes_are_never_success():
    rows = [*TABLE.values(), *ELSEWHERE.values()]
    assert len({row.code for row in rows}) == len(rows)
    assert all(0 < row.exit_code < 128 for row in rows)


@pytest.mark.parametrize("kind", sorted(below(errors.MinShenError), key=lambda k: k.__name__))
def test_messages_are_chinese_and_name_a_remedy(kind: type[errors.MinShenError]):
    text = str(kind("detail 7"))
    assert "detail 7" in text
    assert "：" in text or "无需" in text
    assert kind.says != errors.MinShenError.says


def test_a_subclass_without_a_row_falls_to_the_nearest_row_above():
    class Odd(errors.PageTimeout):
        says = "…"

    assert triage(Odd()) is TABLE[errors.PageTimeout]


def test_what_nobody_foresaw_parks_the_case_and_calls_the_administrator():
    assert triage(ZeroDivisionError()) is UNFORESEEN
    assert (UNFORESEEN.actor, UNFORESEEN.next_step) == (Actor.ADMINISTRATOR, NextStep.PARK)


def test_doubt_is_never_answered_by_stopping_or_forgetting():
    assert triage(errors.DeliveryDoubt()).next_step is NextStep.RETRY
    assert triage(errors.DeliveryConflict()).actor is Actor.CLERK
