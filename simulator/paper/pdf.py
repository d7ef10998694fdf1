"""Write PDF files: born digital with a text layer, or pictures of pages without one."""

from io import BytesIO
from typing import Any
from zlib import compress

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from simulator.paper.embedding import cut_down, glyph_numbers
from simulator.paper.fonts import font, has, location
from simulator.paper.marks import MM_PER_POINT, Colour, Frame, Mark, Picture, Rule, Sheet, Text
from simulator.paper.raster import WATERMARK_SHADE, dashes, watermark_mask

POINTS = 72 / 25.4
PRINTED = {"kai": "song", "micro": "hei", "ming": "song", "zenhei": "hei"}
FALLBACK = "hei"
WATERMARK_DPI = 60


def with_text_layer(sheets: tuple[Sheet, ...]) -> bytes:
    """Write sheets as a PDF whose texts are real text; the watermark is a transparent picture."""
    document = pikepdf.new()
    fonts = _Fonts(document)
    for sheet in sheets:
        _add_sheet(document, fonts, sheet)
    fonts.embed()
    return _saved(document)


def of_pictures(
    pages: tuple[tuple[bytes, int, int, int], ...], *, lossless: tuple[Image.Image, ...] = ()
) -> bytes:
    """Write pages as full-page pictures: JPEG bytes with width, height and dpi each, or lossless pictures."""
    document = pikepdf.new()
    for jpeg, width, height, dpi in pages:
        image = Stream(document, jpeg)
        image.update(_image_entries(width, height, "/DeviceRGB") | {"/Filter": Name.DCTDecode})
        _add_picture_page(document, image, width, height, dpi)
    for picture in lossless:
        image = Stream(document, compress(picture.tobytes(), 3))
        image.update(
            _image_entries(picture.width, picture.height, "/DeviceRGB") | {"/Filter": Name.FlateDecode}
        )
        _add_picture_page(document, image, picture.width, picture.height, 200)
    return _saved(document)


def _image_entries(width: int, height: int, colours: str) -> dict[str, object]:
    return {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": width,
        "/Height": height,
        "/ColorSpace": Name(colours),
        "/BitsPerComponent": 8,
    }


def _add_picture_page(document: pikepdf.Pdf, image: Stream, width: int, height: int, dpi: int) -> None:
    wide, high = width * 72 / dpi, height * 72 / dpi
    content = f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /P Do Q".encode()
    _add_page(document, wide, high, content, Dictionary(XObject=Dictionary(P=image)))


def _add_page(document: pikepdf.Pdf, wide: float, high: float, content: bytes, resources: Dictionary) -> None:
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(wide, 2), round(high, 2)]),
        Contents=Stream(document, content),
        Resources=resources,
    )
    document.pages.append(pikepdf.Page(document.make_indirect(page)))


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(out, deterministic_id=True, compress_streams=True)
    return out.getvalue()


