"""A licence from a register stands in for a material; what is missing or wrong is registered; doubt stays."""

import json
from dataclasses import replace
from datetime import date

import pytest

from cases.case import CaseState, DeliveryKind
from cases.follow_ups import FollowUpKind
from cases.ports import AnswerState, RegistryAnswer
from cases.replay import replay
from cases.review_record import stands_of
from cases.verify import verify_all
from ocr.document import Source
from ocr.values import ElementType
from review_points.expressions import Expression, parse
from review_points.facts import FactState
from scenarios.plan import FreeSubmission, Scenario
from tests.cases.offices import World, a_world
from tests.fakes import FakeReader, plan_case, small_scenario
from tests.fakes.scenario import IDNO, TYPES, a_certificate, a_point, an_id_card

RECORD = {"holder": "林晓岚", "number": IDNO, "expires": "2031-05-01"}
FREE = FreeSubmission(
    register="ecert",
    key="form.idno",
    fields={"name": "holder", "idno": "number", "valid_to": "expires"},
    agrees={"name": "form.name"},
)


class Registers:
    """Answers of the electronic licences beside the usual registers; counts what was asked."""

    def __init__(self, answer: RegistryAnswer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def look_up(self, register: str, key: str) -> RegistryAnswer:
        self.asked.append((register, key))
        if register == "nurses":
            return RegistryAnswer(state=AnswerState.FOUND, record={"status": "有效"})
        return self.answer


def found(**record: str) -> RegistryAnswer:
    return RegistryAnswer(state=AnswerState.FOUND, record=RECORD | record)


MISSING = RegistryAnswer(state=AnswerState.NOT_FOUND, record={})
UNAVAILABLE = RegistryAnswer(state=AnswerState.UNAVAILABLE, record={})


def licensed(free: FreeSubmission = FREE) -> Scenario:
    """Return a scenario whose identity card is fetched instead of being handed in."""
    scenario = small_scenario(certified=False)
    materials = tuple(
        replace(each, free=free) if each.id == "id_card" else each for each in scenario.plan.materials
    )
    when = parse("is_true(id_card.present)", TYPES)
    assert isinstance(when, Expression)
    points = tuple(
        replace(each, when=when) if each.code in {"P-01", "P-02", "P-03"} else each
        for each in scenario.points
    )
    made = replace(
        scenario,
        plan=replace(scenario.plan, materials=materials),
        points=(*points, a_point("P-06", {"there": "is_true(id_card.present)"})),
    )
    return replace(made, certificate=a_certificate(made))


def a_case(
    answer: RegistryAnswer, *, paper: bool = False, free: FreeSubmission = FREE, name: str = "林晓岚"
) -> World:
    reader = FakeReader()
    whole = plan_case(reader, id_card=an_id_card(name=name))
    case = whole if paper else replace(whole, files=whole.files[1:])
    world = a_world(case, scenario=licensed(free), reader=reader)
    desk = replace(world.office.desk, registry=Registers(answer))
    return replace(world, office=replace(world.office, desk=desk))


def kinds(world: World) -> list[FollowUpKind]:
    return [each.kind for each in world.store.follow_ups.find()]


def fact(world: World, name: str):
    return world.review().facts[f"id_card.{name}"]


def test_a_fetched_licence_is_the_material_and_its_fields_are_readings_of_the_register():
    world = a_case(found())
    assert world.work() is CaseState.CLOSED
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.APPROVE]
    assert fact(world, "present").value == "true"
    assert fact(world, "valid_to").value == "2031-05-01"
    assert {reading.source for reading in fact(world, "name").readings} == {Source.REGISTRY}
    assert kinds(world) == []


def test_an_expired_licence_fails_as_an_expired_paper_would():
    world = a_case(found(expires="2020-01-01"))
    assert world.work() is CaseState.CLOSED
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.RETURN]


