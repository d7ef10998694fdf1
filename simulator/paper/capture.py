"""How a paper becomes a file: flat-bed scans and phone photographs, with their faults."""

from io import BytesIO

import cv2
import numpy as np
from PIL import Image, ImageFilter, ImageOps

from simulator.paper.raster import watermarked

Pixels = cv2.typing.MatLike
SCAN_DPI = (150, 200, 200, 200, 240, 300)
NOISE_TILE = 512
PORTRAIT_DPI = 400


def scan_dpi(seed: int, longest_mm: float) -> int:
    """Choose the resolution of a scan: 150 to 300, never so low that a card has no detail."""
    if longest_mm < 160:
        return 300
    chosen = SCAN_DPI[int(generator(seed, "dpi").integers(len(SCAN_DPI)))]
    return max(200, chosen) if longest_mm < 230 else chosen


def photo_dpi(longest_mm: float) -> int:
    """Choose the resolution at which a sheet fills most of a phone photograph."""
    return min(400, round(2050 / longest_mm * 25.4))


def generator(seed: int, purpose: str) -> np.random.Generator:
    """Return the random numbers of a seed for one purpose."""
    return np.random.default_rng([seed & 0xFFFFFFFF, *purpose.encode()])


def scan(page: Image.Image, seed: int, *, grey: bool) -> Image.Image:
    """Scan a page: a little skew, paper tone, grain, sometimes grey."""
    rng = generator(seed, "scan")
    tone = int(rng.integers(244, 255))
    middle = (page.width / 2, page.height / 2)
    turn = cv2.getRotationMatrix2D(middle, float(rng.uniform(-2, 2)), 1.0)
    skewed = cv2.warpAffine(
        np.asarray(page), turn, page.size, flags=cv2.INTER_CUBIC, borderValue=(tone, tone, tone)
    )
    soft = cv2.GaussianBlur(skewed, (0, 0), float(rng.uniform(0.3, 0.6)))
    image = Image.fromarray(_grained(soft, rng, float(rng.uniform(1.5, 4.0))))
    return ImageOps.grayscale(image).convert("RGB") if grey else image


