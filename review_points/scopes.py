"""经营范围: items as registers print them, with what brackets exclude or limit."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz import fuzz

from ocr.values import plain_text, split_choices
from review_points.operands import Operand

_BOILERPLATE = re.compile(
    r"\([^()]*依法须经批准的项目[^()]*\)|[,,]?(?:除)?依法须经批准的项目[^;。]*|(?:许可|一般|前置|后置)(?:经营)?项目[::]"
)
_NOTE = re.compile(r"\(([^()]*)\)")
_EXCLUDES = re.compile(r"^(?:不含|不包括|不包含|不得|禁止|非)|除外$")
_EXCEPTED = re.compile(r"除[^外]*外")
_ACTIVITY = re.compile(r"(?:服务|活动|业务|经营|销售|零售|批发|制售|生产|加工|项目|类)*(?:[及和与或/].*)?")
"""What may follow a term without making another business of it."""
_LIMITS = re.compile(r"^(?:限|仅|只)|(?:限|仅限)[^;]*$")
_NEAR = 75.0


class Hold(Enum):
    """How a scope holds a term, from the clearest no to the clearest yes."""

    NO = auto()
    DOUBTFUL = auto()
    """Only limited, only excluded beside nothing else, or nearly the same in a picture."""
    YES = auto()


@dataclass(frozen=True, slots=True)
class ScopeItem:
    """One item of a scope: what is done, and what its brackets say."""

    main: str
    notes: tuple[str, ...] = ()

    @property
    def is_exclusion(self) -> bool:
        """Tell whether the item says what is not done."""
        return bool(_EXCLUDES.search(self.main)) or "除外" in self.notes

    @property
    def is_limited(self) -> bool:
        """Tell whether a bracket limits the item (限…, 仅…)."""
        return any(_LIMITS.search(note) for note in self.notes)

    @property
    def text(self) -> str:
        """The item with its brackets."""
        return self.main + "".join(f"({note})" for note in self.notes)


def scope_items(text: str) -> tuple[ScopeItem, ...]:
    """Split a scope into items, without headings and the sentence on projects that need approval."""
    kept = _BOILERPLATE.sub("", _folded(text))
    return tuple(
        ScopeItem(_NOTE.sub("", part), tuple(_NOTE.findall(part))) for part in split_choices(kept) if part
    )


def hold_of(term: str, scope: Operand) -> Hold:
    """Tell how a scope holds a term."""
    wanted = _folded(term)
    holds = [_held_by(item, wanted) for item in scope_items(scope.text)]
    if Hold.YES in holds:
        return Hold.YES
    is_near = not scope.certain and fuzz.partial_ratio(wanted, _folded(scope.text)) >= _NEAR
    return Hold.DOUBTFUL if Hold.DOUBTFUL in holds or is_near else Hold.NO


def _held_by(item: ScopeItem, wanted: str) -> Hold:
    if item.is_exclusion:
        return Hold.DOUBTFUL if wanted in item.text and not wanted.startswith("不") else Hold.NO
    if wanted in item.text and "(" in wanted:
        return Hold.YES
    if wanted in item.main:
        return Hold.DOUBTFUL if item.is_limited or _is_another(item.main, wanted) else Hold.YES
    noted = [note for note in item.notes if wanted in note]
    if not noted:
        return Hold.NO
    return Hold.DOUBTFUL if any(_EXCLUDES.search(note) for note in noted) else Hold.YES


def _is_another(main: str, wanted: str) -> bool:
    """Tell whether the words around a term except it, or may make another business of it."""
    kept = _EXCEPTED.sub("", main)
    rests = kept.split(wanted)[1:]
    return not any(_ACTIVITY.fullmatch(rest) for rest in rests)


def _folded(text: str) -> str:
    return plain_text(text).translate(str.maketrans("〔【[《》】]〕", "(((()))" + ")"))
