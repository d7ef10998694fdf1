"""A console over a seeded store, and a visitor with the steps of a person."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from fastapi.testclient import TestClient

from cases.case import CaseState
from cases.case_clock import CaseClock
from cases.clock import WorkCalendar
from cases.evidence import FileEvidence
from cases.review import ReviewDesk
from cases.review_record import KeptDocument, review_json
from cases.storage import Role, SqlCaseStore, UserStore
from cases.stored_conclusion import conclusion_json
from console.app import create_app
from console.pre_review import Bounds, PreReviews
from console.reviews import ReviewShelf
from console.scenario_list import ScenarioLine
from ocr import json_form
from scenarios.plan import TimeLimits
from tests.console.province import NOW, Seeded, receipt_for
from tests.fakes import FakeBook, FakeReader, FakeRegistry, small_scenario
from tests.fakes.scenario import IDNO

PASSWORD = "correct horse 350"
FIRST, SECOND = "FZ20261116-0001", "FZ20261117-0002"
CLOSED, CONFLICT = "FZ20261110-0009", "FZ20261111-0005"
PEOPLE = (("陈审批", Role.CLERK), ("admin", Role.ADMIN), ("郑审计", Role.AUDITOR))


class TenDays:
    def time_limits(self, *, system: str, item_name: str) -> TimeLimits:
        return TimeLimits(promised_workdays=10, statutory_workdays=20)


REGISTERS = {"nurses": {IDNO: {"status": "有效"}}}


class ClosableFake(FakeReader):
    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class SetClock:
    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at

    def today(self):
        return self.at.date()


@dataclass
class World:
    cases: SqlCaseStore
    users: UserStore
    evidence: FileEvidence
    clock: SetClock
    reader: ClosableFake = field(default_factory=ClosableFake)
    registry: FakeRegistry = field(default_factory=lambda: FakeRegistry(REGISTERS))
    bounds: Bounds = field(default_factory=Bounds)

    def add(self, seeded: Seeded, state: CaseState = CaseState.WAITING_CLERK) -> None:
        """Put a case into the store and its review into the evidence, as a robot would."""
        ref = seeded.submission.ref
        documents = tuple(
            KeptDocument(
                file_sha256=one.sha256, document_sha256=self.evidence.put(json_form.dumps(one).encode())
            )
            for one in seeded.documents
        )
        stands = replace(seeded.review.stands, documents=documents)
        sha256 = self.evidence.put(review_json(replace(seeded.review, stands=stands)))
        lease = self.cases.claim(ref, owner="robot-1")
        self.cases.save_submission(lease, seeded.submission)
        kept = conclusion_json(seeded.review.conclusion)
        self.cases.save_review(lease, scenario=stands.scenario, review_sha256=sha256, conclusion_json=kept)
        if state is CaseState.CLOSED:
            self.cases.save_receipt(lease, receipt_for(ref, self.evidence))
        else:
            self.cases.set_state(lease, state)
        for event in ("claimed", "reviewed", state.value):
            self.cases.append_audit(case_key=ref.key, actor="robot-1", event=event, detail={}, at=NOW)

    def reviewed(self, number: str):
        return ReviewShelf(self.evidence).review_of(self.cases.case(f"fuzhou:{number}"))

    def case_clock(self) -> CaseClock:
        return CaseClock(limits=TenDays(), calendar=WorkCalendar())

    def app(self, **rest):
        return create_app(
            **rest,
            cases=self.cases,
            users=self.users,
            evidence=self.evidence,
            clock=self.clock,
            case_clock=self.case_clock(),
            open_review=ReviewShelf(self.evidence).review_of,
            pre_reviews=PreReviews(
                book=FakeBook(small_scenario()),
                open_reader=lambda: self.reader,
                desk=ReviewDesk(registry=self.registry, audit_key=b"k"),
                clock=self.clock,
                bounds=self.bounds,
            ),
            scenarios=lambda: (
                ScenarioLine(
                    id="fuzhou/nurse_change",
                    name="护士执业注册（变更执业地点）",
                    area="福州",
                    system="fuzhou",
                    version="2026-11-01",
                    autonomy="自动",
                    certificate="至 2027-05-01（299 件 0 错）",
                    points=23,
                ),
            ),
        )


def empty_world(folder, password_hash: str) -> World:
    clock = SetClock(NOW)
    cases = SqlCaseStore.at(f"sqlite:///{folder / 'cases.db'}", clock)
    made = World(
        cases=cases,
        users=UserStore(cases.database),
        evidence=FileEvidence(folder / "evidence"),
        clock=clock,
    )
    for name, role in PEOPLE:
        made.users.create_user(username=name, role=role, password_hash=password_hash, at=NOW)
    return made


class Browser:
    """A test client with the steps of a person: log in, read the form token, send a form."""

    def __init__(self, app, *, base_url: str = "http://127.0.0.1") -> None:
        self.client = TestClient(app, base_url=base_url, follow_redirects=False)

    def log_in(self, name: str, password: str = PASSWORD):
        return self.client.post("/login", data={"name": name, "password": password})

    def token(self) -> str:
        page = self.client.get("/queue").text
        return page.split('name="csrf" value="')[1].split('"')[0]

    def send(self, path: str, **form: str):
        return self.client.post(path, data={"csrf": self.token(), **form})

    def get(self, path: str):
        return self.client.get(path)
