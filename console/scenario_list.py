"""The scenarios as the administrator's page lists them."""

from dataclasses import dataclass
from datetime import date

from cases.ladder import is_scenario_frozen, on_its_rung
from cases.ports import CaseStore
from console.words import say
from review_points.certificate import Certificate
from scenarios.load import ScenarioBook
from scenarios.plan import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioLine:
    """One scenario: which version, how far the robot may go, and on what certificate."""

    id: str
    name: str
    area: str
    system: str
    version: str
    autonomy: str
    certificate: str
    points: int


def scenario_lines(book: ScenarioBook, store: CaseStore, today: date) -> tuple[ScenarioLine, ...]:
    """List every scenario that is in force today, a frozen one as far as it may go."""
    return tuple(
        line_of(on_its_rung(each, is_frozen=is_scenario_frozen(store, each.id)), today)
        for each in book.all(today)
    )


def line_of(scenario: Scenario, today: date) -> ScenarioLine:
    """Put one scenario into words."""
    return ScenarioLine(
        id=scenario.id,
        name=scenario.item_name,
        area=say("areas", scenario.area),
        system=scenario.system,
        version=scenario.version,
        autonomy=say("autonomy", scenario.policy.autonomy),
        certificate=certificate_words(scenario.certificate, today),
        points=len(scenario.points),
    )


def certificate_words(certificate: Certificate | None, today: date) -> str:
    """Say until when a certificate holds and what it rests on."""
    if certificate is None:
        return "无"
    rests_on = f"比对 {certificate.compared} 件，不符 {certificate.errors} 件"
    ends = "已于" if certificate.expires_on < today else "至"
    return f"{ends} {certificate.expires_on}{'失效' if ends == '已于' else ''}（{rests_on}）"