def test_the_proof_of_the_fetch_is_kept_and_the_chain_names_it_without_personal_data():
    world = a_case(found())
    world.work()
    (entry,) = [each for each in world.store.audit_entries() if each.event == "licence_fetched"]
    assert IDNO not in str(entry.detail)
    proof = json.loads(world.evidence.get(entry.detail["fetch_evidence"]))
    assert proof["asked"]["key"] == IDNO
    assert proof["asked"]["answer"]["record"] == RECORD
    assert (proof["by"], proof["at"][:10]) == ("robot-1", "2026-11-02")
    assert verify_all(store=world.store, evidence=world.evidence) == ()


def test_a_register_that_cannot_be_asked_leaves_it_unknown_and_asks_nobody_for_paper():
    for paper in (False, True):
        world = a_case(UNAVAILABLE, paper=paper)
        assert world.work() is CaseState.WAITING_CLERK
        assert fact(world, "present").state is FactState.NOT_FOUND
        assert world.review().conclusion.deficiencies == ()
        assert kinds(world) == []


def test_a_missing_licence_is_registered_and_the_paper_asked_for():
    world = a_case(MISSING)
    assert world.work() is CaseState.CLOSED
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.RETURN]
    (follow_up,) = world.store.follow_ups.find()
    assert (follow_up.kind, follow_up.due_on) == (FollowUpKind.LICENCE_MISSING, date(2026, 11, 9))


def test_the_paper_of_a_missing_licence_counts():
    world = a_case(MISSING, paper=True)
    assert world.work() is CaseState.CLOSED
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.APPROVE]
    assert kinds(world) == [FollowUpKind.LICENCE_MISSING]


def test_paper_that_may_not_be_asked_for_is_not_asked_for():
    for answer in (MISSING, found(holder="王样本")):
        world = a_case(answer, free=replace(FREE, ask_paper=False))
        assert world.work() is CaseState.WAITING_CLERK
        assert world.review().conclusion.deficiencies == ()


@pytest.mark.parametrize("wrong", [{"holder": "王样本"}, {"number": "12"}, {"expires": "很久以后"}])
def test_a_licence_that_contradicts_or_is_unlawful_is_registered_and_not_used(wrong):
    world = a_case(found(**wrong))
    world.work()
    assert kinds(world) == [FollowUpKind.LICENCE_WRONG]
    assert fact(world, "present").value == "false"
    assert [entry.kind for entry in world.system.ledger] == [DeliveryKind.RETURN]


def test_a_licence_and_a_paper_that_differ_are_a_conflict_for_a_clerk():
    world = a_case(found(expires="2030-01-01"), paper=True)
    assert world.work() is CaseState.WAITING_CLERK
    assert fact(world, "valid_to").state is FactState.CONFLICT
    (follow_up,) = world.store.follow_ups.find()
    assert follow_up.kind is FollowUpKind.LICENCE_WRONG


@pytest.mark.parametrize("field", ["holder", "expires"])
def test_what_a_record_does_not_say_is_never_made_up(field):
    world = a_case(found(**{field: " "}))
    assert world.work() is CaseState.WAITING_CLERK
    assert fact(world, {"holder": "name", "expires": "valid_to"}[field]).state is FactState.NOT_FOUND


def test_a_licence_is_fetched_only_where_the_material_is_needed():
    types = TYPES | {"form.noted": ElementType.BOOL}
    when = parse("is_true(form.noted)", types)
    assert isinstance(when, Expression)
    world = a_case(found(), free=replace(FREE, when=when))
    world.work()
    registry = world.office.desk.registry
    assert isinstance(registry, Registers)
    assert [register for register, _ in registry.asked] == ["nurses"]


def test_a_case_with_a_fetched_licence_is_replayed_to_the_same_bytes():
    world = a_case(found())
    world.work()
    case = world.store.case(world.system.ref("FZ0001").key)
    assert case is not None
    assert case.review_sha256 is not None
    data = world.evidence.get(case.review_sha256)
    desk = replace(world.office.desk, registry=Registers(MISSING))
    done = replay(data, stands_of(data), licensed(), evidence=world.evidence, desk=desk)
    assert done.is_identical, done.differences
