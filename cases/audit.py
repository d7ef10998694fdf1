"""The audit chain: each entry carries the hash of the one before, so that nothing can be changed unseen.

What the chain alone can't show is that its end was cut off. For that, heads are exported regularly to another
place (`Head`), and `verify_chain` compares.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cases.canonical import canonical_json, from_json, sha256, to_json

GENESIS = "0" * 64
NO_CASE = "#"
"""What the key of an entry begins with that is about no case; no legacy system's id can begin so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One thing that happened; `hash` covers all other fields, `previous` is the hash of the entry before."""

    number: int
    case_key: str
    actor: str
    event: str
    detail: Mapping[str, str]
    at: datetime
    previous: str
    hash: str

    @property
    def is_about_a_case(self) -> bool:
        """Tell whether this is an entry about one case."""
        return bool(self.case_key) and not self.case_key.startswith(NO_CASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far the chain reached at a moment; kept outside the database."""

    number: int
    hash: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that does not fit: where it is, and what is wrong with it, in Chinese."""

    where: str
    what: str


def entry_hash(entry: AuditEntry) -> str:
    """Return the hash of an entry's content, chained to the entry before."""
    content = {
        "number": entry.number,
        "case_key": entry.case_key,
        "actor": entry.actor,
        "event": entry.event,
        "detail": dict(entry.detail),
        "at": entry.at.isoformat(),
        "previous": entry.previous,
    }
    return sha256(canonical_json(content))


def next_entry(
    last: AuditEntry | None,
    *,
    case_key: str,
    actor: str,
    event: str,
    detail: Mapping[str, str],
    at: datetime,
) -> AuditEntry:
    """Build the entry that follows `last`."""
    unsealed = AuditEntry(
        number=last.number + 1 if last else 1,
        case_key=case_key,
        actor=actor,
        event=event,
        detail=detail,
        at=at,
        previous=last.hash if last else GENESIS,
        hash="",
    )
    return replace(unsealed, hash=entry_hash(unsealed))


def verify_chain(entries: Iterable[AuditEntry], heads: Sequence[Head] = ()) -> tuple[Problem, ...]:
    """Find every entry changed, removed or put in, and every exported head that the chain no longer has."""
    chain = tuple(entries)
    return (*_broken_links(chain), *_lost_heads(chain, heads))


def _broken_links(chain: Sequence[AuditEntry]) -> Iterator[Problem]:
    number, previous = 0, GENESIS
    for entry in chain:
        where = f"审计记录 {entry.number}"
        if entry.number != number + 1:
            yield Problem(where=where, what=f"序号不连续，前一条为 {number}")
        if entry.previous != previous:
            yield Problem(where=where, what="与前一条记录的哈希不相接")
        if entry.hash != entry_hash(entry):
            yield Problem(where=where, what="内容与其哈希不符")
        number, previous = entry.number, entry.hash


def _lost_heads(chain: Sequence[AuditEntry], heads: Sequence[Head]) -> Iterator[Problem]:
    hashes = {entry.number: entry.hash for entry in chain}
    for head in heads:
        if hashes.get(head.number) != head.hash:
            yield Problem(where=f"审计链头 {head.number}", what="导出过的链头在库中不存在或已改变")


def head_of(entries: Sequence[AuditEntry], at: datetime) -> Head:
    """Return how far the chain reaches now."""
    last = entries[-1] if entries else None
    return Head(number=last.number if last else 0, hash=last.hash if last else GENESIS, at=at)


def head_line(head: Head) -> str:
    """Write a head as one line, for a file that lies outside the database."""
    return to_json(head).decode()


def heads_in(text: str) -> tuple[Head, ...]:
    """Read exported heads again; the empty head of an empty chain proves nothing and is left out."""
    heads = (from_json(Head, line) for line in text.splitlines() if line.strip())
    return tuple(head for head in heads if head.number)
