"""Papers as reading would give them, without drawing or reading: for trials over many thousands of cases.

What stands on the paper comes from the same plan that drawing uses. The noise model misreads characters,
scores right ones too low, loses places, frays the ends of texts, and lets a text layer contradict the pixels.
Its figures were measured on drawn papers read by real OCR and rounded up: `python -m benchmarks.noise` prints
both, side by side.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from ocr.document import Document, Line, Page, Quality, Reading, ReadingState, Seal, Source
from ocr.kind_files import ElementFile, KindFile, Layout, kind_file
from ocr.layout import box_of
from ocr.values import ElementType, canonical
from simulator.characters import LOOK_ALIKES, TRADITIONAL
from simulator.paper.defects import plant
from simulator.paper.samples import complete
from simulator.people import TODAY
from simulator.planned import PlannedFile

VERSION = "simulated-reading-2"
UNREAD = {"blurred": "blurred", "dark": "dark", "tiny": "low_resolution"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DIGITS = {"0": "8", "1": "7", "3": "8", "5": "6", "6": "8", "7": "1", "8": "3", "9": "0", "2": "7", "4": "9"}
_THIN, _MADE_UP = "一二三1", "二1」、"
_FRAYING = frozenset({ElementType.NAME, ElementType.ORGANISATION, ElementType.ADDRESS, ElementType.TEXT})
_BACK_OF_A_CARD = ("issuer", "valid_from", "valid_to")
_PLANTED = frozenset({"wrong_birth", "wrong_seal_kind"})
_PURPOSE = "专用章"
_PLACE = box_of(100, 100, 400, 140)


class SignClass(StrEnum):
    """What is read unequally well: digits and Latin letters, words, and marks between them."""

    DIGIT = "digit"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How reading errs: shares of characters, or of elements, 0..1."""

    misread_digit: float = 0.0
    """Of digits and Latin letters: another one is read."""
    misread_word: float = 0.0
    """Of other characters: another one is read, a look-alike where there is one."""
    confident: float = 0.0
    """Of misread characters: with as high a score as the right ones have."""
    lost: float = 0.0
    """Of elements: the place was found and nothing could be read."""
    missed: float = 0.0
    """Of elements: the place was not found."""
    frayed: float = 0.0
    """Of elements made of words: a sign is made up before the first, or a thin last one is dropped."""
    is_scored: bool = True
    """Whether some rightly read characters have low scores, as WEAK says."""


NOISE: Mapping[str, Noise] = {
    "clean": Noise(),
    "scan": Noise(
        misread_digit=0.0001, misread_word=0.0004, confident=0.05, lost=0.003, missed=0.0002, frayed=0.001
    ),
    "photo": Noise(
        misread_digit=0.0001, misread_word=0.0005, confident=0.05, lost=0.001, missed=0.0002, frayed=0.003
    ),
    "pdf_scan": Noise(
        misread_digit=0.0001, misread_word=0.0003, confident=0.05, lost=0.001, missed=0.0002, frayed=0.002
    ),
    "pdf_text": Noise(
        misread_digit=0.0005, misread_word=0.0008, confident=0.5, lost=0.006, missed=0.0002, frayed=0.007
    ),
    "docx": Noise(is_scored=False),
}
SURE = 0.97
"""Nearly all rightly read characters score at least this."""
SPANS = ((0.30, 0.60), (0.60, 0.70), (0.70, 0.80), (0.80, 0.90), (0.90, 0.95), (0.95, SURE))
WEAK: Mapping[SignClass, tuple[float, tuple[float, ...]]] = {
    SignClass.DIGIT: (0.005, (0.002, 0.008, 0.01, 0.09, 0.35, 0.54)),
    SignClass.WORD: (0.004, (0.07, 0.06, 0.06, 0.22, 0.28, 0.31)),
    SignClass.MARK: (0.22, (0.02, 0.09, 0.16, 0.20, 0.29, 0.24)),
}
"""Which share of rightly read characters scores less, and how those spread over SPANS."""
MISREAD_SCORES = (0.50, 0.90)


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
    readings: dict[str, tuple[Reading, ...]] = {
        key: (_reading(key, element, values.get(key, ""), plan.capture, usual, random, is_lost=bool(flag)),)
        for key, element in known.elements.items()
    }
    if plan.kind == "id_card" and "missing_page" in plan.defects:
        readings |= {key: (_nothing(key, ReadingState.NOT_FOUND),) for key in _BACK_OF_A_CARD}
    if plan.capture == "pdf_text":
        readings = {
            key: _with_text_layer(found, known.elements[key], values.get(key, ""))
            for key, found in readings.items()
        }
    return _document(plan, plan.kind, readings, _page(flag, plan=plan, kind=known, mark=_seal(values)))


