"""The book of scenarios as cases use it: exactly one scenario for a case, or a reason why there is none."""

from dataclasses import dataclass
from datetime import date

from cases.errors import ScenarioMissing
from scenarios.load import ScenarioBook
from scenarios.plan import Scenario, TimeLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenariosOf:
    """The scenarios of one legacy system; certificates earned against the simulator count only there."""

    book: ScenarioBook
    simulated: bool = False

    def for_case(self, *, system: str, item_name: str, on: date) -> Scenario:
        """Return the scenario in force that day for an item as the system lists it."""
        found = self.book.find(item_name=item_name, system=system, on=on, simulated=self.simulated)
        if found is None:
            raise ScenarioMissing(f"系统 {system}，事项 {item_name}，收件日 {on}")
        return found

    def time_limits(self, *, system: str, item_name: str) -> TimeLimits:
        """Return the working days an item gives for its decision; none where there is no scenario."""
        return self.book.time_limits(item_name=item_name, system=system)

    def by_id(self, scenario: str, *, on: date) -> Scenario:
        """Return the scenario of that id in force that day."""
        found = self.book.scenario(scenario, on, simulated=self.simulated)
        if found is None:
            known = "、".join(self.book.ids()) or "（无）"
            raise ScenarioMissing(f"{scenario}，收件日 {on}；现有场景：{known}")
        return found
