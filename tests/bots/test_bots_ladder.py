"""The ladder over a real store: comparisons make a certificate that counts, and draws are repeated."""

from dataclasses import replace

import pytest

from bots import ladder_work
from bots.workplace import open_evidence, open_reader, open_scenarios, open_store
from cases.case import CaseRef, CaseState, Submission, SubmittedFile
from cases.clock import SystemClock
from cases.errors import CaseUnknown, ScenarioMissing
from cases.ladder import LEDGER
from cases.materials import ReadFile
from cases.review import ReviewDesk, review, review_json
from cases.settings import Settings
from cases.stored_conclusion import conclusion_json
from cases.trials import KnownRows
from cases.verify import verify_all
from console.scenario_list import scenario_lines
from console.words import say
from review_points.approval import Autonomy
from review_points.certificate import cases_needed
from simulator.reading import Noise
from simulator.trials import make_trial

ID = "fuzhou/elder_allowance"
TODAY = SystemClock().today()
SILENT = Noise(is_scored=False)


class Bench:
    """A real store of reviewed cases that clerks decide."""

    def __init__(self, folder) -> None:
        self.settings = Settings(data_dir=folder)
        self.store, self.evidence = open_store(self.settings), open_evidence(self.settings)
        self.scenario = open_scenarios(self.settings, simulated=False).by_id(ID, on=TODAY)
        self.version = open_reader(self.settings).version

    def add(self, seed: int, kind: str, *, autonomy: Autonomy = Autonomy.SHADOW) -> str:
        scenario = replace(self.scenario, policy=replace(self.scenario.policy, autonomy=autonomy))
        trial = make_trial(scenario, seed, on=TODAY, noise=SILENT)
        ref = CaseRef(
            system="fuzhou", number=trial.number, item_name=trial.item_name, applicant=trial.applicant
        )
        files = tuple(
            ReadFile(
                file=SubmittedFile(slot=each.slot, name=each.name, sha256=each.document.sha256),
                document=each.document,
            )
            for each in trial.files
        )
        submission = Submission(
            ref=ref, received_on=trial.received_on, form=trial.form, files=tuple(each.file for each in files)
        )
        desk = ReviewDesk(registry=KnownRows(trial.register_rows), audit_key=self.settings.audit_key())
        done = review(submission, files, scenario, desk=desk, on=TODAY, reader_version=self.version)
        lease = self.store.claim(ref, owner="robot")
        digest, kept = self.evidence.put(review_json(done)), conclusion_json(done.conclusion)
        self.store.save_review(lease, scenario=ID, review_sha256=digest, conclusion_json=kept)
        self.store.set_state(lease, CaseState.WAITING_CLERK)
        at = SystemClock().now()
        self.store.decide(case_key=ref.key, clerk="陈审批", kind=kind, reason="", opinion="", at=at)
        return ref.key


@pytest.fixture
def bench(tmp_path):
    made = Bench(tmp_path)
    yield made
    made.store.database.close()


def seeds_of(bench, n: int):
    """Return seeds of clean cases without a Word file, on which a signature is not seen."""
    found = (seed for seed in range(1, 10_000) if _is_plain(bench, seed))
    return [next(found) for _ in range(n)]


def _is_plain(bench, seed: int) -> bool:
    trial = make_trial(bench.scenario, seed, on=TODAY, noise=SILENT)
    return all(each.document.media_type == "image/jpeg" for each in trial.files)


def test_every_scenario_has_a_rung_and_an_unknown_one_is_told(bench):
    found = ladder_work.rungs(None, bench.settings)
    assert ID in [each.scenario for each in found]
    assert all(each.compared == 0 and each.missing > 0 for each in found)
    with pytest.raises(ScenarioMissing):
        ladder_work.rungs("fuzhou/nothing", bench.settings)


def test_too_few_comparisons_write_no_certificate(bench):
    bench.add(seeds_of(bench, 1)[0], "approve")
    done = ladder_work.certify(ID, bench.settings)
    assert done.file is None
    assert done.rung.compared == 1
    assert not bench.settings.certificates_dir.exists()
    assert "未签发" in done.as_text()


def test_enough_comparisons_with_clerks_make_a_certificate_that_counts_from_the_data_folder(bench):
    for seed in seeds_of(bench, cases_needed(bench.scenario.policy.risk_budget)):
        bench.add(seed, "approve")
    bench.store.append_audit(
        case_key=LEDGER + ID, actor="robot", event="frozen", detail={}, at=SystemClock().now()
    )
    (before,) = ladder_work.rungs(ID, bench.settings)
    assert before.is_frozen
    done = ladder_work.certify(ID, bench.settings)
    assert done.file is not None
    assert done.rung.objections == ()
    assert not done.rung.is_frozen
    certified = open_scenarios(bench.settings, simulated=False).by_id(ID, on=TODAY)
    assert certified.certificate.compared == done.rung.compared
    (_, entry) = bench.store.audit_entries(LEDGER + ID)
    assert entry.detail["rules"] == bench.scenario.rules_sha256
    assert not [
        each for each in verify_all(store=bench.store, evidence=bench.evidence) if "ladder" in each.where
    ]


def test_draws_are_repeated_with_the_key_of_a_file(bench, tmp_path):
    key = bench.add(seeds_of(bench, 1)[0], "approve")
    file = tmp_path / "key"
    file.write_bytes(bench.settings.audit_key())
    (draw,) = ladder_work.draws([key], file, bench.settings)
    assert draw.is_drawn == draw.was_drawn
    assert draw.is_committed is None  # nobody committed to a key: no robot worked here
    assert ladder_work.draws([key], None, bench.settings) == (draw,)
    with pytest.raises(CaseUnknown):
        ladder_work.draws(["fuzhou:nowhere"], None, bench.settings)


def test_the_console_lists_a_frozen_scenario_in_the_shadow(bench):
    book = open_scenarios(bench.settings, simulated=False).book
    before = {each.id: each.autonomy for each in scenario_lines(book, bench.store, TODAY)}
    bench.store.append_audit(
        case_key=LEDGER + ID, actor="robot", event="frozen", detail={}, at=SystemClock().now()
    )
    after = {each.id: each.autonomy for each in scenario_lines(book, bench.store, TODAY)}
    assert {each for each in after if after[each] != before[each]} == {ID}
    assert after[ID] == say("autonomy", Autonomy.SHADOW)
