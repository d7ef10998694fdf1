"""Finding what was tampered with: evidence, stored reviews, what the store says of a case, the audit chain.

The audit chain names the hash of everything a case rests on. `verify_case` follows each of them.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cases.audit import AuditEntry, Head, Problem, head_line, head_of, verify_chain
from cases.canonical import sha256, sha256_of
from cases.case import Case
from cases.errors import EvidenceError, StorageError
from cases.ports import CaseStore, Clock, EvidenceStore
from cases.review import review_from_json
from cases.stored_conclusion import conclusion_json


def verify_case(
    key: str, *, store: CaseStore, evidence: EvidenceStore, heads: Sequence[Head] = ()
) -> tuple[Problem, ...]:
    """Verify the chain and everything it says of one case."""
    entries = store.audit_entries()
    own = [entry for entry in entries if entry.case_key == key]
    return (
        *verify_chain(entries, heads),
        *_evidence_problems(own, evidence),
        *_store_problems(key, own, store),
    )


def verify_all(
    *, store: CaseStore, evidence: EvidenceStore, heads: Sequence[Head] = ()
) -> tuple[Problem, ...]:
    """Verify the chain, everything it says of all cases, and every stored piece of evidence."""
    entries = store.audit_entries()
    problems = [*verify_chain(entries, heads)]
    for digest in evidence.names():
        problems += _piece_problems(digest, f"证据 {digest[:12]}", evidence)
    for key in dict.fromkeys(entry.case_key for entry in entries if entry.is_about_a_case):
        own = [entry for entry in entries if entry.case_key == key]
        problems += [*_evidence_problems(own, evidence), *_store_problems(key, own, store)]
    return tuple(problems)


def export_head(store: CaseStore, file: Path, clock: Clock) -> Head:
    """Write down how far the chain reaches, in a file outside the database; copy it to another machine."""
    head = head_of(store.audit_entries(), clock.now())
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(head_line(head) + "\n")
    return head


def _evidence_problems(entries: Sequence[AuditEntry], evidence: EvidenceStore) -> Iterator[Problem]:
    """Read every piece of evidence the entries name, and what the reviews among them name in turn."""
    seen: set[str] = set()
    for entry in entries:
        for name, digest in entry.detail.items():
            if name.endswith("_evidence") and digest and digest not in seen:
                seen.add(digest)
                yield from _piece_problems(digest, f"{entry.case_key} 的证据 {name}", evidence)


def _piece_problems(digest: str, where: str, evidence: EvidenceStore) -> Iterator[Problem]:
    try:
        data = evidence.get(digest)
    except EvidenceError as error:
        yield Problem(where=where, what=str(error))
        return
    if where.endswith("review_evidence"):
        yield from _review_problems(data, where, evidence)


def _review_problems(data: bytes, where: str, evidence: EvidenceStore) -> Iterator[Problem]:
    """Follow what a review stands on: the submission, the files, and what reading them gave."""
    try:
        stands = review_from_json(data).stands
    except (ValueError, LookupError, TypeError):
        yield Problem(where=where, what="无法作为审查记录读出")
        return
    pieces = [stands.submission_sha256]
    for document in stands.documents:
        pieces += [document.file_sha256, document.document_sha256]
    for digest in pieces:
        yield from _piece_problems(digest, f"{stands.case_key} 的材料 {digest[:12]}", evidence)


def _store_problems(key: str, entries: Sequence[AuditEntry], store: CaseStore) -> Iterator[Problem]:
    """Compare what the database says of the case with the hashes the chain recorded at the time."""
    try:
        case = store.case(key)
    except StorageError as error:
        yield Problem(where=f"办件 {key}", what=str(error))
        return
    if case is None:
        yield Problem(where=f"办件 {key}", what="审计链中有记录，库中没有此办件")
        return
    recorded = {name: value for entry in entries for name, value in entry.detail.items()}
    for name, (text, found) in _hashes_now(case).items():
        if recorded.get(name) != found:
            yield Problem(where=f"办件 {key}", what=f"{text}与审计链记录的不符")


def _hashes_now(case: Case) -> dict[str, tuple[str, str]]:
    """Return the hashes of what the store holds, by the names under which the chain recorded them."""
    found: dict[str, tuple[str, str]] = {}
    if case.submission is not None:
        found["submission_sha256"] = ("申请内容", sha256_of(case.submission))
    if case.conclusion is not None:
        digest = sha256(conclusion_json(case.conclusion).encode())
        found["conclusion_sha256"] = ("审查结论", digest)
        found["review_evidence"] = ("审查记录", case.review_sha256 or "")
    if case.decision is not None:
        found["decision_sha256"] = ("工作人员决定", sha256_of(case.decision))
    if case.receipt is not None:
        found["receipt_sha256"] = ("回执", sha256_of(case.receipt))
    return found
