"""300 SIGKILLs at random moments over 300 cases: nothing twice, nothing lost, nothing misplaced.

`MINSHEN_KILLS=20 MINSHEN_KILL_CASES=20` makes it short. Figures are printed; run it with `make test-long`.
"""

import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from random import Random

import pytest

from cases.case import CaseState
from simulator.province import Province
from tests.durability.lane import EXPECTED, Lane, a_case, kill, left_behind

KILLS = int(os.environ.get("MINSHEN_KILLS", "300"))
CASES = int(os.environ.get("MINSHEN_KILL_CASES", "300"))
SEED = int(os.environ.get("MINSHEN_KILL_SEED", "1"))
AREAS = ("fuzhou", "pingtan")
SORTS = ("clean", "clean", "expired", "clean", "unsealed", "odd")
LONGEST_S = 8.0
"""How long a robot may work on cases before it is killed; one in ten is killed while it starts."""
STARTING = 0.1
SWEEPS = 0.1
"""The share of robots that look through the whole list again first."""
AT_A_WRITE = 0.3
"""The share of kills that wait for the next write and strike while it is under way."""


@dataclass
class Tally:
    """What one lane went through."""

    by_moment: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)

    @property
    def kills(self) -> int:
        return sum(self.by_moment.values())

    def killed(self, moment: str) -> None:
        self.by_moment[moment] = self.by_moment.get(moment, 0) + 1


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.timeout(7200)
def test_many_kills_at_random_moments_leave_the_ledger_sound(tmp_path):
    random = Random(SEED)
    cases = [a_case(n, SORTS[n % len(SORTS)], area=AREAS[n % len(AREAS)]) for n in range(1, CASES + 1)]
    started = time.monotonic()
    with Province(cases, areas=AREAS, folder=tmp_path / "province", seed=SEED) as province:
        for area in AREAS:
            province.switches(area).no_conflict_check = True
            province.switches(area).turn_on(
                "slow_write", at="submit", probability=0.1, seed=SEED, delay_s=1.0
            )
        lanes = [Lane(province, area, tmp_path, settle_s=2.5) for area in AREAS]
        with ThreadPoolExecutor(len(lanes)) as pool:
            jobs = [
                pool.submit(_through, lane, KILLS // len(lanes), Random(random.random())) for lane in lanes
            ]
            tallies = [job.result() for job in jobs]
        checks = {lane.area: lane.check() for lane in lanes}
        states = {lane.area: lane.states() for lane in lanes}
        own = [lane.opinions_are_their_own() for lane in lanes]
        for lane in lanes:
            lane.close()
    print(
        f"\n{CASES} cases, {sum(t.kills for t in tallies)} kills in {time.monotonic() - started:.0f} s",
        file=sys.stderr,
    )
    for lane, tally in zip(lanes, tallies, strict=True):
        print(lane.area, checks[lane.area], tally.by_moment, tally.ends, file=sys.stderr)
    for lane in lanes:
        told = lane.told()
        check, mine = checks[lane.area], [case for case in cases if case.area == lane.area]
        wanted = [case for case in mine if EXPECTED[case.flaw or "clean"] is not None]
        assert (check["duplicate"], check["lost"], check["wrong_row"]) == (0, 0, 0), told
        assert check["writes"] == len(wanted), told
        for case in mine:
            closed = EXPECTED[case.flaw or "clean"] is not None
            rest = CaseState.CLOSED if closed else CaseState.WAITING_CLERK
            assert states[lane.area][case.number] is rest, case.number
    assert all(own)
    assert sum(tally.kills for tally in tallies) >= KILLS // len(AREAS) * len(AREAS)
    assert left_behind(tmp_path) == []


def _through(lane: Lane, kills: int, random: Random) -> Tally:
    """Send robots and kill them until enough were killed; then let one finish."""
    tally = Tally()
    while tally.kills < kills:
        moment = _killed_once(lane, random)
        if moment:
            tally.killed(moment)
        if tally.kills % 10 == 0:
            print(f"{lane.area}: {tally.kills} kills, {lane.check()}", file=sys.stderr, flush=True)
        if not moment and _is_done(lane):
            break  # everything is decided: further kills would prove nothing
    code = lane.run()
    tally.ends[str(code)] = tally.ends.get(str(code), 0) + 1
    return tally


def _killed_once(lane: Lane, random: Random) -> str:
    """Send one robot and kill it at a random moment; returns the kind, empty when it ended first."""
    sweep = not lane.states() or random.random() < SWEEPS
    ledger, process = lane.province.ledger(lane.area), lane.send(sweep=sweep)
    struck = threading.Event()
    (lane.folder / f"working-{lane.area}").unlink(missing_ok=True)
    moment = random.choice(("before_write", "on_write")) if random.random() < AT_A_WRITE else "any"

    def strike(write) -> None:
        if not struck.is_set():
            struck.set()
            kill(process)

    if moment != "any":
        setattr(ledger, moment, strike)
    if random.random() > STARTING:
        _until_working(lane, process)
    process.join(random.uniform(0.0, LONGEST_S) + (LONGEST_S if moment != "any" else 0.0))
    kill(process)
    process.join()
    ledger.before_write = ledger.on_write = lambda write: None
    if process.exitcode != -signal.SIGKILL:
        return ""
    return moment if struck.is_set() or moment == "any" else "any"


def _until_working(lane: Lane, process: BaseProcess) -> None:
    """Wait until the robot works on a case, so that kills strike the work and not only the start."""
    waiting = threading.Event()
    for _ in range(1200):
        if (lane.folder / f"working-{lane.area}").exists() or process.exitcode is not None:
            return
        waiting.wait(0.05)


def _is_done(lane: Lane) -> bool:
    rest = {CaseState.CLOSED, CaseState.WAITING_CLERK}
    states = lane.states()
    return len(states) == len(lane.province.cases(lane.area)) and set(states.values()) <= rest
