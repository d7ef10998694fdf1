"""HEIC pictures, as telephones take them, through libheif (decoder only). Runs in the decoder child."""

from pi_heif import register_heif_opener

from ocr.limits import Limits
from ocr.opened import OpenFile
from ocr.pictures import open_pictures


def open_file(data: bytes, media: str, limits: Limits) -> OpenFile:
    """Open a HEIC file; libheif turns it upright itself."""
    register_heif_opener(thumbnails=False)
    return open_pictures(data, media, limits, ("HEIF",))
