"""Presence: whether something is filled in, and yes-or-no facts."""

from ocr.values import ElementType
from review_points.answers import PASSED
from review_points.checks.registry import ANYTHING, Answer, Parameter, check, plain_check
from review_points.facts import FLAGS, FactState
from review_points.operands import Operand

_FILLABLE = Parameter(name="a", types=ANYTHING, blank=True)
_YES_OR_NO = Parameter(name="a", types=frozenset({ElementType.BOOL}))
_EVASIONS = frozenset(
    {"见附件", "详见附件", "同上", "略", "无", "/", "-", "--", "见附页", "待填", "待定", "不详"}
)


@plain_check(
    _FILLABLE,
    holds="{0}.state is not BLANK",
    source="行政许可法第二十九条、第三十二条",
    weighs=True,
    names={"BLANK": FactState.BLANK},
)
def filled(a: Operand) -> str:
    """Pass when a value was read; fail when the place was seen and is empty."""
    return "该处未填写"


@plain_check(_FILLABLE, holds="{0}.state is BLANK", weighs=True, names={"BLANK": FactState.BLANK})
def blank(a: Operand) -> str:
    """Pass when the place was seen and is empty; fail when a value was read."""
    return "该处已填写"


@plain_check(
    _FILLABLE,
    holds="{0}.value is not None and {0}.value not in EVASIONS",
    source="行政许可法第二十九条；五级十五同目录审查要点（表单填写完整）",
    names={"EVASIONS": _EVASIONS},
)
def meaningful(a: Operand) -> str:
    """Pass when filled with more than 见附件, 同上 or the like; fail when blank or evasive."""
    return "该处未填写" if a.state is FactState.BLANK else f"填写内容“{a.text}”无效"


@check(Parameter(name="a"))
def readable(a: Operand) -> Answer:
    """Pass when read well enough; never fail."""
    return PASSED


@plain_check(_YES_OR_NO, holds="FLAGS[{0}.value]", names={"FLAGS": FLAGS}, is_wordless=True)
def is_true(a: Operand) -> str:
    """Pass on true, fail on false."""
    return ""


@plain_check(_YES_OR_NO, holds="not FLAGS[{0}.value]", names={"FLAGS": FLAGS}, is_wordless=True)
def is_false(a: Operand) -> str:
    """Pass on false, fail on true."""
    return ""
