"""The stated probability rises with the score, and follows what was observed."""

import pytest

from benchmarks.calibration import calibration_error
from ocr.calibration import EDGES, fitted, probability, span_of
from ocr.values import ElementType


@pytest.mark.parametrize("kind", list(ElementType))
def test_every_type_has_probabilities_that_never_fall(kind):
    stated = [probability(kind, edge) for edge in EDGES]
    assert stated == sorted(stated)
    assert stated[0] > 0
    assert stated[-1] <= 1


@pytest.mark.parametrize(("score", "span"), [(0.0, 0), (0.5, 0), (0.51, 1), (0.999, 9), (1.0, 10)])
def test_scores_fall_into_spans(score, span):
    assert span_of(score) == span


def test_a_type_with_many_values_follows_them_and_one_without_follows_all():
    table = fitted({ElementType.NAME: [(0.65, place % 2 == 0) for place in range(400)]})
    span = span_of(0.65)
    assert table["name"][span] == pytest.approx(0.5, abs=0.03)
    assert table["idno"][span] == pytest.approx(0.5, abs=0.03)
    assert set(table) == {str(kind) for kind in ElementType}


def test_the_calibration_error_weighs_how_far_stated_and_true_shares_lie_apart():
    assert calibration_error([(0.95, True)] * 19 + [(0.95, False)]) == pytest.approx(0)
    assert calibration_error([(0.95, True)] * 10 + [(0.95, False)] * 10) == pytest.approx(0.45)
