"""One area's system and the robots sent to it, one after another: each may be killed, the next goes on."""

import multiprocessing
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

from bots.systems.files import FOLDER
from cases.case import CaseState
from cases.settings import Settings
from cases.storage import SqlCaseStore
from simulator.drawn import DrawnCase, RegisterRow
from simulator.province import Province
from tests.bots.world import CODES, ON, GivenFile
from tests.durability import robot
from tests.fakes import FakeClock
from tests.fakes.scenario import IDNO

PATIENCE_S = 120.0
PATIENCE_PER_CASE_S = 10.0
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.durability.robot"])
EXPECTED = {"clean": "approve", "expired": "return", "unsealed": "return", "odd": None}
"""What should stand in the legacy system; an odd case is a clerk's."""


def a_case(order: int, sort: str, *, area: str = "fuzhou") -> DrawnCase:
    """Make a case whose papers say themselves what is wrong with them."""
    card = {"expired": "card 2020-01-01", "odd": "card unreadable"}.get(sort, "card 2031-05-01")
    letter = "letter unsealed" if sort == "unsealed" else "letter sealed"
    return DrawnCase(
        number=f"{CODES[area]}-20261102-{order:06d}",
        item="nurse_change",
        item_name="护士变更注册",
        area=area,
        applicant=f"林晓岚{order}",
        received_on=ON,
        form={"姓名": "林晓岚", "身份证号": IDNO},
        files=(
            GivenFile("身份证", "a.jpg", f"{card} {order}".encode()),
            GivenFile("聘用证明", "b.jpg", f"{letter} {order}".encode()),
        ),
        flaw=None if sort == "clean" else sort,
        expected=frozenset({EXPECTED[sort] or "hand_over"}),
        register_rows=(RegisterRow(register="nurses", key=IDNO, record={"status": "有效"}),),
    )


class Lane:
    """One area: sends robots, kills them, and compares the ledger with what should stand there."""

    def __init__(self, province: Province, area: str, folder: Path, *, settle_s: float = 3.0) -> None:
        self.province, self.area, self.folder = province, area, folder
        self.scratch = Path(tempfile.mkdtemp(prefix="lane"))
        self.captchas = folder / f"captcha-{area}"
        self.system_file = folder / f"{area}-test.yaml"
        self.system_file.write_text(
            f"extends: {FOLDER / area}.yaml\nsettle_s: {settle_s}\ntimeout_s: 20\n", encoding="utf-8"
        )
        self._remember_captchas()

    def send(self, kill_at: str = "", *, sweep: bool = True) -> BaseProcess:
        """Start a robot."""
        account, password = self.province.account(self.area)
        order = robot.Order(
            folder=self.folder,
            area=self.area,
            url=self.province.url(self.area),
            registers_url=self.province.registers_url,
            account=account,
            password=password,
            system_file=self.system_file,
            captchas=self.captchas,
            scratch=self.scratch,
            kill_at=kill_at,
            sweep=sweep,
        )
        process = PROCESSES.Process(target=robot.work, args=(order,))
        process.start()
        return process

    def run(self, kill_at: str = "") -> int | None:
        """Send a robot and wait for its end; returns its exit code, -9 when it was killed."""
        process = self.send(kill_at)
        process.join(PATIENCE_S + PATIENCE_PER_CASE_S * len(self.province.cases(self.area)))
        if process.exitcode is None:
            process.kill()
            process.join()
            raise AssertionError(f"the robot hangs\n{self.told()}")
        return process.exitcode

    def close(self) -> None:
        """Remove what browsers left behind."""
        shutil.rmtree(self.scratch, ignore_errors=True)

    def told(self) -> str:
        """Return what the robots logged."""
        file = self.folder / f"{self.area}.out"
        return file.read_text(encoding="utf-8")[-4000:] if file.exists() else ""

    def check(self) -> dict[str, int]:
        """Compare the ledger with what should stand there, each write on its own row."""
        cases = self.province.cases(self.area)
        expected = {case.number: EXPECTED[case.flaw or "clean"] for case in cases}
        return self.province.ledger(self.area).check(expected)

    def states(self) -> dict[str, CaseState]:
        """Return where each case stands with us."""
        store = SqlCaseStore.at(Settings(data_dir=self.folder / "data").business_url, FakeClock())
        try:
            return {case.ref.number: case.state for case in store.cases(system=self.area)}
        finally:
            store.database.close()

    def opinions_are_their_own(self) -> bool:
        """Tell whether no two cases got the same trace number."""
        traces = [write.opinion[-10:] for write in self.province.ledger(self.area).writes if write.accepted]
        return len(traces) == len(set(traces))

    def _remember_captchas(self) -> None:
        sessions = self.province.systems[self.area].sessions
        draw = sessions.draw_captcha

        def remembering(session, *, wrong):
            picture = draw(session, wrong=wrong)
            self.captchas.write_text(session.captcha)
            return picture

        sessions.draw_captcha = remembering


@contextmanager
def a_lane(folder: Path, *sorts: str, area: str = "fuzhou", settle_s: float = 3.0) -> Iterator[Lane]:
    """Open a province with one case of each sort."""
    cases = [a_case(order, sort, area=area) for order, sort in enumerate(sorts, 1)]
    with Province(cases, folder=folder / "province") as province:
        lane = Lane(province, area, folder, settle_s=settle_s)
        try:
            yield lane
        finally:
            lane.close()


def left_behind(folder: Path) -> list[int]:
    """Return processes that were started for robots of this folder and still live."""
    mark = f"MINSHEN_TEST_ROBOT={folder}".encode()
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def kill(process: BaseProcess) -> None:
    """Kill a robot outright."""
    if process.pid is not None and process.exitcode is None:
        os.kill(process.pid, signal.SIGKILL)
