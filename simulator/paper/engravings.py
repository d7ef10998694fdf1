"""How seals are engraved: letters, rims and stars differ from one engraver to the next.

Those in HELD_OUT are drawn by benchmarks only; nothing is tuned on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Engraving:
    """Lengths as shares of the seal's width.

    `font` is a role of fonts.py; `wide` and `tall` stretch each letter, `reach` is how far from the centre
    the letters' middles lie, `letters` how large they are at most. `rim` and `star` are the rim's width and
    the star's radius; `has_inner_rim` adds a thin circle within the rim, `has_number` thirteen small digits
    along the lower rim, as registered seals have.
    """

    font: str = "song-bold"
    wide: float = 0.86
    tall: float = 1.12
    reach: float = 0.385
    letters: float = 0.135
    rim: float = 0.027
    star: float = 0.145
    has_inner_rim: bool = False
    has_number: bool = False


USUAL = Engraving()
OTHERS: Mapping[str, Engraving] = {
    "plain": Engraving(font="song", rim=0.022, has_number=True),
    "bold": Engraving(font="hei-bold", wide=0.78, rim=0.03, star=0.16),
    "ringed": Engraving(font="song-bold", reach=0.37, letters=0.125, has_inner_rim=True),
}
HELD_OUT: Mapping[str, Engraving] = {
    "thin": Engraving(font="hei", wide=0.74, tall=1.18, reach=0.395, rim=0.018, star=0.13),
    "small": Engraving(font="song", wide=0.9, tall=1.05, reach=0.375, letters=0.115, has_number=True),
    "heavy": Engraving(font="song-bold", wide=0.8, reach=0.39, rim=0.036, star=0.17, has_number=True),
}
