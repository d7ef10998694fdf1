"""Find the fonts of this machine and measure text.

Noto CJK must be there; AR PL (宋, 楷) and WenQuanYi are used when installed, else Noto takes their place. The
roles ming and zenhei belong to the held-out looks (Debian: fonts-arphic-uming, fonts-wqy-zenhei).
"""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
HEI, SONG = "NotoSansCJK", "NotoSerifCJK"
CANDIDATES: dict[str, tuple[tuple[str, str], ...]] = {
    "hei": (("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),),
    "hei-bold": (("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),),
    "song": (("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),),
    "song-bold": (("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),),
    "kai": (("ukai.ttc", "AR PL UKai CN"), ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC")),
    "ming": (("uming.ttc", "AR PL UMing CN"), ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC")),
    "zenhei": (("wqy-zenhei.ttc", "WenQuanYi Zen Hei"), ("NotoSansCJK-Regular.ttc", "Noto Sans Mono CJK SC")),
    "micro": (("wqy-microhei.ttc", "WenQuanYi Micro Hei"), ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC")),
}
FALLBACK = "hei"
NOT_A_CHARACTER = "\U0010fffd"
MEASURE = 200


class FontMissingError(RuntimeError):
    """No Noto CJK font is installed; the message says how to mend it."""


@lru_cache(maxsize=1)
def installed() -> dict[str, Path]:
    """Return the font files found, by file name."""
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*.tt[cf]")):
            found.setdefault(path.name, path)
    return found


@lru_cache(maxsize=32)
def location(role: str) -> tuple[Path, int]:
    """Return file and index of the font that plays a role."""
    for name, family in CANDIDATES[role]:
        if name in installed():
            path = installed()[name]
            return path, _index(path, family)
    raise FontMissingError("没有 Noto CJK 字体。请执行：apt-get install fonts-noto-cjk")


def substituted(roles: tuple[str, ...] = ("ming", "zenhei")) -> tuple[str, ...]:
    """Return those of the roles for which Noto stands in because their own font is not installed."""
    return tuple(role for role in roles if CANDIDATES[role][0][0] not in installed())


@lru_cache(maxsize=256)
def font(role: str, pixels: int) -> ImageFont.FreeTypeFont:
    """Return the font of a role at a size."""
    path, index = location(role)
    return ImageFont.truetype(str(path), pixels, index=index)


@lru_cache(maxsize=20_000)
def has(role: str, character: str) -> bool:
    """Tell whether the font of a role draws this character."""
    face = font(role, 24)
    return character.isspace() or bytes(face.getmask(character)) != bytes(face.getmask(NOT_A_CHARACTER))


def runs(role: str, text: str) -> list[tuple[str, str]]:
    """Split text into pieces of one font: characters the role lacks are drawn with the fallback."""
    pieces: list[tuple[str, str]] = []
    for character in text:
        used = role if has(role, character) else FALLBACK
        if pieces and pieces[-1][0] == used:
            pieces[-1] = (used, pieces[-1][1] + character)
        else:
            pieces.append((used, character))
    return pieces


@lru_cache(maxsize=20_000)
def advance(role: str, character: str) -> float:
    """Return the width of a character in parts of the font size."""
    used = role if has(role, character) else FALLBACK
    return float(font(used, MEASURE).getlength(character)) / MEASURE


def width(role: str, text: str, size: float, spacing: float = 0.0) -> float:
    """Return the width of a line in the unit of `size`."""
    return sum(advance(role, character) for character in text) * size + spacing * len(text)


def wrap(role: str, text: str, size: float, limit: float) -> list[str]:
    """Break text into lines no wider than `limit` (same unit as `size`), between any two characters."""
    lines, line, used = [], "", 0.0
    for character in text:
        step = advance(role, character) * size
        if character == "\n" or (line and used + step > limit and character not in "，。；、）："):
            lines.append(line)
            line, used = "", 0.0
        if character != "\n":
            line, used = line + character, used + step
    return [*lines, line] if line or not lines else lines


def _index(path: Path, family: str) -> int:
    for index in range(12):
        try:
            if ImageFont.truetype(str(path), 20, index=index).getname()[0] == family:
                return index
        except OSError:
            break
    return 0
