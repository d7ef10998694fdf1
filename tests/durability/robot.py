"""A robot in a process of its own that can be killed anywhere: the real one, but for what reads the papers.

The engine, the store, the delivery, the driver and the browser are the product's own. Papers are told by
heart (reading them is not what is tested here), and the captcha is known from the server's memory.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pydantic import SecretStr

from bots.worker import Robot, stopped_by_signals
from bots.workplace import Parts
from cases.case import Intent, Look, Submission
from cases.log import set_up_log
from cases.settings import Settings, SystemSettings
from ocr.document import Document, ReadingState
from tests.fakes import FakeBook, small_scenario
from tests.fakes.scenario import a_letter, an_id_card, read

READER_VERSION = "fake-reader-1"


@dataclass(frozen=True, kw_only=True)
class Order:
    """Everything a robot's process is told; it can be pickled."""

    folder: Path
    area: str
    url: str
    registers_url: str
    account: str
    password: str
    system_file: Path
    captchas: Path
    scratch: Path
    """For the browser; short, as its socket's path may have 107 bytes."""
    sweep: bool = True
    kill_at: str = ""
    """`before <step>`, `after <step>`, `before act`, `after look 2` …: where the process kills itself."""


def work(order: Order) -> None:
    """Run the robot until nothing waits; the process ends with 0, or with the robot's exit code."""
    os.environ["MINSHEN_TEST_ROBOT"] = str(order.folder)
    os.environ["TMPDIR"] = str(order.scratch)
    sys.stdout = sys.stderr = (order.folder / f"{order.area}.out").open("a", encoding="utf-8")
    set_up_log(None, level="WARNING", stream=sys.stderr)
    settings = Settings(
        data_dir=order.folder / "data",
        registry_url=order.registers_url,
        systems=(
            SystemSettings(
                id=order.area, file=order.system_file, url=order.url, account=order.account, simulated=True
            ),
        ),
    )
    death = Death(order.kill_at, order.folder / f"working-{order.area}")
    parts = Parts(
        reader=TellingReader(),
        read_captcha=lambda picture: order.captchas.read_text(),
        book=FakeBook(small_scenario()),
        passwords={order.area: SecretStr(order.password)},
        around_steps=lambda steps: DyingSteps(steps, death),
        around_system=lambda system: DyingSystem(system, death),
    )
    with (
        stopped_by_signals() as stopping,
        Robot(
            settings, (order.area,), parts=parts, back_off_s=(0.5, 1.0, 2.0, 4.0), stopping=stopping
        ) as robot,
    ):
        if order.sweep:
            robot.sweep(f"start:{os.getpid()}:{robot.offices.clock.now().isoformat()}")
        robot.run(once=True)
        code = robot.worked().exit_code
    sys.stderr.flush()
    os._exit(code)


class TellingReader:
    """Reads files that say themselves what they are: `card 2031-05-01 …` or `letter sealed …`."""

    version = READER_VERSION

    def read(self, data: bytes, name: str) -> Document:
        kind, told, *_ = data.decode().split()
        document = an_id_card(valid_to=told) if kind == "card" else a_letter(sealed=told == "sealed")
        if told == "unreadable":
            blurred = read("valid_to", None, ReadingState.UNREADABLE)
            document = replace(document, readings={**document.readings, "valid_to": (blurred,)})
        return Document(
            sha256=sha256(data).hexdigest(),
            name=name,
            media_type=document.media_type,
            pages=document.pages,
            kind=document.kind,
            kind_confidence=document.kind_confidence,
            readings=document.readings,
            reader_version=self.version,
        )

    def read_all(self, files: Iterable[tuple[bytes, str]]) -> list[Document]:
        return [self.read(*file) for file in files]


class Death:
    """Kills this process when the planned moment comes."""

    def __init__(self, kill_at: str, working: Path) -> None:
        self.kill_at, self.working = kill_at, working
        self.seen: dict[str, int] = {}

    def passes(self, moment: str) -> None:
        if not moment.endswith(" list"):
            self.working.touch()
        self.seen[moment] = self.seen.get(moment, 0) + 1
        if self.kill_at in {moment, f"{moment} {self.seen[moment]}"}:
            os.kill(os.getpid(), signal.SIGKILL)


class DyingSteps:
    def __init__(self, steps, death: Death) -> None:
        self.steps, self.death = steps, death

    def run(self, name: str, step: Callable):
        def inside():
            self.death.passes(f"before {name.split()[0]}")
            result = step()
            self.death.passes(f"at the end of {name.split()[0]}")
            return result

        result = self.steps.run(name, inside)
        self.death.passes(f"after {name.split()[0]}")
        return result


class DyingSystem:
    def __init__(self, system, death: Death) -> None:
        self.system, self.death, self.name = system, death, system.name

    def list_waiting(self):
        return self.system.list_waiting()

    def read(self, ref, evidence) -> Submission:
        return self.system.read(ref, evidence)

    def look(self, intent: Intent, evidence) -> Look:
        self.death.passes("before look")
        look = self.system.look(intent, evidence)
        self.death.passes("after look")
        return look

    def act(self, intent: Intent, evidence, permit=lambda: None) -> None:
        def permitted() -> None:
            self.death.passes("before permit")
            permit()
            self.death.passes("after permit")

        self.death.passes("before act")
        self.system.act(intent, evidence, permitted)
        self.death.passes("after act")
