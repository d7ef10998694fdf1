"""Certificates: why a robot may decide alone, and the exact bound that stands behind them.

With k errors in n compared cases, the one-sided Clopper-Pearson bound at confidence c is the error rate p at
which so few errors would still be seen with probability 1 - c. Zero errors in 299 cases supports 1 %, in
2,995 cases 0.1 %.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_HALVINGS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Proof that robot and clerk agreed on enough cases of exactly this scenario, rule set and reader."""

    scenario: str
    rules_sha256: str
    reader_version: str
    compared: int
    errors: int
    confidence: float = 0.95
    budget: float = 0.01
    issued_on: date
    expires_on: date

    @property
    def bound(self) -> float:
        """The upper bound on the rate of wrong conclusions."""
        return upper_bound(self.errors, self.compared, self.confidence)


@lru_cache(maxsize=1024)
def upper_bound(errors: int, compared: int, confidence: float = 0.95) -> float:
    """Return the one-sided Clopper-Pearson upper bound; 1.0 when nothing was compared."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, not {confidence}")
    if errors < 0 or compared < 0 or errors > compared:
        raise ValueError(f"{errors} errors in {compared} cases can't be")
    if errors == compared:
        return 1.0
    target = math.log1p(-confidence)
    low, high = errors / compared, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _log_tail(errors, compared, middle) > target:
            low = middle
        else:
            high = middle
    return high


def cases_needed(budget: float, *, errors: int = 0, confidence: float = 0.95) -> int:
    """Return the fewest compared cases with so many errors whose bound lies within the budget."""
    if not 0 < budget < 1:
        raise ValueError(f"a budget must lie between 0 and 1, not {budget}")
    low, high = errors, max(errors, 1)
    while upper_bound(errors, high, confidence) > budget:
        low, high = high, high * 2
    while low + 1 < high:
        middle = (low + high) // 2
        if upper_bound(errors, middle, confidence) > budget:
            low = middle
        else:
            high = middle
    return high


def _log_tail(errors: int, compared: int, rate: float) -> float:
    """Return log P(X <= errors) for X binomial over `compared` cases, summed without underflow."""
    if rate >= 1:
        return -math.inf
    hit, miss = math.log(rate) if rate else -math.inf, math.log1p(-rate)
    terms = [
        _log_choose(compared, k) + (k * hit if k else 0.0) + (compared - k) * miss for k in range(errors + 1)
    ]
    top = max(terms)
    return top + math.log(sum(math.exp(term - top) for term in terms))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
