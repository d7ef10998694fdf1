"""The slope by which memory is said to grow."""

import pytest

from benchmarks.steady import growth_percent, held_mib, slope


def test_a_straight_line_has_its_slope_and_one_point_none() -> None:
    assert slope([(0.0, 1.0), (10.0, 6.0), (20.0, 11.0)]) == pytest.approx(0.5)
    assert slope([(3.0, 1.0)]) == 0.0


def test_a_few_wild_measurements_do_not_move_it() -> None:
    points = [(float(x), 100.0) for x in range(20)]
    points[7] = (7.0, 900.0)
    points[12] = (12.0, 5.0)
    assert slope(points) == 0.0


def test_growth_leaves_the_warm_up_out_and_is_per_thousand_pages() -> None:
    points = [(10.0, 100.0), *((float(pages), 500.0 + pages / 200) for pages in range(200, 2001, 100))]
    assert growth_percent(points) == pytest.approx(5 / 505.5 * 100, rel=0.01)


def test_this_process_holds_memory() -> None:
    assert held_mib() > 5
