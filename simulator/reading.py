"""Papers as reading would give them, without drawing or reading: for trials over many thousands of cases.

What stands on the paper comes from the same plan that drawing uses. The noise model misreads characters,
mostly with a low score and sometimes with a high one, and loses places. Its figures are set so that the
four items come out no better than with drawn papers and real OCR (`benchmarks/certify.py`).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from ocr.document import Document, Line, Page, Quality, Reading, ReadingState, Seal, Source
from ocr.kind_files import ElementFile, KindFile, Layout, kind_file
from ocr.layout import box_of
from ocr.values import ElementType, canonical
from simulator.paper.defects import LOOK_ALIKES, plant
from simulator.paper.samples import ELEMENTS, complete
from simulator.people import TODAY
from simulator.planned import PlannedFile

VERSION = "simulated-reading-1"
UNREAD = {"blurred": "blurred", "dark": "dark", "tiny": "low_resolution"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DIGITS = {"0": "8", "1": "7", "3": "8", "5": "6", "6": "8", "7": "1", "8": "3", "9": "0", "2": "7", "4": "9"}
_PAIRS = {pair[turn]: pair[1 - turn] for pair in LOOK_ALIKES for turn in (0, 1)}
_BACK_OF_A_CARD = ("issuer", "valid_from", "valid_to")
_PLACE = box_of(100, 100, 400, 140)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How reading errs: shares of characters, or of elements, 0..1."""

    misread: float = 0.0
    """Of characters: another one is read, a look-alike where there is one."""
    confident: float = 0.0
    """Of misread characters: with as high a score as the right ones have."""
    weak: float = 0.0
    """Of rightly read characters: with a score as low as misread ones have."""
    lost: float = 0.0
    """Of elements: the place was found and nothing could be read."""
    missed: float = 0.0
    """Of elements: the place was not found."""


NOISE: Mapping[str, Noise] = {
    "clean": Noise(weak=0.0002),
    "pdf_text": Noise(misread=0.0001, confident=0.02, weak=0.0003, lost=0.0005, missed=0.0005),
    "pdf_scan": Noise(misread=0.0005, confident=0.02, weak=0.0006, lost=0.001, missed=0.001),
    "scan": Noise(misread=0.0005, confident=0.02, weak=0.0006, lost=0.001, missed=0.001),
    "photo": Noise(misread=0.0010, confident=0.02, weak=0.0010, lost=0.002, missed=0.002),
    "docx": Noise(),
}


def as_read(plan: PlannedFile, noise: Noise | None = None) -> Document:
    """Return the document that reading a planned file would give; the same plan always gives the same.

    Args:
        plan: the file.
        noise: how reading errs; None for what is usual for the file's capture.
    """
    random = Random(f"read|{plan.key}")
    usual = NOISE[plan.capture] if noise is None else noise
    known = kind_file(plan.kind)
    if known is None or "blank_page" in plan.defects:
        return _document(plan, None, {}, _page("blank"))
    flag = next((UNREAD[defect] for defect in plan.defects if defect in UNREAD), "")
    values = _standing(plan)
    readings = {
        key: (_reading(key, element, values.get(key, ""), plan.capture, usual, random, is_lost=bool(flag)),)
        for key, element in known.elements.items()
    }
    if plan.kind == "id_card" and "missing_page" in plan.defects:
        readings |= {key: (_nothing(key, ReadingState.NOT_FOUND),) for key in _BACK_OF_A_CARD}
    return _document(
        plan, plan.kind, readings, _page(flag, plan=plan, kind=known, seal=values.get("seal", ""))
    )


def _standing(plan: PlannedFile) -> dict[str, str]:
    """Return what stands on the paper, defects planted, as drawing has it."""
    on = date.fromisoformat(plan.truth.get("received_on") or TODAY.isoformat())
    values = complete(plan.kind, plan.truth, plan.seed, on=on)
    said = tuple(defect for defect in plan.defects if defect == "wrong_birth")
    return dict(plant(said, values, ELEMENTS[plan.kind], plan.seed))


def _reading(
    key: str, element: ElementFile, raw: str, capture: str, noise: Noise, random: Random, *, is_lost: bool
) -> Reading:
    if element.layout is Layout.SIGNATURE:
        raw = "true" if raw and capture != "docx" else ""
        if not raw and capture == "docx":
            return _nothing(key, ReadingState.NOT_FOUND)
    if is_lost or random.random() < noise.lost:
        return _nothing(key, ReadingState.UNREADABLE)
    if random.random() < noise.missed:
        return _nothing(key, ReadingState.NOT_FOUND)
    value = canonical(element.type, raw) if raw else None
    if value is None:
        return _nothing(key, ReadingState.UNREADABLE if raw else ReadingState.BLANK)
    return _seen(key, element.type, value, noise, random)


def _seen(key: str, kind: ElementType, value: str, noise: Noise, random: Random) -> Reading:
    """Return a reading with a score for each character; a misread date or number may be none any more."""
    characters, scores = [], []
    for character in value:
        is_wrong = kind is not ElementType.BOOL and random.random() < noise.misread
        is_low = random.random() >= noise.confident if is_wrong else random.random() < noise.weak
        characters.append(_misread(character, random) if is_wrong else character)
        scores.append(random.uniform(0.3, 0.9) if is_low else random.uniform(0.97, 1.0))
    text = canonical(kind, "".join(characters))
    if text is None or len(text) != len(scores):
        return _nothing(key, ReadingState.UNREADABLE)
    return Reading(
        element=key,
        state=ReadingState.READ,
        source=Source.PIXELS,
        value=text,
        raw=text,
        confidence=min(scores),
        characters=tuple(scores),
        page=1,
        box=_PLACE,
    )


def _misread(character: str, random: Random) -> str:
    if character in _DIGITS:
        return _DIGITS[character]
    return _PAIRS.get(character) or (random.choice("木目日田口山石水") if character > "\u2e80" else character)


def _nothing(key: str, state: ReadingState) -> Reading:
    score = 1.0 if state is ReadingState.BLANK else 0.0
    return Reading(element=key, state=state, source=Source.PIXELS, confidence=score, page=1)


def _page(
    flag: str, *, plan: PlannedFile | None = None, kind: KindFile | None = None, seal: str = ""
) -> Page:
    lines: tuple[Line, ...] = ()
    if plan is not None and kind is not None:
        total = 2 if "missing_page" in plan.defects else 1
        said = f"第1页 共{total}页" if kind.numbered_pages and not flag else kind.name
        lines = (Line(text=said, box=_PLACE, confidence=0.99),)
    stamped = bool(seal) and not flag and plan is not None and plan.capture != "docx"
    mark = Seal(page=1, box=_PLACE, text=seal, kind=None, confidence=0.97)
    quality = Quality(sharpness=500, brightness=0.8, short_side_px=1200, flags=(flag,) if flag else ())
    return Page(
        number=1,
        width=1200,
        height=1700,
        rotation=0,
        lines=lines,
        quality=quality,
        seals=(mark,) if stamped else (),
    )


def _document(
    plan: PlannedFile, kind: str | None, readings: Mapping[str, tuple[Reading, ...]], page: Page
) -> Document:
    hidden = ("hidden_text",) if "hidden_text" in plan.defects else ()
    return Document(
        sha256=hashlib.sha256(plan.key.encode()).hexdigest(),
        name=plan.name,
        media_type=DOCX if plan.capture == "docx" else "image/jpeg",
        pages=(page,),
        kind=kind,
        kind_confidence=0.99 if kind else 0.0,
        readings=readings,
        integrity=hidden,
        reader_version=VERSION,
    )
