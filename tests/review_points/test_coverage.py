"""Every point of the lists can be said in the language: the expressions that later point files start from.

`coverage/<item>.yaml` says for each point which facts it needs and how its checks read, and what no machine
may judge. Nothing here decides a case.
"""

import re
from functools import cache
from pathlib import Path
from random import Random

import pytest
from ruamel.yaml import YAML

from benchmarks.information_trials import CALENDAR, draw_facts, hide, material_of, violations
from ocr.values import ElementType
from review_points.checks import CHECKS, VALUES
from review_points.engine import evaluate
from review_points.expressions import Expression, parse
from review_points.facts import Facts
from review_points.findings import Effect, Outcome
from review_points.nodes import facts_of
from review_points.operands import Surroundings
from review_points.point import CheckOutcome, Point, PointSpec, compile_point
from scenarios.types import CASE_FACTS, MATERIAL_FACTS
from tests.review_points.building import WeekCalendar

FOLDER = Path(__file__).with_name("coverage")
CATALOGUE = YAML(typ="safe").load((FOLDER / "catalogue.yaml").read_text(encoding="utf-8"))
ITEMS = sorted(CATALOGUE)
BY_HAND = {
    "SPXB-07", "GGCS-13", "LWXB-13", "PSXK-09", "NYJY-03", "SYJY-08",
}  # fmt: skip
"""Points that no check can decide at all: somebody has to go there."""


@cache
def covered(item: str) -> dict:
    return YAML(typ="safe").load((FOLDER / f"{item}.yaml").read_text(encoding="utf-8"))


def types_of(item: str) -> dict[str, ElementType]:
    told = covered(item)
    types = dict(CASE_FACTS)
    for material in told["materials"]:
        types |= {f"{material}.{key}": kind for key, kind in MATERIAL_FACTS.items()}
    for kind, names in told["facts"].items():
        types |= dict.fromkeys(names, ElementType(kind))
    return types


def expressions_of(item: str) -> dict[str, str]:
    found = {}
    for code, point in covered(item)["points"].items():
        found |= {f"{code}.{name}": text for name, text in point.get("checks", {}).items()}
        if "when" in point:
            found[f"{code}.when"] = point["when"]
    return found


def points_of(item: str) -> tuple[Point, ...]:
    made = []
    for code, told in covered(item)["points"].items():
        if "checks" not in told:
            continue
        spec = PointSpec(
            code=code,
            title=told["rule"],
            checks=dict(told["checks"]),
            when=told.get("when"),
            unknown="请核对",
            outcomes={
                name: CheckOutcome(effect=Effect.RETURN, code=name.upper(), says="不符", fix="请改正")
                for name in told["checks"]
            },
        )
        point = compile_point(spec, types_of(item))
        assert isinstance(point, Point), (code, point)
        made.append(point)
    return tuple(made)


def test_the_catalogue_holds_every_point_of_the_lists():
    codes = [code for every in CATALOGUE.values() for code in every]
    assert len(codes) == len(set(codes)) == 422 + 30
    assert len(ITEMS) == 40 + 1
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted([*ITEMS, "catalogue"])


@pytest.mark.parametrize("item", ITEMS)
def test_every_point_of_the_item_is_said_or_left_to_a_person_for_a_reason(item):
    told = covered(item)
    assert told["item"] == item
    assert list(told["points"]) == CATALOGUE[item]
    for code, point in told["points"].items():
        assert point["rule"]
        assert set(point) <= {"rule", "when", "checks", "not_checked"}
        assert point.get("checks") or (code in BY_HAND and point["not_checked"]), code


@pytest.mark.parametrize("item", ITEMS)
def test_every_expression_is_lawful_and_needs_every_fact_that_is_declared(item):
    types = types_of(item)
    used = set()
    for name, text in expressions_of(item).items():
        found = parse(text, types)
        assert isinstance(found, Expression), (name, found)
        used |= facts_of(found.condition)
    declared = {name for names in covered(item)["facts"].values() for name in names}
    assert declared - used == set()


@pytest.mark.parametrize("item", ITEMS)
def test_every_expression_is_unknown_when_nothing_is_known(item):
    around = Surroundings(calendar=WeekCalendar())
    for name, text in expressions_of(item).items():
        found = parse(text, types_of(item))
        assert isinstance(found, Expression)
        verdict = found.condition.verdict(Facts(), around)
        assert verdict.outcome is Outcome.UNKNOWN, name
        assert not verdict.errors, name
        assert set(verdict.unknowns) & facts_of(found.condition), name


@pytest.mark.parametrize("item", ITEMS)
def test_every_point_obeys_the_law_of_information(item):
    every = points_of(item)
    random = Random(item)
    material = material_of(every)
    for _ in range(12):
        facts = draw_facts(material, random)
        less, _ = hide(facts, random)
        assert violations(every, facts, less) == []
        broken = [each.error for each in evaluate(every, facts, calendar=CALENDAR) if each.error]
        assert broken == []


def test_what_was_added_for_the_lists_is_needed_there():
    texts = (text for item in ITEMS for text in expressions_of(item).values())
    called = {name for text in texts for name in re.findall(r"([a-z_]+)\(", text)}
    families = {"lists", "words", "scope", "dictionaries", "codes", "divisions", "amounts", "arithmetic"}
    added = {each.name for each in (*CHECKS.values(), *VALUES.values()) if each.family in families}
    assert added - called == {"same_scope"}  # a licence's scope beside the register's
