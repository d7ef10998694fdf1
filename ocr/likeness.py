"""How like a title that nobody listed is to what a kind of paper is called.

A title says of what sort the paper is (an application, a licence), what is done (changed, renewed, cancelled)
and about what. Sort and deed must agree; about the rest rare characters tell more than common ones.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

_SORTS = tuple(
    (re.compile(f"(?:{end})[表书单]?$"), sort)
    for end, sort in (
        ("承诺|声明", "promise"),
        ("合同|协议", "contract"),
        ("清单|目录|名册|名单|一览|明细|汇总", "list"),
        ("报告|记录", "report"),
        ("证明|证明材料", "proof"),
        ("委托|授权", "authority"),
        ("图|图纸", "drawing"),
        ("说明|方案|说明材料", "description"),
        ("章程|制度|日志", "rules"),
        ("证|证件|执照|凭证|批准书|审批书", "licence"),
        ("(?:申请|申报|申领|呈报|审批|审核|登记|信息|采集|情况|注册)*[表书单]", "form"),
    )
)
_DEEDS = re.compile(
    "变更|延续|注销|补办|补发|补领|换发|换证|换领|复审|年审|年度审验|停业|歇业|恢复|取证|转让|抵押|停用|报废|备案|考试"
)
_SAME_DEED = MappingProxyType({"换证": "换发", "换领": "换发", "补领": "补发", "年度审验": "年审"})
_IDLE = re.compile(
    "申请|申报|申领|呈报|审批|审核|办理|登记表|信息|情况|相关|有关|新办|新设|核发|首次|中华人民共和国|福建省|[的与和及或、,/]"
)
_EXTRA = 0.3
"""What a title says beyond a kind's counts so much of what it leaves out."""
_INSTEAD = 1.0
"""So much more counts what it says in place of what it leaves out: 农药生产 is not 农药经营."""
_ABBREVIATED = 0.5
"""So much counts what is left out behind the first character, with nothing in its place: 个体户."""
_HEADLESS = 3.0
"""So much more counts what is left out with the first character: 船舶 is more than 渔业船舶."""
_DISPLACED = 0.75
"""So alike are titles of the same words in another order with others between: 执业医师资格, 医师执业."""
_MOST_CORES = 24
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """What a title says: the sort of paper, what is done, and about what, character by character."""

    sort: str
    deeds: frozenset[str]
    about: str


def parts_of(title: str) -> Parts | None:
    """Take a title apart; None where it does not end as the names of papers do."""
    for pattern, sort in _SORTS:
        end = pattern.search(title)
        if end:
            deeds = frozenset(_SAME_DEED.get(deed, deed) for deed in _DEEDS.findall(title))
            about = _IDLE.sub("", _DEEDS.sub("", title[: end.start()]))
            return Parts(sort, deeds, about)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What a kind is called: the parts of its shortest titles, and all that its titles may say besides."""

    cores: tuple[Parts, ...]
    words: frozenset[str]
    deeds: frozenset[str]


def called(name: str, patterns: Iterable[str]) -> Called:
    """Take apart the name of a kind and the patterns of its titles."""
    shortest = [name, re.sub(r"\(.*?\)", "", name.replace("（", "(").replace("）", ")"))]
    everything = name
    for pattern in patterns:
        cores, words, _ = _alternatives(pattern, 0)
        shortest += cores
        everything += words
    parts = dict.fromkeys(p for text in shortest if (p := parts_of(text)) and len(p.about) >= _SHORTEST)
    deeds = frozenset(_SAME_DEED.get(deed, deed) for deed in _DEEDS.findall(everything))
    return Called(cores=tuple(parts), words=frozenset(everything), deeds=deeds)


class Likeness:
    """Compares titles with what many kinds are called."""

    def __init__(self, kinds: Mapping[str, Called]) -> None:
        """Weigh the characters: those that few kinds use tell most."""
        self._kinds = kinds
        used = Counter(character for kind in kinds.values() for character in kind.words)
        self._weight = {character: math.log(1 + len(kinds) / number) for character, number in used.items()}
        self._unknown = math.log(1 + len(kinds))

    def most_alike(self, titles: Sequence[str]) -> Mapping[str, float]:
        """Return for each kind how like it the most alike of the titles is, 0..1; kinds of 0 are left out."""
        found: dict[str, float] = {}
        for parts in dict.fromkeys(parts_of(title) for title in titles):
            if parts is None or len(parts.about) < _SHORTEST:
                continue
            for kind, name in self._kinds.items():
                like = self._like(parts, name)
                if like > found.get(kind, 0.0):
                    found[kind] = like
        return found

    def _like(self, title: Parts, kind: Called) -> float:
        if not title.deeds <= kind.deeds:
            return 0.0
        extra = frozenset(title.about) - kind.words
        cores = (
            core
            for core in kind.cores
            if core.sort == title.sort and (not core.deeds or core.deeds & title.deeds)
        )
        return max((self._like_core(title.about, core.about, extra) for core in cores), default=0.0)

    def _like_core(self, title: str, core: str, extra: frozenset[str]) -> float:
        there = "".join(character for character in title if character in core)
        common = self._sum(frozenset(there))
        missing, more = self._sum(frozenset(core) - frozenset(there)), self._sum(extra)
        is_in_order = _holds(core, there) or _holds(there, core)
        if there[:1] != core[:1] and core[:1] not in there:
            missing *= _HEADLESS
        elif is_in_order and not extra:
            missing *= _ABBREVIATED
        like = common / (common + missing + _EXTRA * more + _INSTEAD * min(missing, more))
        return like if is_in_order or not extra else _DISPLACED * like

    def _sum(self, characters: Iterable[str]) -> float:
        return sum(self._weight.get(character, self._unknown) for character in characters)


def _holds(text: str, part: str) -> bool:
    """Tell whether all characters of the part stand in the text in their order."""
    rest = iter(text)
    return all(character in rest for character in part)


def _alternatives(pattern: str, at: int) -> tuple[list[str], str, int]:
    """Return the shortest texts a pattern fits, all that its texts may hold, and where it ends."""
    found: list[str] = []
    words = ""
    sequence = [""]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            found += sequence
            sequence = [""]
            at += 1
            continue
        texts, held, at = _atom(pattern, at)
        optional = re.compile(r"[?*]|\{0?,[0-9]*\}").match(pattern, at)
        times = re.compile(r"[?*+]|\{[0-9,]*\}").match(pattern, at)
        at = times.end() if times else at
        words += held
        sequence = [a + b for a, b in product(sequence, [""] if optional else texts)][:_MOST_CORES]
    return (found + sequence)[:_MOST_CORES], words, at


def _atom(pattern: str, at: int) -> tuple[list[str], str, int]:
    """Return what one character, class or group of a pattern fits, and where it ends."""
    character = pattern[at]
    if character == "\\":
        return [""], "", at + 2
    if character == "[":
        return [""], "", pattern.index("]", at) + 1
    if character == "(":
        is_look = pattern.startswith(("(?=", "(?!", "(?<"), at)
        texts, words, end = _alternatives(pattern, at + (3 if is_look else 1))
        return ([""], "", end + 1) if is_look else (texts, words, end + 1)
    return ([""], "", at + 1) if character == "." else ([character], character, at + 1)
