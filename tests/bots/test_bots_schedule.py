"""Schedules only enqueue, under ids that are the same for every scheduler."""

import threading
from datetime import UTC, datetime

import pytest

from bots.schedule import ScheduledSweep, occasion, schedule_of, scheduled
from cases.clock import SHANGHAI
from cases.errors import SettingsError


def test_every_scheduler_names_a_firing_alike():
    at = datetime(2026, 11, 2, 9, 30, tzinfo=SHANGHAI)
    assert occasion("fuzhou-x", at) == occasion("fuzhou-x", at.astimezone(UTC))
    assert occasion("fuzhou-x", at) == "schedule:fuzhou-x:20261102T013000Z"


def test_a_system_without_a_schedule_is_looked_at_every_ten_minutes():
    assert [each.cron for each in schedule_of(["nowhere"])] == ["*/10 * * * *"]


def test_the_scenarios_schedules_are_used_once_per_system():
    crons = [(each.system, each.cron) for each in schedule_of(["fuzhou", "pingtan"])]
    assert {system for system, _ in crons} == {"fuzhou", "pingtan"}
    assert len(crons) == len(set(crons))


def test_a_cron_line_that_can_not_be_read_is_told():
    with (
        pytest.raises(SettingsError, match="fuzhou"),
        scheduled([ScheduledSweep(system="fuzhou", cron="every day")], lambda occasion, system: None),
    ):
        pass


def test_two_schedulers_fire_the_same_occasions():
    fired: list[tuple[str, str]] = []
    both = threading.Barrier(2, timeout=90)

    def sweep(occasion: str, system: str) -> None:
        fired.append((occasion, system))
        both.wait()

    every_minute = [ScheduledSweep(system="fuzhou", cron="* * * * *")]
    from bots import schedule as module

    trigger = module._trigger
    module._trigger = lambda each: module.CronTrigger(second="*", timezone=SHANGHAI)
    try:
        with scheduled(every_minute, sweep), scheduled(every_minute, sweep):
            ended = threading.Event()
            for _ in range(100):
                if len(fired) >= 4:
                    break
                ended.wait(0.1)
    finally:
        module._trigger = trigger
    assert len(fired) >= 4
    assert len(set(fired)) <= (len(fired) + 1) // 2 + 1
    assert {system for _, system in fired} == {"fuzhou"}
