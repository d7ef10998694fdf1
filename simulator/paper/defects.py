"""Plant defects in what a paper says, before it is drawn."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from simulator.numbers import lawful_neighbour, one_digit_off
from simulator.people import TODAY, address, firm, institution, person

NUMBERS = ("idno", "cert_no", "license_no", "uscc", "bank_acct", "agent_idno")
NAMES = ("name", "acct_name", "principal", "legal_person")
INSTITUTIONS = ("institution", "new_inst", "operator", "org_name")
ADDRESSES = ("biz_address", "address", "residence")
OPTIONS = ("opinion", "statement", "option")
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


def main_number(kind_elements: tuple[str, ...]) -> str | None:
    """Return the element that holds the paper's main number."""
    return next((element for element in NUMBERS if element in kind_elements), None)


def _first(among: tuple[str, ...], elements: tuple[str, ...]) -> str:
    found = next((element for element in among if element in elements), None)
    if found is None:
        raise DoesNotFitError(f"no element of {among} stands on this paper")
    return found


Values = dict[str, str]


def _received_on(values: Mapping[str, str]) -> date:
    return date.fromisoformat(values.get("received_on") or TODAY.isoformat())


def _ending(days: int) -> Callable[[Values, tuple[str, ...], int], Values]:
    def change(values: Values, elements: tuple[str, ...], seed: int) -> Values:
        _first(("valid_to",), elements)
        end = _received_on(values) + timedelta(days=days)
        changed = {"valid_to": end.isoformat()}
        start = "valid_from" if "valid_from" in elements else "issued_on" if "issued_on" in elements else ""
        if start:
            years = {"id_card": 10, "food": 5}.get("food" if start == "issued_on" else "id_card", 10)
            if "drv_class" in elements and "category" in elements:
                years = 6
            changed[start] = end.replace(year=end.year - years, day=min(end.day, 28)).isoformat()
        return changed

    return change


def _wrong_number(spoil: Callable[[str, int], str]) -> Callable[[Values, tuple[str, ...], int], Values]:
    def change(values: Values, elements: tuple[str, ...], seed: int) -> Values:
        element = _first(NUMBERS, elements)
        return {element: spoil(values[element], seed)}

    return change


def _wrong_name(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    element = _first(NAMES, elements)
    other = person(f"{seed}|other").name
    return {element: other if other != values[element] else other + "明"}


def _look_alike_name(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    element = _first(NAMES, elements)
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


def _wrong_institution(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    element = _first(INSTITUTIONS, elements)
    medical = element in {"institution", "new_inst"}
    other = institution(f"{seed}|wrong").name if medical else firm(f"{seed}|wrong").name
    other = other if other != values[element] else other + "分院" if medical else other + "二店"
    follows = {"seal": other} if values.get("seal") == values[element] and "seal" in elements else {}
    return {element: other} | follows


def _wrong_address(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    element = _first(ADDRESSES, elements)
    return {element: address(Random(f"{seed}|wrong address"), shop=element != "address")}


def _wrong_option(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    element = _first(OPTIONS, elements)
    return {element: OTHER_OPTION.get(values[element], "")}


def _no_option(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    return {_first(OPTIONS, elements): ""}


def _wrong_birth(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    element = _first(("birth",), elements)
    day = date.fromisoformat(values[element])
    return {element: (day + timedelta(days=1)).isoformat()}


def _bad_status(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    return {_first(("status",), elements): "扣留"}


def _signed_later(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    return {_first(("sign_date",), elements): (_received_on(values) + timedelta(days=3)).isoformat()}


def _blank_value(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    return {_first(NUMBERS, elements): ""}


def _missing_seal(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    return {_first(("seal",), elements): "", "seal_kind": ""}


def _wrong_seal(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    element = _first(("seal",), elements)
    other = "仿真市示范商贸有限公司"
    return {element: other if other != values[element] else "仿真市样例商贸有限公司"}


def _wrong_seal_kind(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    _first(("seal",), elements)
    return {"seal_kind": "发票专用章"}


def _unsigned(values: Values, elements: tuple[str, ...], seed: int) -> Values:
    return {_first(("signature",), elements): ""}


CHANGES: Mapping[str, Callable[[Values, tuple[str, ...], int], Values]] = {
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


def plant(defects: tuple[str, ...], values: Values, elements: tuple[str, ...], seed: int) -> Values:
    """Return the values with all value defects planted, in order."""
    for defect in defects:
        if defect in CHANGES:
            values = values | CHANGES[defect](values, elements, seed)
    return values
