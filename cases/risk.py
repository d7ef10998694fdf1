"""Risk against coverage: how much the robot does alone, and how much of it is wrong, by how sure it must be.

Certainty is the score that every character of a number or date must reach before anything rests on it
(`Floors.exact`); the other floors move with it, and at `PRODUCT` they are the product's own. Below it the
robot trusts poorer readings and does more alone; above it hands more over. The bounds are one-sided
Clopper–Pearson bounds on made-up cases: they tell levels and scenarios apart, and are no certificate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.trials import READER_VERSION, MadeUp, as_if_certified, is_right, review_made_up
from review_points.certificate import upper_bound
from review_points.conclude import ConclusionKind
from review_points.operands import Floors
from scenarios.plan import Scenario

CONFIDENCE = 0.95
PRODUCT = Floors().exact
LEVELS = (0.0, 0.5, 0.7, PRODUCT, 0.9, 0.97, 0.99)
EVERY = "全部场景"
_APPROVE, _HAND_OVER = ConclusionKind.APPROVE.value, ConclusionKind.HAND_OVER.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How one made-up case ended at one level."""

    scenario: str
    certainty: float
    conclusion: str
    is_right: bool
    is_clean: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLine:
    """One level of one scenario: what was done alone, and what of it was wrong."""

    scenario: str
    certainty: float
    cases: int
    alone: int
    wrong: int
    clean: int
    clean_approved: int
    troubled_approved: int

    @property
    def share_alone(self) -> float:
        """The share of cases that no clerk sees."""
        return self.alone / self.cases if self.cases else 0.0

    @property
    def wrong_at_most(self) -> float:
        """The upper bound on the share of wrong conclusions among those drawn alone."""
        return upper_bound(self.wrong, self.alone, CONFIDENCE)

    @property
    def approved_at_most(self) -> float:
        """The upper bound on the share of approvals among cases that have something wrong."""
        return upper_bound(self.troubled_approved, self.cases - self.clean, CONFIDENCE)

    def as_json(self) -> Mapping[str, Any]:
        """Return the line as the command line prints it."""
        return {
            "scenario": self.scenario,
            "certainty": self.certainty,
            "is_product": self.certainty == PRODUCT,
            "cases": self.cases,
            "alone": self.alone,
            "share_alone": round(self.share_alone, 4),
            "wrong": self.wrong,
            "wrong_at_most": round(self.wrong_at_most, 6),
            "clean": self.clean,
            "clean_approved": self.clean_approved,
            "troubled": self.cases - self.clean,
            "troubled_approved": self.troubled_approved,
            "troubled_approved_at_most": round(self.approved_at_most, 6),
        }

    def as_text(self) -> str:
        """Return the line as one row of the table."""
        mark = "＊" if self.certainty == PRODUCT else "　"
        clean = f"{self.clean_approved}/{self.clean}"
        troubled = f"{self.troubled_approved}/{self.cases - self.clean}"
        return (
            f"{mark}{self.certainty:.2f}  {self.share_alone:>7.1%}  {self.wrong:>5}/{self.alone:<6}"
            f"{self.wrong_at_most:>9.3%}  {clean:>11}  {troubled:>11}{self.approved_at_most:>9.3%}"
        )


@dataclass(frozen=True, slots=True)
class RiskReport:
    """All lines: every scenario, then all together, each by rising certainty."""

    lines: tuple[RiskLine, ...]

    def as_json(self) -> Mapping[str, Any]:
        """Return the report as the command line prints it."""
        return {"confidence": CONFIDENCE, "lines": [each.as_json() for each in self.lines]}

    def as_text(self) -> str:
        """Return the report as a table per scenario."""
        shown = ["置信水平 95%，单侧 Clopper–Pearson 上界；＊为产品现用的把握要求。"]
        for scenario in dict.fromkeys(each.scenario for each in self.lines):
            shown += [
                "",
                scenario,
                " 把握   自动办理   其中有误         上界    无瑕疵通过    有问题而通过     上界",
            ]
            shown += [each.as_text() for each in self.lines if each.scenario == scenario]
        return "\n".join(shown)


def floors_at(certainty: float) -> Floors:
    """Return the floors of one level: the product's own, all moved by the same amount."""
    usual, moved = Floors(), certainty - PRODUCT
    if certainty == 0.0:
        return Floors(exact=0.0, other=0.0, hopeless=0.0, explains=0.0, suspect=0.0)
    return Floors(
        exact=certainty,
        other=_within(usual.other + moved),
        hopeless=_within(usual.hopeless + moved),
        explains=_within(usual.explains + moved),
        suspect=_within(usual.suspect + moved),
    )


def measure_risk(
    trials: Iterable[tuple[Scenario, MadeUp]], *, on: date, levels: Sequence[float] = LEVELS
) -> RiskReport:
    """Review every made-up case at every level.

    Args:
        trials: made-up cases, each with its scenario.
        on: the day of deciding.
        levels: certainties, 0..1.
    """
    ended: list[Ended] = []
    for scenario, made_up in trials:
        trusted = as_if_certified(scenario, READER_VERSION, on)
        for certainty in levels:
            done = review_made_up(made_up, trusted, on=on, floors=floors_at(certainty))
            conclusion = done.conclusion.kind.value
            ended.append(
                Ended(
                    scenario=scenario.id,
                    certainty=certainty,
                    conclusion=conclusion,
                    is_right=is_right(conclusion, made_up),
                    is_clean=_APPROVE in made_up.acceptable,
                )
            )
    return RiskReport(_lines(ended, levels))


def _lines(ended: Sequence[Ended], levels: Sequence[float]) -> tuple[RiskLine, ...]:
    scenarios = sorted({each.scenario for each in ended})
    groups = [(name, [each for each in ended if each.scenario == name]) for name in scenarios]
    if len(groups) != 1:
        groups.append((EVERY, list(ended)))
    return tuple(_line(name, level, group) for name, group in groups for level in levels)


def _line(scenario: str, certainty: float, group: Sequence[Ended]) -> RiskLine:
    mine = [each for each in group if each.certainty == certainty]
    alone = [each for each in mine if each.conclusion != _HAND_OVER]
    approved = [each for each in mine if each.conclusion == _APPROVE]
    return RiskLine(
        scenario=scenario,
        certainty=certainty,
        cases=len(mine),
        alone=len(alone),
        wrong=sum(not each.is_right for each in alone),
        clean=sum(each.is_clean for each in mine),
        clean_approved=sum(each.is_clean for each in approved),
        troubled_approved=sum(not each.is_clean for each in approved),
    )


def _within(score: float) -> float:
    return round(min(max(score, 0.0), 1.0), 4)
