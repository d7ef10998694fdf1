"""Words in texts and lists: 制度目录, 功能区, 承诺内容, names of shops, shapes of numbers.

A text is whole as a list is (see lists): what it lacks counts only when nothing was missed. A word that a
picture shows nearly, or that the text denies (不含…, …除外), is for a clerk.
"""

import re

from rapidfuzz import fuzz

from ocr.values import ElementType, plain_text
from review_points.answers import PASSED, Answer, failed, undecided
from review_points.checks.lists import COMPLETE
from review_points.checks.registry import Parameter, Takes, check
from review_points.doubts import doubtful_facts, entries_of, is_whole
from review_points.findings import Outcome
from review_points.look_alikes import is_rare
from review_points.operands import Operand, Surroundings
from review_points.wording import Standing, bare, is_denied_before, pieces_of, standing_of

_WRITTEN = frozenset(
    {
        ElementType.TEXT,
        ElementType.NAME,
        ElementType.ORGANISATION,
        ElementType.ADDRESS,
        ElementType.CHOICE,
        ElementType.CHOICES,
    }
)
_CODES = frozenset({ElementType.CODE, ElementType.TEXT})
_TEXT = Parameter(name="a", types=_WRITTEN)
_WORDS = Parameter(name="words", types=frozenset({ElementType.CHOICES, ElementType.CHOICE}))
_TEXTS = Parameter(name="texts", takes=Takes.TEXTS)
_DOUBTFUL = (Standing.NEAR, Standing.DENIED)
_PLACEHOLDERS = frozenset("囗□○?？�〓*＊")
_HAN = re.compile(r"[一-鿿㐀-䶿〇\U00020000-\U0003ffff]+")
_ADDRESS = re.compile(
    r"(?:https?://)?(?:[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?\.)+[A-Z]{2,24}(?::[0-9]{1,5})?(?:/[^\s]*)?",
    re.IGNORECASE,
)
_NEARLY_KEPT = 80.0


