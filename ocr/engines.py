"""The recognition engine: where lines stand, what they say, which way up a page is.

The only place that knows paddleocr and ONNX Runtime. Detection and orientation run through paddleocr; the
recognisers are run on their sessions directly, because paddleocr gives one score per line and identifiers are
compared character by character. There are two: `skim` reads with a small model, five times faster, which
lacks 1,315 of the 6,763 characters of GB 2312; `recognise` reads with one that has them. Nothing here reaches
for the network.
"""

import math
import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
import onnxruntime
import yaml  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ocr import models

Picture = NDArray[np.uint8]
Quad = NDArray[np.float32]

DETECTION_SIDE_PX = 960
LINE_HEIGHT_PX = 48
LEAST_WIDTH_PX = 96
MOST_WIDTH_PX = 3200
BATCH = 1
SKIMMED_BATCH = 8
MOST_PADDING = 0.08
"""Lines are read together only when so little of the batch is empty: the better recogniser gains nothing from
batches, the fast one a quarter."""
POSSIBLE = 0.004
"""A character that the model gives at least this share is an alternative."""
_MOST_ALTERNATIVES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """One line: its text, and per character a score and where its centre lies (0..1 of the width).

    `others` are, per character, what else it may be, best first.
    """

    text: str
    scores: tuple[float, ...]
    centres: tuple[float, ...]
    others: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """Return the mean of the characters' scores, 0 for an empty line."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0

    @property
    def least(self) -> float:
        """Return the score of the least sure character, 0 for an empty line."""
        return min(self.scores, default=0.0)


class Engine:
    """The models in memory, for several threads: paddleocr's part takes one page at a time."""

    def __init__(self, models_dir: Path, *, threads: int = 2) -> None:
        """Check and load the models; raises ModelsMissing when they are not there."""
        models.check(models_dir)
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
        from paddleocr import DocImgOrientationClassification, TextDetection

        shared: dict[str, Any] = {
            "device": "cpu",
            "engine": "onnxruntime",
            "engine_config": {"intra_op_num_threads": 1, "enable_cpu_mem_arena": False},
        }
        self._detection = TextDetection(
            model_name=models.DETECTION,
            model_dir=str(models_dir / models.DETECTION),
            limit_side_len=DETECTION_SIDE_PX,
            limit_type="max",
            **shared,
        )
        self._orientation = DocImgOrientationClassification(
            model_name=models.ORIENTATION,
            model_dir=str(models_dir / models.ORIENTATION),
            **shared,
        )
        self._one_page = Lock()
        self._workers = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="recognise")
        self._skimmer = Recogniser(models_dir / models.SKIMMING, self._workers, batch=SKIMMED_BATCH)
        self._recogniser = Recogniser(models_dir / models.RECOGNITION, self._workers, batch=BATCH)

    def try_out(self) -> None:
        """Let every model work once on nothing: the first time takes longer."""
        blank: Picture = np.full((LINE_HEIGHT_PX, LEAST_WIDTH_PX, 3), 255, np.uint8)
        self.rotation(blank)
        self.detect(blank)
        self.skim([blank])
        self.recognise([blank])

    def knows(self, character: str) -> bool:
        """Tell whether the better recogniser can read this character at all."""
        return self._recogniser.knows(character)

    def may_skim(self, character: str) -> bool:
        """Tell whether the fast recogniser can read this character at all."""
        return self._skimmer.knows(character)

    def rotation(self, picture: Picture) -> tuple[int, float]:
        """Return by how many degrees the page must be turned clockwise to stand upright, and the score."""
        with self._one_page:
            result = self._orientation.predict(picture, batch_size=1)[0]
        turned = int(result["label_names"][0])
        return (360 - turned) % 360, float(result["scores"][0])

    def detect(self, picture: Picture) -> list[Quad]:
        """Return the four corners of every line of text, clockwise from the top left."""
        with self._one_page:
            result = self._detection.predict(picture, batch_size=1)[0]
        return [np.asarray(poly, dtype=np.float32).reshape(4, 2) for poly in result["dt_polys"]]

    def skim(self, crops: Sequence[Picture]) -> list[Recognised]:
        """Read crops of single lines fast: rare characters come out as others that look alike."""
        return self._skimmer.read(crops)

    def recognise(self, crops: Sequence[Picture]) -> list[Recognised]:
        """Read crops of single lines as well as can be."""
        return self._recogniser.read(crops)


