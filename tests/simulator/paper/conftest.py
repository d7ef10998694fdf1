"""Read drawn files back: pixels, text layers."""

from io import BytesIO

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from simulator.paper import DrawnFile


def pages_of(drawn: DrawnFile) -> list[Image.Image]:
    """Return the pages of a PDF, or the one picture, at about 100 dpi or as they are."""
    if drawn.data[:4] != b"%PDF":
        return [Image.open(BytesIO(drawn.data)).convert("RGB")]
    with pdfium.PdfDocument(drawn.data) as document:
        return [page.render(scale=100 / 72).to_pil().convert("RGB") for page in document]


def text_of(drawn: DrawnFile) -> str:
    """Return the text layer of a PDF without spaces and line breaks."""
    with pdfium.PdfDocument(drawn.data) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split())


def red_share(image: Image.Image) -> float:
    """Return the share of clearly red pixels."""
    pixels = np.asarray(image).astype(int)
    red = (
        (pixels[..., 0] > 130)
        & (pixels[..., 0] - pixels[..., 1] > 60)
        & (pixels[..., 0] - pixels[..., 2] > 60)
    )
    return float(red.mean())


@pytest.fixture(scope="session")
def identity_truth() -> dict[str, str]:
    """A truth that only names the person; all else is the seed's."""
    return {"name": "林样例", "idno": "350199198503129011"}
