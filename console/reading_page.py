"""One HTML page, complete in itself, of what was read: pictures with boxes, elements, doubt in colour.

It asks for nothing from outside, has no script, and its policy forbids both; all that was read is escaped.
"""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bots.workplace import open_reader
from cases.errors import SettingsError
from cases.settings import Settings
from console.pictures import as_jpeg
from console.reading_view import DOUBTS, document_view
from ocr.document import Document

_TEMPLATES = Path(__file__).parent / "templates"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PictureOf = Callable[[int], bytes]
"""A page's number to its picture as PNG, standing the way the page's boxes do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A file that was read, and where its pictures come from."""

    document: Document
    picture: PictureOf


def reading_page(shown: Sequence[Shown]) -> str:
    """Return the page as HTML."""
    style = (_TEMPLATES / "reading.css").read_text(encoding="utf-8")
    papers = [(paper, each) for each in shown for paper in each.document.papers]
    return _ENVIRONMENT.get_template("reading.html").render(
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        files=[(document_view(paper, number), each) for number, (paper, each) in enumerate(papers, 1)],
        picture=_data_url,
        doubts=DOUBTS,
    )


def write_reading_page(files: Sequence[Path], path: Path, settings: Settings) -> None:
    """Read files and write the page of what was read; what the reader's cache holds isn't read again."""
    with open_reader(settings) as reader:
        shown = []
        for file in files:
            data = _bytes_of(file)
            document = reader.read(data, file.name)
            shown.append(Shown(document=document, picture=_pictures(reader.picture, data, document)))
        html = reading_page(shown)
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"无法写入 {path}：{type(error).__name__}") from error


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SettingsError(f"无法读取 {file}：{type(error).__name__}") from error


def _pictures(picture: Callable[[bytes, Document, int], bytes], data: bytes, document: Document) -> PictureOf:
    return lambda number: picture(data, document, number)


def _data_url(shown: Shown, number: int) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(as_jpeg(shown.picture(number))).decode("ascii")
