"""Rules on the words that people read: titles, notices, questions, the department's wording."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from review_points.point import PLACEHOLDER
from scenarios.files import Library, Read
from scenarios.lint_rules.compiled import every_point, uses_of
from scenarios.lint_rules.registry import Place, problem, rule
from scenarios.problem import Problem
from scenarios.schema import ItemFile, PointFile

MOST_TITLE = 40
MOST_WORDS = 200
_HAN = r"[一-鿿]"
_HALF_WIDTH = re.compile(rf"(?<={_HAN})[,;:!?()]|[,;:!?()](?={_HAN})")
_ENGLISH = re.compile(r"[A-Za-z][a-z]{2,}")
_FILLED_IN = re.compile(r"\$\w+")


@rule("L115")
def half_width(library: Library) -> Iterable[Problem]:
    """Half-width punctuation beside Chinese characters in words for people."""
    for read, place, text in _all_words(library):
        found = _HALF_WIDTH.search(_spared(text))
        if found:
            said = f"中文里用了半角标点“{found[0]}”"
            yield problem("L115", read, place, said, "改成全角标点", column=found.start() + 1)


@rule("L116")
def english(library: Library) -> Iterable[Problem]:
    """An English word in words for people; abbreviations in capitals may stand."""
    for read, place, text in _all_words(library):
        found = _ENGLISH.search(_spared(text))
        if found:
            said = f"文字里有英文单词“{found[0]}”"
            yield problem("L116", read, place, said, "改成中文", column=found.start() + 1)


@rule("L117")
def title_too_long(library: Library) -> Iterable[Problem]:
    """A title that fits in no list."""
    for read in every_point(library):
        length = len(read.model.title)
        if length > MOST_TITLE:
            yield problem("L117", read, ("title",), f"标题有 {length} 字", f"不超过 {MOST_TITLE} 字")


@rule("L118")
def words_too_long(library: Library) -> Iterable[Problem]:
    """What is said, or how to cure it, is longer than anybody reads."""
    for read in every_point(library):
        for name, outcome in read.model.outcomes.items():
            for key, text in (("says", outcome.says), ("fix", outcome.fix)):
                if len(text) > MOST_WORDS:
                    said = f"{name} 的 {key} 有 {len(text)} 字"
                    yield problem("L118", read, ("outcomes", name, key), said, f"不超过 {MOST_WORDS} 字")


@rule("L119")
def same_title(library: Library) -> Iterable[Problem]:
    """Two points of one item with one title."""
    for item in library.items:
        seen: dict[str, str] = {}
        for use in uses_of(library, item):
            point = use.point.model
            code = seen.setdefault(point.title, point.code)
            if code != point.code:
                text = f"与 {code} 的标题相同（{item}）"
                yield problem("L119", use.point, ("title",), text, "让标题说出各自核验什么")


def _all_words(library: Library) -> Iterator[tuple[Read[Any], Place, str]]:
    for point in every_point(library):
        yield from ((point, place, text) for place, text in _point_words(point.model))
    for item in library.items.values():
        yield from ((item, place, text) for place, text in _item_words(item.model))


def _point_words(point: PointFile) -> Iterator[tuple[Place, str]]:
    yield ("title",), point.title
    yield ("unknown",), point.unknown
    for name, outcome in point.outcomes.items():
        yield ("outcomes", name, "says"), outcome.says
        yield ("outcomes", name, "fix"), outcome.fix
    for place, text in enumerate(point.not_checked):
        yield ("not_checked", place), text


def _item_words(item: ItemFile) -> Iterator[tuple[Place, str]]:
    words = item.wording.model_dump()
    yield from ((("wording", key), text) for key, text in words.items() if isinstance(text, str))
    yield ("name",), item.name
    for place, each in enumerate(item.not_checked):
        yield ("not_checked", place, "why"), each.why
    for place, material in enumerate(item.materials):
        yield ("materials", place, "name"), material.name


def _spared(text: str) -> str:
    """Blank out what is filled in later, keeping every other character in its place."""
    for pattern in (PLACEHOLDER, _FILLED_IN):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text
