"""How the old system of one area looks and speaks: labels, columns, texts and habits, from a YAML file."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

AREAS = Path(__file__).with_name("areas")


class Account(BaseModel):
    """One clerk who may log in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    user: str
    password: str
    name: str


class AreaLook(BaseModel):
    """One area's system; `states`, `buttons` and `labels` are keyed by what they mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    area: str
    name: str
    code: str
    title: str
    accounts: tuple[Account, ...]
    columns: tuple[Literal["number", "item", "applicant", "received_on", "state", "action"], ...]
    labels: dict[str, str]
    states: dict[str, str]
    buttons: dict[str, str]
    texts: dict[str, str]
    label_suffix: str
    pairs_in_row: int
    inputs_every: int
    says_charset: bool
    expired: Literal["redirect", "inline"]
    after_decision: Literal["reload", "close"]
    file_names: Literal["gbk", "percent"]
    colleague: str
    sessions_s: float = 1200.0


@cache
def load_look(area: str) -> AreaLook:
    """Read one area's file, once; raises KeyError with the areas there are when it has none."""
    path = AREAS / f"{area}.yaml"
    if not path.is_file():
        raise KeyError(f"no simulated area {area!r}; there are: {', '.join(area_names())}")
    return AreaLook.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def area_names() -> tuple[str, ...]:
    """Return the areas that have a simulated system."""
    return tuple(sorted(path.stem for path in AREAS.glob("*.yaml")))
