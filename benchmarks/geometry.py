"""Papers that lie askew, beside plain paddleocr: which way up, and how many elements come out right.

`python -m benchmarks.geometry [--seeds N] [--conditions a,b] [--ours-only] [--splits N]
[--standing N] [--models DIR]`

Draws papers and puts each through conditions: four quarter turns, leans, photographs from aslant, curled
paper, cards small on a desk, two cards on one picture, short texts upside down. `oriented` is the share of
pictures that were set upright (counting only where the picture tells), `elements` the share of the truth's
elements that were read exactly, `wrong` how many elements were read as something else. For plain paddleocr
with its own orientation classifier, `elements` is the share of the truth's values that stand somewhere in
its text. `--splits N` draws N papers in all looks and captures and counts those cut into several.
`--standing N` draws N papers and reads each as it is, from behind and turned: how many pages are doubted.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, product
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from benchmarks import desk_photos as desk
from benchmarks.desk_photos import Pixels
from ocr import models
from ocr.document import Document, ReadingState
from ocr.intake import Intake
from ocr.orientation import MIRRORED, UNSURE
from ocr.reader import Reader
from ocr.sheets import papers_on
from simulator.paper import KINDS, LOOKS, DoesNotFitError, draw, sample

FORMS = ("elder_application", "nurse_certificate", "business_license")
CARDS = ("id_card", "bank_card")
DPI = 200
EDGE_PX = 48
"""How much white a drawn card has around it."""
PHRASED = frozenset({"signature", "seal", "page_count", "option", "statement", "opinion"})
"""Elements whose truth does not stand on the paper word for word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """A picture of papers in a condition, what stands on them, and the turn that sets it upright."""

    condition: str
    picture: Pixels
    truth: Mapping[str, str]
    upright_by: int | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and end with one JSON object."""
    options = _parser().parse_args(arguments)
    if options.splits:
        print(json.dumps(splits(options.splits), ensure_ascii=False))
        return 0
    if options.standing:
        print(json.dumps(standing(options.standing, options.models), ensure_ascii=False))
        return 0
    posed = [
        one
        for seed in range(1, options.seeds + 1)
        for one in poses(seed)
        if not options.conditions or one.condition in options.conditions
    ]
    with Reader(options.models) as reader:
        found = [_ours(reader, one) for one in posed]
    peer = [] if options.ours_only else _peer(options.models, posed)
    table = _table(posed, found, peer)
    for condition, row in table.items():
        print(f"{condition:14}" + "".join(f"{name}={value!s:<8}" for name, value in row.items()))
    print(json.dumps(table, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.geometry", description="Papers askew.")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--conditions", type=lambda names: frozenset(names.split(",")), default=frozenset())
    parser.add_argument("--ours-only", action="store_true", help="leave plain paddleocr out")
    parser.add_argument("--splits", type=int, default=0, help="count false splits over N papers instead")
    parser.add_argument("--standing", type=int, default=0, help="count doubted pages over N papers instead")
    models_dir = Path(os.environ.get("MINSHEN_MODELS_DIR", "var/models"))
    parser.add_argument("--models", type=Path, default=models_dir)
    return parser


def poses(seed: int) -> Iterator[Posed]:
    """Give every condition of the papers of one seed."""
    for kind in FORMS:
        yield from _page_poses(_page(kind, seed), _truth(kind, seed), seed)
    for kind in CARDS:
        yield from _card_poses(_card(kind, seed), _truth(kind, seed), seed)
    yield from _pair_poses(seed)


def _page_poses(page: Pixels, truth: Mapping[str, str], seed: int) -> Iterator[Posed]:
    for degrees in (0, 90, 180, 270):
        yield _turned("turned", page, truth, degrees)
    for degrees in (-15, -8, -4, 4, 8, 15):
        yield Posed(condition=f"lean_{abs(degrees)}", picture=desk.tilted(page, degrees), truth=truth)
    yield Posed(condition="slanted", picture=desk.slanted(page, seed), truth=truth, upright_by=0)
    turned = np.ascontiguousarray(np.rot90(desk.slanted(page, seed + 50), 2))
    yield Posed(condition="slanted", picture=turned, truth=truth, upright_by=180)
    yield Posed(condition="curled", picture=desk.curled(page, seed), truth=truth, upright_by=0)


def _card_poses(card: Pixels, truth: Mapping[str, str], seed: int) -> Iterator[Posed]:
    for degrees in (0, 90, 180, 270):
        yield _turned("short_text", card, truth, degrees)
    small = desk.on_desk([card], seed, share=0.2)
    for degrees in (0, 180):
        yield _turned("card_on_desk", small, truth, degrees)
    yield Posed(condition="card_on_glass", picture=desk.on_scanner([card], seed, share=0.15), truth=truth)


def _pair_poses(seed: int) -> Iterator[Posed]:
    """Both sides of one person's identity card on one picture."""
    sides = [_card("id_card", seed, side) for side in (0, 1)]
    truth = _truth("id_card", seed)
    yield Posed(condition="two_on_glass", picture=desk.on_scanner(sides, seed), truth=truth)
    yield Posed(condition="two_on_desk", picture=desk.on_desk(sides, seed, share=0.3), truth=truth)


