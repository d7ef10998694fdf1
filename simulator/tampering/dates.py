"""Dates that are over, lie in the future, contradict each other, or don't exist."""

from collections.abc import Iterator
from datetime import date

from simulator.tampering.operator import operator
from simulator.tampering.relations import Demand
from simulator.tampering.scene import HAND_OVER, NothingToTamperError, Planted, Scene
from simulator.tampering.values import day_off

_RECEIVED = "case.received_on"
_LIFE_LONG_AGE = 46
_SOME_DAYS = (7, 400)


def _write_days_from_receipt(scene: Scene, among: tuple[tuple[Demand, str], ...], days: int) -> Planted:
    """Set a day that many days from the receipt, wherever it stands now."""
    demand, fact = scene.choose(among)
    written = scene.write_everywhere(fact, day_off(scene.received_on.isoformat(), days) or "")
    return scene.planted(*written, code=demand.code)


def _ending(scene: Scene) -> tuple[tuple[Demand, str], ...]:
    """Return the days that must not be over on the day of receipt."""
    demands = tuple(each for each in scene.relations.of("on_or_before") if each.facts[:1] == (_RECEIVED,))
    return scene.ends(demands)


def _beginning(scene: Scene) -> tuple[tuple[Demand, str], ...]:
    """Return the days that must not lie after the day of receipt."""
    demands = tuple(each for each in scene.relations.of("on_or_before") if each.facts[1:] == (_RECEIVED,))
    return scene.ends(demands)


def _same_days(scene: Scene) -> tuple[tuple[Demand, str], ...]:
    ends = scene.ends(scene.relations.of("same_day"), papers_only=True)
    return tuple(each for each in ends if scene.value(each[1]) != "长期")


@operator("昨日到期")
def expired_yesterday(scene: Scene) -> Planted:
    """Let a paper's term have ended the day before the receipt, in form and registers too."""
    return _write_days_from_receipt(scene, _ending(scene), -1)


@operator("早已过期")
def expired_long_ago(scene: Scene) -> Planted:
    """Let a paper's term have ended long before the receipt, in form and registers too."""
    return _write_days_from_receipt(scene, _ending(scene), -scene.random.randrange(*_SOME_DAYS))


@operator("日期在收件日之后")
def dated_tomorrow(scene: Scene) -> Planted:
    """Date a paper or the form the day after the receipt."""
    return _write_days_from_receipt(scene, _beginning(scene), 1)


@operator("日期远在将来")
def dated_far_ahead(scene: Scene) -> Planted:
    """Date a paper or the form long after the receipt."""
    return _write_days_from_receipt(scene, _beginning(scene), scene.random.randrange(*_SOME_DAYS))


@operator("日期相差一日")
def day_off_by_one(scene: Scene) -> Planted:
    """Let a date on one paper differ by a day from where it must be the same."""
    demand, fact = scene.choose(_same_days(scene))
    scene.write(fact, day_off(scene.value(fact), scene.random.choice((-1, 1))) or "")
    return scene.planted(fact, code=demand.code)


@operator("年份末两位颠倒")
def year_turned_round(scene: Scene) -> Planted:
    """Swap the last two digits of the year of a date on one paper."""
    demand, fact = scene.choose(_same_days(scene))
    value = scene.value(fact)
    if value[2] == value[3]:
        raise NothingToTamperError
    turned = f"{value[:2]}{value[3]}{value[2]}{value[4:]}"
    scene.write(fact, turned.replace("-02-29", "-02-28"))
    return scene.planted(fact, code=demand.code)


@operator("不存在的日期")
def impossible_date(scene: Scene) -> Planted:
    """Put 30 February on one paper: no date, so it is unread, and never rolled over."""
    _, fact = scene.choose(_same_days(scene))
    scene.write(fact, f"{scene.value(fact)[:4]}-02-30")
    return Planted(facts=(fact,), acceptable=HAND_OVER)


@operator("出生日期与身份证号码不符")
def birth_not_as_in_number(scene: Scene) -> Planted:
    """Print a birth date that is a day off the identity number of the same paper."""
    demand, birth = scene.choose(_second_facts(scene, "idno_birth_agrees"))
    scene.write(birth, day_off(scene.value(birth), 1) or "")
    return scene.planted(birth, code=demand.code)


@operator("性别与身份证号码不符")
def sex_not_as_in_number(scene: Scene) -> Planted:
    """Print the other sex than the identity number of the same paper tells."""
    demand, sex = scene.choose(_second_facts(scene, "idno_sex_agrees"))
    scene.write(sex, "男" if scene.value(sex) == "女" else "女")
    return scene.planted(sex, code=demand.code)


@operator("未满四十六周岁而长期有效")
def long_term_too_young(scene: Scene) -> Planted:
    """Let the identity card of somebody younger than 46 at its issue be valid for ever."""
    young = tuple(_young(scene))
    if not young:
        raise NothingToTamperError
    demand = scene.random.choice(young)
    scene.write(demand.facts[1], "长期")
    return scene.planted(demand.facts[1], code=demand.code)


def _second_facts(scene: Scene, call: str) -> tuple[tuple[Demand, str], ...]:
    demands = scene.relations.of(call)
    return tuple(each for each in scene.ends(demands, papers_only=True) if each[1] == each[0].facts[1])


def _young(scene: Scene) -> Iterator[Demand]:
    for demand in scene.asked(*scene.relations.of("term_lawful")):
        if len(demand.facts) == 3 and all(scene.value(fact) for fact in demand.facts):
            issued, birth = (date.fromisoformat(scene.value(demand.facts[place])) for place in (0, 2))
            if issued.year - birth.year < _LIFE_LONG_AGE - 1:
                yield demand
