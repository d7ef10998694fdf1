"""Division codes (GB/T 2260): those of Fujian by name, former ones too; of other provinces two digits.

Former codes stay in identity numbers for life, so they are as good as those of today there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from review_points.checksums import PROVINCES
from review_points.compare_addresses import Level, divisions_of

FUJIAN = "35"
_PROVINCE_NAME = "福建省"
_NAMED_OTHERWISE = MappingProxyType({"平潭综合实验区": "350128"})
_CODE_LENGTH = 6
_OUTSIDE_THE_LISTS = frozenset({"810000", "820000", "830000"})
"""港澳台居民居住证 begin with these; they are divisions, though no county."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division of Fujian; `last_year` is '' while it exists, `successor` the code that took its place."""

    code: str
    name: str
    first_year: str = ""
    last_year: str = ""
    successor: str = ""

    @property
    def is_former(self) -> bool:
        """Tell whether the code is no longer given."""
        return bool(self.last_year)


def _load() -> Mapping[str, Division]:
    text = files("review_points").joinpath("divisions.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return MappingProxyType({row[0]: Division(*row) for row in rows})


DIVISIONS = _load()
_BY_NAME = MappingProxyType(
    {each.name: each.code for each in DIVISIONS.values() if not each.is_former} | _NAMED_OTHERWISE
)


def is_known(code: str) -> bool | None:
    """Tell whether six digits are a division, today or formerly; None where no list says so.

    A province that does not exist is False. Of other provinces only the first two digits are looked at; a
    code of Fujian that the lists lack may be a development zone's, so that nobody knows.
    """
    if len(code) != _CODE_LENGTH or not code.isdigit() or code[:2] not in PROVINCES:
        return False
    if code in DIVISIONS or code in _OUTSIDE_THE_LISTS or not code.startswith(FUJIAN):
        return True
    return None


def code_of_address(address: str) -> str | None:
    """Return the code of the county that an address names; None when it names none of Fujian, or another's.

    Names of counties are unique within Fujian; a city or province that is named too must be the right one.
    """
    named = dict(divisions_of(address))
    code = _BY_NAME.get(named.get(Level.COUNTY, ""))
    if code is None or named.get(Level.PROVINCE, _PROVINCE_NAME) != _PROVINCE_NAME:
        return None
    city = DIVISIONS[f"{code[:4]}00"].name
    return code if named.get(Level.CITY, city) == city else None
