from collections.abc import Iterator

import pytest
from old_system_clerk import Clerk, plain_case

from simulator.province import Province


@pytest.fixture
def province(tmp_path) -> Iterator[Province]:
    cases = [plain_case(order) for order in range(1, 24)]
    cases += [plain_case(order, area="pingtan") for order in range(101, 106)]
    with Province(cases, folder=tmp_path) as running:
        yield running


@pytest.fixture
def clerk(province) -> Iterator[Clerk]:
    someone = Clerk(province)
    someone.log_in()
    yield someone
    someone.http.close()
