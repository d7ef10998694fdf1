"""The applicants' paper: forms, certificates and cards of people who don't exist, with seals and faults.

Some kinds are drawn by Python, the others from `kinds/*.yaml` (`python -m simulator.paper` lists them).
`draw` makes one file with its truth. `python -m simulator.paper OUT` writes samples of everything.
Every page carries the watermark 样例 无效.
"""

from simulator.paper.catalogue import CAPTURES, DEFECTS, HARMLESS, HELD_OUT_LOOKS, KINDS, LOOKS
from simulator.paper.choices import captures_of, defects_of
from simulator.paper.defects import DoesNotFitError
from simulator.paper.drawing import DrawnFile, draw
from simulator.paper.samples import ELEMENTS, sample

__all__ = [
    "CAPTURES",
    "DEFECTS",
    "ELEMENTS",
    "HARMLESS",
    "HELD_OUT_LOOKS",
    "KINDS",
    "LOOKS",
    "DoesNotFitError",
    "DrawnFile",
    "captures_of",
    "defects_of",
    "draw",
    "sample",
]
