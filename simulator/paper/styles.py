"""How each family of papers looks in each look, as data (`styles.yaml`).

Looks x and y are held out: only benchmarks draw them, and nothing is ever tuned on them.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from simulator.paper.marks import BLACK, Colour

FILE = Path(__file__).with_name("styles.yaml")


class PaperStyle(BaseModel):
    """How a family looks in a look; lengths in millimetres, sizes in points.

    `fits` shrinks what is on a page until it fits; else it runs on to a new page. `sides` says where the
    pages of a card or booklet go: each on a sheet of its own, beside each other, or below each other on A4.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    page: tuple[float, float] = (210.0, 297.0)
    margin: float = 22.0
    top: float = 30.0
    tint: Colour = (255, 255, 255)
    border: Literal["none", "single", "double"] = "none"
    border_colour: Colour = (150, 60, 60)
    size: float = 11.0
    title: float = 19.0
    title_font: str = "song-bold"
    title_colour: Colour = BLACK
    label_font: str = "song"
    label_colour: Colour = BLACK
    value_font: str = "song"
    ink: Colour = BLACK
    rows: Literal["boxed", "lined", "plain", "colon"] = "boxed"
    columns: int = 1
    is_spread: bool = False
    is_filled_in: bool = False
    shade: Colour | None = None
    dates: str = "short"
    has_angular_years: bool = False
    tick: Literal["box", "brackets", "square"] = "box"
    table: Literal["ruled", "open", "bare"] = "ruled"
    order: Literal["kept", "swapped"] = "kept"
    photo: Literal["left", "right"] = "right"
    seal_at: Literal["right", "left", "middle"] = "right"
    foot: str = "第{page}页 共{pages}页"
    step: float = 1.5
    fits: bool = False
    sides: Literal["apart", "beside", "stacked"] = "apart"


@cache
def _styles() -> Mapping[str, Mapping[str, PaperStyle]]:
    raw = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return {
        family: {
            look: PaperStyle.model_validate(shared.get("all", {}) | own)
            for look, own in shared.items()
            if look != "all"
        }
        for family, shared in raw.items()
    }


def style_of(family: str, look: str) -> PaperStyle:
    """Return the style of a family in a look."""
    return _styles()[family][look]
