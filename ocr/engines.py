"""The recognition engine: where lines stand, what they say, which way up a page is.

The only place that knows paddleocr and ONNX Runtime. Detection and orientation run through paddleocr; the
recogniser is run on its session directly, because paddleocr gives one score per line and identifiers are
compared character by character. Nothing here reaches for the network.
"""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ocr import models

Picture = NDArray[np.uint8]
Quad = NDArray[np.float32]

DETECTION_LIMIT_PX = 1280
LINE_HEIGHT_PX = 48
LEAST_WIDTH_PX = 96
MOST_WIDTH_PX = 3200
BATCH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """One line: its text, a score per character, and where each one's centre lies (0..1 of the width)."""

    text: str
    scores: tuple[float, ...]
    centres: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """Return the mean of the characters' scores, 0 for an empty line."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0


class Engine:
    """The three models in memory. Not safe for several threads: one engine per reader."""

    def __init__(self, models_dir: Path, *, threads: int = 2) -> None:
        """Check and load the models; raises ModelsMissing when they are not there."""
        models.check(models_dir)
        os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
        import onnxruntime
        from paddleocr import DocImgOrientationClassification, TextDetection

        shared: dict[str, Any] = {
            "device": "cpu",
            "engine": "onnxruntime",
            "engine_config": {"intra_op_num_threads": threads, "enable_cpu_mem_arena": False},
        }
        self._detection = TextDetection(
            model_name=models.DETECTION,
            model_dir=str(models_dir / models.DETECTION),
            limit_side_len=DETECTION_LIMIT_PX,
            limit_type="max",
            **shared,
        )
        self._orientation = DocImgOrientationClassification(
            model_name=models.ORIENTATION, model_dir=str(models_dir / models.ORIENTATION), **shared
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False
        folder = models_dir / models.RECOGNITION
        self._recognition = onnxruntime.InferenceSession(
            str(folder / "inference.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._recognition.get_inputs()[0].name
        self._alphabet = _alphabet(folder / "inference.yml")

    def knows(self, character: str) -> bool:
        """Tell whether the recogniser can read this character at all."""
        return character in self._alphabet

    def rotation(self, picture: Picture) -> tuple[int, float]:
        """Return by how many degrees the page must be turned clockwise to stand upright, and the score."""
        result = self._orientation.predict(picture, batch_size=1)[0]
        turned = int(result["label_names"][0])
        return (360 - turned) % 360, float(result["scores"][0])

    def detect(self, picture: Picture) -> list[Quad]:
        """Return the four corners of every line of text, clockwise from the top left."""
        result = self._detection.predict(picture, batch_size=1)[0]
        return [np.asarray(poly, dtype=np.float32).reshape(4, 2) for poly in result["dt_polys"]]

    def recognise(self, crops: Sequence[Picture]) -> list[Recognised]:
        """Read crops of single lines, in batches of similar width."""
        order = sorted(range(len(crops)), key=lambda i: crops[i].shape[1] / max(1, crops[i].shape[0]))
        found: list[Recognised | None] = [None] * len(crops)
        for start in range(0, len(order), BATCH):
            members = order[start : start + BATCH]
            for index, line in zip(members, self._read_batch([crops[i] for i in members]), strict=True):
                found[index] = line
        return [line for line in found if line is not None]

    def _read_batch(self, crops: Sequence[Picture]) -> list[Recognised]:
        scaled = [_scaled(crop) for crop in crops]
        width = max(LEAST_WIDTH_PX, *(line.shape[1] for line in scaled))
        batch = np.zeros((len(scaled), 3, LINE_HEIGHT_PX, width), dtype=np.float32)
        for row, line in enumerate(scaled):
            batch[row, :, :, : line.shape[1]] = line.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1.0
        (output,) = self._recognition.run(None, {self._input: batch})
        return [
            _decoded(output[row], self._alphabet, used=line.shape[1] / width)
            for row, line in enumerate(scaled)
        ]


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
    text: list[str] = []
    kept: list[float] = []
    centres: list[float] = []
    previous = 0
    for step, symbol in enumerate(best.tolist()):
        score = float(scores[step])
        if symbol and symbol != previous:
            text.append(alphabet[symbol])
            kept.append(score)
            centres.append(min(1.0, (step + 0.5) / len(best) / used))
        elif symbol and score > kept[-1]:
            kept[-1] = score
        previous = symbol
    return _without_outer_spaces(text, kept, centres)


def _without_outer_spaces(text: list[str], scores: list[float], centres: list[float]) -> Recognised:
    start, end = 0, len(text)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Recognised(
        text="".join(text[start:end]), scores=tuple(scores[start:end]), centres=tuple(centres[start:end])
    )
