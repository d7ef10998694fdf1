"""Trials: made-up cases as reading would give them, clean, with a flaw of the item, or tampered with.

Nothing is drawn and nothing is read by OCR, so many thousands can be made; the same arguments always give the
same trial.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from scenarios.plan import Scenario
from simulator.cases import APPROVE, flaws, make_case
from simulator.drawn import RegisterRow
from simulator.reading import Noise
from simulator.tampering import OPERATORS, HandedFile, NothingToTamperError, Relations, Scene, relations_of

_relations: dict[str, Relations] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One made-up case, read.

    `planted` is the flaw's or operator's name, None for a clean case; `acceptable` are the conclusions that
    are right for it, and handing over always is; `code` is the deficiency that a return must name.
    """

    number: str
    item: str
    item_name: str
    area: str
    applicant: str
    received_on: date
    form: Mapping[str, str]
    files: tuple[HandedFile, ...]
    register_rows: tuple[RegisterRow, ...]
    silent: frozenset[str] = frozenset()
    complete: bool = True
    planted: str | None = None
    acceptable: frozenset[str] = APPROVE
    code: str = ""


def make_trial(
    scenario: Scenario,
    seed: int,
    *,
    on: date,
    flaw: str | None = None,
    also: str | None = None,
    operator: str | None = None,
    noise: Noise | None = None,
) -> Trial:
    """Make up one case of a scenario and read it by the noise model.

    Args:
        scenario: one whose item is among `simulator.cases.ITEMS`.
        seed: also the running number of the case.
        on: the day of deciding; the case was received on it or up to three days before.
        flaw: the name of a flaw of the item.
        also: a second flaw.
        operator: the name of a tamper operator, done to the case after the flaws.
        noise: how reading errs; None for what is usual for each file's capture.

    Raises:
        NothingToTamperError: the case holds nothing that the operator could change.
        FlawsClashError: the two flaws can't stand in one case.
    """
    case = make_case(scenario.item, scenario.area, seed, flaw=flaw, also=also, on=on)
    scene = Scene.of(case, scenario, _relations_of(scenario), f"{operator}")
    done = OPERATORS[operator].plant(scene) if operator else None
    return Trial(
        number=case.number,
        item=case.item,
        item_name=case.item_name,
        area=case.area,
        applicant=case.applicant,
        received_on=scene.received_on,
        form=scene.form,
        files=scene.files(noise),
        register_rows=scene.register_rows(),
        silent=frozenset(scene.silent),
        complete=scene.complete,
        planted=operator or case.flaw,
        acceptable=done.acceptable if done else case.expected,
        code=done.code if done else "",
    )


def make_trials(
    scenarios: Sequence[Scenario], n: int, *, on: date, seed: int = 0, share_clean: float = 0.5
) -> Iterator[tuple[Scenario, Trial]]:
    """Make n trials, scenarios in turn: clean ones, and as many with flaws as with operators, in turn too."""
    turns = {each.id: _troubles(each) for each in scenarios}
    for place in range(n):
        scenario, turn = scenarios[place % len(scenarios)], place // len(scenarios)
        if int((turn + 1) * share_clean) > int(turn * share_clean):
            yield scenario, make_trial(scenario, seed + place, on=on)
        else:
            yield scenario, _troubled(scenario, seed + place, turns[scenario.id], on)


def _troubled(scenario: Scenario, seed: int, turns: Iterator[tuple[str, str]], on: date) -> Trial:
    """Make the next trial with trouble that this case can have."""
    for what, name in turns:
        with suppress(NothingToTamperError):
            if what == "flaw":
                return make_trial(scenario, seed, on=on, flaw=name)
            return make_trial(scenario, seed, on=on, operator=name)
    raise NothingToTamperError


def _troubles(scenario: Scenario) -> Iterator[tuple[str, str]]:
    own, general = tuple(flaws(scenario.item)), tuple(OPERATORS)
    turn = 0
    while True:
        yield "flaw", own[turn % len(own)]
        yield "operator", general[turn % len(general)]
        turn += 1


def _relations_of(scenario: Scenario) -> Relations:
    """Read a scenario's demands once."""
    key = f"{scenario.versioned_id} {scenario.rules_sha256}"
    if key not in _relations:
        _relations[key] = relations_of(scenario)
    return _relations[key]
