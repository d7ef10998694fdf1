"""How decisions stand in the audit chain, and the short number by which a robot knows its own writing."""

import base64
import hashlib
from collections.abc import Mapping

from cases.canonical import sha256_of
from cases.case import ClerkDecision

_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
TRACE_LENGTH = 8


def trace_of(*, case_key: str, kind: str, conclusion_sha256: str, decided_by: str) -> str:
    """Return the trace number of a decision: the same decision always has the same."""
    text = "\n".join((case_key, kind, conclusion_sha256, decided_by))
    digest = hashlib.sha256(text.encode()).digest()
    return base64.b32encode(digest).decode()[:TRACE_LENGTH].translate(_LETTERS)


def with_trace(opinion: str, trace: str) -> str:
    """Put the trace number at the end of an opinion, where it is looked for at read-back."""
    return f"{opinion.rstrip()}〔闽审 {trace}〕"


def decision_detail(decision: ClerkDecision) -> Mapping[str, str]:
    """Return how a clerk's decision stands in the audit chain: no reason or opinion, only their hash."""
    return {
        "number": str(decision.number),
        "kind": decision.kind.value,
        "decision_sha256": sha256_of(decision),
    }
