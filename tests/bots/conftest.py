from collections.abc import Iterator

import pytest

from bots.systems.driver import LegacySystem
from simulator.province import Province
from tests.bots.world import plain_case, robot_on


@pytest.fixture(scope="module")
def shared_province(tmp_path_factory) -> Iterator[Province]:
    cases = [plain_case(order) for order in range(1, 31)]
    cases += [plain_case(order, area="pingtan") for order in range(101, 131)]
    with Province(cases, folder=tmp_path_factory.mktemp("province")) as running:
        yield running


@pytest.fixture(scope="module")
def robots(shared_province) -> Iterator[dict[str, LegacySystem]]:
    with robot_on(shared_province, "fuzhou") as fuzhou, robot_on(shared_province, "pingtan") as pingtan:
        yield {"fuzhou": fuzhou, "pingtan": pingtan}


@pytest.fixture
def province(shared_province) -> Iterator[Province]:
    """The module's province, with every trouble turned off again afterwards."""
    yield shared_province
    for area in shared_province.areas:
        shared_province.switches(area).turn_off()


@pytest.fixture
def untouched(province):
    """Give the next case of an area that no test has decided yet."""

    def give(area: str = "fuzhou"):
        system = province.systems[area]
        free = [case for case in system.cases.values() if system.decision(case.number) is None]
        used = untouched_used.setdefault(id(province), set())
        chosen = next(case for case in free if case.number not in used)
        used.add(chosen.number)
        return chosen

    return give


untouched_used: dict[int, set[str]] = {}
