"""Pages of materials as pictures for the browser, decoded behind the reader's own gate and turned upright."""

import io
from collections import OrderedDict
from threading import Lock

from PIL import Image

from cases.ports import EvidenceStore
from ocr.document import Page
from ocr.intake import Intake
from ocr.limits import Refused
from ocr.page_pictures import page_picture

LONGEST_SIDE_PX = 2000
QUALITY = 85


class NoPicture(LookupError):  # noqa: N818 (says what happened, as cases/errors.py does)
    """The file has no such page."""


class Pictures:
    """Makes JPEG pictures of pages; keeps the newest ones in memory up to `keep_bytes`."""

    def __init__(self, evidence: EvidenceStore, *, keep_bytes: int = 96_000_000) -> None:
        self._evidence = evidence
        self._keep_bytes = keep_bytes
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = Lock()
        self._intake = Intake()
        self._open, self._pages = "", 0

    def page(self, sha256: str, page: Page) -> bytes:
        """Return one page as a JPEG, standing the way its boxes do. Raises NoPicture, and ocr's Refused."""
        key = (sha256, page.number)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            picture = as_jpeg(self._decoded(sha256, page))
            self._keep(key, picture)
            return picture

    def close(self) -> None:
        """Stop the decoder."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        self._intake.close()
        self._open = ""

    def _decoded(self, sha256: str, page: Page) -> bytes:
        data = self._evidence.get(sha256)
        try:
            if self._open != sha256:
                self._pages = self._intake.open(data).pages
                self._open = sha256
            if not 1 <= page.place <= self._pages:
                raise NoPicture(f"page {page.place} of {self._pages}")
            return page_picture(self._intake.page(page.place - 1), page)
        except Refused:
            self._close()
            raise

    def _keep(self, key: tuple[str, int], picture: bytes) -> None:
        self._kept[key] = picture
        while sum(map(len, self._kept.values())) > self._keep_bytes:
            self._kept.popitem(last=False)


def as_jpeg(png: bytes) -> bytes:
    """Make a picture small enough for the browser, without changing its proportions."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
