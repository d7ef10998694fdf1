"""A Document as JSON and back: for the command line, the cache and replay."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ocr.document import (
    Box,
    Code,
    Document,
    Line,
    Page,
    Quality,
    Reading,
    ReadingState,
    Refusal,
    Seal,
    Source,
)

_STATE_ORDER = (
    ReadingState.CONFLICT,
    ReadingState.READ,
    ReadingState.UNREADABLE,
    ReadingState.BLANK,
    ReadingState.NOT_FOUND,
)


def to_json(document: Document) -> dict[str, Any]:
    """Return the object that `runner.py read` prints; it also holds everything `from_json` needs."""
    found: dict[str, Any] = {
        "file": document.name,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "kind": document.kind,
        "kind_confidence": document.kind_confidence,
        "refused": document.refusal is not None,
        "reason": document.refusal.code if document.refusal else None,
        "message": document.refusal.message if document.refusal else None,
        "reader_version": document.reader_version,
    }
    if document.refusal is not None:
        return found
    return found | {
        "quality": _worst_quality(document.pages),
        "pages": [_page(page) for page in document.pages],
        "elements": _elements(document),
        "seals": [_seal(seal) for page in document.pages for seal in page.seals],
        "codes": [_code(code) for page in document.pages for code in page.codes],
        "integrity": list(document.integrity),
        "form_version": document.form_version,
        "metadata": dict(document.metadata),
        "parts": [_part(part) for part in document.parts],
    }


def from_json(loaded: Mapping[str, Any]) -> Document:
    """Return the document that `to_json` wrote."""
    refusal = None
    if loaded["refused"]:
        refusal = Refusal(code=loaded["reason"], message=loaded["message"])
    whole = Document(
        sha256=loaded["sha256"],
        name=loaded["file"],
        media_type=loaded["media_type"],
        pages=tuple(_page_from(page, loaded) for page in loaded.get("pages", ())),
        refusal=refusal,
        kind=loaded["kind"],
        kind_confidence=loaded["kind_confidence"],
        readings=_readings_from(loaded.get("elements", {})),
        integrity=tuple(loaded.get("integrity", ())),
        form_version=loaded.get("form_version"),
        metadata=loaded.get("metadata", {}),
        reader_version=loaded["reader_version"],
    )
    return replace(whole, parts=tuple(_part_from(part, whole) for part in loaded.get("parts", ())))


def dumps(document: Document) -> str:
    """Return the document as one line of JSON."""
    return json.dumps(to_json(document), ensure_ascii=False, allow_nan=False)


def loads(text: str) -> Document:
    """Return the document that `dumps` wrote."""
    return from_json(json.loads(text))


def best_reading(readings: Sequence[Reading]) -> Reading:
    """Return the reading to show: one that was read rather than one that was not, pixels before others."""
    return min(
        readings, key=lambda r: (_STATE_ORDER.index(r.state), r.source is not Source.PIXELS, -r.confidence)
    )


def _part(part: Document) -> dict[str, Any]:
    """Return what a part has of its own; its pages are named by their numbers."""
    return {
        "kind": part.kind,
        "kind_confidence": part.kind_confidence,
        "pages": [page.number for page in part.pages],
        "elements": _elements(part),
        "integrity": list(part.integrity),
        "form_version": part.form_version,
    }


def _part_from(part: Mapping[str, Any], whole: Document) -> Document:
    return replace(
        whole,
        kind=part["kind"],
        kind_confidence=part["kind_confidence"],
        pages=tuple(page for page in whole.pages if page.number in part["pages"]),
        readings=_readings_from(part["elements"]),
        integrity=tuple(part["integrity"]),
        form_version=part["form_version"],
    )


def _elements(document: Document) -> dict[str, Any]:
    return {key: _element(readings) for key, readings in document.readings.items()}


def _readings_from(elements: Mapping[str, Any]) -> dict[str, tuple[Reading, ...]]:
    return {
        key: tuple(_reading_from(key, reading) for reading in element["readings"])
        for key, element in elements.items()
    }


def _worst_quality(pages: Sequence[Page]) -> dict[str, Any]:
    if not pages:
        return {}
    worst = min(
        (page.quality for page in pages), key=lambda quality: (-len(quality.flags), quality.sharpness)
    )
    return _quality(worst)


def _quality(quality: Quality) -> dict[str, Any]:
    return {
        "sharpness": quality.sharpness,
        "brightness": quality.brightness,
        "short_side_px": quality.short_side_px,
        "flags": list(quality.flags),
        "measures": dict(quality.measures),
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "kind": page.kind,
        "sheet": page.sheet,
        "dpi": page.dpi,
        "quad": _box(page.quad) if page.quad else None,
        "fingerprint": page.fingerprint,
        "quality": _quality(page.quality),
        "lines": [_line(line) for line in page.lines],
        "text_layer": [_line(line) for line in page.text_layer],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "box": _box(line.box),
        "confidence": line.confidence,
        "characters": list(line.characters),
        "handwritten": line.is_handwritten,
    }


def _element(readings: Sequence[Reading]) -> dict[str, Any]:
    best = best_reading(readings)
    return {
        "state": _shown_state(readings, best),
        "value": best.value,
        "raw": best.raw,
        "confidence": best.confidence,
        "page": best.page,
        "box": _box(best.box) if best.box else None,
        "readings": [_reading(reading) for reading in readings],
    }


def _shown_state(readings: Sequence[Reading], best: Reading) -> str:
    values = {reading.value for reading in readings if reading.state is ReadingState.READ}
    return str(ReadingState.CONFLICT if len(values) > 1 else best.state)


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "state": str(reading.state),
        "source": str(reading.source),
        "value": reading.value,
        "raw": reading.raw,
        "confidence": reading.confidence,
        "characters": list(reading.characters),
        "page": reading.page,
        "box": _box(reading.box) if reading.box else None,
        "alternatives": list(reading.alternatives),
        "handwritten": reading.is_handwritten,
    }


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "text": seal.text,
        "kind": seal.kind,
        "page": seal.page,
        "box": _box(seal.box),
        "confidence": seal.confidence,
        "shape": seal.shape,
        "ink": seal.ink,
        "centre_text": seal.centre_text,
        "width_mm": seal.width_mm,
        "height_mm": seal.height_mm,
        "straddles": seal.straddles,
    }


def _code(code: Code) -> dict[str, Any]:
    return {"text": code.text, "format": code.format, "page": code.page, "box": _box(code.box)}


def _box(box: Box) -> list[list[float]]:
    return [[round(x, 1), round(y, 1)] for x, y in box]


def _page_from(page: Mapping[str, Any], loaded: Mapping[str, Any]) -> Page:
    quality = page["quality"]
    return Page(
        number=page["number"],
        width=page["width"],
        height=page["height"],
        rotation=page["rotation"],
        lines=tuple(_line_from(line) for line in page["lines"]),
        quality=Quality(
            sharpness=quality["sharpness"],
            brightness=quality["brightness"],
            short_side_px=quality["short_side_px"],
            flags=tuple(quality["flags"]),
            measures=quality["measures"],
        ),
        text_layer=tuple(_line_from(line) for line in page["text_layer"]),
        seals=tuple(_seal_from(seal) for seal in loaded["seals"] if seal["page"] == page["number"]),
        codes=tuple(_code_from(code) for code in loaded["codes"] if code["page"] == page["number"]),
        kind=page["kind"],
        sheet=page["sheet"],
        dpi=page["dpi"],
        quad=_box_from(page["quad"]) if page["quad"] else None,
        fingerprint=page["fingerprint"],
    )


def _line_from(line: Mapping[str, Any]) -> Line:
    return Line(
        text=line["text"],
        box=_box_from(line["box"]),
        confidence=line["confidence"],
        characters=tuple(line["characters"]),
        is_handwritten=line["handwritten"],
    )


def _reading_from(key: str, reading: Mapping[str, Any]) -> Reading:
    return Reading(
        element=key,
        state=ReadingState(reading["state"]),
        source=Source(reading["source"]),
        value=reading["value"],
        raw=reading["raw"],
        confidence=reading["confidence"],
        characters=tuple(reading["characters"]),
        page=reading["page"],
        box=_box_from(reading["box"]) if reading["box"] else None,
        alternatives=tuple(reading["alternatives"]),
        is_handwritten=reading["handwritten"],
    )


def _seal_from(seal: Mapping[str, Any]) -> Seal:
    return Seal(
        page=seal["page"],
        box=_box_from(seal["box"]),
        text=seal["text"],
        kind=seal["kind"],
        confidence=seal["confidence"],
        shape=seal["shape"],
        ink=seal["ink"],
        centre_text=seal["centre_text"],
        width_mm=seal["width_mm"],
        height_mm=seal["height_mm"],
        straddles=seal["straddles"],
    )


def _code_from(code: Mapping[str, Any]) -> Code:
    return Code(page=code["page"], box=_box_from(code["box"]), text=code["text"], format=code["format"])


def _box_from(box: Sequence[Sequence[float]]) -> Box:
    first, second, third, fourth = ((float(x), float(y)) for x, y in box)
    return (first, second, third, fourth)
