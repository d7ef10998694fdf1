"""Picture quality: clean pages raise nothing, spoilt ones their own flag; pages that are there twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from cases.settings import load_settings
from ocr.document import Line, Page, Quality
from ocr.duplicates import duplicate_pages, fingerprint
from ocr.intake import Intake
from ocr.layout import bounds, box_of
from ocr.makers import names_editor
from ocr.paper_tone import flattened
from ocr.quality import Bound, Faults, measures_of, quality_of
from ocr.reader import Reader
from simulator.paper import capture as camera
from simulator.paper import draw, sample, spoiling

KIND = "practice_certificate"
DPI = 200
SLIPS = (0, 1, 3)
"""Seeds that lay a thumb, a receipt and a note over a page, in some order."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it came from the camera and the lines read on it."""

    image: Image.Image
    lines: tuple[Line, ...]

    def flags(self) -> tuple[str, ...]:
        """Return what quality says of it."""
        picture = np.asarray(self.image)[:, :, ::-1].copy()
        return quality_of(picture, flattened(picture), self.lines).flags

    def spoilt(self, change: Callable[[Image.Image], Image.Image]) -> "Seen":
        """Change the picture and leave the lines where they are."""
        return replace(self, image=change(self.image))

    def scaled(self, image: Image.Image) -> "Seen":
        """Take the same page in another size."""
        share = image.width / self.image.width
        return Seen(image, tuple(replace(line, box=_scaled(line, share)) for line in self.lines))

    def without_right(self, share: float) -> "Seen":
        """Cut the right side off, through lines."""
        width = int(self.image.width * (1 - share))
        kept = [line for line in self.lines if bounds(line.box)[0] < width - 20]
        lines = (replace(line, box=box_of(*_cut(bounds(line.box), width))) for line in kept)
        return Seen(self.image.crop((0, 0, width, self.image.height)), tuple(lines))


def _scaled(line: Line, share: float) -> tuple[tuple[float, float], ...]:
    return tuple((x * share, y * share) for x, y in line.box)


