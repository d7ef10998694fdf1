"""Characters that the fast recogniser says in place of those it can't read.

`python -m tools.stand_ins` draws every character of GB 2312, and some others of names and places, that only
the better recogniser knows between two common ones, in two fonts, sharp and blurred, and writes
ocr/stand_ins.tsv: what the fast one made of it with a score of at least 0.97, and of which characters. Run it
again when the models change.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np

from ocr.engines import Engine
from tools.glyphs import FONTS, SIZE_PX, gb2312_characters, simplified_face
from tools.reader_confusions import drawn

TARGET = Path(__file__).parents[1] / "ocr" / "stand_ins.tsv"
MODELS = Path("var/models")
BESIDES = (
    "垵漈墘塭磹崁埔峃硐礐岞洑垄坵埞堘垱坜堍塅嵛屿渼滘沄湜"
    "潆瑄玥珺琰祎祺喆堃翀犇淼骉赟晔晟昇昱旸暐炘焜烨熠燊璟璇钰铄锜镕頔飏骐龑"
)
"""Beyond GB 2312: characters of place names in the south-east, and of given names."""
BLURS = ((0.8, 40), (1.6, 26))
LINES_AT_ONCE = 64
LEAST_SCORE = 0.97
_NEIGHBOURS = "福建省市县区人民路号有限公司张李王陈林"


def stand_ins(engine: Engine, random: Random) -> dict[str, set[str]]:
    """Return per character read with certainty the ones that stood there."""
    every = dict.fromkeys((*gb2312_characters(), *BESIDES))
    lacking = [c for c in every if engine.knows(c) and not engine.may_skim(c)]
    found: dict[str, set[str]] = {}
    for path in FONTS:
        face = simplified_face(path, SIZE_PX)
        for blur_px, height_px in BLURS:
            for start in range(0, len(lacking), LINES_AT_ONCE):
                lines = [_between(c, random) for c in lacking[start : start + LINES_AT_ONCE]]
                noise = np.random.default_rng(random.getrandbits(32))
                read = engine.skim([drawn(line, face, blur_px, height_px, noise) for line in lines])
                for line, reading in zip(lines, read, strict=True):
                    for said in _instead(line, reading.text, reading.scores):
                        found.setdefault(said, set()).add(line[1])
    return found


def _between(character: str, random: Random) -> str:
    return random.choice(_NEIGHBOURS) + character + random.choice(_NEIGHBOURS)


def _instead(line: str, text: str, scores: Sequence[float]) -> Iterator[str]:
    if len(text) == len(line) and (text[0], text[2]) == (line[0], line[2]) and scores[1] >= LEAST_SCORE:
        yield text[1]


def main() -> int:
    """Read, write the table."""
    found = stand_ins(Engine(MODELS, threads=2), Random(1))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(("read", "stood_there"))
        writer.writerows((said, "".join(sorted(found[said]))) for said in sorted(found))
    print(f"{len(found)} characters in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
