"""What the recogniser takes for what: every character of GB 2312 in two fonts and three degrees of blur.

`python -m tools.reader_confusions` reads lines of six characters and writes tools/reader_confusions.tsv:
pairs that were confused at least twice and once with a score of at least 0.8, because a poor score is doubt
enough. An input of tools/look_alikes.py; run it again when the models change.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from ocr.engines import Engine, Picture, Recognised
from tools.glyphs import FONTS, SIZE_PX, gb2312_characters, simplified_face

TARGET = Path(__file__).parent / "reader_confusions.tsv"
MODELS = Path("var/models")
CHARACTERS_A_LINE = 6
LINES_AT_ONCE = 64
BLURS = ((1.6, 26), (2.4, 22), (3.2, 18))
"""Blur in pixels, then the height in pixels to which a character is brought: from fair to hardly legible."""
LEAST_TIMES = 2
LEAST_SCORE = 0.8
_PAPER, _INK, _GRAIN = 255, 30, 6.0
Pair = tuple[str, str]


def confusions(engine: Engine, random: Random) -> dict[Pair, tuple[int, float]]:
    """Read everything; return per pair how often it was confused and the best score of a wrong reading."""
    found: dict[Pair, tuple[int, float]] = {}
    for path in FONTS:
        face = simplified_face(path, SIZE_PX)
        for blur_px, height_px in BLURS:
            lines = _lines(random)
            for start in range(0, len(lines), LINES_AT_ONCE):
                part = lines[start : start + LINES_AT_ONCE]
                noise = np.random.default_rng(random.getrandbits(32))
                readings = engine.recognise([drawn(line, face, blur_px, height_px, noise) for line in part])
                for line, reading in zip(part, readings, strict=True):
                    for pair, score in _mistakes(line, reading):
                        times, best = found.get(pair, (0, 0.0))
                        found[pair] = times + 1, max(best, score)
            print(f"{path.stem} blur {blur_px}: {len(found)} pairs", file=sys.stderr, flush=True)
    return found


def _lines(random: Random) -> list[str]:
    every = list(gb2312_characters())
    random.shuffle(every)
    return ["".join(every[at : at + CHARACTERS_A_LINE]) for at in range(0, len(every), CHARACTERS_A_LINE)]


def drawn(
    line: str, face: ImageFont.FreeTypeFont, blur_px: float, height_px: int, noise: np.random.Generator
) -> Picture:
    """Return a line as a grained and blurred BGR picture whose characters are `height_px` high."""
    picture = Image.new("L", (SIZE_PX * len(line) + 30, SIZE_PX + 16), _PAPER)
    ImageDraw.Draw(picture).text((15, 8 + 0.88 * SIZE_PX), line, font=face, fill=_INK, anchor="ls")
    soft = cv2.GaussianBlur(np.asarray(picture), (0, 0), blur_px)
    scale = height_px / SIZE_PX
    small = cv2.resize(soft, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grained = np.clip(small + noise.normal(0, _GRAIN, small.shape), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grained, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _mistakes(line: str, reading: Recognised) -> Iterator[tuple[Pair, float]]:
    for step in Levenshtein.opcodes(line, reading.text):
        if step.tag != "replace":
            continue
        for offset in range(step.src_end - step.src_start):
            true, read = line[step.src_start + offset], reading.text[step.dest_start + offset]
            pair = (true, read) if true < read else (read, true)
            yield pair, reading.scores[step.dest_start + offset]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, keep what is worth keeping, write the table."""
    known = set(gb2312_characters())
    rows = [
        (one, other, times, f"{best:.2f}")
        for (one, other), (times, best) in sorted(confusions(Engine(MODELS, threads=1), Random(1)).items())
        if times >= LEAST_TIMES and best >= LEAST_SCORE and {one, other} <= known
    ]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(("one", "other", "times", "score"))
        writer.writerows(rows)
    print(f"{len(rows)} pairs in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
