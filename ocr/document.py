"""What reading a file gives: pages, lines, boxes, seals, codes, kind and readings.

Boxes are four corners in pixels of the upright page, clockwise from the top left.
Pages are numbered from 1. Confidences lie in 0..1 and are scores of the model, not probabilities.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Corner = tuple[float, float]
Box = tuple[Corner, Corner, Corner, Corner]


class Source(StrEnum):
    """Who says so: each source is a separate witness."""

    PIXELS = "pixels"
    TEXT_LAYER = "text_layer"
    CODE = "code"
    FORM = "form"
    REGISTRY = "registry"
    CASE = "case"
    PARAMETER = "parameter"


class ReadingState(StrEnum):
    """What one source could tell of one element."""

    READ = "read"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One recognised line of text; `characters` holds one score per character of `text`, or nothing.

    `is_handwritten` is True where a pen is known to have written it, else None: black ink doesn't tell.
    """

    text: str
    box: Box
    confidence: float
    characters: tuple[float, ...] = ()
    is_handwritten: Literal[True] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal impression; `text` is the ring text, None when it could not be read.

    `shape` is round, oval or square; `ink` red, blue or black (a copy); sizes are known where the page's
    resolution is. `straddles` marks half a seal at the edge of a page (骑缝章).
    """

    page: int
    box: Box
    text: str | None
    kind: str | None
    confidence: float
    shape: str = "round"
    ink: str = "red"
    centre_text: str | None = None
    width_mm: float | None = None
    height_mm: float | None = None
    straddles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A bar or QR code found on a page."""

    page: int
    box: Box
    text: str
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How good the picture is; `flags` names what is wrong (blurred, dark, glare, low_resolution, blank …).

    `measures` holds the figures behind the flags by name; what each means stands in quality.py.
    """

    sharpness: float
    brightness: float
    short_side_px: int
    flags: tuple[str, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as it reads upright; `rotation` says by how many degrees it was turned back clockwise.

    `sheet` is which page of the file it was seen on, None when that is its own number: a picture on which two
    papers lie becomes two pages of one sheet. `quad` are the paper's corners there, before it was turned;
    None when the page is the whole picture. `dpi` is None when unknown.
    """

    number: int
    width: int
    height: int
    rotation: int
    lines: tuple[Line, ...]
    quality: Quality
    text_layer: tuple[Line, ...] = ()
    seals: tuple[Seal, ...] = ()
    codes: tuple[Code, ...] = ()
    kind: str | None = None
    sheet: int | None = None
    dpi: float | None = None
    quad: Box | None = None
    fingerprint: str = ""
    """What the page looks like, in 64 hexadecimal digits (see duplicates.py); empty for pure text."""

    @property
    def place(self) -> int:
        """Return the number of the file's page on which this one was seen."""
        return self.sheet or self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One source's value for an element at one place.

    `value` is the canonical text of the element's type (see values.py), `raw` what stood there.
    `characters` are scores for the characters of `value`; empty means `confidence` holds for each.
    `alternatives` are, for each character of `value`, what else the recogniser thought possible, best first.
    `is_handwritten` is True where a pen is known to have written it, else None: black ink doesn't tell.
    """

    element: str
    state: ReadingState
    source: Source
    value: str | None = None
    raw: str = ""
    confidence: float = 0.0
    characters: tuple[float, ...] = ()
    page: int | None = None
    box: Box | None = None
    alternatives: tuple[str, ...] = ()
    is_handwritten: Literal[True] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a file was not opened: a stable code and a sentence in Chinese that names the remedy."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file that was read. A refused file has a refusal and no pages; an unknown kind is None.

    `form_version` is the edition printed on a form, None when none was seen. A file that holds papers of
    several kinds has no kind of its own and one part for each, every page in exactly one of them.
    """

    sha256: str
    name: str
    media_type: str
    pages: tuple[Page, ...] = ()
    refusal: Refusal | None = None
    kind: str | None = None
    kind_confidence: float = 0.0
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    integrity: tuple[str, ...] = ()
    """Codes of what makes the file suspect: hidden_text, text_layer_conflict, code_conflict (a QR code),
    unscanned (something could not be looked at), retouched (made by a program for retouching, as it says
    itself), active_content, embedded_files, tracked_changes, several_papers …"""
    reader_version: str = ""
    form_version: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    """What the file says of its maker: software, producer, camera, title, author, changed; never believed."""
    parts: "tuple[Document, ...]" = ()

    @property
    def papers(self) -> "tuple[Document, ...]":
        """Return the parts of a file of several papers, or the file itself."""
        return self.parts or (self,)
