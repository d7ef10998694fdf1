"""Addresses: division levels, road and numbers.

福建省福州市鼓楼区 and 鼓楼区 are the same place only where a point declares it by calling same_address;
different ways of writing suites (3号院2号楼, 3-2) are for a clerk.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from ocr.values import plain_text
from review_points.answers import Answer, decide, undecided
from review_points.compare_texts import doubtful, equal_answer
from review_points.differences import (
    Side,
    are_explained,
    describe,
    differences,
    list_differences,
    side_of,
)
from review_points.operands import Floors, Operand


class Level(IntEnum):
    """Levels of divisions, from the highest down."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWN = 4


@dataclass(frozen=True, slots=True)
class _Division:
    level: Level
    start: int
    end: int


_PREFECTURES = frozenset(
    ["福州市", "厦门市", "莆田市", "三明市", "泉州市", "漳州市", "南平市", "龙岩市", "宁德市"]
)
_SHORT_CITIES = frozenset(name.removesuffix("市") for name in _PREFECTURES)
_CITY_NAMES = _PREFECTURES | _SHORT_CITIES
_PROVINCE_NAMES = frozenset({"福建省", "福建"})
"""The province that may go without saying: a county of another may bear the name of one here."""
_LEVEL_NAMES = {Level.PROVINCE: "省", Level.CITY: "市", Level.COUNTY: "区县", Level.TOWN: "乡镇街道"}
_PROVINCE = re.compile(r"[^省市区县]{2,8}?(?:省|自治区|特别行政区)|福建(?=[^路街巷号])")
_CITY = re.compile(
    r"[^省市区县路街号]{1,8}?(?:市|自治州|地区|盟)"
    rf"|(?:{'|'.join(sorted(_SHORT_CITIES))})(?=[^市区县路街号0-9A-Z]{{1,10}}?[区县市])"
)
_COUNTY = re.compile(r"[^市区县路街号0-9A-Z]{1,10}?(?:(?<![小园业社校院景片厂库发])区|县|旗|市)")
_TOWN = re.compile(r"[^路巷号0-9A-Z]{1,8}?(?:街道|[镇乡](?![前后东西南北中]?[路街巷]))")
_MAY_BE_LEFT_OUT = frozenset({Level.PROVINCE, Level.CITY})
_DIGITS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_CHINESE_NUMBER = re.compile(r"([零〇一二三四五六七八九十两]+)(?=号|弄|栋|幢|座|楼|层|单元|室|组|期)")
_NUMBER = re.compile(r"[0-9]+[A-Z]?|(?<![A-Z])[A-Z](?![A-Z])")
_UNITS = re.compile(r"[号院弄栋幢座楼层室单元之附房\-#,()、]")
_ALIASES = (frozenset({"平潭县", "平潭综合实验区"}),)


