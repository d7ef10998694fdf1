"""Boxes of lines before they are read."""

import numpy as np
import pytest

from ocr.crops import Quad
from ocr.lines import kept_apart


def box(left: float, right: float, top: float = 100, bottom: float = 140) -> Quad:
    """Return an upright box."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)


def test_a_box_that_begins_within_its_left_neighbour_begins_behind_it():
    first, second = kept_apart([box(464, 505), box(486, 699)])
    assert first[:, 0].tolist() == [464, 505, 505, 464]
    assert second[:, 0].tolist() == pytest.approx([505, 699, 699, 505])


@pytest.mark.parametrize(
    "other", [box(464, 480), box(464, 505, 160, 200), box(500, 520), box(300, 600), box(464, 505, 0, 300)]
)
def test_other_boxes_stay(other):
    assert kept_apart([other, box(486, 699)])[1].tolist() == box(486, 699).tolist()