class _Fonts:
    """The fonts of one document: collects the characters used, embeds each font once at the end."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.document = document
        self.used: dict[str, dict[str, int]] = {}
        self.objects: dict[str, Dictionary] = {}

    def resources(self) -> Dictionary:
        """Return the font dictionary that all pages share."""
        return Dictionary({f"/{role}": entry for role, entry in self.objects.items()})

    def code(self, role: str, text: str) -> list[tuple[str, str]]:
        """Return (font, hexadecimal glyphs) pieces for a text."""
        pieces: list[tuple[str, str]] = []
        for character in text:
            used = role if has(role, character) else FALLBACK
            glyph = self._glyph(used, character)
            if pieces and pieces[-1][0] == used:
                pieces[-1] = (used, pieces[-1][1] + f"{glyph:04X}")
            else:
                pieces.append((used, f"{glyph:04X}"))
        return pieces

    def _glyph(self, role: str, character: str) -> int:
        if role not in self.objects:
            self.used[role] = {}
            self.objects[role] = self.document.make_indirect(Dictionary(Type=Name.Font))
        if character not in self.used[role]:
            self.used[role].update(glyph_numbers(*location(role), character) or {character: 0})
        return self.used[role][character]

    def embed(self) -> None:
        """Write the font programs, widths and the maps back to Unicode."""
        for role, used in self.used.items():
            name = Name(f"/SAMPLE+{location(role)[0].stem}")
            program = Stream(self.document, compress(cut_down(*location(role), used.values()), 1))
            program.update({"/Subtype": Name.CIDFontType0C, "/Filter": Name.FlateDecode})
            descriptor = Dictionary(
                Type=Name.FontDescriptor,
                FontName=name,
                Flags=4,
                FontBBox=Array([-1000, -1000, 2000, 2000]),
                ItalicAngle=0,
                Ascent=880,
                Descent=-120,
                CapHeight=730,
                StemV=80,
                FontFile3=program,
            )
            face = font(role, 1000)
            widths: list[Any] = []
            for character, glyph in sorted(used.items(), key=lambda item: item[1]):
                widths.extend([glyph, Array([round(face.getlength(character))])])
            descendant = Dictionary(
                Type=Name.Font,
                Subtype=Name.CIDFontType0,
                BaseFont=name,
                CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
                FontDescriptor=self.document.make_indirect(descriptor),
                DW=1000,
                W=Array(widths),
            )
            self.objects[role].update(
                {
                    "/Subtype": Name.Type0,
                    "/BaseFont": name,
                    "/Encoding": Name("/Identity-H"),
                    "/DescendantFonts": Array([self.document.make_indirect(descendant)]),
                    "/ToUnicode": Stream(self.document, _to_unicode(used)),
                }
            )


def _to_unicode(used: dict[str, int]) -> bytes:
    rows = [
        f"<{glyph:04X}> <{character.encode('utf-16-be').hex().upper()}>" for character, glyph in used.items()
    ]
    body = "\n".join(
        f"{len(rows[at : at + 100])} beginbfchar\n" + "\n".join(rows[at : at + 100]) + "\nendbfchar"
        for at in range(0, len(rows), 100)
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Sample def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _add_sheet(document: pikepdf.Pdf, fonts: _Fonts, sheet: Sheet) -> None:
    wide, high = sheet.width * POINTS, sheet.height * POINTS
    images: dict[str, Stream] = {}
    parts = [f"{_shade(sheet.tint)} rg 0 0 {wide:.2f} {high:.2f} re f"]
    for number, mark in enumerate(sheet.marks):
        if isinstance(mark, Picture):
            images[f"/P{number}"] = _picture(document, mark.image)
            parts.append(_placed(f"P{number}", mark.x, sheet.height - mark.y - mark.h, mark.w, mark.h))
        else:
            parts.append(_drawn(mark, sheet.height, fonts))
    images["/W"] = _watermark(document, sheet)
    parts.append(_placed("W", 0, 0, sheet.width, sheet.height))
    resources = Dictionary(XObject=Dictionary(images), Font=fonts.resources())
    _add_page(document, wide, high, "\n".join(parts).encode(), resources)


def _placed(name: str, x: float, y: float, w: float, h: float) -> str:
    return f"q {w * POINTS:.2f} 0 0 {h * POINTS:.2f} {x * POINTS:.2f} {y * POINTS:.2f} cm /{name} Do Q"


def _drawn(mark: Mark, height: float, fonts: _Fonts) -> str:
    if isinstance(mark, Text):
        return _written(mark, height, fonts)
    if isinstance(mark, Rule):
        lines = [f"{_at(x0, height - y0)} m {_at(x1, height - y1)} l S" for x0, y0, x1, y1 in dashes(mark)]
        return f"{_shade(mark.colour)} RG {mark.thick * POINTS:.2f} w " + " ".join(lines)
    if isinstance(mark, Frame):
        box = f"{_at(mark.x, height - mark.y - mark.h)} {_at(mark.w, mark.h)} re"
        fill = f"{_shade(mark.fill)} rg {box} f " if mark.fill else ""
        return fill + (f"{_shade(mark.colour)} RG {mark.thick * POINTS:.2f} w {box} S" if mark.thick else "")
    return ""


def _written(mark: Text, height: float, fonts: _Fonts) -> str:
    """Write one line of text; render mode 3 makes it invisible."""
    role = PRINTED.get(mark.font, mark.font)
    pieces = " ".join(
        f"/{used} {mark.size:.2f} Tf <{glyphs}> Tj" for used, glyphs in fonts.code(role, mark.text)
    )
    mode = 3 if mark.unseen else 0
    place = f"{_at(mark.x, height - mark.y)} Td"
    return f"BT {_shade(mark.colour)} rg {mode} Tr {mark.spacing / MM_PER_POINT:.3f} Tc {place} {pieces} ET"


def _at(x: float, y: float) -> str:
    return f"{x * POINTS:.2f} {y * POINTS:.2f}"


def _shade(colour: Colour) -> str:
    return " ".join(f"{level / 255:.3f}" for level in colour)


def _picture(document: pikepdf.Pdf, image: Image.Image) -> Stream:
    return _stream(document, image.convert("RGB"), image.getchannel("A") if image.mode == "RGBA" else None)


def _watermark(document: pikepdf.Pdf, sheet: Sheet) -> Stream:
    size = (round(sheet.width / 25.4 * WATERMARK_DPI), round(sheet.height / 25.4 * WATERMARK_DPI))
    return _stream(document, Image.new("RGB", (1, 1), WATERMARK_SHADE), watermark_mask(size))


def _stream(document: pikepdf.Pdf, image: Image.Image, alpha: Image.Image | None) -> Stream:
    stream = Stream(document, compress(image.tobytes(), 6))
    stream.update(_image_entries(image.width, image.height, "/DeviceRGB") | {"/Filter": Name.FlateDecode})
    if alpha is not None:
        mask = Stream(document, compress(alpha.tobytes(), 6))
        mask.update(_image_entries(alpha.width, alpha.height, "/DeviceGray") | {"/Filter": Name.FlateDecode})
        stream["/SMask"] = mask
    return stream
