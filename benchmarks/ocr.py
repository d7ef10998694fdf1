"""Reading speed beside plain paddleocr, with the very same models, interleaved in one run.

`python -m benchmarks.ocr [--rounds N] [--models DIR] [--json]`. Ours is everything Reader.read does with a
file (intake in a child process, orientation, seals, second readings, codes, quality, kind, elements); the
peer only finds and reads lines. The ratio `page:paddleocr` is the peer's seconds divided by ours: above 1,
ours is faster.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ocr import models
from ocr.reader import Reader
from simulator.paper import draw, sample

PAGES = (
    ("nurse_certificate", "a", "scan"),
    ("elder_application", "a", "scan"),
    ("business_license", "b", "scan"),
    ("id_card", "a", "scan"),
    ("food_license", "a", "photo"),
    ("driver_application", "c", "photo"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and end with one JSON object when asked for."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        files = _drawn(Path(folder))
        seconds = _measured(files, options.models, options.rounds)
    ours, plain = sum(seconds["ours"]), sum(seconds["paddleocr"])
    pages = len(files)
    result: dict[str, Any] = {
        "what": f"seconds per page, median of {options.rounds} interleaved rounds over {pages} drawn pages",
        "ours": {"page_s": round(ours / pages, 3)},
        "peers": {"paddleocr": {"page_s": round(plain / pages, 3), "models": list(models.NEEDED[:2])}},
        "ratios": {"page:paddleocr": round(plain / ours, 2)},
    }
    if not options.json:
        for file, own, peer in zip(files, seconds["ours"], seconds["paddleocr"], strict=True):
            print(f"{file.name:40} ours {own:6.2f} s   paddleocr {peer:6.2f} s")
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr", description="Reading speed.")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    parser.add_argument("--rounds", type=int, default=3)
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    return parser


def _drawn(folder: Path) -> list[Path]:
    """Draw the pages that both read."""
    files = []
    for number, (kind, look, capture) in enumerate(PAGES):
        drawn = draw(kind, sample(kind, 7), look=look, capture=capture, seed=7)
        path = folder / f"{number}-{kind}{Path(drawn.name).suffix}"
        path.write_bytes(drawn.data)
        files.append(path)
    return files


def _measured(files: Sequence[Path], models_dir: Path, rounds: int) -> dict[str, list[float]]:
    """Return each one's median seconds per file; the two take turns, file by file."""
    plain = plain_paddleocr(models_dir)
    times: dict[str, list[list[float]]] = {"ours": [], "paddleocr": []}
    with Reader(models_dir) as reader:
        readers: dict[str, Callable[[Path], object]] = {
            "ours": lambda path: reader.read(path.read_bytes(), path.name),
            "paddleocr": lambda path: list(plain.predict(str(path))),
        }
        for read in readers.values():
            read(files[0])
        for file in files:
            per_file: dict[str, list[float]] = {name: [] for name in readers}
            for _ in range(rounds):
                for name, read in readers.items():
                    started = time.perf_counter()
                    read(file)
                    per_file[name].append(time.perf_counter() - started)
            for name, taken in per_file.items():
                times[name].append(taken)
    return {name: [statistics.median(taken) for taken in lists] for name, lists in times.items()}


def plain_paddleocr(models_dir: Path) -> Any:
    """Return paddleocr as it comes, with the same detection and recognition models on the same engine."""
    models.check(models_dir)
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    from paddleocr import PaddleOCR

    return PaddleOCR(
        text_detection_model_name=models.DETECTION,
        text_detection_model_dir=str(models_dir / models.DETECTION),
        text_recognition_model_name=models.RECOGNITION,
        text_recognition_model_dir=str(models_dir / models.RECOGNITION),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        device="cpu",
        engine="onnxruntime",
        engine_config={"intra_op_num_threads": 2},
    )


if __name__ == "__main__":
    sys.exit(main())