def photo(page: Image.Image, seed: int) -> Image.Image:
    """Photograph a page lying on a desk: perspective, shadow, warm or cold light, grain."""
    rng = generator(seed, "photo")
    wide, high = page.width, page.height
    canvas = (int(wide * 1.14), int(high * 1.12))
    desk = _desk(canvas, rng)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    margin = np.array([canvas[0] - wide, canvas[1] - high]) / 2
    slack = np.minimum(margin * 0.8, 0.028 * np.array([wide, high]))
    target = (source + margin + rng.uniform(-1, 1, (4, 2)) * slack).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    warped = cv2.warpPerspective(
        np.asarray(page), matrix, canvas, dst=desk, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    lit = cv2.multiply(warped, _light(canvas, rng), dtype=cv2.CV_8U)
    return Image.fromarray(_grained(lit, rng, float(rng.uniform(3, 7))))


def jpeg(image: Image.Image, quality: int) -> bytes:
    """Encode as JPEG."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    """Encode as PNG."""
    out = BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def quality(seed: int, capture: str) -> int:
    """Choose the JPEG quality: 60–85 for photographs, 75–92 for scans."""
    low, high = (60, 86) if capture == "photo" else (75, 93)
    return int(generator(seed, "quality").integers(low, high))


def blurred(image: Image.Image, dpi: int) -> Image.Image:
    """Put the page out of focus: small print can't be read any more."""
    return image.filter(ImageFilter.GaussianBlur(dpi * 0.026))


def dark(image: Image.Image) -> Image.Image:
    """Take the light away."""
    return image.point([round(level * 0.16 + 4) for level in range(256)] * 3)


def glare(image: Image.Image, seed: int) -> Image.Image:
    """Lay the reflection of a lamp over the middle of the page."""
    rng = generator(seed, "glare")
    small = Image.new("L", (100, 100), 0)
    pixels = np.zeros((100, 100), dtype=np.uint8)
    middle = (int(rng.integers(40, 62)), int(rng.integers(28, 62)))
    cv2.ellipse(pixels, middle, (24, 10), float(rng.uniform(0, 180)), 0, 360, (255,), -1)
    small = Image.fromarray(cv2.GaussianBlur(pixels, (0, 0), 4)).resize(image.size, Image.Resampling.BICUBIC)
    lit = image.copy()
    lit.paste((255, 255, 255), (0, 0), small)
    return lit


def cropped(image: Image.Image) -> Image.Image:
    """Cut off the right and lower part of the page."""
    return image.crop((0, 0, int(image.width * 0.80), int(image.height * 0.72)))


def photocopied(image: Image.Image, seed: int) -> Image.Image:
    """Copy in black and white with dust: red seals turn black; the watermark is laid anew."""
    rng = generator(seed, "copy")
    grey = np.asarray(ImageOps.grayscale(image)).copy()
    rows, columns = rng.integers(0, grey.shape[0], 900), rng.integers(0, grey.shape[1], 900)
    grey[rows, columns] = 60
    copy = Image.fromarray(np.where(grey < 168, 30, 252).astype(np.uint8)).convert("RGB")
    return watermarked(copy)


def off_screen(image: Image.Image, seed: int) -> Image.Image:
    """Photograph a screen: bluish light, a pixel grid and bands of moiré."""
    rng = generator(seed, "screen")
    rows = np.arange(image.height, dtype=np.float32)[:, None]
    columns = np.arange(image.width, dtype=np.float32)[None, :]
    step = float(rng.uniform(2.6, 3.4))
    grid = (
        1 - 0.10 * (np.sin(columns * 2 * np.pi / step) > 0.3) - 0.08 * (np.sin(rows * 2 * np.pi / step) > 0.3)
    )
    bands = 1 + 0.10 * np.sin((columns + rows * 0.35) / float(rng.uniform(14, 24)))
    pattern = (grid * bands).astype(np.float32)[:, :, None] * np.array([0.90, 0.96, 1.05], dtype=np.float32)
    return Image.fromarray(np.clip(np.asarray(image) * pattern, 0, 255).astype(np.uint8))


def tiny(image: Image.Image) -> Image.Image:
    """Shrink to a thumbnail."""
    small = image.copy()
    small.thumbnail((220, 220))
    return small


def mirrored(image: Image.Image) -> Image.Image:
    """Mirror left and right."""
    return ImageOps.mirror(image)


def grained(image: Image.Image, seed: int) -> Image.Image:
    """Add the grain of a camera and nothing else."""
    return Image.fromarray(_grained(np.asarray(image), generator(seed, "grain"), 2.0))


def turned(image: Image.Image, degrees: int) -> Image.Image:
    """Turn by quarter turns clockwise."""
    turns = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return image.transpose(turns[degrees])


def _grained(pixels: Pixels, rng: np.random.Generator, strength: float) -> Pixels:
    """Add grain from a repeated tile."""
    tile = (rng.standard_normal((NOISE_TILE, NOISE_TILE)) * strength).astype(np.int16)
    high, wide = pixels.shape[:2]
    grain = np.tile(tile, (high // NOISE_TILE + 1, wide // NOISE_TILE + 1))[:high, :wide]
    return cv2.add(pixels, cv2.merge([grain] * 3), dtype=cv2.CV_8U)


def _desk(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Draw a desk top: a colour with faint stripes."""
    base = np.array(
        [[94, 70, 50], [60, 62, 66], [130, 112, 92], [44, 52, 60]][int(rng.integers(4))], dtype=np.float32
    )
    stripes = 1 + 0.06 * np.sin(np.arange(size[1], dtype=np.float32) / float(rng.uniform(9, 22)))
    row = (stripes[:, None, None] * base).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(row, (size[1], size[0], 3)))


def _light(size: tuple[int, int], rng: np.random.Generator) -> Pixels:
    """Return the light on the desk: a gradient, a soft shadow, a tint."""
    small = np.mgrid[0:48, 0:48].astype(np.float32) / 47
    angle = float(rng.uniform(0, 2 * np.pi))
    slope = (small[0] - 0.5) * np.sin(angle) + (small[1] - 0.5) * np.cos(angle)
    level = 0.83 + slope * float(rng.uniform(0.08, 0.26))
    spot = np.hypot(small[0] - float(rng.uniform(0, 1)), small[1] - float(rng.uniform(0, 1)))
    level -= float(rng.uniform(0.04, 0.18)) * np.exp(-((spot / 0.35) ** 2))
    large = cv2.resize(level.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    tint = (1 + float(rng.uniform(-0.02, 0.05)), 1.0, 1 + float(rng.uniform(-0.07, 0.02)))
    return cv2.merge([np.asarray(large * np.float32(share)) for share in tint])
