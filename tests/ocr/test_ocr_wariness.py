"""What the fast recogniser may get wrong without knowing is in doubt."""

from pathlib import Path

import numpy as np
import pytest

from ocr.engines import Engine, Recognised
from ocr.wariness import WARY, wary
from tools.glyphs import FONTS, SIZE_PX, simplified_face
from tools.reader_confusions import drawn

EM_PX = 34.0
HEIGHT_PX = 48.0


def spaced(*parts: str) -> tuple[Recognised, float]:
    """Return parts as if they had been read, a gap of one Chinese character between them, and the aspect."""
    text, centres, x = "", [], 0.2 * EM_PX
    for number, part in enumerate(parts):
        x += EM_PX if number else 0
        for character in part:
            wide = EM_PX if character > "\u2e80" else EM_PX / 2
            text, x = text + character, x + wide
            centres.append(x - wide / 2)
    width = x + 0.2 * EM_PX
    line = Recognised(
        text=text,
        scores=(1.0,) * len(text),
        centres=tuple(centre / width for centre in centres),
        others=("",) * len(text),
    )
    return line, width / HEIGHT_PX


@pytest.mark.parametrize(
    "text", ["测试文字甲乙丙", "二O二六年1月11日", "2026-01-11", "女", "同意", "电话：05911234567"]
)
def test_evenly_set_lines_stay_as_sure_as_they_were(text: str) -> None:
    line, aspect = spaced(text)
    assert wary(line, aspect) == line


@pytest.mark.parametrize(
    ("parts", "doubted"), [(("测试文", "字甲乙"), "文字"), (("", "测试文字"), "测"), (("测试文字", ""), "字")]
)
def test_room_for_one_more_character_is_doubt_beside_it(parts: tuple[str, ...], doubted: str) -> None:
    line = wary(*spaced(*parts))
    assert "".join(c for c, score in zip(line.text, line.scores, strict=True) if score <= WARY) == doubted


def test_a_digit_missing_between_two_words_is_doubt() -> None:
    line, aspect = spaced("二六年11月二六日")
    lacking = Recognised(
        text=line.text.replace("11", "1"),
        scores=line.scores[1:],
        centres=(*line.centres[:3], (line.centres[3] + line.centres[4]) / 2, *line.centres[5:]),
        others=line.others[1:],
    )
    doubted = wary(lacking, aspect)
    assert doubted.scores[3] <= WARY
    assert doubted.scores[0] == 1.0


def test_a_character_it_says_for_one_it_cannot_read_is_doubt(engine: Engine) -> None:
    face = simplified_face(FONTS[0], SIZE_PX)
    picture = drawn("福垵省", face, 0.8, 40, np.random.default_rng(1))
    assert not engine.may_skim("垵")
    line = engine.skim([picture])[0]
    assert "垵" not in line.text
    assert min(wary(line, picture.shape[1] / picture.shape[0]).scores) <= WARY


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Path("var/models"), threads=1)