def _standing(plan: PlannedFile) -> dict[str, str]:
    """Return what stands on the paper, defects planted, as drawing has it."""
    on = date.fromisoformat(plan.truth.get("received_on") or TODAY.isoformat())
    values = complete(plan.kind, plan.truth, plan.seed, on=on)
    said = tuple(defect for defect in plan.defects if defect in _PLANTED)
    return dict(plant(said, values, plan.kind, plan.seed))


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
    signs = [_sign(sign, kind, noise, random) for sign in value]
    if kind in _FRAYING and random.random() < noise.frayed:
        signs = _frayed(signs, random)
    text = canonical(kind, "".join(sign for sign, _ in signs))
    if text is None or len(text) != len(signs):
        return _nothing(key, ReadingState.UNREADABLE)
    scores = tuple(score for _, score in signs)
    return _read(key, text, scores, Source.PIXELS)


def _sign(sign: str, kind: ElementType, noise: Noise, random: Random) -> tuple[str, float]:
    """Return what is read for one character, and its score."""
    what = sign_class(sign)
    share = noise.misread_digit if what is SignClass.DIGIT else noise.misread_word
    if kind is not ElementType.BOOL and random.random() < share:
        is_sure = random.random() < noise.confident
        return _misread(sign, random), random.uniform(SURE, 1.0) if is_sure else random.uniform(
            *MISREAD_SCORES
        )
    weak, spread = WEAK[what]
    is_weak = noise.is_scored and random.random() < weak
    span = random.choices(SPANS, spread)[0] if is_weak else (SURE, 1.0)
    return sign, random.uniform(*span)


def sign_class(sign: str) -> SignClass:
    """Return what kind of sign a character is."""
    if sign.isascii() and (sign.isalnum() or sign == "-"):
        return SignClass.DIGIT
    return SignClass.WORD if sign.isalnum() else SignClass.MARK


def _frayed(signs: list[tuple[str, float]], random: Random) -> list[tuple[str, float]]:
    """Drop a thin last character without a trace, or make one up before the first."""
    if signs[-1][0] in _THIN:
        return signs[:-1]
    return [(random.choice(_MADE_UP), random.uniform(0.4, 1.0)), *signs]


def _with_text_layer(found: tuple[Reading, ...], element: ElementFile, raw: str) -> tuple[Reading, ...]:
    """Put what a born-digital page says of itself beside what was read from its pixels."""
    value = canonical(element.type, raw) if raw and element.layout is not Layout.SIGNATURE else None
    if value is None or found[0].state is not ReadingState.READ:
        return found
    return (*found, _read(found[0].element, value, (1.0,) * len(value), Source.TEXT_LAYER))


def _read(key: str, text: str, scores: tuple[float, ...], source: Source) -> Reading:
    return Reading(
        element=key,
        state=ReadingState.READ,
        source=source,
        value=text,
        raw=text,
        confidence=min(scores),
        characters=scores,
        page=1,
        box=_PLACE,
    )


def _misread(character: str, random: Random) -> str:
    """Return what a character is misread as: its other form, a look-alike, or any other."""
    known = _DIGITS.get(character) or TRADITIONAL.get(character) or LOOK_ALIKES.get(character)
    return known or (random.choice("木目日田口山石水") if character > "\u2e80" else character)


def _nothing(key: str, state: ReadingState) -> Reading:
    score = 1.0 if state is ReadingState.BLANK else 0.0
    return Reading(element=key, state=state, source=Source.PIXELS, confidence=score, page=1)


def _page(
    flag: str, *, plan: PlannedFile | None = None, kind: KindFile | None = None, mark: Seal | None = None
) -> Page:
    lines: tuple[Line, ...] = ()
    if plan is not None and kind is not None:
        total = 2 if "missing_page" in plan.defects else 1
        said = f"第1页 共{total}页" if kind.numbered_pages and not flag else kind.name
        lines = (Line(text=said, box=_PLACE, confidence=0.99),)
    stamped = not flag and plan is not None and plan.capture != "docx"
    quality = Quality(sharpness=500, brightness=0.8, short_side_px=1200, flags=(flag,) if flag else ())
    return Page(
        number=1,
        width=1200,
        height=1700,
        rotation=0,
        lines=lines,
        quality=quality,
        seals=(mark,) if mark and stamped else (),
    )


def _seal(values: Mapping[str, str]) -> Seal | None:
    """Return the seal on the paper: a 公章 when neither its ring nor the words below it name a purpose."""
    ring, below = values.get("seal", ""), values.get("seal_kind", "")
    if not ring:
        return None
    kind = below or (None if _PURPOSE in ring else "公章")
    return Seal(page=1, box=_PLACE, text=ring, kind=kind, confidence=0.97, centre_text=below or None)


def _document(
    plan: PlannedFile, kind: str | None, readings: Mapping[str, tuple[Reading, ...]], page: Page
) -> Document:
    is_torn = any(len({each.value for each in found}) > 1 for found in readings.values())
    suspected = {"hidden_text": "hidden_text" in plan.defects, "text_layer_conflict": is_torn}
    return Document(
        sha256=hashlib.sha256(plan.key.encode()).hexdigest(),
        name=plan.name,
        media_type=DOCX if plan.capture == "docx" else "image/jpeg",
        pages=(page,),
        kind=kind,
        kind_confidence=0.99 if kind else 0.0,
        readings=readings,
        integrity=tuple(code for code, is_so in suspected.items() if is_so),
        reader_version=VERSION,
    )