def compare_addresses(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare two addresses; this province and its cities need not be named by both."""
    return _compare(a, b, floors, _MAY_BE_LEFT_OUT)


def compare_addresses_exactly(a: Operand, b: Operand, floors: Floors) -> Answer:
    """Compare two addresses; a level that only one of them names is for a clerk."""
    return _compare(a, b, floors, frozenset())


def divisions_of(text: str) -> tuple[tuple[Level, str], ...]:
    """Return the divisions an address names, the highest first."""
    folded = fold_address(text)
    return tuple((each.level, folded[each.start : each.end]) for each in _divisions(folded))


def fold_address(text: str) -> str:
    """Fold an address: width, spaces, case, and Chinese numbers before units of a building."""
    return _CHINESE_NUMBER.sub(lambda found: _arabic(found[1]), plain_text(text).upper())


def _compare(a: Operand, b: Operand, floors: Floors, may_lack: frozenset[Level]) -> Answer:
    if a.value == b.value:
        return equal_answer(a, b, floors)
    one, other = side_of(a, fold_address), side_of(b, fold_address)
    if one.text == other.text:
        return equal_answer(a, b, floors)
    mine, theirs = _divisions(one.text), _divisions(other.text)
    doubts = _doubts_of_divisions(one, other, mine, theirs, floors)
    rest_doubts = _doubts_of_rests(_rest(one, mine), _rest(other, theirs), floors)
    if doubts is None or rest_doubts is None:
        return decide(False, describe(one.text, other.text, differences(one, other, floors)))
    every = (*doubts, *_lacking(one, other, mine, theirs, may_lack), *rest_doubts)
    if not every:
        return equal_answer(a, b, floors)
    return undecided(f"“{one.text}”与“{other.text}”写法不同：{'；'.join(every)}", *doubtful(a, b))


def _doubts_of_divisions(
    one: Side, other: Side, mine: tuple[_Division, ...], theirs: tuple[_Division, ...], floors: Floors
) -> tuple[str, ...] | None:
    """Compare the levels both name: what makes them doubtful, nothing when equal; None when different."""
    doubts: list[str] = []
    by_level = {each.level: each for each in theirs}
    for each in mine:
        match = by_level.get(each.level)
        if match is None:
            continue
        found = _doubt_of_division(one.part(each.start, each.end), other.part(match.start, match.end), floors)
        if found is None:
            return None
        doubts.append(found)
    return tuple(doubt for doubt in doubts if doubt)


def _doubt_of_division(left: Side, right: Side, floors: Floors) -> str | None:
    """Say why two names of one level may be the same; '' when they are, None when they can't be."""
    if left.text == right.text:
        return ""
    if frozenset({left.text, right.text}) in _ALIASES:
        return "两种区划名称并用"
    short, long = sorted((left.text, right.text), key=len)
    if short in _SHORT_CITIES | _PROVINCE_NAMES and long in (f"{short}省", f"{short}市"):
        return f"一方将“{long}”写作“{short}”"
    found = differences(left, right, floors)
    return list_differences(found) if are_explained(found) else None


def _doubts_of_rests(one: Side, other: Side, floors: Floors) -> tuple[str, ...] | None:
    """Compare road and numbers: what makes them doubtful, nothing when equal; None when different."""
    if one.text == other.text:
        return ()
    if not one.text or not other.text:
        return ("一方未写明详细地址",)
    numbers, other_numbers = _NUMBER.findall(one.text), _NUMBER.findall(other.text)
    stem, other_stem = (_UNITS.sub("", _NUMBER.sub("", side.text)) for side in (one, other))
    short, long = sorted((numbers, other_numbers), key=len)
    if long[: len(short)] == short and short and (stem in other_stem or other_stem in stem):
        return ("门牌、楼层、房号的写法不同" if len(short) == len(long) else "一方未写明楼层或房号",)
    found = differences(one, other, floors)
    return (list_differences(found),) if are_explained(found) else None


def _lacking(
    one: Side,
    other: Side,
    mine: tuple[_Division, ...],
    theirs: tuple[_Division, ...],
    may_lack: frozenset[Level],
) -> tuple[str, ...]:
    """Say which levels only one side names, but for those that may be left out."""
    lacking: set[Level] = set()
    for side, named, others in ((one, mine, theirs), (other, theirs, mine)):
        alone = {each.level for each in named} - {each.level for each in others}
        lacking |= alone - may_lack if _is_here(side, named) else alone
    words = "、".join(_LEVEL_NAMES[level] for level in sorted(lacking))
    return (f"一方未写明{words}",) if lacking else ()


def _is_here(side: Side, divisions: tuple[_Division, ...]) -> bool:
    """Tell whether an address names this province, or one of its cities and no other province."""
    names = {each.level: side.text[each.start : each.end] for each in divisions}
    province = names.get(Level.PROVINCE)
    return province in _PROVINCE_NAMES or (province is None and names.get(Level.CITY) in _CITY_NAMES)


def _rest(side: Side, divisions: tuple[_Division, ...]) -> Side:
    return side.part(divisions[-1].end if divisions else 0, len(side.text))


def _divisions(text: str) -> tuple[_Division, ...]:
    """Take the divisions off the front of a folded address."""
    found: list[_Division] = []
    start = 0
    for level, form in (
        (Level.PROVINCE, _PROVINCE),
        (Level.CITY, _CITY),
        (Level.COUNTY, _COUNTY),
        (Level.TOWN, _TOWN),
    ):
        match = form.match(text, start)
        if match is None or (level is Level.CITY and not _is_city(text, match)):
            continue
        found.append(_Division(level, start, match.end()))
        start = match.end()
    return tuple(found)


def _is_city(text: str, match: re.Match[str]) -> bool:
    """Tell a prefecture-level city from a county-level one, which is written the same."""
    return (
        match[0] in _PREFECTURES
        or not match[0].endswith("市")
        or _COUNTY.match(text, match.end()) is not None
    )


def _arabic(number: str) -> str:
    """Write a Chinese number below one hundred, or a row of Chinese digits, in Arabic digits."""
    if "十" not in number:
        return "".join(_DIGITS[c] for c in number)
    tens, _, ones = number.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return number
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))
