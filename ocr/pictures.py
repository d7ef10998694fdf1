"""Picture files to upright 8-bit BGR pixels, whatever their mode and size. Runs in the decoder child."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from ocr.limits import Limits, Refused
from ocr.opened import EMBEDDED, PIXELS, Decoded, OpenFile, pixel_page, said

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
_PAGED = frozenset({"TIFF", "HEIF"})
_ORIENTATION, _SOFTWARE, _MAKER, _MODEL, _CHANGED = 0x0112, 0x0131, 0x010F, 0x0110, 0x0132
_TRUE_DPI = (120.0, 1300.0)
"""72 and 96 are what programs write that know nothing; above, no scanner of paper goes."""
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
    except (ArithmeticError, LookupError, OSError, ValueError, SyntaxError, EOFError, TypeError) as error:
        raise Refused("truncated" if "truncated" in str(error).lower() else "damaged") from error


def open_picture(data: bytes, limits: Limits, formats: tuple[str, ...] = FORMATS) -> tuple[Image.Image, int]:
    """Read the header only; return the picture and its number of pages (several for TIFF and HEIC)."""
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with decoding_faults():
        picture = Image.open(io.BytesIO(data), formats=formats)
        _check_size(picture, limits)
        frames = int(getattr(picture, "n_frames", 1))
        if frames > 1 and picture.format not in _PAGED:
            raise Refused("animated")
        if frames > limits.pages:
            raise Refused("limit_exceeded")
    return picture, frames


def _check_size(picture: Image.Image, limits: Limits) -> None:
    if picture.width * picture.height > limits.pixels:
        raise Refused("limit_exceeded")


def _page(picture: Image.Image, frame: int, limits: Limits) -> Decoded:
    decoded = pixels(picture, frame, limits)
    scale = max(decoded.shape[:2]) / max(1, *picture.size)
    return pixel_page(decoded, PIXELS, dpi=_dpi(picture, scale))


def _embedded(picture: Image.Image, frame: int, limits: Limits) -> Decoded:
    decoded = pixels(picture, frame, limits)
    margin = max(decoded.shape[:2]) // 2
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
        reduced = _reduced(_plain(picture), side)
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
        colour = _on_paper(reduced if turn is None else reduced.transpose(turn))
        if max(colour.size) > side:
            colour.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return np.ascontiguousarray(np.asarray(colour, dtype=np.uint8)[:, :, ::-1])


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture with eight bits a channel and no palette, so that it can be reduced."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return _eight_bit(picture)
    if picture.mode == "1":
        return picture.convert("L")
    if "transparency" in picture.info or picture.mode in {"PA", "La", "RGBa"}:
        return picture.convert("RGBA")
    if picture.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return picture
    return picture.convert("RGB")


def _eight_bit(picture: Image.Image) -> Image.Image:
    wide = np.asarray(picture)
    top = 65535 if wide.max(initial=0) > 255 else 255
    if wide.dtype == np.uint16:
        narrow = (wide >> 8 if top == 65535 else wide).astype(np.uint8)
    else:
        narrow = np.clip(np.nan_to_num(wide).astype(np.float32) * (255.0 / top), 0, 255).astype(np.uint8)
    return Image.fromarray(narrow)


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """Shrink a huge scan by a whole factor before anything makes a second full copy of it."""
    factor = max(picture.size) // side
    return picture.reduce(factor) if factor > 1 else picture


def _on_paper(picture: Image.Image) -> Image.Image:
    """Lay a transparent picture on white paper."""
    if picture.mode in {"RGBA", "LA"}:
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
