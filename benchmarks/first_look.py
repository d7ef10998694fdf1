"""How often the fast recogniser is wrong where it is sure, and nobody looks a second time.

`python -m benchmarks.first_look [--lines N] [--json]` draws lines in two fonts and four degrees of blur and
reads each with the fast recogniser and with the better one. `sure` lines are those in which every character
is heard well (second_look.py) after ocr/wariness.py; `wrong` are those among them that are not what was
drawn, `better_wrong` those of the same lines that the better recogniser misreads. Days and words are left
alone where they are sure; random characters, harder than any text, tell how the rule holds.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np

from ocr.engines import Engine, Picture, Recognised
from ocr.second_look import is_heard_well
from ocr.values import plain_text
from ocr.wariness import wary
from simulator.paper import sample
from tools.glyphs import FONTS, SIZE_PX, gb2312_characters, simplified_face
from tools.reader_confusions import drawn

BLURS = ((0.8, 40), (1.6, 26), (2.4, 22), (3.2, 18))
"""Blur in pixels, then the height in pixels to which a character is brought."""
LINES_AT_ONCE = 32
_MARGIN = 0.2
"""So much of a line's height stays blank at both ends, as around lines that are found on pages."""


def day_written_out(random: Random) -> str:
    """Return a day such as 2026年1月11日, with many ones and elevens."""
    month, day = random.choice((1, 2, 10, 11, 12)), random.choice((1, 11, 21, random.randint(1, 28)))
    return f"{random.randint(1940, 2035)}年{month}月{day}日"


def day_in_figures(random: Random) -> str:
    """Return a day such as 2026-01-11."""
    mark = random.choice("-.")
    return f"{random.randint(1940, 2035)}{mark}{random.randint(1, 12):02}{mark}{random.randint(1, 28):02}"


def words(random: Random) -> str:
    """Return an address, or the name of an organisation, of a fictitious case."""
    kind = random.choice(("business_license", "id_card", "food_license"))
    values = [value for value in sample(kind, random.randrange(100_000)).values() if isinstance(value, str)]
    texts = [value for value in values if 6 <= len(value) <= 24 and value[0] >= "\u4e00"]
    return random.choice(texts or ["福建省"])


def random_characters(random: Random) -> str:
    """Return characters of GB 2312, level 1, that make no sense."""
    return "".join(random.choices(gb2312_characters()[:3755], k=random.randint(4, 14)))


MAKERS: Mapping[str, Callable[[Random], str]] = {
    "days_written_out": day_written_out,
    "days_in_figures": day_in_figures,
    "words": words,
    "random_characters": random_characters,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, read, print; ends with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_look", description="Sure and wrong.")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    parser.add_argument("--lines", type=int, default=4000, help="lines of each sort")
    options = parser.parse_args(arguments)
    engine = Engine(Path("var/models"), threads=2)
    result = {name: _counted(engine, make, options.lines) for name, make in MAKERS.items()}
    if not options.json:
        for name, counted in result.items():
            print(f"{name:20}" + "".join(f"{key} {value:>6}   " for key, value in counted.items()))
    print(json.dumps(result))
    return 0


def _counted(engine: Engine, make: Callable[[Random], str], lines: int) -> dict[str, int]:
    random, found = Random(1), Counter[str]()
    for path in FONTS:
        face = simplified_face(path, SIZE_PX)
        for blur_px, height_px in BLURS:
            for _ in range(max(1, lines // len(FONTS) // len(BLURS) // LINES_AT_ONCE)):
                noise = np.random.default_rng(random.getrandbits(32))
                texts = [make(random) for _ in range(LINES_AT_ONCE)]
                found += _read(
                    engine, texts, [_tight(drawn(t, face, blur_px, height_px, noise)) for t in texts]
                )
    return {key: found[key] for key in ("lines", "sure", "wrong", "better_wrong")}


def _read(engine: Engine, texts: Sequence[str], pictures: Sequence[Picture]) -> Counter[str]:
    found = Counter(lines=len(texts))
    for text, picture, first in zip(texts, pictures, engine.skim(pictures), strict=True):
        if not _is_sure(wary(first, picture.shape[1] / picture.shape[0])):
            continue
        better = engine.recognise([picture])[0]
        found["sure"] += 1
        found["wrong"] += plain_text(first.text) != plain_text(text)
        found["better_wrong"] += plain_text(better.text) != plain_text(text)
    return found


def _is_sure(line: Recognised) -> bool:
    pairs = zip(line.text, line.scores, strict=True)
    return bool(line.text) and all(is_heard_well(character, score) for character, score in pairs)


def _tight(picture: Picture) -> Picture:
    """Cut a line out of its picture as lines are cut out of pages."""
    ink = np.nonzero(picture.min(axis=2).min(axis=0) < 0.75 * float(picture.max()))[0]
    margin = round(_MARGIN * picture.shape[0])
    return np.ascontiguousarray(picture[:, max(0, ink[0] - margin) : ink[-1] + margin])


if __name__ == "__main__":
    sys.exit(main())
