"""Plant defects in what a paper says, before it is drawn."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from simulator.numbers import lawful_neighbour, one_digit_off
from simulator.paper.element_classes import elements_of
from simulator.paper.kind_files import ElementClass, paper_kinds
from simulator.paper.order import is_day
from simulator.paper.samples import ELEMENTS
from simulator.people import TODAY, address, firm, institution, person

OTHER_OPTION = {"同意": "不同意", "不同意": "同意", "未变化": "已变化", "已变化": "未变化"}
LOOK_ALIKES = (
    *(
        "已己",
        "未末",
        "土士",
        "日曰",
        "王玉",
        "田由",
        "甲申",
        "戊戌",
        "晓哓",
        "陈阵",
        "林材",
        "黄簧",
        "郑邓",
        "吴昊",
    ),
    *(
        "张弦",
        "李季",
        "刘浏",
        "蔡葵",
        "许评",
        "郭敦",
        "杨扬",
        "叶汁",
        "苏芬",
        "曾會",
        "邱丘",
        "江汪",
        "何河",
        "谢榭",
    ),
    *(
        "伟玮",
        "芳芬",
        "娜挪",
        "敏繁",
        "静靓",
        "丽俪",
        "强犟",
        "磊蕾",
        "洋样",
        "勇湧",
        "艳滟",
        "杰木",
        "娟捐",
        "涛焘",
    ),
    *(
        "明朋",
        "超赵",
        "霞霰",
        "平乎",
        "刚钢",
        "桂挂",
        "英瑛",
        "华毕",
        "萍苹",
        "红江",
        "玲铃",
        "燕薰",
        "鹏鸣",
        "辉晖",
    ),
    *(
        "波坡",
        "斌赋",
        "宇字",
        "浩皓",
        "凯铠",
        "健建",
        "俊峻",
        "帆帜",
        "雪雷",
        "琳淋",
        "颖颍",
        "倩债",
        "婷停",
        "慧彗",
    ),
    *(
        "莹萤",
        "瑶遥",
        "欣掀",
        "怡冶",
        "佳住",
        "嘉熹",
        "梓锌",
        "涵函",
        "轩转",
        "泽择",
        "睿濬",
        "晨晟",
        "曦羲",
        "博搏",
    ),
    *(
        "文丈",
        "思恩",
        "远运",
        "志忘",
        "诚城",
        "国围",
        "栋拣",
        "建健",
        "军车",
        "海每",
        "峰锋",
        "东乐",
        "春舂",
        "梅海",
    ),
    *(
        "秋愀",
        "菊掬",
        "美姜",
        "兰三",
        "淑椒",
        "珍诊",
        "金全",
        "水永",
        "火灭",
        "木本",
        "根恨",
        "福幅",
        "寿涛",
        "康庚",
    ),
    *(
        "榕溶",
        "闽闻",
        "鹭鹫",
        "潭谭",
        "屿峪",
        "岚风",
        "澜谰",
        "涌勇",
        "溪奚",
        "泉皋",
        "清请",
        "源原",
        "流硫",
        "宁宇",
    ),
    *("安宴", "泰秦", "和知", "顺须", "祥样", "瑞端", "吉古", "庆厌", "丰半", "裕浴"),
)


class DoesNotFitError(ValueError):
    """This defect can't be planted in this paper."""


def _main(about: ElementClass, kind: str) -> str:
    """Return the first element of a kind that is about something."""
    found = elements_of(kind, about)
    if not found:
        raise DoesNotFitError(f"no {about} stands on a {kind}")
    return found[0]


def _there(element: str, kind: str) -> str:
    """Return the element if it stands on papers of a kind."""
    if element not in ELEMENTS[kind]:
        raise DoesNotFitError(f"no {element} stands on a {kind}")
    return element


Values = dict[str, str]


def _received_on(values: Mapping[str, str]) -> date:
    return date.fromisoformat(values.get("received_on") or TODAY.isoformat())


def _ending(days: int) -> Callable[[Values, str, int], Values]:
    def change(values: Values, kind: str, seed: int) -> Values:
        _there("valid_to", kind)
        end = _received_on(values) + timedelta(days=days)
        changed = {"valid_to": end.isoformat()}
        elements = ELEMENTS[kind]
        start = "valid_from" if "valid_from" in elements else "issued_on" if "issued_on" in elements else ""
        if start:
            years = (
                6 if "drv_class" in elements and "category" in elements else 5 if start == "issued_on" else 10
            )
            changed[start] = end.replace(year=end.year - years, day=min(end.day, 28)).isoformat()
        return changed

    return change


def _wrong_number(spoil: Callable[[str, int], str]) -> Callable[[Values, str, int], Values]:
    def change(values: Values, kind: str, seed: int) -> Values:
        element = _main(ElementClass.NUMBER, kind)
        return {element: spoil(values[element], seed)}

    return change


