"""Papers of several kinds in one file: every page to its own, and doubt where nobody can say."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hand_made_lines import known
from hand_made_lines import page as page_of
from PIL import Image

from benchmarks import desk_photos as desk
from ocr import json_form
from ocr.document import Document, Line, Page, Quality
from ocr.layout import box_of
from ocr.papers import holds_several, papers_of
from ocr.reader import Reader
from ocr.recognition import Guess
from simulator.paper import draw, sample

MODELS = Path("var/models")
QUALITY = Quality(sharpness=900.0, brightness=0.9, short_side_px=800)


def page(number: int, text: str = "文字", *, flags: tuple[str, ...] = ()) -> Page:
    lines = (Line(text=text, box=box_of(0, 0, 90, 20), confidence=0.9),) if text else ()
    return Page(
        number=number, width=800, height=1200, rotation=0, lines=lines, quality=replace(QUALITY, flags=flags)
    )


def split(kinds: str, pages: dict[int, Page] | None = None) -> list[tuple[str, tuple[int, ...]]]:
    """Write kinds as letters, a dot for a page that fits none."""
    guesses = [None if kind == "." else Guess(kind=kind, score=0.9) for kind in kinds]
    every = [(pages or {}).get(index, page(index + 1)) for index in range(len(kinds))]
    return [(paper.guess.kind, paper.pages) for paper in papers_of(guesses, every)]


@pytest.mark.parametrize(
    ("kinds", "papers"),
    [
        ("ab", [("a", (0,)), ("b", (1,))]),
        ("aba", [("a", (0, 2)), ("b", (1,))]),
        ("a.ab", [("a", (0, 1, 2)), ("b", (3,))]),
        ("aab..b", [("a", (0, 1)), ("b", (2, 3, 4, 5))]),
        ("a.b", []),
        ("ab.", []),
        (".ab", []),
        ("aa", []),
        ("a", []),
        ("..", []),
        ("", []),
    ],
)
def test_every_page_goes_to_its_paper_or_none_does(
    kinds: str, papers: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert split(kinds) == papers


def test_a_silent_page_belongs_to_the_paper_whose_page_number_it_continues() -> None:
    numbered = {0: page(1, "第1页 共2页"), 1: page(2, "第2页 共2页")}
    assert split("a.b", numbered) == [("a", (0, 1)), ("b", (2,))]
    assert split("a.b", {**numbered, 1: page(2, "第2页 共3页")}) == []


def test_an_empty_back_belongs_to_the_paper_before_it() -> None:
    assert split("ab.", {2: page(3, "", flags=("blank",))}) == [("a", (0,)), ("b", (1, 2))]
    assert split("ab.", {2: page(3, "")}) == []


def test_parts_survive_json_with_their_pages() -> None:
    whole = Document(sha256="ab", name="全部材料.pdf", media_type="application/pdf", pages=(page(1), page(2)))
    parts = tuple(
        replace(whole, kind=kind, kind_confidence=0.9, pages=(whole.pages[index],))
        for index, kind in enumerate("ab")
    )
    document = replace(whole, parts=parts)
    assert json_form.loads(json_form.dumps(document)) == document
    assert document.papers == parts
    assert parts[0].papers == (parts[0],)


FRONT = (("姓名", 0), ("性别男民族汉", 60), ("出生1990年1月1日", 120), ("住址福建省样例市", 180))
NUMBERS = ("350199198503129011", "35019919850312902X")


def test_two_fronts_on_one_page_are_several_papers() -> None:
    def front(top: float, number: str) -> list[tuple[str, float, float]]:
        return [(text, 50.0, top + y) for text, y in (*FRONT, (f"公民身份号码{number}", 240))]

    one, two = (page_of(*front(0, NUMBERS[0])), page_of(*front(0, NUMBERS[0]), *front(500, NUMBERS[1])))
    card = known("id_card")
    assert not holds_several(card, [one])
    assert not holds_several(card, [one, one])
    assert holds_several(card, [two])
    assert not holds_several(known("agent_letter"), [two])


def joined(*files: bytes) -> bytes:
    """Return one PDF with the pages of all."""
    out = BytesIO()
    with pikepdf.new() as whole:
        for file in files:
            with pikepdf.open(BytesIO(file)) as part:
                whole.pages.extend(part.pages)
        whole.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def all_in_one() -> Document:
    letter, card = (
        draw(kind, sample(kind, 11), look=look, capture=capture, seed=11)
        for kind, look, capture in (("employment_letter", "a", "pdf_text"), ("id_card", "b", "pdf_scan"))
    )
    with Reader(MODELS) as reader:
        return reader.read(joined(letter.data, card.data), "全部材料.pdf")


def test_a_letter_and_a_card_in_one_file_are_read_each_as_its_kind(all_in_one: Document) -> None:
    assert all_in_one.kind is None
    assert [part.kind for part in all_in_one.parts] == ["employment_letter", "id_card"]
    numbers = [page.number for part in all_in_one.parts for page in part.pages]
    assert numbers == [page.number for page in all_in_one.pages]
    letter, card = all_in_one.parts
    assert letter.readings["name"][0].value == sample("employment_letter", 11)["name"]
    assert card.readings["idno"][0].value == sample("id_card", 11)["idno"]


def test_two_peoples_cards_on_one_picture_never_read_as_one() -> None:
    drawn = [draw("id_card", sample("id_card", n), look="a", capture="clean", seed=n) for n in (11, 12)]
    fronts = [desk.pixels(Image.open(BytesIO(each.data))) for each in drawn]
    cards = [front[: front.shape[0] // 2] for front in fronts]
    numbers = {sample("id_card", seed)["idno"] for seed in (11, 12)}
    with Reader(MODELS) as reader:
        apart = reader.read(desk.as_jpeg(desk.on_desk(cards, 3, share=0.4)), "a.jpg")
        whole = reader.read(desk.as_jpeg(np.vstack(cards)), "b.jpg")
    assert {reading.value for reading in apart.readings["idno"]} == numbers
    assert "several_papers" in whole.integrity or len(whole.readings.get("idno", ())) != 1