def _cut(box: tuple[float, float, float, float], width: int) -> tuple[float, float, float, float]:
    return box[0], box[1], min(box[2], width - 1), box[3]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(load_settings().models_dir, threads=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def seen(reader: Reader) -> dict[str, Seen]:
    return {capture: _seen(reader, capture) for capture in ("scan", "photo")}


def _seen(reader: Reader, capture: str) -> Seen:
    drawn = draw(KIND, sample(KIND, 5), look="a", capture=capture, seed=5)
    page = reader.read(drawn.data, drawn.name).pages[0]
    assert page.rotation == 0
    return Seen(_picture(drawn.data), page.lines)


def _picture(data: bytes) -> Image.Image:
    with Intake() as intake:
        intake.open(data)
        picture = intake.page(0).picture
    assert picture is not None
    return Image.fromarray(picture[:, :, ::-1])


@pytest.mark.parametrize("capture", ["scan", "photo"])
def test_a_clean_page_raises_nothing(seen: dict[str, Seen], capture: str) -> None:
    assert seen[capture].flags() == ()


@pytest.mark.parametrize(
    ("flag", "change"),
    [
        ("blurred", lambda image: camera.blurred(image, DPI)),
        ("dark", camera.dark),
        ("glare", lambda image: camera.glare(image, 3)),
        ("screen_photo", lambda image: camera.off_screen(image, 3)),
        ("edited", lambda image: spoiling.edited(image, 3)),
    ],
)
def test_a_spoilt_photograph_raises_its_flag(
    seen: dict[str, Seen], flag: str, change: Callable[[Image.Image], Image.Image]
) -> None:
    assert flag in seen["photo"].spoilt(change).flags()


@pytest.mark.parametrize("seed", SLIPS)
def test_what_lies_over_a_page_is_seen(seen: dict[str, Seen], seed: int) -> None:
    assert "occluded" in seen["photo"].spoilt(lambda image: spoiling.occluded(image, seed)).flags()


def test_a_copy_in_black_and_white_is_seen(seen: dict[str, Seen]) -> None:
    assert "copied" in seen["scan"].spoilt(lambda image: camera.photocopied(image, 1)).flags()


def test_a_grey_scan_is_no_copy(seen: dict[str, Seen]) -> None:
    assert seen["scan"].spoilt(lambda image: image.convert("L").convert("RGB")).flags() == ()


def test_too_few_pixels_are_seen(seen: dict[str, Seen]) -> None:
    page = seen["scan"]
    assert "low_resolution" in page.scaled(spoiling.coarse(page.image, DPI)).flags()


@pytest.mark.parametrize("capture", ["scan", "photo"])
def test_a_side_that_is_cut_off_is_seen(seen: dict[str, Seen], capture: str) -> None:
    assert "cropped" in seen[capture].without_right(0.3).flags()


def test_a_portrait_on_which_strokes_were_taken_for_characters_is_not_blurred() -> None:
    drawn = draw("portrait_photo", sample("portrait_photo", 0), look="b", capture="photo", seed=0)
    image = _picture(drawn.data)
    wide, high = image.size
    collar = (
        box_of(wide * 0.4, high * 0.8, wide * 0.44, high * 0.95),
        box_of(wide * 0.56, high * 0.8, wide * 0.6, high * 0.95),
    )
    lines = tuple(Line(text="1", box=box, confidence=0.9) for box in collar)
    assert Seen(image, lines).flags() == ()
    soft = camera.blurred(image, camera.PORTRAIT_DPI)
    assert Seen(soft, ()).flags() == ("blurred",)


def test_an_empty_sheet_is_blank_and_one_with_a_word_on_it_is_not() -> None:
    sheet = np.full((1600, 1100, 3), 244, dtype=np.uint8)
    assert "blank" in quality_of(sheet, flattened(sheet), ()).flags
    cv2.putText(sheet, "Void", (400, 800), cv2.FONT_HERSHEY_SIMPLEX, 3, (20, 20, 20), 6)
    assert "blank" not in quality_of(sheet, flattened(sheet), ()).flags


@pytest.mark.parametrize("shape", [(3, 900, 3), (900, 3, 3), (9, 9, 3), (200, 300, 3)])
def test_pictures_of_any_size_can_be_measured(shape: tuple[int, int, int]) -> None:
    picture = np.full(shape, 200, dtype=np.uint8)
    line = Line(text="一二三", box=box_of(0, 0, shape[1], shape[0]), confidence=0.9)
    grey = np.ascontiguousarray(picture[:, :, 0])
    assert measures_of(picture, grey, (line,), ())["short_side_px"] == min(shape[:2])


def test_a_measure_that_was_not_taken_raises_nothing() -> None:
    rows = ({"sharpness": Bound(most=150)}, {"grid": Bound(least=2), "colour": Bound(most=3)})
    faults = Faults(flags={"faulty": rows})
    assert faults.of({}) == ()
    assert faults.of({"grid": 5.0}) == ()
    assert faults.of({"grid": 5.0, "colour": 3.0}) == ("faulty",)
    assert faults.of({"sharpness": 150.0}) == ("faulty",)


def test_a_page_with_one_digit_changed_is_there_twice_and_another_person_is_not() -> None:
    form = "姓名林样例证书编号201835467356出生日期一九九六年十月四日拟执业机构仿真市样例区第二医院"
    other = "姓名苏仿真证书编号202035991207出生日期一九八四年二月九日拟执业机构仿真市示范区惠民护理院"
    first, second, third = (
        _page(n, text) for n, text in enumerate((form, form[:-20] + "十" + form[-19:], other), 1)
    )
    assert duplicate_pages((first, second, third)) == ((first, second),)


def test_pictures_without_print_are_compared_by_what_they_look_like() -> None:
    portraits = [
        _picture(
            draw("portrait_photo", sample("portrait_photo", seed), look="a", capture="photo", seed=seed).data
        )
        for seed in (1, 2)
    ]
    smaller = portraits[0].resize((portraits[0].width // 2, portraits[0].height // 2))
    turned = portraits[1].rotate(180)
    pages = [
        replace(_page(number, ""), fingerprint=fingerprint(np.asarray(image.convert("L"))))
        for number, image in enumerate((portraits[0], smaller, turned), 1)
    ]
    assert duplicate_pages(pages) == ((pages[0], pages[1]),)


def _page(number: int, text: str) -> Page:
    quality = Quality(sharpness=500.0, brightness=0.8, short_side_px=1200)
    line = Line(text=text, box=box_of(0, 0, 900, 40), confidence=0.99)
    return Page(
        number=number, width=1000, height=1400, rotation=0, lines=(line,) if text else (), quality=quality
    )


@pytest.mark.parametrize("maker", ["Adobe Photoshop 25.0 (Windows)", "GIMP 2.10", "美图秀秀"])
def test_programs_for_retouching_are_known_by_name(maker: str) -> None:
    assert names_editor({"software": maker})
    assert names_editor({"producer": maker})


def test_a_title_or_another_program_makes_no_file_suspect() -> None:
    assert not names_editor({"software": "WPS 文字", "producer": "CamScanner", "title": "Photoshop 培训证明"})


def test_a_file_that_names_a_retouching_program_is_told(reader: Reader, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0131] = "Adobe Photoshop 25.0"
    path = tmp_path / "page.jpg"
    Image.new("RGB", (400, 300), "white").save(path, exif=exif)
    assert reader.read(path.read_bytes(), path.name).integrity == ("retouched",)