def _wrong_name(values: Values, kind: str, seed: int) -> Values:
    element = _main(ElementClass.NAME, kind)
    other = person(f"{seed}|other").name
    return {element: other if other != values[element] else other + "明"}


def _look_alike_name(values: Values, kind: str, seed: int) -> Values:
    element = _main(ElementClass.NAME, kind)
    name = values[element]
    for place in range(len(name) - 1, -1, -1):
        other = _look_alike(name[place])
        if other:
            return {element: name[:place] + other + name[place + 1 :]}
    return {element: name[:-1] + "曰"}


def _look_alike(character: str) -> str:
    for pair in LOOK_ALIKES:
        if character in pair:
            return pair[1] if pair[0] == character else pair[0]
    return ""


def _wrong_institution(values: Values, kind: str, seed: int) -> Values:
    element = _main(ElementClass.ORGANISATION, kind)
    medical = element in {"institution", "new_inst"}
    other = institution(f"{seed}|wrong").name if medical else firm(f"{seed}|wrong").name
    other = other if other != values[element] else other + "分院" if medical else other + "二店"
    follows = {"seal": other} if values.get("seal") == values[element] and "seal" in ELEMENTS[kind] else {}
    return {element: other} | follows


def _wrong_address(values: Values, kind: str, seed: int) -> Values:
    element = _main(ElementClass.ADDRESS, kind)
    return {element: address(Random(f"{seed}|wrong address"), shop=element != "address")}


def _wrong_option(values: Values, kind: str, seed: int) -> Values:
    element = _main(ElementClass.OPTION, kind)
    drawn = paper_kinds().get(kind)
    if drawn is None:
        return {element: OTHER_OPTION.get(values[element], "")}
    return {
        element: next(option for option in drawn.options[element] if option not in values[element].split(";"))
    }


def _no_option(values: Values, kind: str, seed: int) -> Values:
    return {_main(ElementClass.OPTION, kind): ""}


def _wrong_birth(values: Values, kind: str, seed: int) -> Values:
    element = _there("birth", kind)
    if not is_day(values[element]):  # in the years of the Republic, as papers of Taiwan write it
        return {element: one_digit_off(values[element], seed)}
    day = date.fromisoformat(values[element])
    return {element: (day + timedelta(days=1)).isoformat()}


def _bad_status(values: Values, kind: str, seed: int) -> Values:
    _there("drv_class", kind)
    return {_there("status", kind): "扣留"}


def _signed_later(values: Values, kind: str, seed: int) -> Values:
    return {_there("sign_date", kind): (_received_on(values) + timedelta(days=3)).isoformat()}


def _blank_value(values: Values, kind: str, seed: int) -> Values:
    return {_main(ElementClass.NUMBER, kind): ""}


def _missing_seal(values: Values, kind: str, seed: int) -> Values:
    return {_there("seal", kind): "", "seal_kind": ""}


def _wrong_seal(values: Values, kind: str, seed: int) -> Values:
    element = _there("seal", kind)
    other = "仿真市示范商贸有限公司"
    return {element: other if other != values[element] else "仿真市样例商贸有限公司"}


def _wrong_seal_kind(values: Values, kind: str, seed: int) -> Values:
    _there("seal", kind)
    return {"seal_kind": "发票专用章"}


def _unsigned(values: Values, kind: str, seed: int) -> Values:
    return {_there("signature", kind): ""}


CHANGES: Mapping[str, Callable[[Values, str, int], Values]] = {
    "expired": _ending(-1),
    "expires_today": _ending(0),
    "one_digit_off": _wrong_number(one_digit_off),
    "two_digits_off_lawful": _wrong_number(lawful_neighbour),
    "wrong_name": _wrong_name,
    "look_alike_name": _look_alike_name,
    "wrong_institution": _wrong_institution,
    "wrong_address": _wrong_address,
    "wrong_option": _wrong_option,
    "no_option": _no_option,
    "wrong_birth": _wrong_birth,
    "bad_status": _bad_status,
    "signed_later": _signed_later,
    "blank_value": _blank_value,
    "missing_seal": _missing_seal,
    "wrong_seal": _wrong_seal,
    "wrong_seal_kind": _wrong_seal_kind,
    "unsigned": _unsigned,
    "smudged": _unsigned,
    "both_options": _no_option,
}


def plant(defects: tuple[str, ...], values: Values, kind: str, seed: int) -> Values:
    """Return the values of a paper of a kind with all value defects planted, in order."""
    for defect in defects:
        if defect in CHANGES:
            values = values | CHANGES[defect](values, kind, seed)
    return values
