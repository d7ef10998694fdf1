"""The book of scenarios: which one handles an item in an area on a day."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

from review_points.certificate import Certificate
from scenarios.build import build
from scenarios.files import ROOT, Library, Read, read_certificates, read_library
from scenarios.plan import Scenario, TimeLimits
from scenarios.problem import Problem, ScenarioError
from scenarios.schema import CertificateFile, ItemFile, OverlayFile

Versions = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioBook:
    """Every scenario of a checkout, built once for all days on which the same versions are in force."""

    library: Library
    _built: dict[tuple[str, str, Versions], Scenario] = field(default_factory=dict)
    _on_day: dict[tuple[str, str, date], Scenario] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path = ROOT) -> "ScenarioBook":
        """Read all files below a root; raises ScenarioError when one of them can't be read."""
        library = read_library(root)
        if library.problems:
            raise ScenarioError(library.problems)
        return cls(library)

    def with_certificates(self, folder: Path) -> "ScenarioBook":
        """Return the same book with the certificates of another folder as well.

        Raises:
            ScenarioError: one of them can't be read.
        """
        found, problems = read_certificates(folder)
        if problems:
            raise ScenarioError(problems)
        return replace(self, library=replace(self.library, certificates=(*self.library.certificates, *found)))

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all scenarios, as `<area>/<item>`."""
        return tuple(sorted(f"{area}/{item}" for area, item in self.library.overlays))

    def scenario(self, scenario_id: str, on: date, *, simulated: bool = False) -> Scenario | None:
        """Return the scenario in force on the day a case was received, with its certificate.

        Args:
            scenario_id: `<area>/<item>`.
            on: the day the case was received.
            simulated: whether the legacy system is a simulated one: only there do certificates count that
                were earned against the simulator.

        Raises:
            ScenarioError: the scenario's files are wrong.
        """
        area, _, item = scenario_id.partition("/")
        overlay, base = self.library.overlays.get((area, item)), self.library.items.get(item)
        if overlay is None or base is None or not base.model.in_force.holds(on):
            return None
        key = (area, item, on)
        if key not in self._on_day:
            self._on_day[key] = self._built_for(base, overlay, on)
        return self._certified(self._on_day[key], simulated)

    def find(self, *, item_name: str, system: str, on: date, simulated: bool = False) -> Scenario | None:
        """Return the scenario for a case as a legacy system lists it: by the item's name there."""
        for base, overlay in self._files_of(item_name, system):
            return self.scenario(f"{overlay.area}/{base.item}", on, simulated=simulated)
        return None

    def time_limits(self, *, item_name: str, system: str) -> TimeLimits:
        """Return the limits for an item as a legacy system lists it, without building its scenario."""
        for base, overlay in self._files_of(item_name, system):
            return TimeLimits(promised_workdays=overlay.promise_days, statutory_workdays=base.statutory_days)
        return TimeLimits()

    def all(self, on: date) -> Iterator[Scenario]:
        """Return every scenario in force on a day."""
        for scenario_id in self.ids():
            if (found := self.scenario(scenario_id, on)) is not None:
                yield found

    def _built_for(self, base: Read[ItemFile], overlay: Read[OverlayFile], on: date) -> Scenario:
        key = (overlay.model.area, base.model.item, versions_in_force(self.library, base, overlay, on))
        if key not in self._built:
            scenario, problems = build(self.library, base, overlay, on)
            if problems:
                raise ScenarioError(problems)
            self._built[key] = scenario
        return self._built[key]

    def _files_of(self, item_name: str, system: str) -> Iterator[tuple[ItemFile, OverlayFile]]:
        for scenario_id in self.ids():
            area, _, item = scenario_id.partition("/")
            overlay, base = self.library.overlays[(area, item)].model, self.library.items.get(item)
            if base is None or overlay.system != system:
                continue
            if item_name in (base.model.name, *base.model.names, *overlay.names):
                yield base.model, overlay

    def _certified(self, scenario: Scenario, simulated: bool) -> Scenario:
        """Give the scenario the best of its certificates: for its rules, beside clerks, the newest."""
        named = [
            read.model
            for read in self.library.certificates
            if scenario.versioned_id in read.model.scenarios and scenario.system in read.model.systems
        ]
        count = [each for each in named if simulated or each.compared_with == "clerks"]
        if not count:
            return scenario

        def worth(file: CertificateFile) -> tuple[bool, bool, date]:
            is_current = file.scenarios[scenario.versioned_id] == scenario.rules_sha256
            return is_current, file.compared_with == "clerks", file.issued_on

        best = max(count, key=worth)
        return replace(scenario, certificate=_certificate(best, scenario.versioned_id))


def versions_in_force(
    library: Library, item: Read[ItemFile], overlay: Read[OverlayFile], on: date
) -> Versions:
    """Name the versions of points, with their basis, that hold on a day: all that building takes from it."""
    uses = (*item.model.points, *overlay.model.points)
    in_force = [
        each for use in uses for each in library.points.get(use.use, ()) if each.model.in_force.holds(on)
    ]
    return tuple(
        ":".join([each.shown, *(str(basis.in_force.holds(on)) for basis in each.model.basis)])
        for each in in_force
    )


@cache
def shipped_book() -> ScenarioBook:
    """Return the book of this checkout, read once."""
    return ScenarioBook.load()


def scenario_problems(library: Library, on: date) -> tuple[Problem, ...]:
    """Return every problem of building every scenario on a day."""
    problems: list[Problem] = []
    for (_, item), overlay in sorted(library.overlays.items()):
        base = library.items.get(item)
        if base is None:
            line, column = overlay.loaded.place(("item",))
            problems.append(
                Problem(code="L100", file=overlay.shown, line=line, column=column, text=f"没有事项 {item}")
            )
        else:
            problems.extend(build(library, base, overlay, on)[1])
    return tuple(dict.fromkeys(problems))


def _certificate(file: CertificateFile, versioned_id: str) -> Certificate:
    return Certificate(
        scenario=versioned_id,
        rules_sha256=file.scenarios[versioned_id],
        reader_version=file.reader_version,
        compared=file.compared,
        errors=file.errors,
        confidence=file.confidence,
        budget=file.budget,
        issued_on=file.issued_on,
        expires_on=file.expires_on,
    )
