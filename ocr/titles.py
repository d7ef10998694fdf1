"""What on a page may be its title: a line in large letters, or one that stands alone near the top."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ocr.layout import Character, Span, rows_of

_TAIL = re.compile(r"(\(?(续|续表|正本|副本|样表|[样樣]例|电子证照|一|二|三|\d+)\)?|第\d+页)$")
_ASIDE = re.compile(r"\([^()]*\)")
_AUTHOR = re.compile(
    r"(?:20[0-9]{2}年度?)?(?:中华人民共和国)?(?:[一-鿿]{2,6}?(?:省|市|县|区)){0,3}(?:[一-鿿]{2,10}(?:局|委员会))?"
)
_IDLE = re.compile(r"审批|审核|办理|信息|情况|相关|有关|的")
_SHEETS = "表书单"
_SAME = tuple(
    (re.compile(word), other)
    for word, other in (
        ("申报|申领|申办|呈报|申请登记|登记申请|申请备案", "申请"),
        ("协议", "合同"),
        ("合同", "协议"),
        ("(?<=证明|报告|说明|承诺|声明|同意)书", ""),
        ("一览表|明细表|汇总表|目录", "清单"),
        ("花名册|名单|一览表|登记表", "名册"),
        ("许可证", "许可"),
        ("证书", "证"),
        ("证$", "证书"),
        ("单位|企业|个人", ""),
    )
)
"""Wordings of titles that mean the same; each is tried by itself."""
_NAME_OF_A_PAPER = re.compile(
    r"[一-鿿()、]{2,40}(?:证|證|证件|证书|證書|证明|执照|凭证|表|书|报告|合同|协议|章程|声明|清单|名册|簿|图|日志|方案)"
)
_LARGE = 1.15
_MOST = 3
_ADVANCES = 1.5
"""A line of Chinese is at most so tall, in widths of a character."""
_FEW = 8
"""On a page with so few lines every line may be its title."""


@dataclass(frozen=True, slots=True)
class Title:
    """A text that may be a title, without edition and place; `is_large` tells of letters above the usual."""

    text: str
    is_large: bool

    @property
    def is_name_of_paper(self) -> bool:
        """Tell whether the text ends as the names of papers do."""
        return _NAME_OF_A_PAPER.fullmatch(self.text) is not None


def title_candidates(spans: Sequence[Span]) -> tuple[Title, ...]:
    """Return the texts that may be titles. A title that stands among other words of its row is none."""
    if not spans:
        return ()
    usual = median(span.height for span in spans)
    top, bottom = min(span.top for span in spans), max(span.bottom for span in spans)
    found: dict[Title, None] = {}
    large = []
    for span, row in zip(spans, rows_of(spans), strict=True):
        is_large = _letter_px(span) >= _LARGE * usual
        is_high = span.middle < top + 0.25 * (bottom - top)
        if not (is_large or is_high or len(spans) < _FEW):
            continue
        joined = [c for member in row if member.height > 0.7 * span.height for c in member.characters]
        texts = [joined, span.characters] if is_large or len(row) == 1 else [joined]
        found.update(
            (Title(text, is_large), None)
            for whole in texts
            for possible in _possible(whole)
            for text in _forms(possible)
        )
        if is_large:
            large.append(span)
    found.update((Title(text, True), None) for whole in _stacked(large) for text in _forms(whole))
    return tuple(found)


def title_lines(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the few lines that most look like a title: alone on their row or large, high on the page."""
    if not spans:
        return ()
    usual = median(span.height for span in spans)
    top, bottom = min(span.top for span in spans), max(span.bottom for span in spans)
    likely = [
        (len(row), span.top, span)
        for span, row in zip(spans, rows_of(spans), strict=True)
        if span.middle < top + 0.25 * (bottom - top) and len(span.text) > 2
        if len(row) == 1 or _letter_px(span) >= _LARGE * usual
    ]
    return tuple(span for _, _, span in sorted(likely, key=lambda found: found[:2])[:_MOST])


def _letter_px(span: Span) -> float:
    """Return how tall the letters are: a box that takes in the lines of a table is taller than they are."""
    return min(span.height, _ADVANCES * (span.right - span.left) / len(span.characters))


def _stacked(large: Sequence[Span]) -> Iterator[str]:
    """Yield titles that run over two lines, one closely below the other."""
    for upper in large:
        for lower in large:
            gap = lower.top - upper.bottom
            is_below = -0.3 * upper.height < gap < upper.height and lower.middle > upper.middle
            if is_below and lower.left < upper.right and upper.left < lower.right:
                yield upper.text + lower.text


def _possible(characters: Sequence[Character]) -> Iterator[str]:
    """Yield the text as it was read, and with one character the recogniser also thought possible."""
    texts = [character.text for character in characters]
    yield "".join(texts)
    for place, character in enumerate(characters):
        for other in character.others:
            yield "".join([*texts[:place], other, *texts[place + 1 :]])


def _forms(text: str) -> Iterator[str]:
    """Yield the text without what may stand around a title, in every wording that means the same."""
    bare = _bare(text)
    rest = _bare(_ASIDE.sub("", bare))
    asides = "".join(aside.strip("()") for aside in _ASIDE.findall(bare))
    wholes = [part for whole in (bare, rest, asides + rest) for part in (whole, _without_author(whole))]
    yield from dict.fromkeys(form for whole in wholes for form in _alike(whole))


def _without_author(text: str) -> str:
    """Drop year, place and office in front: they belong to no title."""
    author = _AUTHOR.match(text)
    return text[author.end() :] if author and author.end() < len(text) else text


def _alike(text: str) -> Iterator[str]:
    """Yield a title also without words that say nothing of its own, and as 书 where it is called 表."""
    for form in (text, _IDLE.sub("", text), *(word.sub(other, text) for word, other in _SAME)):
        yield form
        if form.endswith(tuple(_SHEETS)):
            yield from (form[:-1] + sheet for sheet in _SHEETS if sheet != form[-1])


def _bare(text: str) -> str:
    previous = ""
    while previous != text:
        previous, text = text, _TAIL.sub("", text.strip(":.,。·-《》<>"))
    return text
