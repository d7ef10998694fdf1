"""Registers over HTTP: an outage, an error or an odd answer is «unavailable», never «not found»."""

import pytest

from bots.registry import HttpRegistry, _told
from cases.ports import AnswerState
from simulator.province import Province
from tests.bots.world import plain_case


@pytest.fixture
def province(tmp_path):
    with Province([plain_case(1)], folder=tmp_path) as running:
        yield running


def test_a_record_is_found_or_surely_not(province):
    registry = HttpRegistry(province.registers_url)
    assert registry.look_up("nurse_register", "C1").record == {"status": "有效"}
    assert registry.look_up("nurse_register", "C/2 号").state is AnswerState.NOT_FOUND
    registry.close()


def test_an_outage_is_unavailable(province):
    registry = HttpRegistry(province.registers_url)
    province.registers.set_outage()
    assert registry.look_up("nurse_register", "C1").state is AnswerState.UNAVAILABLE
    registry.close()


def test_nobody_there_is_unavailable():
    assert HttpRegistry("http://127.0.0.1:9").look_up("a", "b").state is AnswerState.UNAVAILABLE
    assert HttpRegistry("").look_up("a", "b").state is AnswerState.UNAVAILABLE


@pytest.mark.parametrize("answer", [[], {}, {"state": "found"}, {"state": "found", "record": "x"}, "yes"])
def test_an_odd_answer_is_unavailable(answer):
    assert _told(answer).state is AnswerState.UNAVAILABLE
