"""Numbers on one paper that are no longer those of the form, the registers and the other papers."""

from collections.abc import Callable
from random import Random

from ocr.values import ElementType
from simulator.numbers import with_check_digit
from simulator.tampering.operator import operator
from simulator.tampering.scene import NothingToTamperError, Planted, Scene
from simulator.tampering.values import (
    SIMILAR_SIGNS,
    digit_places,
    other_value,
    replaced,
    swapped,
    two_digits_off,
    with_digit,
)

NUMBERS = (ElementType.IDNO, ElementType.USCC, ElementType.CODE, ElementType.BANK_ACCOUNT)


def _change(scene: Scene, change: Callable[[str, Random], str | None]) -> Planted:
    """Change a number on one paper that something else must agree with."""
    demand, fact = scene.choose(scene.ends(scene.relations.pairs(*NUMBERS), papers_only=True))
    before = scene.value(fact)
    after = change(before, scene.random)
    if after is None or after == before:
        raise NothingToTamperError
    scene.write(fact, after)
    return scene.planted(fact, code=demand.code)


@operator("改一位数字，校验位随之改对")
def one_digit_check_mended(scene: Scene) -> Planted:
    """Change one digit of a number on one paper and mend its check digit: another lawful number."""
    return _change(
        scene,
        lambda number, random: with_check_digit(
            with_digit(number, random.choice(digit_places(number)), random)
        ),
    )


@operator("改一位数字，校验位不改")
def one_digit_check_broken(scene: Scene) -> Planted:
    """Change one digit of a number on one paper and leave its check digit."""
    return _change(
        scene, lambda number, random: with_digit(number, random.choice(digit_places(number)), random)
    )


@operator("改两位数字，校验位仍然成立")
def two_digits_check_holds(scene: Scene) -> Planted:
    """Change two digits of a number on one paper so that its check digit still holds."""
    return _change(scene, two_digits_off)


@operator("相邻两位数字颠倒")
def digits_swapped(scene: Scene) -> Planted:
    """Swap two neighbouring digits of a number on one paper."""
    return _change(scene, swapped)


@operator("号码少一位")
def digit_dropped(scene: Scene) -> Planted:
    """Leave one digit of a number on one paper out."""
    return _change(scene, lambda number, random: _without(number, random.choice(digit_places(number))))


@operator("号码多一位")
def digit_doubled(scene: Scene) -> Planted:
    """Write one digit of a number on one paper twice."""
    return _change(scene, lambda number, random: _doubled(number, random.choice(digit_places(number))))


@operator("数字写成形近字母")
def letter_for_digit(scene: Scene) -> Planted:
    """Write a letter that looks like a digit in its place on one paper: O for 0, I for 1."""
    return _change(scene, lambda number, random: replaced(number, SIMILAR_SIGNS, random))


@operator("换成他人的号码")
def number_of_somebody_else(scene: Scene) -> Planted:
    """Put another lawful number of the same kind on one paper."""
    return _change(scene, lambda number, random: other_value(ElementType.CODE, number, random))


@operator("表单填写第一代身份证号码")
def first_generation_number(scene: Scene) -> Planted:
    """Type the 15 digits that the number would have had before 1999 into the form."""
    ends = scene.ends(scene.relations.pairs(ElementType.IDNO))
    _, fact = scene.choose(tuple(each for each in ends if each[1].startswith("form.")))
    number = scene.value(fact)
    scene.write(fact, number[:6] + number[8:17])
    # a register asked by this number may answer nothing
    planted = scene.planted(fact)
    return Planted(facts=planted.facts, acceptable=planted.acceptable | {"refuse", "return"})


@operator("大写金额与小写金额不符")
def amount_ten_times(scene: Scene) -> Planted:
    """Let one of two amounts that must agree be ten times the other."""
    demand, fact = scene.choose(scene.ends(scene.relations.pairs(ElementType.AMOUNT), papers_only=True))
    scene.write(fact, f"{scene.value(fact).partition('.')[0]}0")
    return scene.planted(fact, code=demand.code)


def _without(text: str, place: int) -> str:
    return text[:place] + text[place + 1 :]


def _doubled(text: str, place: int) -> str:
    return text[: place + 1] + text[place:]
