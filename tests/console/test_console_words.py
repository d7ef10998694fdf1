from datetime import date
from pathlib import Path

import pytest

from cases.audit import AuditEntry
from cases.case import CaseState, Standing
from cases.deadlines import ClockState, EventKind, Stage
from cases.fact_names import fact_words
from console.history import timeline
from console.scenario_list import certificate_words
from console.words import say, word_lists
from ocr.document import Source
from review_points.approval import Autonomy
from review_points.certificate import Certificate
from review_points.conclude import ConclusionKind
from review_points.facts import FactState
from review_points.findings import Effect, Outcome
from scenarios.load import ScenarioBook
from scenarios.types import MATERIAL_FACTS, kind_elements
from tests.console.province import NOW

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("conclusions", ConclusionKind),
        ("decisions", ConclusionKind),
        ("tones", ConclusionKind),
        ("outcomes", Outcome),
        ("states", CaseState),
        ("standings", Standing),
        ("fact_states", FactState),
        ("effects", Effect),
        ("sources", Source),
        ("autonomy", Autonomy),
        ("clock_events", EventKind),
        ("clock_states", ClockState),
        ("stages", Stage),
    ],
)
def test_every_code_has_a_word(group, codes):
    assert {code.value for code in codes} <= word_lists()[group].keys()


def test_every_element_that_is_read_has_a_name():
    elements = {element for kind in kind_elements(ROOT).values() for element in kind} | {*MATERIAL_FACTS}
    assert elements - fact_words()["elements"].keys() == set()


def test_every_register_its_fields_and_every_parameter_have_a_name():
    book = ScenarioBook.load()
    plans = [found.plan for each in book.ids() if (found := book.scenario(each, DAY)) is not None]
    registers = {register.name for plan in plans for register in plan.registers}
    fields = {field for plan in plans for register in plan.registers for field in register.fields}
    named = fields | {key for plan in plans for key in plan.parameters}
    assert registers - fact_words()["registers"].keys() == set()
    assert named - fact_words()["elements"].keys() == set()


def test_a_code_nobody_named_is_shown_as_it_is():
    assert say("states", "strange") == "strange"


DAY = date(2026, 11, 2)


def entry(event: str, **detail: str) -> AuditEntry:
    return AuditEntry(
        number=1, case_key="x", actor="robot-1", event=event, detail=detail, at=NOW, previous="", hash=""
    )


def test_the_time_line_speaks_words_and_shows_no_numbers_of_people():
    lines = timeline(
        (
            entry("reviewed", conclusion="hand_over", review_evidence="ab" * 32, rules="cd" * 32),
            entry("waiting_clerk", reasons="unread,conflict"),
            entry("postponed", reason="350199199203124026 待核"),
        )
    )
    assert [line.event for line in lines] == ["完成预审", "转人工", "工作人员暂不处理"]
    assert lines[0].detail == "结论 转人工；审查记录 abababababab…"
    assert lines[1].detail == "原因 有要素未能识别、同一要素不同来源不一致"
    assert lines[2].detail == "理由 350199********4026 待核"


def certificate(expires_on: date) -> Certificate:
    return Certificate(
        scenario="x",
        rules_sha256="",
        reader_version="",
        compared=299,
        errors=0,
        issued_on=NOW.date(),
        expires_on=expires_on,
    )


def test_a_certificate_says_how_long_it_holds_and_why():
    assert certificate_words(None, NOW.date()) == "无"
    assert (
        certificate_words(certificate(date(2027, 5, 1)), NOW.date())
        == "至 2027-05-01（比对 299 件，不符 0 件）"
    )
    assert certificate_words(certificate(date(2026, 5, 1)), NOW.date()).startswith("已于 2026-05-01失效")
