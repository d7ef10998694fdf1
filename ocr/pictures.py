"""Picture files to upright 8-bit BGR pixels, whatever their mode and size. Runs in the decoder child."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ocr.limits import Limits, Refused

_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
_SIXTEEN_BIT = ("I;16", "I;16B", "I;16L", "I")


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
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError) as error:
        raise Refused("truncated" if "truncated" in str(error).lower() else "damaged") from error


def open_picture(data: bytes, limits: Limits) -> tuple[Image.Image, int]:
    """Read the header only; return the picture and its number of pages (several for TIFF)."""
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with decoding_faults():
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        if picture.width * picture.height > limits.pixels:
            raise Refused("limit_exceeded")
        frames = int(getattr(picture, "n_frames", 1))
        if frames > 1 and picture.format != "TIFF":
            raise Refused("animated")
        if frames > limits.pages:
            raise Refused("limit_exceeded")
    return picture, frames


def pixels(picture: Image.Image, frame: int, limits: Limits) -> NDArray[np.uint8]:
    """Decode one frame to upright BGR, no side longer than the limit."""
    with decoding_faults():
        if frame:
            picture.seek(frame)
            if picture.width * picture.height > limits.pixels:
                raise Refused("limit_exceeded")
        side = limits.long_side_px
        picture.draft("RGB", (side, side))
        picture.load()
        reduced = _reduced(picture, side)
        upright = ImageOps.exif_transpose(reduced) or reduced
        colour = _eight_bit_rgb(upright)
        if max(colour.size) > side:
            colour.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return np.ascontiguousarray(np.asarray(colour, dtype=np.uint8)[:, :, ::-1])


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """Shrink a huge scan by a whole factor before anything makes a second full copy of it."""
    factor = max(picture.size) // side
    if factor < 2 or picture.mode not in {"L", "RGB", "RGBA", "CMYK", "LA"}:
        return picture
    small = picture.reduce(factor)
    small.info["exif"] = picture.info.get("exif", b"")
    exif = picture.getexif()
    return small.transpose(_TURNS[exif[0x0112]]) if exif.get(0x0112) in _TURNS else small


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _eight_bit_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode in _SIXTEEN_BIT:
        wide = np.asarray(picture, dtype=np.float64)
        top = 65535.0 if wide.max(initial=0.0) > 255 else 255.0
        return Image.fromarray(np.clip(wide * 255.0 / top, 0, 255).astype(np.uint8)).convert("RGB")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layered).convert("RGB")
    return picture.convert("RGB")
