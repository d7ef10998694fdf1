"""Draw one paper: values, defects, sheets, capture, and the truth of what then stands on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PIL import Image

from simulator.paper import capture as camera
from simulator.paper import pdf
from simulator.paper.as_form import as_form
from simulator.paper.cards import bank_card, driving_licence, id_card, portrait_photo
from simulator.paper.catalogue import (
    CAPTURE_DEFECTS,
    CAPTURES,
    DEFECTS,
    HELD_OUT_LOOKS,
    KINDS,
    LOOKS,
    SWAPPED_WITH,
    TEXT_LAYER_DEFECTS,
    has_look,
)
from simulator.paper.certificates import household_register, nurse_certificate, practice_certificate
from simulator.paper.choices import is_word_file
from simulator.paper.defects import DoesNotFitError, plant
from simulator.paper.form_kinds import FORMS
from simulator.paper.forms import lay_out
from simulator.paper.kind_files import paper_kinds
from simulator.paper.layout import sheets_of
from simulator.paper.licences import business_license, food_license
from simulator.paper.marks import Sheet
from simulator.paper.order import Order
from simulator.paper.raster import render
from simulator.paper.samples import ELEMENTS, complete
from simulator.paper.spoiling import SPOILINGS
from simulator.paper.tampering import tampered
from simulator.paper.word import document_of
from simulator.people import TODAY

SHEETS: Mapping[str, Callable[[Order], tuple[Sheet, ...]]] = {
    "id_card": id_card,
    "bank_card": bank_card,
    "driving_licence": driving_licence,
    "portrait_photo": portrait_photo,
    "nurse_certificate": nurse_certificate,
    "practice_certificate": practice_certificate,
    "household_register": household_register,
    "business_license": business_license,
    "food_license": food_license,
}
CLEAN_DPI = 200
Distort = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFile:
    """A file as an applicant hands it in, with the truth of what stands on the paper.

    `truth` holds the elements on its pages (canonical; blank ones empty) with seal, seal_kind, signature and
    page_count.
    `kind` is the kind really drawn, which differs from the one asked for when the papers were swapped.
    """

    name: str
    data: bytes
    truth: Mapping[str, str]
    kind: str
    defects: tuple[str, ...]


def draw(
    kind: str,
    truth: Mapping[str, str],
    *,
    look: str = "a",
    capture: str = "scan",
    defects: Sequence[str] = (),
    seed: int = 0,
) -> DrawnFile:
    """Draw a paper of a kind.

    Values not given are those of the seed's person or firm; an empty value stays blank on the paper. Defects
    of the picture can't happen to pdf_text and docx, which then become pdf_scan; lies in the text
    layer make pdf_text.

    Raises:
        ValueError: an unknown name.
        DoesNotFitError: a defect or capture that this kind of paper can't have.
    """
    asked = tuple(defects)
    _check_names(kind, look, capture, asked)
    drawn = SWAPPED_WITH[kind] if "swapped" in asked else kind
    given = {} if drawn != kind else truth
    on = date.fromisoformat(truth.get("received_on") or TODAY.isoformat())
    values = plant(asked, complete(drawn, given, seed, on=on), drawn, seed)
    order = Order(
        kind=drawn,
        values=values,
        look=look,
        seed=seed,
        seal=values.get("seal", "") if "seal" in ELEMENTS[drawn] else "",
        seal_kind=values.get("seal_kind", ""),
        signature=_signer(values) if "signature" in ELEMENTS[drawn] else "",
        whims=frozenset(asked),
    )
    used = _possible_capture(drawn, capture, asked)
    sheets = tampered(_sheets(order), order, asked)
    data, ending = _captured(sheets, order, used, asked)
    return DrawnFile(
        name=f"{KINDS[kind]}.{ending}", data=data, truth=_standing(sheets, order), kind=drawn, defects=asked
    )


def _check_names(kind: str, look: str, capture: str, defects: tuple[str, ...]) -> None:
    for name, known in (
        (kind, KINDS),
        (look, (*LOOKS, *HELD_OUT_LOOKS)),
        (capture, CAPTURES),
        *((defect, DEFECTS) for defect in defects),
    ):
        if name not in known:
            raise ValueError(f"unknown name {name!r}; known: {', '.join(known)}")
    if not has_look(kind, look):
        raise DoesNotFitError(f"only papers drawn from data have held-out looks; {kind} is drawn by Python")
    if "handwritten" in defects and kind not in paper_kinds():
        raise DoesNotFitError(f"only papers drawn from data are filled in by hand; {kind} is drawn by Python")


def _signer(values: Mapping[str, str]) -> str:
    """Return whose name is signed; true stands for the person named on the paper."""
    signer = values.get("signature", "")
    return {
        "true": values.get("name") or values.get("legal_person") or values.get("principal", ""),
        "false": "",
    }.get(signer, signer)


def _possible_capture(kind: str, capture: str, defects: tuple[str, ...]) -> str:
    if any(defect in TEXT_LAYER_DEFECTS for defect in defects):
        return "pdf_text"
    if capture in {"pdf_text", "docx"} and any(defect in CAPTURE_DEFECTS for defect in defects):
        return "pdf_scan"
    if capture == "docx" and not is_word_file(kind):
        raise DoesNotFitError(f"a {kind} is never a Word file")
    return capture


def _sheets(order: Order) -> tuple[Sheet, ...]:
    if order.kind in FORMS:
        return lay_out(FORMS[order.kind](order), order)
    if order.kind in paper_kinds():
        return sheets_of(paper_kinds()[order.kind], order)
    return SHEETS[order.kind](order)


def _standing(sheets: tuple[Sheet, ...], order: Order) -> dict[str, str]:
    """Return what stands on the sheets that are left."""
    there = frozenset().union(*(sheet.elements for sheet in sheets))
    truth = {element: order[element] for element in ELEMENTS[order.kind] if element in there}
    if "seal" in truth:
        truth["seal"] = order.seal
        truth["seal_kind"] = order.seal_kind if order.seal else ""
    if "signature" in truth:
        truth["signature"] = order.signature
    return truth | {"page_count": str(len(sheets))}


def _captured(
    sheets: tuple[Sheet, ...], order: Order, capture: str, defects: tuple[str, ...]
) -> tuple[bytes, str]:
    if capture == "docx":
        form = FORMS[order.kind](order) if order.kind in FORMS else as_form(paper_kinds()[order.kind], order)
        return document_of(replace(form, pages=form.pages[: len(sheets)]), order), "docx"
    if capture == "pdf_text":
        return pdf.with_text_layer(sheets), "pdf"
    pages = [_page(sheet, order, capture, defects, number) for number, sheet in enumerate(sheets)]
    if capture == "clean":
        if len(pages) == 1:
            return camera.png(pages[0][0]), "png"
        return pdf.of_pictures((), lossless=tuple(image for image, _ in pages)), "pdf"
    quality = camera.quality(order.seed, capture)
    if len(pages) == 1 and capture != "pdf_scan":
        return camera.jpeg(pages[0][0], quality), "jpg"
    files = tuple((camera.jpeg(image, quality), image.width, image.height, dpi) for image, dpi in pages)
    return pdf.of_pictures(files), "pdf"


def _page(
    sheet: Sheet, order: Order, capture: str, defects: tuple[str, ...], number: int
) -> tuple[Image.Image, int]:
    """Render one sheet and put it through the camera or the scanner."""
    seed = order.seed * 8 + number
    longest = max(sheet.width, sheet.height)
    if order.kind == "portrait_photo":
        dpi = camera.PORTRAIT_DPI
        image = camera.grained(render(sheet, dpi), seed)
    elif capture == "photo":
        dpi = camera.photo_dpi(longest)
        image = camera.photo(render(sheet, dpi), seed)
    elif capture == "clean":
        dpi, image = CLEAN_DPI, render(sheet, CLEAN_DPI)
    else:
        dpi = camera.scan_dpi(order.seed, longest)
        grey = not order.seal and order.number("grey", 4) == 0
        image = camera.scan(render(sheet, dpi), seed, grey=grey)
    for spoil in _spoiling(defects, seed, dpi):
        image = spoil(image)
    return image, dpi


def _spoiling(defects: tuple[str, ...], seed: int, dpi: int) -> list[Distort]:
    """Return what happens to the picture, turning last."""
    possible: Mapping[str, Distort] = {
        "cropped": camera.cropped,
        "blurred": lambda image: camera.blurred(image, dpi),
        "glare": lambda image: camera.glare(image, seed),
        "photocopy": lambda image: camera.photocopied(image, seed),
        "screen_photo": lambda image: camera.off_screen(image, seed),
        "dark": camera.dark,
        **{name: partial(_spoilt, change, seed, dpi) for name, change in SPOILINGS.items()},
        "mirrored": camera.mirrored,
        "tiny": camera.tiny,
        "rotated_90": lambda image: camera.turned(image, 90),
        "rotated_180": lambda image: camera.turned(image, 180),
        "rotated_270": lambda image: camera.turned(image, 270),
    }
    return [spoil for name, spoil in possible.items() if name in defects]


def _spoilt(
    change: Callable[[Image.Image, int, int], Image.Image], seed: int, dpi: int, image: Image.Image
) -> Image.Image:
    return change(image, seed, dpi)
