"""The demonstration: robots work through a simulated province, and its ledgers tell whether it was right."""

import shutil
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Protocol

from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from bots.systems.files import FOLDER
from bots.worker import Robot, stopped_by_signals
from bots.workplace import Parts
from cases.case import Case, CaseState
from cases.ports import CaseStore
from cases.settings import Settings, SystemSettings

WORDS = {
    "approve": "通过",
    "return": "退回补正",
    "refuse": "不予许可",
    "hand_over": "转人工",
    "parked": "暂停",
    "conflict": "他人已办结",
    "unfinished": "未办完",
}
WRITTEN = frozenset({"approve", "return", "refuse"})
_BY_STATE = {
    CaseState.WAITING_CLERK: "hand_over",
    CaseState.PARKED: "parked",
    CaseState.CONFLICT: "conflict",
}
_AT_REST = frozenset({CaseState.CLOSED, *_BY_STATE})


class MadeUpCase(Protocol):
    """A case of the province, as far as the demonstration needs to know it."""

    @property
    def number(self) -> str:
        """Its number in the legacy system."""

    @property
    def flaw(self) -> str | None:
        """The planted flaw, None for a clean case."""


class Write(Protocol):
    """One entry of a ledger."""

    @property
    def number(self) -> str:
        """The case."""

    @property
    def kind(self) -> str:
        """What was decided."""

    @property
    def accepted(self) -> bool:
        """Whether the legacy system took it."""

    @property
    def origin(self) -> str:
        """Whether it came through a page."""


class WrittenLedger(Protocol):
    """What a legacy system keeps of every write it received."""

    @property
    def writes(self) -> tuple[Write, ...]:
        """Every write, the oldest first."""

    def check(
        self, expected: Mapping[str, str | None], traces: Mapping[str, str] | None = None
    ) -> dict[str, int]:
        """Count writes, duplicate, lost and wrong_row."""


class DemoProvince(Protocol):
    """A province of legacy systems that can be asked for the truth."""

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas, each with a system of its own."""

    @property
    def registers_url(self) -> str:
        """Where the registers answer."""

    def url(self, area: str) -> str:
        """Where the area's system is."""

    def account(self, area: str) -> tuple[str, str]:
        """The robot's account and password there."""

    def ledger(self, area: str) -> WrittenLedger:
        """The area's ledger."""

    def cases(self, area: str | None = None) -> Sequence[MadeUpCase]:
        """The area's cases, or all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many cases of a kind there were, and how many of them the robot approved."""

    n: int = 0
    approved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """What the demonstration came to, by the legacy systems' own ledgers."""

    cases: int
    by_conclusion: Mapping[str, int]
    clean: Share
    defective: Share
    ledger: Mapping[str, int]
    seconds: float
    stopped_by: str = ""
    defective_approved: tuple[str, ...] = field(default=())

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was approved that should not be, nothing written wrongly."""
        wrong = sum(self.ledger.get(key, 0) for key in ("duplicate", "lost", "wrong_row"))
        return not wrong and not self.defective.approved and not self.stopped_by

    def as_json(self) -> dict[str, object]:
        """Return the object of `demo --json`."""
        return asdict(self) | {"seconds": round(self.seconds, 1)}


def demo_settings(settings: Settings) -> Settings:
    """Return settings with a data folder of their own, emptied of the last demonstration."""
    folder = settings.data_dir / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    return settings.model_copy(update={"data_dir": folder, "database_url": "", "dbos_url": ""})


def run_demo(
    province: DemoProvince, settings: Settings, *, parts: Parts | None = None, screen: Console | None = None
) -> DemoResult:
    """Let a robot work through all areas' systems until nothing waits, and compare with the ledgers."""
    started = time.perf_counter()
    systems = tuple(_system(province, area) for area in province.areas)
    configured = settings.model_copy(update={"systems": systems, "registry_url": province.registers_url})
    passwords = {area: SecretStr(province.account(area)[1]) for area in province.areas}
    chosen = (parts or Parts()).with_passwords(passwords)
    with (
        stopped_by_signals() as stopping,
        Robot(configured, province.areas, parts=chosen, stopping=stopping) as robot,
        _progress(screen) as bar,
    ):
        task = bar.add_task("办理中", total=len(province.cases()), told="")
        robot.sweep("demo")
        robot.run(once=True, each_tick=lambda: _tell(bar, task, robot.offices.store))
        _tell(bar, task, robot.offices.store)
        return _result(province, robot, time.perf_counter() - started)


