"""Names of people and firms, and addresses, that are nearly or wholly others than elsewhere in the case."""

from collections.abc import Callable
from random import Random

from ocr.values import ElementType
from simulator.characters import LOOK_ALIKES, TRADITIONAL
from simulator.people import ROADS
from simulator.tampering.operator import operator
from simulator.tampering.scene import HAND_OVER, NothingToTamperError, Planted, Scene
from simulator.tampering.values import other_value, replaced, swapped

_COMPANY, _LONG_COMPANY = "有限公司", "有限责任公司"
_ORDINALS = {"一": "二", "二": "三", "三": "一", "县": "市", "区": "县", "南": "北", "东": "西"}


def _change(scene: Scene, kind: ElementType, change: Callable[[str, Random], str | None]) -> Planted:
    """Change a name or address on one paper that something else must agree with."""
    ends = scene.ends(scene.relations.pairs(kind), papers_only=True)
    demand, fact = scene.choose(tuple(each for each in ends if scene.type_of(each[1]) is kind))
    before = scene.value(fact)
    after = change(before, scene.random)
    if after is None or after == before:
        raise NothingToTamperError
    scene.write(fact, after)
    return scene.planted(fact, code=demand.code)


@operator("姓名一字换成形近字")
def look_alike_in_name(scene: Scene) -> Planted:
    """Replace one character of a personal name on one paper by one that looks alike."""
    return _change(scene, ElementType.NAME, lambda name, random: replaced(name, LOOK_ALIKES, random))


@operator("姓名一字写成繁体")
def traditional_in_name(scene: Scene) -> Planted:
    """Write one character of a personal name on one paper in its traditional form."""
    return _change(scene, ElementType.NAME, lambda name, random: replaced(name, TRADITIONAL, random))


@operator("姓名少一字")
def character_dropped_from_name(scene: Scene) -> Planted:
    """Leave the last character of a personal name on one paper out."""
    return _change(scene, ElementType.NAME, lambda name, random: name[:-1] if len(name) > 2 else None)


@operator("姓名多一字")
def character_added_to_name(scene: Scene) -> Planted:
    """Add a character to a personal name on one paper."""
    return _change(scene, ElementType.NAME, lambda name, random: name + random.choice("娟伟芳"))


@operator("姓名两字颠倒")
def name_turned_round(scene: Scene) -> Planted:
    """Swap two characters of a personal name on one paper."""
    return _change(scene, ElementType.NAME, lambda name, random: swapped(name.replace("·", ""), random))


@operator("换成他人的姓名")
def name_of_somebody_else(scene: Scene) -> Planted:
    """Put somebody else's name on one paper."""
    return _change(scene, ElementType.NAME, lambda name, random: other_value(ElementType.NAME, name, random))


@operator("有限公司与有限责任公司之别")
def company_form_changed(scene: Scene) -> Planted:
    """Turn 有限公司 into 有限责任公司 on one paper, or the other way round: not the same firm."""

    def change(name: str, random: Random) -> str | None:
        if name.endswith(_LONG_COMPANY):
            return name.removesuffix(_LONG_COMPANY) + _COMPANY
        return name.removesuffix(_COMPANY) + _LONG_COMPANY if name.endswith(_COMPANY) else None

    return _change(scene, ElementType.ORGANISATION, change)


@operator("近似名称的单位")
def near_named_firm(scene: Scene) -> Planted:
    """Put the name of a neighbouring organisation on one paper: another ordinal, district or direction."""
    return _change(scene, ElementType.ORGANISATION, lambda name, random: replaced(name, _ORDINALS, random))


@operator("分支机构代替法人")
def branch_for_firm(scene: Scene) -> Planted:
    """Put the name of a branch on one paper."""
    return _change(
        scene, ElementType.ORGANISATION, lambda name, random: name + random.choice(("分公司", "分院", "二店"))
    )


@operator("换成其他单位的名称")
def another_firm(scene: Scene) -> Planted:
    """Put another organisation's name on one paper."""
    return _change(
        scene,
        ElementType.ORGANISATION,
        lambda name, random: other_value(ElementType.ORGANISATION, name, random),
    )


@operator("门牌号不同")
def other_house_number(scene: Scene) -> Planted:
    """Change the house number of an address on one paper."""
    return _change(scene, ElementType.ADDRESS, _other_house)


@operator("道路名称不同")
def other_road(scene: Scene) -> Planted:
    """Change the road of an address on one paper."""

    def change(address: str, random: Random) -> str | None:
        road = next((each for each in ROADS if each in address), None)
        return (
            address.replace(road, random.choice([each for each in ROADS if each != road])) if road else None
        )

    return _change(scene, ElementType.ADDRESS, change)


@operator("行政区不同")
def other_district(scene: Scene) -> Planted:
    """Change the district of an address on one paper."""
    return _change(
        scene,
        ElementType.ADDRESS,
        lambda address, random: address.replace("样例区", "对岸区") if "样例区" in address else None,
    )


@operator("姓名换成私有区或罕用码位")
def private_character_in_name(scene: Scene) -> Planted:
    """Replace the last character of a personal name on one paper by one of the private use area."""
    planted = _change(scene, ElementType.NAME, lambda name, random: name[:-1] + "\ue001")
    return Planted(facts=planted.facts, acceptable=HAND_OVER)


def _other_house(address: str, random: Random) -> str | None:
    before, sign, after = address.partition("号")
    digits = len(before) - len(before.rstrip("0123456789"))
    if not sign or not digits:
        return None
    return f"{before[:-digits]}{int(before[-digits:]) + random.randrange(1, 90)}号{after}"