def _turned(condition: str, picture: Pixels, truth: Mapping[str, str], degrees: int) -> Posed:
    turned = np.ascontiguousarray(np.rot90(picture, degrees // 90))
    return Posed(condition=condition, picture=turned, truth=truth, upright_by=degrees)


def _page(kind: str, seed: int, number: int = 0, look: str = "a") -> Pixels:
    drawn = draw(kind, sample(kind, seed), look=look, capture="clean", seed=seed)
    if not drawn.name.endswith(".pdf"):
        return desk.pixels(Image.open(BytesIO(drawn.data)))
    with pypdfium2.PdfDocument(drawn.data) as document:
        return desk.pixels(document[number].render(scale=DPI / 72).to_pil())


def _card(kind: str, seed: int, side: int = 0) -> Pixels:
    page = _page(kind, seed, side, look="b" if kind == "id_card" else "a")
    return np.ascontiguousarray(page[EDGE_PX:-EDGE_PX, EDGE_PX:-EDGE_PX])


def _truth(kind: str, seed: int) -> dict[str, str]:
    return {key: value for key, value in sample(kind, seed).items() if key not in PHRASED and value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many elements could be read of one picture, were read right, and as something else."""

    elements: int
    right: int
    wrong: int = 0
    is_upright: bool | None = None


def _ours(reader: Reader, posed: Posed) -> Score:
    document = reader.read(desk.as_jpeg(posed.picture, 90), "a.jpg")
    read = {key: _values(document, key) for key in posed.truth}
    upright = None
    if posed.upright_by is not None:
        upright = bool(document.pages) and document.pages[0].rotation == posed.upright_by
    expected = _on_this_side(posed)
    return Score(
        elements=len(expected),
        right=sum(read[key] == {posed.truth[key]} for key in expected),
        wrong=sum(bool(read[key] - {posed.truth[key]}) for key in expected),
        is_upright=upright,
    )


def _on_this_side(posed: Posed) -> list[str]:
    """Leave out the elements of a card's back where only its front is shown."""
    is_front = "idno" in posed.truth and "issuer" in posed.truth and not posed.condition.startswith("two")
    back = {"issuer", "valid_from", "valid_to"} if is_front and "nation" in posed.truth else set()
    return [key for key in posed.truth if key not in back]


def _values(document: Document, key: str) -> set[str | None]:
    return {
        reading.value
        for paper in document.papers
        for reading in paper.readings.get(key, ())
        if reading.state is ReadingState.READ
    }


def _peer(models_dir: Path, posed: Sequence[Posed]) -> list[Score]:
    """Read with plain paddleocr: the same models, its own orientation classifier on, nothing else."""
    read = _plain_paddleocr(models_dir)
    scores = []
    for one in posed:
        text = "".join("".join(read(cv2.cvtColor(one.picture, cv2.COLOR_RGB2BGR))).split())
        expected = _on_this_side(one)
        scores.append(
            Score(elements=len(expected), right=sum(_stands(one.truth[key], text) for key in expected))
        )
    return scores


def _plain_paddleocr(models_dir: Path) -> Callable[[Any], Sequence[str]]:
    os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"
    from paddleocr import PaddleOCR

    engine = PaddleOCR(
        text_detection_model_name=models.DETECTION,
        text_detection_model_dir=str(models_dir / models.DETECTION),
        text_recognition_model_name=models.RECOGNITION,
        text_recognition_model_dir=str(models_dir / models.RECOGNITION),
        doc_orientation_classify_model_name=models.ORIENTATION,
        doc_orientation_classify_model_dir=str(models_dir / models.ORIENTATION),
        use_doc_orientation_classify=True,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        text_det_limit_side_len=1280,
        text_det_limit_type="max",
        device="cpu",
        engine="onnxruntime",
    )
    return lambda picture: list(engine.predict(picture)[0]["rec_texts"])


def _stands(value: str, text: str) -> bool:
    """Tell whether a value stands in a text, a date in any of the ways papers write it."""
    if len(value) == 10 and value[4] == value[7] == "-":
        year, month, day = (int(part) for part in value.split("-"))
        forms = (
            f"{year}年{month}月{day}日",
            f"{year}年{month:02d}月{day:02d}日",
            f"{year}.{month:02d}.{day:02d}",
            f"{year}-{month:02d}-{day:02d}",
        )
        return any(form in text for form in forms)
    return value.replace(" ", "") in text


def _table(
    posed: Sequence[Posed], ours: Sequence[Score], peer: Sequence[Score]
) -> dict[str, dict[str, float]]:
    table = {}
    for condition in dict.fromkeys(one.condition for one in posed):
        own = [score for one, score in zip(posed, ours, strict=True) if one.condition == condition]
        row = {"pictures": float(len(own)), **_shares(own), "wrong": float(sum(s.wrong for s in own))}
        if peer:
            theirs = [score for one, score in zip(posed, peer, strict=True) if one.condition == condition]
            row["paddleocr_elements"] = _shares(theirs)["elements"]
        table[condition] = row
    return table


def _shares(scores: Sequence[Score]) -> dict[str, float]:
    told = [score.is_upright for score in scores if score.is_upright is not None]
    shares = {"oriented": round(100 * sum(told) / len(told), 1)} if told else {}
    elements = sum(score.elements for score in scores)
    return shares | {"elements": round(100 * sum(score.right for score in scores) / max(1, elements), 1)}


def splits(count: int) -> dict[str, Any]:
    """Count, over drawn papers of all kinds, looks and captures, pages that are cut into several."""
    wanted = product(KINDS, LOOKS, ("scan", "photo", "clean"))
    pages, cut = 0, []
    with Intake() as intake:
        for number, (kind, look, capture) in enumerate(islice(wanted, count)):
            try:
                drawn = draw(kind, sample(kind, number), look=look, capture=capture, seed=number)
            except DoesNotFitError:
                continue
            for index in range(intake.open(drawn.data).pages):
                picture = intake.page(index).picture
                pages += 1
                if picture is not None and len(papers_on(picture)) > 1:
                    cut.append(f"{kind}/{look}/{capture}/{index + 1}")
    return {"pages": pages, "cut_into_several": len(cut), "which": cut}


def standing(count: int, models_dir: Path) -> dict[str, Any]:
    """Tell which drawn papers of all kinds are doubted as they are, and which from behind are not told."""
    wanted = islice(product(("scan", "photo"), ("a", "b", "c"), KINDS), count)
    pages = 0
    doubted: list[str] = []
    missed: list[str] = []
    with Intake() as intake, Reader(models_dir) as reader:
        for number, (capture, look, kind) in enumerate(wanted):
            try:
                drawn = draw(kind, sample(kind, number), look=look, capture=capture, seed=number)
            except DoesNotFitError:
                continue
            intake.open(drawn.data)
            picture = intake.page(0).picture
            if picture is None:
                continue
            shown = np.rot90(picture[:, :, ::-1], 2 * (number % 2))
            pages += 1
            for found, seen, told in ((doubted, shown, frozenset()), (missed, shown[:, ::-1], {MIRRORED})):
                document = reader.read(desk.as_jpeg(np.ascontiguousarray(seen), 90), "a.jpg")
                flags = {flag for page in document.pages for flag in page.quality.flags}
                has_lines = any(page.lines for page in document.pages)
                if has_lines and flags & {MIRRORED, UNSURE} != told:
                    found.append(f"{kind}/{look}/{capture}")
    return {"pages": pages, "doubted": doubted, "from_behind_not_told": missed}


if __name__ == "__main__":
    sys.exit(main())
