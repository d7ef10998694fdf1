"""The demonstration: a few cases through real browser and real OCR, judged by the systems' own ledgers."""

import io
import json

import pytest
from rich.console import Console

from bots.demo import DemoResult, Share, demo_settings, print_result, run_demo
from cases.settings import load_settings
from simulator.cases import make_mix
from simulator.province import Province


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> tuple[DemoResult, str]:
    settings = load_settings().model_copy(update={"data_dir": tmp_path_factory.mktemp("d")})
    settings = demo_settings(settings)
    screen = Console(file=io.StringIO(), width=100)
    with Province(make_mix(("fuzhou",), 6, 3), folder=settings.data_dir / "province") as province:
        result = run_demo(province, settings, screen=screen)
    return result, screen.file.getvalue()


def test_every_case_comes_to_its_end_and_the_ledger_is_sound(shown):
    result, _ = shown
    assert result.is_sound
    assert sum(result.by_conclusion.values()) == result.cases == 6
    assert "unfinished" not in result.by_conclusion
    assert result.ledger["writes"] == result.by_conclusion.get("approve", 0) + result.by_conclusion.get(
        "return", 0
    )
    assert result.defective.approved == 0


def test_progress_is_told_without_a_terminal(shown):
    assert "6/6" in shown[1]
    assert shown[1].count("办理中") > 1


def test_the_json_object_has_the_keys_that_others_rely_on(shown):
    told = json.loads(json.dumps(shown[0].as_json()))
    assert {"cases", "by_conclusion", "clean", "defective", "ledger", "seconds"} <= set(told)
    assert set(told["clean"]) == {"n", "approved"}
    assert {"writes", "duplicate", "lost", "wrong_row"} <= set(told["ledger"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"ledger": {"writes": 1, "duplicate": 1, "lost": 0, "wrong_row": 0}},
        {"defective": Share(n=1, approved=1)},
        {"stopped_by": "登录失败"},
    ],
)
def test_anything_wrong_is_no_success_and_is_printed(wrong):
    sound = {"writes": 1, "duplicate": 0, "lost": 0, "wrong_row": 0}
    given = {"defective": Share(), "ledger": sound} | wrong
    result = DemoResult(cases=1, by_conclusion={"approve": 1}, clean=Share(n=1), seconds=1.0, **given)
    assert not result.is_sound
    screen = Console(file=io.StringIO(), width=100)
    print_result(result, screen)
    assert "台账" in screen.file.getvalue()
    assert result.stopped_by in screen.file.getvalue()
