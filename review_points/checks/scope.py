"""经营范围: what a business licence allows, with exclusions and limits in brackets read as such.

道路货物运输（不含危险货物） holds 道路货物运输; whether it holds 危险货物 is for a clerk. The sentence on
projects that need approval, and headings, say nothing.
"""

from rapidfuzz.distance.Levenshtein import normalized_similarity

from ocr.values import ElementType
from review_points.answers import PASSED, Answer, failed, undecided
from review_points.checks.lists import COMPLETE
from review_points.checks.registry import Parameter, check
from review_points.dictionary import terms_for
from review_points.doubts import doubtful_facts, is_whole
from review_points.operands import Operand, Surroundings
from review_points.scopes import Hold, hold_of, scope_items

_SOURCE = "市场主体登记管理条例第十四条；经营范围规范表述目录"
_TYPES = frozenset({ElementType.TEXT, ElementType.CHOICES})
_LISTS = frozenset({ElementType.CHOICES, ElementType.CHOICE})
_SCOPE = Parameter(name="scope", types=_TYPES)
_TERMS = Parameter(name="terms", types=_LISTS)
_NEAR_PART = 0.75


@check(_SCOPE, _TERMS, COMPLETE, source=_SOURCE, surroundings=True)
def scope_has(
    scope: Operand, terms: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when an item of the scope names each term, outside of what it excludes.

    A term that is only limited (限…, 仅…) or excluded is unknown; one that a whole scope surely lacks fails.
    """
    held = {term: hold_of(term, scope) for term in terms.entries}
    lacking = [term for term, each in held.items() if each is not Hold.YES]
    if not lacking:
        return PASSED
    if Hold.DOUBTFUL in held.values() or not is_whole(scope, complete, around.floors):
        return undecided(f"经营范围是否含“{'、'.join(lacking)}”不能确认", *doubtful_facts(scope))
    return failed(f"经营范围不含“{'、'.join(lacking)}”")


@check(_SCOPE, _TERMS, COMPLETE, source=_SOURCE, surroundings=True)
def scope_has_any(
    scope: Operand, terms: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when the scope names at least one term; limited and excluded ones are unknown."""
    held = [hold_of(term, scope) for term in terms.entries]
    if Hold.YES in held:
        return PASSED
    if Hold.DOUBTFUL in held or not is_whole(scope, complete, around.floors):
        return undecided(f"经营范围是否含“{terms.text}”不能确认", *doubtful_facts(scope))
    return failed(f"经营范围不含“{terms.text}”")


@check(_SCOPE, _TERMS, COMPLETE, source=_SOURCE, surroundings=True)
def scope_lacks(
    scope: Operand, terms: Operand, complete: Operand | None = None, *, around: Surroundings
) -> Answer:
    """Pass when a whole scope names no term at all; fail when an item surely names one."""
    held = {term: hold_of(term, scope) for term in terms.entries}
    there = [term for term, each in held.items() if each is Hold.YES]
    if there:
        return failed(f"经营范围含“{'、'.join(there)}”")
    if Hold.DOUBTFUL in held.values() or not is_whole(scope, complete, around.floors):
        return undecided(f"经营范围是否含“{terms.text}”不能确认", *doubtful_facts(scope))
    return PASSED


@check(
    _SCOPE,
    Parameter(name="items", types=_LISTS),
    Parameter(name="dictionary", types=_LISTS),
    COMPLETE,
    source=_SOURCE,
    surroundings=True,
)
def scope_covers(
    scope: Operand,
    items: Operand,
    dictionary: Operand,
    complete: Operand | None = None,
    *,
    around: Surroundings,
) -> Answer:
    """Pass when the scope names, for every item, one of the wordings the dictionary gives for it.

    The dictionary's entries are written 经营项目=经营范围用语, several for one item if need be. An item it
    does not know is unknown.
    """
    wordings = {item: terms_for(item, dictionary) for item in items.entries}
    if not all(wordings.values()):
        strange = "、".join(item for item, each in wordings.items() if not each)
        return undecided(f"对照表没有“{strange}”")
    held = {item: {hold_of(term, scope) for term in terms} for item, terms in wordings.items()}
    lacking = [item for item, each in held.items() if Hold.YES not in each]
    if not lacking:
        return PASSED
    doubtful = any(Hold.DOUBTFUL in held[item] for item in lacking)
    if doubtful or not is_whole(scope, complete, around.floors):
        return undecided(f"经营范围是否含“{'、'.join(lacking)}”不能确认", *doubtful_facts(scope))
    return failed(f"经营范围未涵盖“{'、'.join(lacking)}”")


@check(_SCOPE, Parameter(name="other", types=_TYPES), source=_SOURCE)
def same_scope(scope: Operand, other: Operand) -> Answer:
    """Pass when both scopes have the same items in any order; items that are nearly the same are unknown."""
    mine, theirs = ({item.text for item in scope_items(each.text)} for each in (scope, other))
    if not mine or not theirs:
        return undecided("经营范围没有条目", *doubtful_facts(scope, other))
    if mine == theirs:
        return PASSED
    lone = f"仅一方有“{'、'.join(sorted(mine ^ theirs))}”"
    pictured = not (scope.certain and other.certain)
    if pictured and _are_near(mine - theirs, theirs - mine):
        return undecided(lone, *doubtful_facts(scope, other))
    return failed(lone)


def _are_near(mine: set[str], theirs: set[str]) -> bool:
    """Tell whether every item that only one side has could be a misreading of one on the other side."""
    likenesses = ((one, other, normalized_similarity(one, other)) for one in mine for other in theirs)
    matched = {word for one, other, score in likenesses if score >= _NEAR_PART for word in (one, other)}
    return matched >= mine | theirs