@check(_TEXT, _WORDS, COMPLETE, source="各事项材料清单（制度目录、功能区、条款齐全）", surroundings=True)
def mentions_all(
    a: Operand, words: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when every word stands in the text or list; fail when one is surely lacking in a whole one."""
    found = {word: standing_of(word, a) for word in words.entries}
    lacking = [word for word, each in found.items() if each is not Standing.PRESENT]
    if not lacking:
        return PASSED
    if any(found[word] in _DOUBTFUL for word in lacking) or not is_whole(a, complete, around.floors):
        return undecided(f"未能确认“{'、'.join(lacking)}”", *doubtful_facts(a))
    return failed(f"缺少“{'、'.join(lacking)}”")


@check(_TEXT, _WORDS, COMPLETE, surroundings=True)
def mentions_any(
    a: Operand, words: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when at least one word stands in the text or list; fail when a whole one surely has none."""
    found = [standing_of(word, a) for word in words.entries]
    if Standing.PRESENT in found:
        return PASSED
    if any(each in _DOUBTFUL for each in found) or not is_whole(a, complete, around.floors):
        return undecided(f"未能确认“{words.text}”中的任何一项", *doubtful_facts(a))
    return failed(f"没有“{words.text}”中的任何一项")


@check(_TEXT, _WORDS, COMPLETE, surroundings=True)
def mentions_none(
    a: Operand, words: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when no word stands in the whole text or list; fail when one surely does."""
    found = {word: standing_of(word, a) for word in words.entries}
    there = [word for word, each in found.items() if each is Standing.PRESENT]
    if there:
        return failed(f"出现“{'、'.join(there)}”")
    if any(each in _DOUBTFUL for each in found.values()) or not is_whole(a, complete, around.floors):
        return undecided(f"未能排除“{words.text}”", *doubtful_facts(a))
    return PASSED


@check(
    Parameter(name="entries", types=frozenset({ElementType.CHOICE, ElementType.CHOICES})),
    _WORDS,
    COMPLETE,
    surroundings=True,
)
def each_mentions(
    entries: Operand, words: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when each entry of a whole list has at least one of the words; fail when one surely has none."""
    answers = [mentions_any(each, words, complete, around=around) for each in entries_of(entries)]
    for outcome in (Outcome.FAIL, Outcome.UNKNOWN):
        for answer in answers:
            if answer.outcome is outcome:
                return answer
    whole = is_whole(entries, complete, around.floors)
    return PASSED if whole else undecided("清单可能没有读全", *doubtful_facts(entries))


@check(_TEXT, Parameter(name="b", types=_WRITTEN))
def text_holds(a: Operand, b: Operand) -> Answer:
    """Pass when the text of b stands within a, such as a trade name in a sign's wording."""
    standing = standing_of(b.text, a)
    if standing in _DOUBTFUL:
        return undecided(f"“{a.text}”是否含“{b.text}”不能确认", *doubtful_facts(a, b))
    return PASSED if standing is Standing.PRESENT else failed(f"“{a.text}”不含“{b.text}”")


@check(_TEXT, _TEXTS)
def starts_with(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when a begins with one of the texts."""
    begins = plain_text(a.text).startswith(tuple(plain_text(each) for each in texts))
    return PASSED if begins else failed(f"不以{'、'.join(texts)}开头")


@check(_TEXT, _TEXTS)
def ends_with(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when a ends with one of the texts."""
    ends = plain_text(a.text).endswith(tuple(plain_text(each) for each in texts))
    return PASSED if ends else failed(f"不以{'、'.join(texts)}结尾")


@check(_TEXT, source="企业名称登记管理规定（名称应当使用规范汉字）")
def han_only(a: Operand) -> Answer:
    """Pass when a consists of Chinese characters and brackets only; fail on letters, digits, signs."""
    text = plain_text(a.text).replace("(", "").replace(")", "")
    return PASSED if _HAN.fullmatch(text) else failed("含有汉字以外的字符")


@check(_TEXT, source="GB 18030（收录的汉字）")
def characters_printable(a: Operand) -> Answer:
    """Pass when every character is a common one; rare ones and placeholders (□, 囗, ?) are unknown."""
    odd = sorted({each for each in a.text if each in _PLACEHOLDERS or is_rare(each)})
    return undecided(f"生僻字或缺字：{'、'.join(odd)}") if odd else PASSED


@check(Parameter(name="a", types=_CODES), _TEXTS)
def shaped(a: Operand, texts: tuple[str, ...]) -> Answer:
    """Pass when a has one of the shapes: 9 is a digit, # a run of digits, A a letter, others themselves."""
    text = plain_text(a.text).upper()
    fits = any(re.fullmatch(_shape(each), text) for each in texts)
    return PASSED if fits else failed(f"“{a.text}”不符合格式{'、'.join(texts)}")


@check(Parameter(name="a", types=_CODES), source="RFC 1035、RFC 3986（域名与网址）")
def web_address_lawful(a: Operand) -> Answer:
    """Pass when a has the form of a domain or web address; fail when it surely has not."""
    text = plain_text(a.text)
    return PASSED if _ADDRESS.fullmatch(text) else failed("不是网址")


@check(
    Parameter(name="a", types=frozenset({ElementType.TEXT})),
    Parameter(name="template", types=frozenset({ElementType.TEXT})),
    COMPLETE,
    source="优化营商环境条例第四十条（告知承诺书格式文本）",
    surroundings=True,
)
def wording_kept(
    a: Operand, template: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when every piece of the template's wording stands in a, in order; blanks may hold anything.

    Spaces, punctuation and what stands before and after say nothing. A piece that a picture shows nearly, or
    that a 不 or 未 in a blank turns round, is unknown; one that a whole text surely lacks, or holds with
    something added or struck out, fails.
    """
    pieces = pieces_of(template.text)
    if not pieces:
        return undecided("规定文本是空的", *template.facts)
    text, start = bare(a.text), 0
    for piece in pieces:
        place = text.find(piece, start)
        if place < 0:
            return _lost(piece, a, complete, around)
        if is_denied_before(text[start:place]):
            return undecided(f"“{piece}”之前有否定词", *doubtful_facts(a))
        start = place + len(piece)
    return PASSED


def _lost(piece: str, a: Operand, complete: Operand | None, around: Surroundings) -> Answer:
    near = not a.certain and fuzz.partial_ratio(piece, bare(a.text)) >= _NEARLY_KEPT
    if near or not is_whole(a, complete, around.floors):
        return undecided(f"未能确认原文“{piece}”", *doubtful_facts(a))
    return failed(f"与规定文本不一致，缺“{piece}”")


def _shape(shape: str) -> str:
    signs = {"9": "[0-9]", "#": "[0-9]+", "A": "[A-Z]"}
    return "".join(signs.get(each, re.escape(each)) for each in plain_text(shape))
