"""What a file says of the program that made it: only a sign, for anybody may write anything there."""

from collections.abc import Mapping

RETOUCHING = (
    *("photoshop", "gimp", "paint.net", "paintshop", "pixelmator", "affinity photo", "photopea"),
    *("snapseed", "picsart", "meitu", "美图", "醒图"),
)
"""Parts of the names of programs made for changing what a picture shows, in small letters. Scanning apps,
office programs, cameras and printers are not among them: they make honest files."""


def names_editor(metadata: Mapping[str, str]) -> bool:
    """Tell whether a file says that a program for retouching pictures made it."""
    makers = " ".join(metadata.get(key, "") for key in ("software", "producer")).lower()
    return any(name in makers for name in RETOUCHING)
