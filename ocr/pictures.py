"""Picture files to upright 8-bit BGR pixels, whatever their mode and size. Runs in the decoder child."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from ocr.limits import Limits, Refused
from ocr.opened import EMBEDDED, LEAST_SIDE_PX, PIXELS, Decoded, OpenFile, pixel_page, said

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
_WITH_PREVIEWS = "MPO"
"""JPEGs of telephones: after the photo come previews and brightness maps that no viewer shows."""
_PAGED = frozenset({"TIFF", "HEIF"})
_ORIENTATION, _SOFTWARE, _MAKER, _MODEL, _CHANGED = 0x0112, 0x0131, 0x010F, 0x0110, 0x0132
_TRUE_DPI = (120.0, 1300.0)
"""72 and 96 are what programs write that know nothing; above, no scanner of paper goes."""
_STRIP = 64
"""How many rows of the small picture are made at a time."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def open_file(data: bytes, media: str, limits: Limits) -> OpenFile:
    """Open a picture file; raises Refused."""
    return open_pictures(data, media, limits, FORMATS)


def open_pictures(data: bytes, media: str, limits: Limits, formats: tuple[str, ...]) -> OpenFile:
    """Open a picture file of one of these formats of Pillow, reading its header only; raises Refused."""
    picture, frames = open_picture(data, limits, formats)
    return OpenFile(
        media=media,
        pages=tuple(partial(_page, picture, frame, limits) for frame in range(frames)),
        metadata=_metadata(picture),
    )


def embedded_pages(pictures: Sequence[bytes], limits: Limits) -> list[partial[Decoded]]:
    """Return the pages that pictures within a text make; raises Refused."""
    pages = []
    for data in pictures:
        picture, frames = open_picture(data, limits)
        pages += [partial(_embedded, picture, frame, limits) for frame in range(frames)]
    return pages


@contextmanager
def decoding_faults() -> Iterator[None]:
    """Turn whatever a decoder raises on a broken picture into a refusal."""
    try:
        yield
    except Refused:
        raise
    except UnidentifiedImageError as error:
        raise Refused("damaged") from error
    except MemoryError as error:
        raise Refused("limit_exceeded") from error
    except RuntimeError as error:  # libheif has no other
        raise Refused("limit_exceeded" if "limit exceeded" in str(error) else "damaged") from error
    except (ArithmeticError, LookupError, OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
        raise Refused("truncated" if "truncated" in str(error).lower() else "damaged") from error


def open_picture(data: bytes, limits: Limits, formats: tuple[str, ...] = FORMATS) -> tuple[Image.Image, int]:
    """Read the header only; return the picture and its number of pages (several for TIFF and HEIC)."""
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with decoding_faults():
        picture = Image.open(io.BytesIO(data), formats=formats)
        _check_size(picture, limits)
        frames = _frames(picture, limits.pages + 1)
        if frames > 1 and picture.format not in _PAGED:
            raise Refused("animated")
        if frames > limits.pages:
            raise Refused("limit_exceeded")
    return picture, frames


def _frames(picture: Image.Image, most: int) -> int:
    """Return how many pages there are; a TIFF's are counted no further than `most`."""
    if picture.format == _WITH_PREVIEWS:
        return 1
    if picture.format != "TIFF":
        return int(getattr(picture, "n_frames", 1))
    count = 0
    try:
        while count < most:
            picture.seek(count)
            count += 1
    except EOFError:
        pass
    picture.seek(0)
    return count


def _check_size(picture: Image.Image, limits: Limits) -> None:
    if picture.width * picture.height > limits.pixels:
        raise Refused("limit_exceeded")


def _page(picture: Image.Image, frame: int, limits: Limits) -> Decoded:
    decoded = pixels(picture, frame, limits)
    scale = max(decoded.shape[:2]) / max(1, *picture.size)
    page = pixel_page(decoded, PIXELS, dpi=_dpi(picture, scale))
    slenderness = max(page.width, page.height) / min(page.width, page.height)
    if scale < 1 and slenderness > limits.reduced_slenderness:
        raise Refused("too_long")
    return page


def _embedded(picture: Image.Image, frame: int, limits: Limits) -> Decoded:
    decoded = pixels(picture, frame, limits)
    margin = max(LEAST_SIDE_PX, max(decoded.shape[:2]) // 2)
    return pixel_page(
        np.pad(decoded, ((margin, margin), (margin, margin), (0, 0)), constant_values=255), EMBEDDED
    )


def pixels(picture: Image.Image, frame: int, limits: Limits) -> NDArray[np.uint8]:
    """Decode one frame to upright BGR, no side longer than the limit."""
    with decoding_faults():
        if frame:
            picture.seek(frame)
            _check_size(picture, limits)
        side = limits.long_side_px
        picture.draft("RGB", (side, side))
        picture.load()
        reduced = _reduced(picture, max(1, max(picture.size) // side))
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
        colour = reduced if turn is None else reduced.transpose(turn)
        if max(colour.size) > side:
            colour.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return np.ascontiguousarray(np.asarray(colour, dtype=np.uint8)[:, :, ::-1])


def _reduced(picture: Image.Image, factor: int) -> Image.Image:
    """Return the picture as RGB, shrunk by a whole factor, in strips: a huge scan is never held twice."""
    is_wide = picture.mode.startswith("I") or picture.mode == "F"
    _, brightest = picture.getextrema() if is_wide else (0.0, 255.0)
    if factor == 1:
        return _plain(picture, brightest)
    width, height = picture.size
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, _STRIP * factor):
        strip = picture.crop((0, top, width, min(height, top + _STRIP * factor)))
        small.paste(_plain(strip, brightest).reduce(factor), (0, top // factor))
    return small


def _plain(picture: Image.Image, brightest: Any) -> Image.Image:
    """Return a picture of any mode as RGB on white paper."""
    if picture.mode.startswith("I") or picture.mode == "F":
        wide = np.nan_to_num(np.asarray(picture).astype(np.float32))
        narrow = np.clip(wide * (255.0 / 65535.0 if brightest > 255 else 1.0), 0, 255)
        return Image.fromarray(narrow.astype(np.uint8)).convert("RGB")
    if picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layered).convert("RGB")
    return picture.convert("RGB")


def _dpi(picture: Image.Image, scale: float) -> float | None:
    """Return the resolution of the decoded page, when the file says one that a scanner would write."""
    with decoding_faults():
        across, down = (float(value) for value in picture.info.get("dpi", (0.0, 0.0)))
        is_true = _TRUE_DPI[0] <= across <= _TRUE_DPI[1] and abs(across - down) < 0.02 * across
        return round(across * scale, 1) if is_true else None


def _metadata(picture: Image.Image) -> dict[str, str]:
    """Return what the file says of the program and camera that made it; nothing when that can't be read."""
    with decoding_faults():
        exif = picture.getexif()
        camera = f"{exif.get(_MAKER, '')} {exif.get(_MODEL, '')}".strip()
        software = exif.get(_SOFTWARE) or picture.info.get("Software")
        return said({"software": software, "camera": camera, "changed": exif.get(_CHANGED)})
