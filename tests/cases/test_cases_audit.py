"""The chain shows every change; heads kept elsewhere show a cut end."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cases.audit import AuditEntry, head_line, head_of, heads_in, next_entry, verify_chain

AT = datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def chain_of(length: int) -> list[AuditEntry]:
    chain: list[AuditEntry] = []
    for number in range(length):
        last = chain[-1] if chain else None
        detail = {"sha256": f"{number:064x}"}
        chain.append(next_entry(last, case_key="old:1", actor="robot", event="read", detail=detail, at=AT))
    return chain


def test_an_untouched_chain_is_whole():
    assert verify_chain(chain_of(5)) == ()
    assert verify_chain([]) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "Robot"},
        {"event": "reed"},
        {"case_key": "old:2"},
        {"detail": {"sha256": f"{3:064x}"}},
        {"detail": {}},
        {"at": AT.replace(microsecond=1)},
        {"hash": "0" * 64},
        {"previous": "0" * 64},
    ],
)
def test_any_change_of_one_entry_is_found(change):
    chain = chain_of(5)
    chain[2] = replace(chain[2], **change)
    assert any("3" in problem.where for problem in verify_chain(chain))


def test_a_removed_a_moved_and_a_doubled_entry_are_found():
    chain = chain_of(5)
    assert verify_chain(chain[:2] + chain[3:])
    assert verify_chain([chain[0], chain[2], chain[1], *chain[3:]])
    assert verify_chain([*chain[:2], chain[1], *chain[2:]])


def test_a_change_that_hashes_itself_anew_still_breaks_the_next_link():
    chain = chain_of(3)
    forged = next_entry(
        chain[0], case_key="old:1", actor="robot", event="read", detail={"sha256": "f"}, at=AT
    )
    assert [problem.where for problem in verify_chain([chain[0], forged, chain[2]])] == ["审计记录 3"]


def test_a_cut_end_or_a_whole_new_chain_is_found_by_an_exported_head():
    chain = chain_of(5)
    heads = heads_in(head_line(head_of([], AT)) + "\n" + head_line(head_of(chain, AT)) + "\n")
    assert verify_chain(chain, heads) == ()
    assert verify_chain(chain[:4], heads)
    assert verify_chain([], heads)
