"""Mutations of small files of every type: bits, cuts, splices, lengths, numbers. One number, one file."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from benchmarks import hostile_packages, hostile_pdfs
from benchmarks.hostile_packages import is_package
from benchmarks.hostile_pictures import noise
from benchmarks.made_files import HEIC, packed, picture, unpacked

_EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_NUMBERS = re.compile(rb"[0-9]{1,9}")
_GREAT = (b"0", b"-1", b"65536", b"2147483647", b"4294967296", b"99999999999999999999", b"1e308")


def seeds() -> dict[str, bytes]:
    """Return small files of every type that the gate opens."""
    grey = picture("TIFF", (40, 40), "L")
    return {
        "jpeg": noise("JPEG", 40),
        "jpeg_progressive": noise("JPEG", 40, progressive=True),
        "png": noise("PNG", 20),
        "png_palette": picture("PNG", (40, 40), "P"),
        "webp": noise("WEBP", 40),
        "webp_lossless": noise("WEBP", 24, lossless=True),
        "bmp": picture("BMP", (20, 20)),
        "tiff": grey,
        "tiff_lzw": noise("TIFF", 24, compression="tiff_lzw"),
        "tiff_fax": picture("TIFF", (80, 80), "1", compression="group4"),
        "tiff_jpeg": noise("TIFF", 32, compression="jpeg"),
        "heic": HEIC,
        **hostile_pdfs.seeds(),
        **hostile_packages.seeds(),
    }


def mutated(number: int, files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Return the name of the seed and the mutation of this number; a package also is mutated within."""
    random = Random(f"mutation|{number}")
    name = random.choice(sorted(files))
    data = files[name]
    if is_package(data) and random.random() < 0.7:
        parts = unpacked(data)
        chosen = random.choice(sorted(parts))
        return name, packed({**parts, chosen: _changed(parts[chosen], random, files)}, stored=True)
    return name, _changed(data, random, files)


def _changed(data: bytes, random: Random, files: Mapping[str, bytes]) -> bytes:
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        if data:
            data = random.choice(_CHANGES)(data, random, files)
    return data


def _flip(data: bytes, random: Random, files: Mapping[str, bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randrange(1, 9)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(data: bytes, random: Random, files: Mapping[str, bytes]) -> bytes:
    return data[: random.randrange(len(data))]


def _drop(data: bytes, random: Random, files: Mapping[str, bytes]) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.randrange(1, 65) :]


def _repeat(data: bytes, random: Random, files: Mapping[str, bytes]) -> bytes:
    start = random.randrange(len(data))
    end = start + random.randrange(1, 257)
    return data[:end] + data[start:end] * random.choice((1, 2, 50)) + data[end:]


def _splice(data: bytes, random: Random, files: Mapping[str, bytes]) -> bytes:
    other = files[random.choice(sorted(files))]
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def _length(data: bytes, random: Random, files: Mapping[str, bytes]) -> bytes:
    """Put an extreme number where a length may stand."""
    size = random.choice((1, 2, 4))
    if len(data) <= size:
        return data
    start = random.randrange(len(data) - size)
    value = random.choice(_EXTREMES) & ((1 << 8 * size) - 1)
    return data[:start] + value.to_bytes(size, random.choice(("little", "big"))) + data[start + size :]


def _number(data: bytes, random: Random, files: Mapping[str, bytes]) -> bytes:
    """Put an extreme number in place of one that is written in digits."""
    found: Sequence[re.Match[bytes]] = list(_NUMBERS.finditer(data))
    if not found:
        return _flip(data, random, files)
    chosen = random.choice(found)
    return data[: chosen.start()] + random.choice(_GREAT) + data[chosen.end() :]


_Change = Callable[[bytes, Random, Mapping[str, bytes]], bytes]
_CHANGES: tuple[_Change, ...] = (_flip, _flip, _cut, _drop, _repeat, _splice, _length, _length, _number)
