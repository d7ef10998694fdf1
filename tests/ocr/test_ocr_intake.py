"""The gate: type by content, limits before decoding, broken and hostile files refused with a remedy."""

import io
import struct
import subprocess
import zlib
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

import ocr.intake
from benchmarks.made_files import HEIC, blank_pdf, outside, picture, word_file
from ocr.intake import Intake
from ocr.limits import Limits, Refused, refusal
from ocr.media import DOCX, PDF, file_type
from ocr.reader import Reader
from simulator.paper import draw, sample


@pytest.fixture(scope="module")
def intake():
    with Intake(Limits(pages=5, open_timeout_s=20)) as gate:
        yield gate


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("WEBP"), "image/webp"),
        (picture("BMP"), "image/bmp"),
        (picture("TIFF"), "image/tiff"),
        (HEIC, "image/heic"),
        (blank_pdf(), PDF),
        (word_file(), DOCX),
    ],
)
def test_type_is_told_by_content_and_the_file_opens(intake, data, media):
    opened = intake.open(data)
    assert (opened.media_type, opened.pages) == (media, 1)
    page = intake.page(0)
    assert page.width > 0
    assert (page.picture is None) == (media == DOCX)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "unsupported_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_type"),
        (picture("GIF"), "unsupported_type"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "legacy_office"),
        (picture("JPEG") + b"PK\x05\x06" + b"\0" * 18, "polyglot"),
        (picture("JPEG") + b"%PDF-1.7", "polyglot"),
        (picture("PNG") + b"<SCRIPT>alert(1)</SCRIPT>", "polyglot"),
        (b"Rar!\x1a\x07\x00" + b"\0" * 50, "archive"),
        (b"%PDF-1.7 nothing else", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "damaged"),
        (blank_pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "encrypted"),
        (blank_pdf(pages=6), "limit_exceeded"),
        (word_file(extra={"word/vbaProject.bin": b"x"}), "macro"),
        (
            word_file(relationships=outside("attachedTemplate")),
            "external_content",
        ),
    ],
)
def test_what_must_not_be_opened_is_refused(intake, data, code):
    with pytest.raises(Refused) as refused:
        intake.open(data)
    assert refused.value.code == code
    assert "请" in refusal(code, Limits()).message


def test_an_owner_password_alone_does_not_stop_reading(intake):
    locked = blank_pdf(encryption=pikepdf.Encryption(owner="owner", user=""))
    assert intake.open(locked).pages == 1


def test_a_decompression_bomb_is_refused_by_its_header(intake):
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")
    with pytest.raises(Refused) as refused:
        intake.open(bomb)
    assert refused.value.code == "limit_exceeded"


def test_a_zip_bomb_in_a_word_file_is_refused():
    with Intake(Limits(unpacked_bytes=100_000)) as gate, pytest.raises(Refused) as refused:
        gate.open(word_file(extra={"word/media/bomb.bin": b"\0" * 200_000}))
    assert refused.value.code == "limit_exceeded"


def test_a_file_that_is_too_large_is_refused_before_anything_looks_at_it():
    with pytest.raises(Refused) as refused:
        file_type(b"%PDF-" + b"x" * 100, Limits(file_bytes=50))
    assert refused.value.code == "too_large"


