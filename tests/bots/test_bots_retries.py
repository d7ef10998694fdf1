"""After an error: again later, aside for a person, or stop; each according to the triage table."""

import pytest

from bots.retries import GaveUp, ours, tried
from cases import errors
from cases.triage import NextStep


def attempts(*outcomes):
    left = list(outcomes)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_a_passing_error_is_tried_again_with_growing_pauses():
    paused: list[float] = []
    outcome = tried(attempts(errors.PageTimeout(), errors.SessionLost(), "done"), paused.append, (1.0, 5.0))
    assert (outcome, paused) == ("done", [1.0, 5.0])


def test_patience_ends_and_the_case_is_put_aside():
    paused: list[float] = []
    outcome = tried(attempts(errors.SystemUnavailable()), paused.append, (1.0, 5.0))
    assert isinstance(outcome, GaveUp)
    assert outcome.next_step is NextStep.PARK
    assert paused == [1.0, 5.0]


@pytest.mark.parametrize(
    ("error", "next_step", "pauses"),
    [
        (errors.UnexpectedDialog(), NextStep.PARK, 0),
        (errors.LoginFailed(), NextStep.STOP, 0),
        (errors.PageChanged(), NextStep.STOP, 1),
        (KeyError("x"), NextStep.PARK, 0),
    ],
)
def test_what_waiting_does_not_mend_is_not_waited_for(error, next_step, pauses):
    paused: list[float] = []
    outcome = tried(attempts(error), paused.append, (1.0, 5.0))
    assert isinstance(outcome, GaveUp)
    assert (outcome.next_step, outcome.error, len(paused)) == (next_step, error, pauses)


def test_a_foreign_error_is_told_without_its_text():
    assert "350102199003070028" not in str(ours(ValueError("350102199003070028")))
    assert isinstance(ours(errors.WrongCase()), errors.WrongCase)
