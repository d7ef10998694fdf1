"""The ledger counts what was written twice, lost, or written on a wrong row, and survives a restart."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from old_system_clerk import Clerk, plain_case

from simulator.province import Province
from simulator.web.ledger import Ledger, read

A, B, C = (f"350100-20261102-00000{n}" for n in (1, 2, 3))


def write(ledger: Ledger, number: str, kind: str = "approve", opinion: str = "", **more: object) -> None:
    entry = {"account": "r", "remote": "", "accepted": True, "repeated": False, **more}
    ledger.append(ledger.draft(number=number, kind=kind, opinion=opinion, **entry))


def test_everything_as_expected():
    ledger = Ledger()
    write(ledger, A, opinion="同意 T1")
    write(ledger, B, "return")
    assert ledger.check({A: "approve", B: "", C: None}, {A: "T1"}) == {
        "writes": 2,
        "duplicate": 0,
        "refused": 0,
        "lost": 0,
        "wrong_row": 0,
    }


@pytest.mark.parametrize(
    ("spoil", "counted"),
    [
        (lambda ledger: write(ledger, A, repeated=True), "duplicate"),
        (lambda ledger: write(ledger, C), "wrong_row"),
        (lambda ledger: write(ledger, B, "refuse"), "wrong_row"),
        (lambda ledger: write(ledger, B, opinion="T1"), "wrong_row"),
        (lambda ledger: write(ledger, B, accepted=False, repeated=True), "refused"),
    ],
)
def test_each_kind_of_wrong_write_is_counted(spoil, counted):
    ledger = Ledger()
    write(ledger, A)
    expected: dict[str, str | None] = {A: "approve", B: "approve", C: None}
    before = ledger.check(expected, {B: "T2"})
    spoil(ledger)
    assert ledger.check(expected, {B: "T2"})[counted] == before[counted] + 1


def test_what_was_expected_and_never_came_is_lost():
    ledger = Ledger()
    write(ledger, A, accepted=False)
    assert ledger.check({A: "approve", B: "return"})["lost"] == 2


def test_the_file_holds_every_line_and_a_torn_last_line_is_left_out(tmp_path):
    path = tmp_path / "ledger.jsonl"
    ledger = Ledger(path)
    write(ledger, A, opinion="第一行\n第二行")
    write(ledger, B)
    path.write_bytes(path.read_bytes() + b'{"seq": 3, "at"')
    assert read(path) == ledger.writes


def test_a_system_started_again_knows_what_was_decided(tmp_path):
    for round_number in (1, 2):
        with Province([plain_case(1)], folder=tmp_path) as province:
            clerk = Clerk(province)
            clerk.log_in()
            answer = clerk.decide(A, opinion=f"第{round_number}次").content.decode("gbk")
            assert ("该办件已被他人办理" in answer) is (round_number == 2)
            assert province.systems["fuzhou"].decision(A).opinion == "第1次"


def test_hooks_run_at_receipt_before_the_answer(clerk):
    seen = []
    ledger = clerk.system.ledger
    ledger.before_write = lambda entry: seen.append(("before", entry.number, len(ledger.writes)))
    ledger.on_write = lambda entry: seen.append(("after", entry.number, len(ledger.writes)))
    clerk.decide(A)
    assert seen == [("before", A, 0), ("after", A, 1)]


def test_many_at_once_on_one_case_are_one_decision(province):
    clerks = [Clerk(province) for _ in range(8)]
    for one in clerks:
        one.log_in()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: one.decide(A), clerks))
    writes = province.ledger("fuzhou").writes
    assert [sum(w.accepted for w in writes), len(writes)] == [1, 8]
    assert province.summary({A: "approve"})["ledger"] == {
        "writes": 1,
        "duplicate": 0,
        "refused": 7,
        "lost": 0,
        "wrong_row": 0,
    }
