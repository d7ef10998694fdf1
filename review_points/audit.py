"""Sampling for audit before release: nobody can predict it from case numbers, an auditor can repeat it."""

import hashlib
import hmac

_BYTES = 8
_COMMITTED = b"\xff\xff\xff\xffcommitment"
"""No draw's message begins like this: no scenario's name is that long."""


def is_drawn(case_key: str, *, scenario: str, secret: bytes, rate: float) -> bool:
    """Tell whether a case is drawn.

    Args:
        case_key: the case's id over all legacy systems.
        scenario: the scenario version, so that every version has its own sample.
        secret: the department's key; whoever has it can repeat the draw.
        rate: the share of cases to draw; 0 draws none, 1 all.
    """
    return ticket(case_key, scenario=scenario, secret=secret) < rate


def ticket(case_key: str, *, scenario: str, secret: bytes) -> float:
    """Return the case's lot in 0 <= lot < 1, made by HMAC-SHA256 under the secret."""
    if not secret:
        raise ValueError("drawing for audit needs a secret")
    message = len(scenario).to_bytes(4) + scenario.encode() + case_key.encode()
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return (int.from_bytes(digest[:_BYTES]) >> 11) / (1 << 53)


def commitment(secret: bytes, *, period: str) -> str:
    """Return what binds to the key for a period and does not give it away, as hex.

    It is kept in the audit chain before anything is drawn in the period. Who swaps the key later can't have
    the same; who has the key can make it again.
    """
    if not secret:
        raise ValueError("a commitment needs a secret")
    message = _COMMITTED + period.encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()