def test_a_download_cut_short_is_refused(intake):
    noise = np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG")
    intake.open(out.getvalue()[: len(out.getvalue()) // 2])
    with pytest.raises(Refused) as refused:
        intake.page(0)
    assert refused.value.code == "truncated"


def test_a_phone_photo_that_carries_a_preview_is_one_page(intake):
    out = io.BytesIO()
    photo, preview = Image.new("RGB", (60, 40), "white"), Image.new("RGB", (30, 20), "red")
    photo.save(out, "MPO", save_all=True, append_images=[preview])
    opened = intake.open(out.getvalue())
    assert (opened.media_type, opened.pages) == ("image/jpeg", 1)
    pixels = intake.page(0).picture
    assert pixels is not None
    assert pixels.shape == (40, 60, 3)


def test_an_animated_picture_is_refused(intake):
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(Refused) as refused:
        intake.open(out.getvalue())
    assert refused.value.code == "animated"


def test_a_tiff_of_several_pages_gives_all_of_them(intake):
    out = io.BytesIO()
    frames = [Image.new("RGB", (20 + 10 * n, 20), "white") for n in range(3)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    assert intake.open(out.getvalue()).pages == 3
    assert [intake.page(n).width for n in range(3)] == [20, 30, 40]


def test_a_huge_honest_scan_is_read_smaller():
    with Intake(Limits(long_side_px=500)) as gate:
        gate.open(picture("JPEG", size=(3000, 1500)))
        page = gate.page(0)
    assert (page.width, page.height) == (500, 250)


@pytest.mark.parametrize("orientation", [3, 6, 8])
@pytest.mark.parametrize("size", [(60, 40), (2400, 1600)])
def test_exif_orientation_is_applied_once(orientation, size):
    image = Image.new("RGB", size, "white")
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    with Intake(Limits(long_side_px=800)) as gate:
        gate.open(out.getvalue())
        pixels = gate.page(0).picture
    assert pixels is not None
    height, width = pixels.shape[:2]
    assert (width > height) == (orientation == 3)
    corners = {3: (-5, -5), 6: (5, -5), 8: (-5, 5)}
    y, x = corners[orientation]
    assert pixels[y, x].tolist()[2] > 200
    assert pixels[y, x].tolist()[0] < 80


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "I;16", "RGBA", "LA", "P"])
def test_every_mode_becomes_eight_bit_colour(intake, mode):
    source = Image.new("RGB", (40, 30), "white")
    image = Image.new("I;16", (40, 30), 65535) if mode == "I;16" else source.convert(mode)
    out = io.BytesIO()
    image.save(out, "TIFF")
    intake.open(out.getvalue())
    pixels = intake.page(0).picture
    assert pixels is not None
    assert pixels.shape == (30, 40, 3)
    assert pixels.mean() > 240


def test_transparency_is_paper(intake):
    out = io.BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(out, "PNG")
    intake.open(out.getvalue())
    pixels = intake.page(0).picture
    assert pixels is not None
    assert int(pixels.min()) == 255


def test_a_word_file_gives_lines_of_text_and_table_cells(intake):
    intake.open(word_file())
    texts = [line["text"] for line in intake.page(0).text_lines]
    assert texts == ["经营者名称：样例店", "姓名", "林样例"]


def test_the_gate_goes_on_after_the_child_was_lost(intake):
    intake.open(picture("PNG"))
    assert intake._child is not None
    intake._child.kill()
    intake._child.wait()
    with pytest.raises(Refused):
        intake.page(0)
    assert intake.open(picture("PNG")).pages == 1


def test_a_child_that_hangs_is_given_up():
    with Intake(Limits(open_timeout_s=0.0)) as gate, pytest.raises(Refused) as refused:
        gate._ask({"do": "nothing", "media": "", "limits": {}}, b"", 0.0)
    assert refused.value.code in {"limit_exceeded", "damaged"}


def test_a_page_asked_for_before_any_file_is_refused_at_once():
    with Intake() as gate, pytest.raises(Refused) as refused:
        gate.page(0)
    assert refused.value.code == "damaged"


@pytest.mark.parametrize(("patience", "outcome"), [(1000, nullcontext()), (1, pytest.raises(TimeoutError))])
def test_a_child_that_waits_for_the_processor_has_more_than_its_limit(monkeypatch, patience, outcome):
    monkeypatch.setattr(ocr.intake, "PATIENCE", patience)
    with subprocess.Popen(["sleep", "2"], stdout=subprocess.PIPE) as child, outcome:
        ocr.intake._wait_readable(child, 0.3)


def test_a_refusal_is_not_remembered(tmp_path):
    with Reader(tmp_path / "no models", cache_dir=tmp_path / "cache") as reader:
        assert reader.read(b"", "a.jpg").refusal is not None
    assert not list(tmp_path.rglob("*.json"))


def test_a_heic_photo_has_its_colours(intake):
    intake.open(HEIC)
    pixels = intake.page(0).picture
    assert pixels is not None
    assert pixels.shape == (48, 64, 3)
    assert pixels[5, 5].tolist() == [0, 0, 200]


@pytest.mark.parametrize("form", ["PNG", "TIFF", "WEBP"])
def test_orientation_is_applied_once_in_every_format(intake, form):
    image = Image.new("RGB", (60, 40), "white")
    image.paste((255, 0, 0), (0, 0, 30, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    intake.open(out.getvalue())
    pixels = intake.page(0).picture
    assert pixels is not None
    assert pixels.shape[:2] == (60, 40)
    assert pixels[5, -5].tolist() == pytest.approx([0, 0, 255], abs=5)


@pytest.mark.parametrize("mode", ["1", "P", "I;16", "RGBA", "LA"])
def test_a_huge_scan_of_every_mode_is_read_smaller(mode):
    out = io.BytesIO()
    source = Image.new("RGB", (900, 600), "white")
    image = Image.new("I;16", (900, 600), 65535) if mode == "I;16" else source.convert(mode)
    image.save(out, "PNG")
    with Intake(Limits(long_side_px=300)) as gate:
        gate.open(out.getvalue())
        pixels = gate.page(0).picture
    assert pixels is not None
    assert pixels.shape == (200, 300, 3)
    assert int(pixels.min()) > 250


def test_a_heic_that_says_it_is_huge_is_refused(intake):
    place = HEIC.index(b"ispe") + 8
    intake.open(HEIC[:place] + struct.pack(">II", 64, 20_971_584) + HEIC[place + 8 :])
    with pytest.raises(Refused) as refused:
        intake.page(0)
    assert refused.value.code == "limit_exceeded"


@pytest.mark.parametrize("size", [(1, 1), (2, 3000), (20, 9000)])
def test_what_is_too_small_for_a_line_of_text_is_no_page(intake, size):
    intake.open(picture("PNG", size))
    with pytest.raises(Refused) as refused:
        intake.page(0)
    assert refused.value.code == "too_small"


@pytest.mark.parametrize("size", [(1080, 12_000), (12_000, 1080)])
def test_a_screenshot_too_long_to_be_read_is_refused_with_its_remedy(intake, size):
    intake.open(picture("PNG", size))
    with pytest.raises(Refused) as refused:
        intake.page(0)
    assert "分段截图" in refusal(refused.value.code, Limits()).message


@pytest.mark.parametrize("size", [(1080, 7_200), (300, 3_500)])
def test_a_long_picture_that_stays_legible_is_read(intake, size):
    intake.open(picture("PNG", size))
    assert intake.page(0).picture is not None


def test_a_tiny_picture_within_a_text_does_no_harm(intake):
    assert intake.open(word_file({"word/media/a.png": picture("PNG", (1, 1))})).pages == 2
    pixels = intake.page(1).picture
    assert pixels is not None
    assert min(pixels.shape[:2]) >= 16


@pytest.mark.parametrize(("dpi", "told"), [((300, 300), 300.0), ((72, 72), None), ((300, 200), None)])
def test_the_resolution_of_a_scan_is_known_where_the_file_says_it(intake, dpi, told):
    intake.open(picture("JPEG", dpi=dpi))
    assert intake.page(0).dpi == told


def test_what_a_picture_says_of_its_maker_is_kept(intake):
    exif = Image.Exif()
    exif[0x0131] = "Photo\x00 Editor 1.0"
    assert intake.open(picture("JPEG", exif=exif)).metadata["software"].startswith("Photo")


def test_a_file_that_kills_the_child_costs_only_itself(intake):
    with pytest.raises(Refused) as refused:
        intake._ask({"do": "open", "media": "x", "opener": "ocr.no_such", "limits": {}}, b"", 5.0)
    assert refused.value.code == "damaged"
    assert intake.open(picture("PNG")).pages == 1


def test_a_child_is_replaced_after_many_files(monkeypatch):
    monkeypatch.setattr(ocr.intake, "FILES_PER_CHILD", 1)
    with Intake() as gate:
        gate.open(picture("PNG"))
        first = gate._child.pid
        gate.open(picture("PNG"))
        assert gate._child.pid != first


def test_a_file_that_takes_too_long_over_all_its_pages_is_given_up():
    with Intake(Limits(file_timeout_s=0.0)) as gate:
        gate.open(picture("PNG"))
        with pytest.raises(Refused) as refused:
            gate.page(0)
    assert refused.value.code == "limit_exceeded"


def test_the_child_keeps_its_memory_from_page_to_page():
    papers = [
        draw(kind, sample(kind, 1), look="a", capture="pdf_text", seed=1).data
        for kind in ("employment_letter", "nurse_certificate", "business_license")
    ]
    faults = []
    with Intake() as gate:
        for paper in papers * 3:
            gate.open(paper)
            gate.page(0)
            assert gate._child is not None
            faults.append(page_faults(gate._child.pid))
    assert faults[-1] - faults[2] < 6 * 2000  # a page of pixels alone is 2,800


def page_faults(pid):
    """How often the system had to give a process a page of memory."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[7])
