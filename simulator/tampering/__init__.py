"""Tamper operators: they turn a good case of any scenario into a bad one, and say what must follow.

They find what to change by the types of the plan's facts and by what the scenario's points demand of them
(`relations.py`), so a new scenario has them without any work. Flaws of one item stand in `simulator/items`.
"""

from simulator.tampering import dates, files, form, names, numbers, papers, readings, registers, seals
from simulator.tampering.operator import OPERATORS, Operator
from simulator.tampering.relations import Relations, relations_of
from simulator.tampering.scene import HandedFile, NothingToTamperError, Planted, Scene

__all__ = [
    "FAMILIES",
    "OPERATORS",
    "HandedFile",
    "NothingToTamperError",
    "Operator",
    "Planted",
    "Relations",
    "Scene",
    "relations_of",
]

FAMILIES = (numbers, names, dates, form, papers, seals, readings, files, registers)
"""The modules the operators stand in."""
