"""A robot killed at every boundary: after a restart nothing is written twice, lost, or misplaced."""

import os
import signal
import threading

import pytest

from cases.case import CaseState
from tests.durability.lane import a_lane, kill, left_behind

pytestmark = pytest.mark.browser
SHORT = frozenset({"after collect", "after permit", "after act", "at the end of deliver"})
"""What every run of the tests tries; the others come with the long tests."""
BOUNDARIES = (
    "before list",
    "after list",
    "before admit",
    "after admit",
    "before collect",
    "at the end of collect",
    "after collect",
    "before read",
    "at the end of read 2",
    "after read",
    "before review",
    "at the end of review",
    "after review",
    "before deliver",
    "before look 1",
    "after look 1",
    "before act",
    "before permit",
    "after permit",
    "after act",
    "before look 2",
    "after look 2",
    "at the end of deliver",
    "after deliver",
)
SOUND = {"duplicate": 0, "refused": 0, "lost": 0, "wrong_row": 0}


@pytest.mark.parametrize(
    "boundary", [each if each in SHORT else pytest.param(each, marks=pytest.mark.long) for each in BOUNDARIES]
)
def test_a_kill_at_a_boundary_changes_nothing_in_the_end(boundary, tmp_path):
    with a_lane(tmp_path, "clean") as lane:
        assert lane.run(kill_at=boundary) == -signal.SIGKILL
        assert lane.run() == 0, lane.told()
        assert lane.check() == {"writes": 1, **SOUND}, lane.told()
        assert set(lane.states().values()) == {CaseState.CLOSED}


@pytest.mark.parametrize("moment", ["before_write", "on_write"])
@pytest.mark.parametrize("area", ["fuzhou", "pingtan"])
def test_a_kill_between_click_and_response(moment, area, tmp_path):
    with a_lane(tmp_path, "clean", "expired", area=area) as lane:
        ledger, killed = lane.province.ledger(area), threading.Event()
        process = lane.send()

        def strike(write) -> None:
            if not killed.is_set():
                killed.set()
                os.kill(process.pid, signal.SIGKILL)

        setattr(ledger, moment, strike)
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        assert lane.run() == 0, lane.told()
        assert lane.check() == {"writes": 2, **SOUND}, lane.told()


def test_a_write_that_arrives_after_its_robot_died_is_not_doubled(tmp_path):
    with a_lane(tmp_path, "clean", settle_s=8.0) as lane:
        lane.province.switches("fuzhou").turn_on("slow_write", at="submit", delay_s=4.0, times=1)
        assert lane.run(kill_at="after permit") == -signal.SIGKILL
        lane.province.switches("fuzhou").turn_off()
        lane.province.switches("fuzhou").no_conflict_check = True
        lane.province.switches("fuzhou").turn_on("slow_write", at="submit", delay_s=4.0, times=1)
        process = lane.send()
        _until_struck(lane)
        kill(process)
        process.join()
        assert lane.run() == 0, lane.told()
        assert lane.check() == {"writes": 1, **SOUND}, lane.told()


def test_a_robot_killed_while_it_hands_over_asks_one_clerk_once(tmp_path):
    with a_lane(tmp_path, "odd") as lane:
        assert lane.run(kill_at="at the end of hand") == -signal.SIGKILL
        assert lane.run() == 0, lane.told()
        assert lane.check() == {"writes": 0, **SOUND}
        assert set(lane.states().values()) == {CaseState.WAITING_CLERK}


def test_no_browser_is_left_behind(tmp_path):
    with a_lane(tmp_path, "clean") as lane:
        lane.run(kill_at="after act")
        ended = threading.Event()
        for _ in range(100):
            if not left_behind(tmp_path):
                break
            ended.wait(0.1)
        assert left_behind(tmp_path) == []


def test_sigterm_stops_between_two_steps_and_the_next_robot_goes_on(tmp_path):
    with a_lane(tmp_path, *["clean"] * 4) as lane:
        ledger, process = lane.province.ledger("fuzhou"), lane.send()
        ledger.on_write = lambda write: process.terminate()
        process.join(60)
        assert process.exitcode == 0, lane.told()
        first = lane.check()
        assert 1 <= first["writes"] < 4
        assert lane.run() == 0, lane.told()
        assert lane.check() == {"writes": 4, **SOUND}, lane.told()


def _until_struck(lane) -> None:
    waiting = threading.Event()
    for _ in range(600):
        if any(strike.trouble == "slow_write" for strike in lane.province.switches("fuzhou").struck):
            return
        waiting.wait(0.1)
    raise AssertionError("the slow write never came")
