"""Registers that know something against the applicant, know somebody else, know nothing, or don't answer."""

from simulator.tampering.operator import operator
from simulator.tampering.relations import Demand
from simulator.tampering.scene import HAND_OVER, NothingToTamperError, Planted, Scene
from simulator.tampering.values import other_value

_LOST = ("注销", "吊销", "撤销", "迁出")
_REGISTRY = "registry."
_OPEN_CASES = "open_cases"


def _register(fact: str) -> str:
    return fact.split(".")[1]


def _demands(scene: Scene, *calls: str) -> tuple[tuple[Demand, str], ...]:
    """Return what is demanded of registers, with the fact, where the register knows the case."""
    found = scene.asked(*scene.relations.of(*calls))
    return tuple(
        (each, fact)
        for each in found
        for fact in each.facts
        if fact.startswith(_REGISTRY) and scene.rows.get(_register(fact))
    )


def _set(scene: Scene, calls: str, value: str, *, only: str = "", without: str = "") -> Planted:
    """Set a flag of a register."""
    demand, fact = scene.choose(
        tuple(
            each
            for each in _demands(scene, calls)
            if not each[1].endswith(".found") and only in each[1] and not (without and without in each[1])
        )
    )
    scene.write(fact, value)
    return scene.planted(fact, code=demand.code)


@operator("登记库显示已注销或吊销")
def register_says_revoked(scene: Scene) -> Planted:
    """Let a register say that the licence or business is no longer valid."""
    demand, fact = scene.choose(_demands(scene, "one_of"))
    scene.write(fact, scene.random.choice([each for each in _LOST if each not in demand.texts]))
    return scene.planted(fact, code=demand.code)


@operator("同一申请另有在办件")
def case_open_elsewhere(scene: Scene) -> Planted:
    """Let the register of open cases know another open case of the same applicant."""
    return _set(scene, "is_false", "true", only=_OPEN_CASES)


@operator("列入失信、处罚或停领名单")
def register_holds_against(scene: Scene) -> Planted:
    """Let a register know something that stands against the applicant."""
    return _set(scene, "is_false", "true", without=_OPEN_CASES)


@operator("登记库未显示所需状态")
def register_lacks_flag(scene: Scene) -> Planted:
    """Let a register say no where a yes is needed."""
    return _set(scene, "is_true", "false")


@operator("登记库查无记录")
def register_knows_nothing(scene: Scene) -> Planted:
    """Let a register that must know the case know nothing of it."""
    demands = tuple(each for each in _demands(scene, "is_true") if each[1].endswith(".found"))
    demand, fact = scene.choose(demands)
    scene.rows[_register(fact)] = {}
    return scene.planted(fact, code=demand.code)


@operator("登记库记录的是他人")
def register_knows_somebody_else(scene: Scene) -> Planted:
    """Let a register hold another value than the papers."""
    ends = scene.ends(scene.relations.pairs())
    demand, fact = scene.choose(tuple(each for each in ends if each[1].startswith(_REGISTRY)))
    scene.write(fact, other_value(scene.type_of(fact), scene.value(fact), scene.random))
    return scene.planted(fact, code=demand.code)


@operator("登记库记录缺项")
def register_record_incomplete(scene: Scene) -> Planted:
    """Let a register answer without the field that is needed."""
    ends = scene.ends(scene.relations.pairs())
    _, fact = scene.choose(tuple(each for each in ends if each[1].startswith(_REGISTRY)))
    _, register, field = fact.split(".")
    for record in scene.rows[register].values():
        del record[field]
    return Planted(facts=(fact,), acceptable=HAND_OVER)


@operator("登记库无法查询")
def register_silent(scene: Scene) -> Planted:
    """Let a register that is needed not answer."""
    needed = sorted({_register(fact) for _, fact in _demands(scene, "one_of", "is_true", "is_false")})
    if not needed:
        raise NothingToTamperError
    register = scene.random.choice(needed)
    scene.silent.add(register)
    return Planted(facts=(f"registry.{register}.found",), acceptable=HAND_OVER)
