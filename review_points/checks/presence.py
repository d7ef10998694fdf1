"""Presence: whether something is filled in, and yes-or-no facts."""

from ocr.values import ElementType
from review_points.answers import PASSED, failed
from review_points.checks.registry import ANYTHING, Answer, Parameter, check
from review_points.facts import FactState
from review_points.operands import Operand

_FILLABLE = Parameter(name="a", types=ANYTHING, blank=True)
_YES_OR_NO = Parameter(name="a", types=frozenset({ElementType.BOOL}))
_BLANK = FactState.BLANK
_NO, _EMPTY, _FILLED = failed(""), failed("该处未填写"), failed("该处已填写")
_EVASIONS = frozenset(
    {"见附件", "详见附件", "同上", "略", "无", "/", "-", "--", "见附页", "待填", "待定", "不详"}
)


@check(_FILLABLE, source="行政许可法第二十九条、第三十二条", weighs=True)
def filled(a: Operand) -> Answer:
    """Pass when a value was read; fail when the place was seen and is empty."""
    return _EMPTY if a.state is _BLANK else PASSED


@check(_FILLABLE, weighs=True)
def blank(a: Operand) -> Answer:
    """Pass when the place was seen and is empty; fail when a value was read."""
    return PASSED if a.state is _BLANK else _FILLED


@check(_FILLABLE, source="行政许可法第二十九条；五级十五同目录审查要点（表单填写完整）")
def meaningful(a: Operand) -> Answer:
    """Pass when filled with more than 见附件, 同上 or the like; fail when blank or evasive."""
    if a.state is _BLANK:
        return _EMPTY
    return PASSED if a.text not in _EVASIONS else failed(f"填写内容“{a.text}”无效")


@check(Parameter(name="a"))
def readable(a: Operand) -> Answer:
    """Pass when read well enough; never fail."""
    return PASSED


@check(_YES_OR_NO)
def is_true(a: Operand) -> Answer:
    """Pass on true, fail on false."""
    return PASSED if a.flag else _NO


@check(_YES_OR_NO)
def is_false(a: Operand) -> Answer:
    """Pass on false, fail on true."""
    return _NO if a.flag else PASSED
