"""Hostile pictures, and things that only pretend to be pictures; each with what may become of it."""

import io
import struct
import zlib
from collections.abc import Mapping

import numpy as np
from PIL import Image

from benchmarks.made_files import HEIC, picture

PNG = b"\x89PNG\r\n\x1a\n"
MANY = 20_000
BOMB_BYTES = 160_000_000


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG with its right check sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, rows: bytes, *more: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """Return a PNG whose header says one thing and whose pixels may be another."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return PNG + header + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def noise(form: str, side: int = 300, **options: object) -> bytes:
    """Return a picture that can't be compressed."""
    out = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 255, (side, side, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(out, form, **options)
    return out.getvalue()


def many_scans() -> bytes:
    """Return a progressive JPEG whose scans are repeated thousands of times: each costs a whole pass."""
    data = noise("JPEG", 1200, progressive=True)
    first = data.index(b"\xff\xda")
    second = data.index(b"\xff\xda", first + 2)
    return data[:first] + data[first:second] * 3 + data[second:-2] + data[second:-2] * 40 + b"\xff\xd9"


def jpeg_says(width: int, height: int) -> bytes:
    """Return a JPEG whose header lies about its size."""
    data = bytearray(picture("JPEG"))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def with_comment(text: bytes) -> bytes:
    """Return a JPEG with a comment right after its start."""
    data = picture("JPEG")
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text + data[2:]


def tiff(entries: Mapping[int, tuple[int, int, int]], following: int = 0, body: bytes = b"") -> bytes:
    """Return a TIFF of one directory: tag → type, count, value; then where the next one is said to be."""
    directory = struct.pack("<H", len(entries))
    for tag, (kind, count, value) in sorted(entries.items()):
        directory += struct.pack("<HHII", tag, kind, count, value)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", following) + body


_GREY = {
    256: (4, 1, 64), 257: (4, 1, 64), 258: (3, 1, 8), 259: (3, 1, 1), 262: (3, 1, 1), 273: (4, 1, 200),
    277: (3, 1, 1), 278: (4, 1, 64), 279: (4, 1, 4096),
}  # fmt: skip


def chained_tiff(count: int) -> bytes:
    """Return a TIFF with very many empty pages."""
    directory = tiff(_GREY)[8:-4]
    size = len(directory) + 4
    parts = [directory + struct.pack("<I", 8 + size * (place + 1)) for place in range(count - 1)]
    return (
        b"II*\0" + struct.pack("<I", 8) + b"".join(parts) + directory + struct.pack("<I", 0) + b"\xff" * 4096
    )


def bmp(width: int, height: int, compression: int = 0, body: bytes = b"") -> bytes:
    """Return a BMP with this header."""
    header = struct.pack(
        "<IiiHHIIiiII", 40, width, height, 1, 8 if compression else 24, compression, 0, 0, 0, 0, 0
    )
    return b"BM" + struct.pack("<IHHI", 54 + len(body), 0, 0, 54) + header + body


def heic_says(side: int) -> bytes:
    """Return a HEIC whose size boxes lie."""
    place = HEIC.index(b"ispe") + 8
    return HEIC[:place] + struct.pack(">II", side, side) + HEIC[place + 8 :]


def animated(form: str) -> bytes:
    """Return a picture that moves."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


def honest_scan(width: int, height: int) -> bytes:
    """Return a large scan that must still be read."""
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "JPEG", quality=30)
    return out.getvalue()


def hostile_pictures() -> dict[str, tuple[bytes, str]]:
    """Return name → bytes and what must become of them: `refused`, `opened`, or `either`."""
    return no_pictures() | pngs() | jpegs() | tiffs() | other_pictures()


def no_pictures() -> dict[str, tuple[bytes, str]]:
    """Return what no picture is, whatever its name says."""
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    files = {
        "empty": b"",
        "one_byte": b"\xff",
        "html_named_jpg": b"<html><script>alert(1)</script></html>",
        "svg_with_script": svg,
        "svg_outside_entity": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]>' + svg,
        "gif_animated": animated("GIF"),
        "gif_with_script": picture("GIF") + b"<script>alert(1)</script>",
        "jpeg_2000": b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 100,
        "avif": b"\0\0\0\x1cftypavif" + b"\0" * 100,
        "icon": b"\0\0\1\0\1\0" + b"\0" * 100,
        "postscript": b"%!PS-Adobe-3.0\n(%stdin) run",
        "program_windows": b"MZ" + b"\0" * 200,
        "program_linux": b"\x7fELF" + b"\0" * 200,
        "rich_text": b"{\\rtf1 {\\object}}",
        "mail": b"From: a\nTo: b\n\nhello",
    }
    return {name: (data, "refused") for name, data in files.items()}


def pngs() -> dict[str, tuple[bytes, str]]:
    """Return hostile PNGs."""
    bomb = zlib.compress(b"\0" * BOMB_BYTES)
    rows = b"\0" * (64 * 193)
    return {
        "png_bomb_by_header": (png(40_000, 40_000, b"\0" * 1000), "refused"),
        "png_rows_bomb": (png(64, 64, b"\0" * BOMB_BYTES), "either"),
        "png_text_bomb": (png(64, 64, rows, chunk(b"zTXt", b"a\0\0" + bomb)), "either"),
        "png_profile_bomb": (png(64, 64, rows, chunk(b"iCCP", b"a\0\0" + bomb)), "either"),
        "png_many_chunks": (png(64, 64, rows, *[chunk(b"tEXt", b"a\0b")] * MANY), "either"),
        "png_truncated": (noise("PNG")[:5000], "refused"),
        "png_bad_checksum": (picture("PNG").replace(b"IDAT", b"IDAu"), "refused"),
        "png_of_no_width": (png(0, 64, b""), "refused"),
        "png_animated": (animated("PNG"), "refused"),
        "png_needle": (png(1, 100_000, b"\0" * 400_000), "refused"),
        "png_long": (picture("PNG", (3000, 20)), "opened"),
        "png_16_bit": (picture("PNG", mode="I;16", color=65535), "opened"),
        "png_zeros_after": (picture("PNG") + b"\0" * 100_000, "opened"),
    }


def jpegs() -> dict[str, tuple[bytes, str]]:
    """Return hostile JPEGs, and a large one that is honest."""
    return {
        "jpeg_truncated": (noise("JPEG")[:9000], "refused"),
        "jpeg_says_65500": (jpeg_says(65_500, 65_500), "refused"),
        "jpeg_says_17000": (jpeg_says(17_000, 17_000), "either"),
        "jpeg_many_scans": (many_scans(), "either"),
        "jpeg_with_zip": (picture("JPEG") + b"PK\x05\x06" + b"\0" * 18, "refused"),
        "jpeg_with_rar": (picture("JPEG") + b"Rar!\x1a\x07\x00", "refused"),
        "jpeg_with_pdf": (picture("JPEG") + b"%PDF-1.4\n", "refused"),
        "jpeg_with_script": (with_comment(b"<script>alert(1)</script>"), "refused"),
        "jpeg_cmyk": (picture("JPEG", mode="CMYK"), "opened"),
        "jpeg_20000_by_14000": (honest_scan(20_000, 14_000), "opened"),
    }


def tiffs() -> dict[str, tuple[bytes, str]]:
    """Return hostile TIFFs."""
    return {
        "tiff_in_a_ring": (tiff(_GREY, following=8, body=b"\xff" * 4096), "either"),
        "tiff_20000_pages": (chained_tiff(MANY), "refused"),
        "tiff_strips_far_away": (tiff({**_GREY, 273: (4, 1, 0xFFFFFF00)}), "refused"),
        "tiff_many_strips": (tiff({**_GREY, 273: (4, 0x0FFFFFFF, 200)}), "refused"),
        "tiff_says_100000": (tiff({**_GREY, 256: (4, 1, 100_000), 257: (4, 1, 100_000)}), "refused"),
    }


def other_pictures() -> dict[str, tuple[bytes, str]]:
    """Return hostile BMP, WebP and HEIC files."""
    return {
        "bmp_upside_down": (bmp(64, -64, body=b"\xff" * 64 * 192), "opened"),
        "bmp_says_2_billion": (bmp(2_000_000_000, 2_000_000_000), "refused"),
        "bmp_runs_bomb": (bmp(16_000, 16_000, 1, b"\0\0" * 50 + b"\0\1"), "either"),
        "webp_animated": (animated("WEBP"), "refused"),
        "webp_truncated": (noise("WEBP")[:3000], "refused"),
        "heic_truncated": (HEIC[:300], "refused"),
        "heic_says_30000": (heic_says(30_000), "refused"),
        "heic_says_nothing": (heic_says(0), "either"),
    }
