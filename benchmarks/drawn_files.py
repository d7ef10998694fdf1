"""Drawn pages and cases as files, with the text that stands on the pages."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdfium2

from ocr.intake import Intake
from simulator.cases import make_case
from simulator.paper import draw, sample

PDF_DPI = 200
PAGES = (
    ("nurse_certificate", "a", "scan"),
    ("elder_application", "a", "scan"),
    ("business_license", "b", "scan"),
    ("id_card", "a", "scan"),
    ("employment_letter", "a", "scan"),
    ("food_license", "a", "photo"),
    ("driver_application", "c", "photo"),
    ("unchanged_statement", "b", "photo"),
)
ONE_PAGERS = (
    "employment_letter",
    "nurse_certificate",
    "elder_application",
    "business_license",
    "food_license",
)
DAY = date(2026, 11, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPage:
    """A picture of one page and the lines printed on it; seals, signatures, watermarks not among them."""

    file: Path
    lines: tuple[str, ...]


def drawn_pages(folder: Path, seed: int = 7) -> tuple[DrawnPage, ...]:
    """Draw the pages that all read. What stands there is the text layer of the same page drawn as a PDF."""
    with Intake() as intake:
        return tuple(
            DrawnPage(
                file=_picture(folder, number, kind, look, capture, seed),
                lines=_text(
                    intake, draw(kind, sample(kind, seed), look=look, capture="pdf_text", seed=seed).data
                ),
            )
            for number, (kind, look, capture) in enumerate(PAGES)
        )


def _picture(folder: Path, number: int, kind: str, look: str, capture: str, seed: int) -> Path:
    drawn = draw(kind, sample(kind, seed), look=look, capture=capture, seed=seed)
    return _written(folder / f"{number}-{kind}{Path(drawn.name).suffix}", drawn.data)


def _text(intake: Intake, pdf: bytes) -> tuple[str, ...]:
    pages = intake.open(pdf).pages
    return tuple(str(line["text"]) for index in range(pages) for line in intake.page(index).text_lines)


def born_digital(folder: Path, count: int) -> tuple[Path, ...]:
    """Draw PDFs of one page each with a real text layer, all different."""
    kinds = [ONE_PAGERS[number % len(ONE_PAGERS)] for number in range(count)]
    return tuple(
        _written(
            folder / f"born-{number}.pdf",
            draw(kind, sample(kind, number), look="a", capture="pdf_text", seed=number).data,
        )
        for number, kind in enumerate(kinds)
    )


def three_page_cases(folder: Path, count: int) -> tuple[tuple[Path, ...], ...]:
    """Draw cases of three pictures: a scanned form, a photographed certificate, a scanned letter."""
    wanted = (("elder_application", "scan"), ("nurse_certificate", "photo"), ("employment_letter", "scan"))
    cases = []
    for seed in range(100, 100 + count):
        drawn = [
            draw(kind, sample(kind, seed), look="a", capture=capture, seed=seed) for kind, capture in wanted
        ]
        cases.append(tuple(_written(folder / f"three-{seed}-{n}.jpg", d.data) for n, d in enumerate(drawn)))
    return tuple(cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFiles:
    """The materials of one case as handed in, and each as the pictures that a reader of pictures needs."""

    item: str
    as_handed_in: tuple[Path, ...]
    as_pictures: tuple[Path, ...]


def case_files(folder: Path, item: str, seed: int) -> CaseFiles:
    """Draw one clean case without Word files: from `seed` on, the first that has none."""
    case = make_case(item, "fuzhou", seed, on=DAY)
    if any(file.name.endswith(".docx") for file in case.files):
        return case_files(folder, item, seed + 100)
    own = folder / f"{item}-{seed}"
    own.mkdir()
    handed_in = tuple(
        _written(own / f"{number}-{file.name}", file.data()) for number, file in enumerate(case.files)
    )
    return CaseFiles(
        item=item,
        as_handed_in=handed_in,
        as_pictures=tuple(page for file in handed_in for page in _pictures(file)),
    )


def _pictures(file: Path) -> tuple[Path, ...]:
    """Return a picture as it is, a PDF's pages rendered."""
    if file.suffix != ".pdf":
        return (file,)
    found = []
    with pypdfium2.PdfDocument(file) as document:
        for number, page in enumerate(document):
            path = file.with_name(f"{file.stem}-{number}.bmp")  # uncompressed: decoding costs nearly nothing
            page.render(scale=PDF_DPI / 72).to_pil().save(path)
            found.append(path)
    return tuple(found)


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
