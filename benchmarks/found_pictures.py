"""Character errors of ours and the peers on pages that nobody of this project drew.

`python -m benchmarks.found_pictures [--peers a,b] [--folder DIR] [--models DIR] [--json]`. The pages stand
in found_pictures.yaml: other authors' books in other fonts and layouts, from a Debian package that is fetched
by `apt-get download` and checked by its hash. They are rendered at 150 dpi and read plain, as a scan, or as a
photograph of a sheet on a desk. What stands there is each page's text layer; errors are counted as
text_errors.py says. Figures and formulas hold text that the layer lacks: it is surplus, and no error.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pypdfium2
from PIL import Image
from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from benchmarks.drawn_files import DrawnPage
from benchmarks.reading_race import PEERS, Times, race, racers
from benchmarks.text_errors import NO_ERRORS, TextErrors, text_errors
from simulator.paper.capture import jpeg, photo, scan

DPI = 150
JPEG_QUALITY = 80
SOURCE = Path(__file__).with_suffix(".yaml")


class Strict(BaseModel):
    """Shared settings of the models in the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FoundPage(Strict):
    """One page of one PDF in the package, and how it is captured."""

    file: str
    page: int
    capture: Literal["plain", "scan", "photo"]


class Source(Strict):
    """The package that has the pages."""

    package: str
    version: str
    sha256: str
    folder: str
    pages: tuple[FoundPage, ...]


def load_source() -> Source:
    """Read found_pictures.yaml."""
    return Source.model_validate(YAML(typ="safe", pure=True).load(SOURCE.read_text(encoding="utf-8")))


def fetched(source: Source, folder: Path) -> Path:
    """Return the folder with the package's files, fetched once; raises RuntimeError naming the remedy."""
    unpacked = folder / f"{source.package}-{source.version}"
    if not unpacked.exists():
        if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
            raise RuntimeError("the pages come from a Debian package: run this on Debian, or leave it out")
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            command = ["apt-get", "download", f"{source.package}={source.version}"]
            if subprocess.run(command, cwd=scratch, capture_output=True, check=False).returncode:
                raise RuntimeError(f"{' '.join(command)} failed: run apt-get update first, on Debian 12")
            package = next(Path(scratch).glob("*.deb"))
            if hashlib.sha256(package.read_bytes()).hexdigest() != source.sha256:
                raise RuntimeError(f"{package.name} is not the package whose pages were chosen")
            subprocess.run(["dpkg-deb", "-x", str(package), f"{scratch}/all"], check=True)
            Path(scratch, "all").rename(unpacked)
    return unpacked / source.folder


def found_pages(source: Source, pdfs: Path, folder: Path) -> tuple[DrawnPage, ...]:
    """Render the pages, capture them, and take down what stands there."""
    return tuple(_found_page(page, pdfs, folder, number) for number, page in enumerate(source.pages))


def _found_page(wanted: FoundPage, pdfs: Path, folder: Path, number: int) -> DrawnPage:
    with pypdfium2.PdfDocument(pdfs / wanted.file) as document:
        page = document[wanted.page - 1]
        text = page.get_textpage().get_text_range()
        sheet = page.render(scale=DPI / 72).to_pil().convert("RGB")
    path = folder / f"{number:02}-{Path(wanted.file).stem}-{wanted.page}.jpg"
    path.write_bytes(jpeg(_captured(sheet, wanted.capture, number), JPEG_QUALITY))
    return DrawnPage(file=path, lines=tuple(text.splitlines()))


def _captured(sheet: Image.Image, capture: str, seed: int) -> Image.Image:
    if capture == "scan":
        return scan(sheet, seed, grey=seed % 2 == 0)
    return photo(sheet, seed) if capture == "photo" else sheet


def counted(times: Times, pages: Sequence[DrawnPage]) -> list[TextErrors]:
    """Count each page's errors."""
    return [text_errors(page.lines, read) for page, read in zip(pages, times.lines, strict=True)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print page by page, and end with one JSON object."""
    options = _parser().parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    source = load_source()
    try:
        pdfs = fetched(source, options.folder)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as name, racers(options.peers, options.models) as runners:
        pages = found_pages(source, pdfs, Path(name))
        times = race(runners, {key: [(page.file,) for page in pages] for key in runners}, rounds=1)
    errors = {name: counted(found, pages) for name, found in times.items()}
    if not options.json:
        _print_pages(source, errors)
    rows = {name: _row(times[name], found) for name, found in errors.items()}
    ours = rows.pop("ours")
    result: dict[str, Any] = {
        "what": f"{len(pages)} pages of other authors, "
        f"{sum(one.characters for one in errors['ours'])} characters",
        "ours": ours,
        "peers": rows,
        "ratios": {f"page:{name}": round(row["page_s"] / ours["page_s"], 2) for name, row in rows.items()},
    }
    print(json.dumps(result, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.found_pictures", description="Found pages.")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    parser.add_argument("--peers", type=lambda names: names.split(","), default=list(PEERS))
    parser.add_argument("--folder", type=Path, default=Path("var/found"), help="where the package is kept")
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    return parser


def _row(times: Times, errors: Sequence[TextErrors]) -> dict[str, float]:
    together = sum(errors, NO_ERRORS)
    return {
        "cer_percent": round(100 * together.rate, 2),
        "surplus_percent": round(100 * together.surplus / together.characters, 2),
        "page_s": round(times.total_s / len(errors), 3),
    }


def _print_pages(source: Source, errors: Mapping[str, Sequence[TextErrors]]) -> None:
    print(f"{'errors of characters':44}" + "".join(f"{name:>21}" for name in errors))
    for place, page in enumerate(source.pages):
        title = f"{Path(page.file).stem[:28]} {page.page} {page.capture}"
        each = (found[place] for found in errors.values())
        print(f"{title:44}" + "".join(f"{f'{one.errors} of {one.characters}':>21}" for one in each))


if __name__ == "__main__":
    sys.exit(main())