def print_result(result: DemoResult, screen: Console) -> None:
    """Print the result as a small table."""
    table = Table(title="演示结果（以业务系统台账为准）", show_header=False)
    told = "，".join(f"{WORDS.get(key, key)} {n}" for key, n in sorted(result.by_conclusion.items()))
    table.add_row("办件", f"{result.cases}（{told}）")
    table.add_row("材料齐全、符合条件", f"{result.clean.n} 件，机器人通过 {result.clean.approved} 件")
    table.add_row("埋有缺陷", f"{result.defective.n} 件，机器人通过 {result.defective.approved} 件")
    checked = (("写入", "writes"), ("重复", "duplicate"), ("遗漏", "lost"), ("写错行", "wrong_row"))
    table.add_row("台账", "，".join(f"{word} {result.ledger[key]}" for word, key in checked))
    table.add_row("用时", f"{result.seconds:.0f} 秒")
    if result.stopped_by:
        table.add_row("提前停止", result.stopped_by)
    screen.print(table)


def _system(province: DemoProvince, area: str) -> SystemSettings:
    return SystemSettings(
        id=area,
        file=FOLDER / f"{area}.yaml",
        url=province.url(area),
        account=province.account(area)[0],
        simulated=True,
    )


def _progress(screen: Console | None) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[told]}"),
        console=screen or Console(stderr=True),
    )


def _tell(bar: Progress, task: TaskID, store: CaseStore) -> None:
    """Move the bar; where there is no terminal to draw it on, print a line for every tenth of the way."""
    rested = store.cases(states=_AT_REST)
    counted = Counter(_conclusion(case) for case in rested)
    told = " ".join(f"{WORDS[key]} {n}" for key, n in sorted(counted.items()))
    total, before = int(bar.tasks[task].total or 1), int(bar.tasks[task].completed)
    bar.update(task, completed=len(rested), told=told)
    if not bar.console.is_terminal and len(rested) * 10 // total > before * 10 // total:
        bar.console.print(f"办理中 {len(rested)}/{total} {told}")


def _conclusion(case: Case | None) -> str:
    if case is None or case.state not in _AT_REST:
        return "unfinished"
    if case.state is CaseState.CLOSED and case.conclusion is not None:
        return case.conclusion.kind.value
    return _BY_STATE.get(case.state, "unfinished")


def _result(province: DemoProvince, robot: Robot, seconds: float) -> DemoResult:
    counted: Counter[str] = Counter()
    checks: Counter[str] = Counter()
    approved: set[str] = set()
    for area in province.areas:
        stored = {case.ref.number: case for case in robot.offices.store.cases(system=area)}
        ends = {case.number: _conclusion(stored.get(case.number)) for case in province.cases(area)}
        counted.update(ends.values())
        written = {
            number: end if end in {"approve", "return", "refuse"} else None for number, end in ends.items()
        }
        checks.update(province.ledger(area).check(written))
        approved |= {
            write.number
            for write in province.ledger(area).writes
            if write.accepted and write.kind == "approve" and write.origin == "page"
        }
    clean = [case.number for case in province.cases() if case.flaw is None]
    defective = [case.number for case in province.cases() if case.flaw is not None]
    return DemoResult(
        cases=len(province.cases()),
        by_conclusion=dict(counted),
        clean=Share(n=len(clean), approved=len(approved.intersection(clean))),
        defective=Share(n=len(defective), approved=len(approved.intersection(defective))),
        ledger=dict(checks),
        seconds=seconds,
        stopped_by=robot.worked().stopped_by,
        defective_approved=tuple(
            f"{case.number}:{case.flaw}" for case in province.cases() if case.flaw and case.number in approved
        ),
    )
