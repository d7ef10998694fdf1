"""A paper as PDF, set by typst: its texts go in as JSON and can't be anything but text there.

Characters of the fonts of this machine are embedded; without a Chinese font nothing is written.
"""

import json
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import typst

from cases.errors import PaperFontsMissing, PaperTemplateBroken
from cases.papers.paper import Crop, Paper
from cases.papers.templates import TEMPLATES

NEEDED_FONT = "Noto Serif CJK SC"
CROP_WIDTH_MM = 110
_MM_PER_PX = 0.16
_LONG_WORD = re.compile(r"[!-~\u00a1-\u02af]{24}(?=[!-~\u00a1-\u02af])")
_BREAK = "\u200b"


def as_pdf(paper: Paper) -> bytes:
    """Write the paper as PDF; the same paper always gives the same bytes on one machine.

    Raises PaperFontsMissing when this machine has no Chinese font, PaperTemplateBroken when typst refuses.
    """
    if NEEDED_FONT not in _families():
        raise PaperFontsMissing(NEEDED_FONT)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        data = _data(paper, root)
        main = root / "paper.typ"
        main.write_bytes((TEMPLATES / "paper.typ").read_bytes())
        inputs = {"paper": json.dumps(data, ensure_ascii=False)}
        try:
            return typst.compile(main, root=root, sys_inputs=inputs, format="pdf", timestamp=0)
        except typst.TypstError as error:
            raise PaperTemplateBroken(f"paper.typ：{error.message[:200]}") from error


@cache
def _families() -> frozenset[str]:
    return frozenset(typst.Fonts(include_embedded_fonts=False).families())


def _data(paper: Paper, root: Path) -> dict[str, Any]:
    """Return what the template asks for; crops are put beside it as files of their own."""
    return {
        "title": _breakable(paper.title),
        "draft": paper.draft,
        "watermark": paper.watermark,
        "particulars": [[label, _breakable(value)] for label, value in paper.particulars],
        "addressee": _breakable(paper.addressee),
        "opening": list(map(_breakable, paper.opening)),
        "sections": [
            {
                "title": _breakable(section.title),
                "items": [
                    {
                        "heading": _breakable(item.heading),
                        "lines": list(map(_breakable, item.lines)),
                        "crops": [
                            _crop(crop, root / f"crop-{s}-{i}-{c}.png") for c, crop in enumerate(item.crops)
                        ],
                    }
                    for i, item in enumerate(section.items)
                ],
            }
            for s, section in enumerate(paper.sections)
        ],
        "closing": list(map(_breakable, paper.closing)),
        "signature": list(paper.signature),
        "blanks": list(paper.blanks),
    }


def _crop(crop: Crop, path: Path) -> dict[str, Any]:
    path.write_bytes(crop.png)
    width = min(CROP_WIDTH_MM, max(25.0, crop.width_px * _MM_PER_PX))
    return {"file": path.name, "width": width, "caption": _breakable(crop.caption)}


def _breakable(text: str) -> str:
    """Let a very long word break: a place to break that takes no room is put into it."""
    return _LONG_WORD.sub(lambda found: found[0] + _BREAK, text)
