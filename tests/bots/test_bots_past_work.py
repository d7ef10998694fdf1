"""Past cases of a real store are decided again from evidence: to the byte, in bulk, and honestly when not."""

import json
from datetime import timedelta

import pytest

from benchmarks.certify import TODAY
from benchmarks.replay import Archive, main
from bots.past_work import replay
from cases.case import CaseRef, CaseState
from cases.errors import CaseUnknown
from cases.settings import Settings
from simulator.cases import make_case

CASES = (
    ("nurse_change", "fuzhou", None),
    ("nurse_change", "pingtan", None),
    ("elder_allowance", "fuzhou", None),
)


@pytest.fixture
def archive(tmp_path):
    made = Archive.at(tmp_path)
    for seed, (item, area, flaw) in enumerate(CASES, 11):
        made.add(make_case(item, area, seed, flaw=flaw, on=TODAY - timedelta(days=seed)))
    yield made
    made.store.database.close()


@pytest.fixture
def settings(tmp_path, archive):
    return Settings(data_dir=tmp_path)


def damage(archive, digest: str) -> None:
    path = archive.evidence.root / digest[:2] / digest[2:4] / digest
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b" ")


def test_all_stored_cases_come_out_the_same(settings):
    done = replay((), settings)
    assert len(done.replayed) == len(CASES)
    assert done.different == ()
    assert done.as_json()["identical"] == len(CASES)
    assert f"{len(CASES)} 件完全一致" in done.as_text()


def test_two_processes_come_to_the_same_as_one(settings):
    alone = replay((), settings, processes=1)
    assert replay((), settings, processes=2, chunk=1).replayed == alone.replayed


def test_a_single_named_case_is_shown_by_itself(settings, archive):
    key = archive.store.reviewed()[0].case_key
    done = replay((key,), settings)
    assert done.as_json()["case"] == key
    assert done.as_json()["identical"] is True
    assert "完全一致" in done.as_text()


def test_a_case_that_nobody_reviewed_is_told(settings, archive):
    ref = CaseRef(system="fuzhou", number="99", item_name="护士变更注册", applicant="林样例")
    lease = archive.store.claim(ref, owner="r")
    archive.store.set_state(lease, CaseState.PARKED)
    with pytest.raises(CaseUnknown, match="尚未审查"):
        replay(("fuzhou:nowhere", lease.case_key), settings)


def test_a_damaged_piece_keeps_the_others_from_nothing(settings, archive):
    first = archive.store.reviewed()[0]
    stands = json.loads(archive.evidence.get(first.review_sha256))["stands"]
    damage(archive, stands["submission_sha256"])
    done = replay((), settings)
    (broken,) = done.different
    assert broken.case == first.case_key
    assert broken.problem
    assert "无法重新审查" in done.as_text()


def test_a_review_written_otherwise_is_found_and_its_part_named(settings, archive):
    case = archive.store.case(archive.store.reviewed()[0].case_key)
    plain = json.loads(archive.evidence.get(case.review_sha256))
    plain["words"]["opinion"] += "。"
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    lease = archive.store.claim(case.ref, owner="robot")
    with archive.store.database.writing() as session:
        archive.store._fenced(session, lease, review_sha256=archive.evidence.put(text.encode()))
    (changed,) = replay((), settings).different
    assert changed.differences == ("words",)


def test_the_benchmark_makes_a_store_and_finds_every_case_the_same(capsys, tmp_path):
    assert main(["--cases", "4", "--folder", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ours"]["cases"] == told["ours"]["identical"] == 4
