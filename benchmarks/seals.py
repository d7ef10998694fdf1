"""How seals are found and read, per capture, on drawn pages.

`python -m benchmarks.seals [--split dev|held-out] [--pages N] [--captures a,b] [--details] [--models DIR]`

Each page bears one seal. `found` counts pages whose seal was found where it stands to be of its ink (red, or
black on copies), `false` finds that are no seal. Of the seals found `right` were read as the name along their
ring, `wrong` as another name, the rest stayed unread; `kinds` and `other` are the same for kinds. `cost` is
the processor's time in ms that finding took per page. Nothing is tuned on the half `held-out`, for which
`--details`, what each seal was read as, is refused.

`--papers N` counts what is found besides the seals on N papers of every kind instead, clean and as scans.
"""

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from benchmarks.sealed_pages import CAPTURES, COPIED, SPLITS, SealedPage, sealed_pages
from ocr.crops import Picture
from ocr.engines import Engine
from ocr.seal_ink import find_seals
from ocr.seals import read_seals
from simulator.paper import KINDS, DoesNotFitError, draw, sample


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a row per capture, and end with one JSON object."""
    options = _parser().parse_args(arguments)
    if options.papers:
        print(json.dumps(_on_papers(options.papers), ensure_ascii=False))
        return 0
    engine = Engine(options.models)
    split, table = SPLITS[options.split], {}
    for capture in options.captures or CAPTURES:
        counts: Counter[str] = Counter()
        for page in sealed_pages(split, capture, options.pages):
            counts.update(_counted(engine, page, is_told=options.details and options.split == "dev"))
        counts["cost"] = round(counts["cost"] / options.pages)
        table[capture] = dict(counts)
        print(f"{capture:8}" + "".join(f"{name}={counts[name]:<6}" for name in _COLUMNS), flush=True)
    print(json.dumps({options.split: table}, ensure_ascii=False))
    return 0


_COLUMNS = ("pages", "found", "false", "right", "wrong", "kinds", "other", "cost")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seals", description="Seals found and read.")
    parser.add_argument("--split", choices=tuple(SPLITS), default="held-out")
    parser.add_argument("--pages", type=int, default=40, help="pages per capture")
    parser.add_argument("--captures", type=lambda names: tuple(names.split(",")), default=())
    parser.add_argument("--details", action="store_true", help="print what each seal of dev was read as")
    parser.add_argument("--papers", type=int, default=0, help="look for what is no seal on N papers a kind")
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    return parser


def _counted(engine: Engine, page: SealedPage, *, is_told: bool) -> Counter[str]:
    ink = "black" if page.capture in COPIED else "red"
    start = time.process_time()
    found = find_seals(page.picture)
    counts = Counter(pages=1, cost=round((time.process_time() - start) * 1000))
    for read in read_seals(engine, page.picture, found):
        is_seal = read.blob.ink == ink and not counts["found"]
        counts["found" if is_seal else "false"] += 1
        if read.text is not None:
            counts["right" if read.text == page.name else "wrong"] += 1
        if read.kind is not None:
            counts["kinds" if read.kind == page.kind else "other"] += 1
        if is_told:
            print(f"  {page.name} {page.kind} → {read.text} {read.kind} {read.confidence:.2f}")
    return counts


def _on_papers(count: int) -> dict[str, int]:
    """Count seals found beyond the one a paper has, by ink, over papers of all kinds."""
    counts: Counter[str] = Counter()
    for kind in KINDS:
        for seed in range(1, count + 1):
            for capture in ("clean", "scan"):
                counts.update(_surplus(kind, seed, capture))
    return dict(counts)


def _surplus(kind: str, seed: int, capture: str) -> Counter[str]:
    try:
        drawn = draw(kind, sample(kind, seed), look="abc"[seed % 3], capture=capture, seed=seed)
    except DoesNotFitError:
        return Counter()
    counts: Counter[str] = Counter()
    for page in _pages(drawn.name, drawn.data):
        found = find_seals(page)
        blobs = [blob for blob in (*found.blobs, *found.copies) if not blob.straddles]
        counts.update({"pages": 1, **Counter(blob.ink for blob in blobs)})
        for blob in blobs:
            if blob.ink == "black":
                print(f"  {kind} {seed} {capture}: {blob}")
    return counts


def _pages(name: str, data: bytes) -> list[Picture]:
    if not name.endswith(".pdf"):
        return [np.ascontiguousarray(np.asarray(Image.open(BytesIO(data)).convert("RGB"))[:, :, ::-1])]
    with pypdfium2.PdfDocument(data) as document:
        shown = [document[number].render(scale=200 / 72).to_pil() for number in range(len(document))]
    return [np.ascontiguousarray(np.asarray(page.convert("RGB"))[:, :, ::-1]) for page in shown]


if __name__ == "__main__":
    raise SystemExit(main())
