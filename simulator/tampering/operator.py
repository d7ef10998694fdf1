"""An operator: one way in which a good case becomes a bad one, or looks bad, with what must follow."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from simulator.tampering.scene import Planted, Scene

Plant = Callable[[Scene], Planted]
_known: dict[str, "Operator"] = {}
OPERATORS: Mapping[str, "Operator"] = MappingProxyType(_known)
"""Every operator by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One named operator; `plant` changes the scene, or raises NothingToTamperError and leaves it alone."""

    name: str
    title: str
    does: str
    plant: Plant


def operator(title: str) -> Callable[[Plant], Plant]:
    """Enter a function among the operators, under its own name; its docstring says what it does."""

    def enter(plant: Plant) -> Plant:
        name = plant.__name__
        if name in _known:
            raise ValueError(f"there is an operator {name} already")
        _known[name] = Operator(name=name, title=title, does=inspect.getdoc(plant) or "", plant=plant)
        return plant

    return enter
