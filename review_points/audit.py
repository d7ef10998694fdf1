"""Sampling for audit before release: nobody can predict it from case numbers, an auditor can repeat it."""

import hashlib
import hmac

_BYTES = 8


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
