"""How much one file may ask of us, and the ways in which a file is refused."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ocr.document import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits that hold before anything is decoded; times are processor time of the decoder child."""

    file_bytes: int = 80_000_000
    pixels: int = 300_000_000
    pages: int = 60
    long_side_px: int = 3600
    reduced_slenderness: float = 9.0
    """So many times its width a picture may be long when it has to be reduced: its letters shrink with it."""
    render_dpi: int = 200
    unpacked_bytes: int = 150_000_000
    packed_entries: int = 2_000
    embedded_pictures: int = 20
    text_characters: int = 200_000
    text_lines: int = 10_000
    page_lines: int = 1_000
    sheet_cells: int = 100_000
    objects: int = 100_000
    open_timeout_s: float = 5.0
    page_timeout_s: float = 8.0
    file_timeout_s: float = 25.0


class Refused(Exception):  # noqa: N818 (says what happened, as cases/errors.py does)
    """A file that is not opened; `code` is a key of refusals.yaml."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@cache
def _messages() -> dict[str, str]:
    from ruamel.yaml import YAML  # the decoder child needs the limits at once and no sentence ever

    text = Path(__file__).with_name("refusals.yaml").read_text(encoding="utf-8")
    loaded = YAML(typ="safe").load(text)
    return {str(code): str(message) for code, message in loaded.items()}


def refusal(code: str, limits: Limits) -> Refusal:
    """Return the refusal for a code, with the sentence that names the remedy."""
    return Refusal(code=code, message=_messages()[code].format(limit_mb=limits.file_bytes // 1_000_000))