class Recogniser:
    """One recognition model with its alphabet. Crops are BGR or grey, of any size."""

    def __init__(self, folder: Path, workers: Executor, *, batch: int) -> None:
        """Load the model of a folder. Each batch is one worker's: threads within a batch gain little."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._workers = workers
        self._session = onnxruntime.InferenceSession(
            str(folder / "inference.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        self._alphabet = _alphabet(folder / "inference.yml")
        self._known = frozenset(self._alphabet)
        self._batch = batch

    def knows(self, character: str) -> bool:
        """Tell whether a character is in the alphabet."""
        return character in self._known

    def read(self, crops: Sequence[Picture]) -> list[Recognised]:
        """Read crops in batches of similar width."""
        lines = [_scaled(crop) for crop in crops]
        batches = _batches([line.shape[1] for line in lines], self._batch)
        read = self._workers.map(self._read_batch, ([lines[at] for at in batch] for batch in batches))
        found: dict[int, Recognised] = {}
        for batch, some in zip(batches, read, strict=True):
            found.update(zip(batch, some, strict=True))
        return [found[at] for at in range(len(crops))]

    def _read_batch(self, scaled: Sequence[Picture]) -> list[Recognised]:
        width = max(LEAST_WIDTH_PX, *(line.shape[1] for line in scaled))
        batch = np.zeros((len(scaled), 3, LINE_HEIGHT_PX, width), dtype=np.float32)
        for row, line in enumerate(scaled):
            planes = line.transpose(2, 0, 1) if line.ndim == 3 else line[None]
            np.divide(planes, np.float32(127.5), out=batch[row, :, :, : line.shape[1]])
            batch[row, :, :, : line.shape[1]] -= 1.0
        (output,) = self._session.run(None, {self._input: batch})
        return [
            _decoded(output[row], self._alphabet, used=line.shape[1] / width)
            for row, line in enumerate(scaled)
        ]


def _batches(widths: Sequence[int], most: int) -> list[list[int]]:
    """Group lines by width, the widest first, so that little of each batch is empty."""
    wide = [max(LEAST_WIDTH_PX, width) for width in widths]
    found: list[list[int]] = []
    for at in sorted(range(len(wide)), key=lambda at: -wide[at]):
        is_alike = bool(found) and wide[at] >= (1 - MOST_PADDING) * wide[found[-1][0]]
        if is_alike and len(found[-1]) < most:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def _alphabet(configuration: Path) -> tuple[str, ...]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    settings = yaml.load(configuration.read_text(encoding="utf-8"), Loader=loader)
    characters = [str(character) for character in settings["PostProcess"]["character_dict"]]
    return ("", *characters, " ")


def _scaled(crop: Picture) -> Picture:
    height, width = crop.shape[:2]
    wanted = min(MOST_WIDTH_PX, max(1, math.ceil(LINE_HEIGHT_PX * width / max(1, height))))
    return np.asarray(cv2.resize(crop, (wanted, LINE_HEIGHT_PX)), dtype=np.uint8)


def _decoded(output: NDArray[np.float32], alphabet: Sequence[str], *, used: float) -> Recognised:
    """Decode one line greedily (CTC): repeated symbols fold, blanks vanish."""
    best = output.argmax(axis=1)
    scores = output[np.arange(len(best)), best]
    kept: list[tuple[int, float, int]] = []
    previous = 0
    for step, (symbol, score) in enumerate(zip(best.tolist(), scores.tolist(), strict=True)):
        if symbol and symbol != previous:
            kept.append((symbol, score, step))
        elif symbol and score > kept[-1][1]:
            kept[-1] = (symbol, score, kept[-1][2])
        previous = symbol
    kept = _without_outer_spaces(kept, alphabet)
    return Recognised(
        text="".join(alphabet[symbol] for symbol, _, _ in kept),
        scores=tuple(score for _, score, _ in kept),
        centres=tuple(min(1.0, (step + 0.5) / len(best) / used) for _, _, step in kept),
        others=tuple(_others(output[step], symbol, alphabet) for symbol, _, step in kept),
    )


def _others(shares: NDArray[np.float32], symbol: int, alphabet: Sequence[str]) -> str:
    """Return the other characters that the model thought possible at a step."""
    possible = [int(each) for each in np.nonzero(shares > POSSIBLE)[0] if each not in {0, symbol}]
    possible.sort(key=lambda each: -float(shares[each]))
    return "".join(alphabet[each] for each in possible[:_MOST_ALTERNATIVES] if not alphabet[each].isspace())


def _without_outer_spaces(
    kept: list[tuple[int, float, int]], alphabet: Sequence[str]
) -> list[tuple[int, float, int]]:
    start, end = 0, len(kept)
    while start < end and alphabet[kept[start][0]].isspace():
        start += 1
    while end > start and alphabet[kept[end - 1][0]].isspace():
        end -= 1
    return kept[start:end]
