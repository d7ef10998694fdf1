"""Draws are even, know nothing of sequence numbers, and the key is bound to before anything is drawn."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review_points.audit import commitment, is_drawn, ticket

SECRET = b"0123456789abcdef0123456789abcdef"
LOTS = [ticket(f"fuzhou:350100-20261102-{n:06d}", scenario="s@1", secret=SECRET) for n in range(20_000)]
CHI_SQUARE_99_AT_99_9 = 148.2
"""The 99.9 % quantile of chi-square with 99 degrees of freedom."""


def test_lots_of_running_numbers_are_spread_evenly():
    cells = [0] * 100
    for lot in LOTS:
        assert 0 <= lot < 1
        cells[int(lot * 100)] += 1
    expected = len(LOTS) / 100
    assert sum((cell - expected) ** 2 / expected for cell in cells) < CHI_SQUARE_99_AT_99_9


def test_a_lot_says_nothing_of_the_next_number_s_lot():
    n, mean = len(LOTS) - 1, sum(LOTS) / len(LOTS)
    together = sum((one - mean) * (other - mean) for one, other in pairwise(LOTS))
    alone = sum((lot - mean) ** 2 for lot in LOTS)
    assert abs(together / alone) < 3.3 / math.sqrt(n)


def test_drawn_cases_don_t_come_in_runs_or_at_fixed_distances():
    drawn = [place for place, lot in enumerate(LOTS) if lot < 0.03]
    gaps = [other - one for one, other in pairwise(drawn)]
    assert sum(gap == 1 for gap in gaps) / len(gaps) == pytest.approx(0.03, abs=0.02)
    assert len(set(gaps)) > 60


def test_even_digits_end_numbers_and_days_are_drawn_alike():
    even = sum(lot < 0.1 for lot in LOTS[::2]) / len(LOTS[::2])
    odd = sum(lot < 0.1 for lot in LOTS[1::2]) / len(LOTS[1::2])
    assert even == pytest.approx(odd, abs=0.015)


@given(st.binary(min_size=32, max_size=64), st.text(min_size=1, max_size=30), st.floats(0, 1))
def test_a_draw_is_the_same_whenever_it_is_repeated(secret, key, rate):
    again = is_drawn(key, scenario="s@1", secret=secret, rate=rate)
    assert is_drawn(key, scenario="s@1", secret=secret, rate=rate) is again
    assert is_drawn(key, scenario="s@1", secret=secret, rate=1.0)


@given(st.binary(min_size=32, max_size=64), st.binary(min_size=32, max_size=64))
def test_a_commitment_binds_to_its_key_and_its_period(one, other):
    made = commitment(one, period="2026-11")
    assert made == commitment(one, period="2026-11")
    assert made != commitment(one, period="2026-12")
    assert (made == commitment(other, period="2026-11")) == (one == other)
    assert one.hex() not in made


def test_a_commitment_needs_a_key():
    with pytest.raises(ValueError, match="secret"):
        commitment(b"", period="2026-11")
