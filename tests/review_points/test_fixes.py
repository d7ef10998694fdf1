"""The fewest places to change: enough, none too many, one for one fact, and silent in doubt."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ocr.values import ElementType as T
from review_points.engine import evaluate
from review_points.facts import Facts, FactState
from review_points.findings import Effect, Finding, Outcome
from review_points.fixes import Fix, fewest_fixes
from review_points.operands import Surroundings
from review_points.point import Point
from review_points.summary import worst_case
from tests.review_points.building import certain, facts, hidden, point

E = Effect
NAMES = ("form.name", "card.name", "letter.name", "table.name")
TYPES = {name: T.NAME for name in NAMES} | {f"m.{c}": T.BOOL for c in "abcdef"} | {"card.valid_to": T.DATE}
LIN, WANG = "林样例", "王范本"
OPPOSITE = {Outcome.PASS: Outcome.FAIL, Outcome.FAIL: Outcome.PASS}


def fixes_of(points: list[Point], case: Facts) -> tuple[Fix, ...]:
    return fewest_fixes(points, evaluate(points, case), case, Surroundings())


def marks(**values: bool | None) -> Facts:
    """Make one yes-or-no fact m.<letter> per keyword; None hides it."""
    return facts(
        *(
            hidden(f"m.{key}", T.BOOL) if value is None else certain(f"m.{key}", T.BOOL, str(value).lower())
            for key, value in values.items()
        )
    )


def a_point(pass_: str | None, *letters: str, code: str = "T-01", **effects: Effect) -> Point:
    checks = {letter: f"is_true(m.{letter})" for letter in letters}
    return point(checks, TYPES, code=code, pass_=pass_, effects=effects)


def named(*pairs: tuple[str, str], code: str = "N") -> Point:
    checks = {f"c{i}": f"same_name({one}, {other})" for i, (one, other) in enumerate(pairs)}
    return point(checks, TYPES, code=code)


def names(**values: str) -> Facts:
    return facts(*(certain(f"{source}.name", T.NAME, value) for source, value in values.items()))


def turned(fixes: tuple[Fix, ...]) -> list[list[str]]:
    return [[name for _, name in fix.turns] for fix in fixes]


def test_every_failed_check_that_must_pass_is_a_place():
    fixes = fixes_of([a_point(None, "a", "b", "c")], marks(a=False, b=True, c=False))
    assert turned(fixes) == [["a"], ["c"]]
    assert [d.says for fix in fixes for d in fix.deficiencies] == ["a不符", "c不符"]


def test_of_two_ways_the_shorter_one_is_named():
    fixes = fixes_of([a_point("(a and b) or c", "a", "b", "c")], marks(a=False, b=False, c=False))
    assert turned(fixes) == [["c"]]


def test_a_check_that_speaks_against_by_passing_must_turn_to_fail():
    assert turned(fixes_of([a_point("a and not b", "a", "b")], marks(a=True, b=True))) == [["b"]]


def test_tolerable_fails_count_and_hints_do_not():
    only = a_point(None, "a", "b", a=E.TOLERABLE, b=E.HINT)
    assert turned(fixes_of([only], marks(a=False, b=False))) == [["a"]]
    assert fixes_of([only], marks(a=True, b=False)) == ()


def test_nothing_is_said_when_something_failed_for_good():
    points = [a_point(None, "a"), a_point("b or c", "b", "c", code="T-02", c=E.HAND_OVER)]
    assert fixes_of(points, marks(a=False, b=False, c=False)) == ()
    points = [a_point(None, "a"), a_point(None, "b", code="T-02", b=E.REFUSE)]
    assert fixes_of(points, marks(a=False, b=False)) == ()


def test_nothing_is_said_while_anything_could_still_fail():
    points = [a_point(None, "a"), a_point(None, "b", code="T-02")]
    assert fixes_of(points, marks(a=False, b=None)) == ()
    assert fixes_of([a_point(None, "a", "b")], marks(a=False, b=None)) == ()


def test_something_unknown_that_can_decide_nothing_keeps_nobody_silent():
    assert turned(fixes_of([a_point("a and (b or c)", "a", "b", "c")], marks(a=False, b=True, c=None))) == [
        ["a"]
    ]


def test_nothing_is_said_when_nothing_failed():
    assert fixes_of([a_point(None, "a")], marks(a=True)) == ()


def test_nothing_is_said_when_the_change_could_make_another_point_apply():
    later = point({"b": "is_true(m.b)"}, TYPES, code="T-02", when="is_true(m.a)")
    assert fixes_of([a_point(None, "a"), later], marks(a=False, b=True)) == ()
    assert turned(fixes_of([a_point(None, "c"), later], marks(a=False, b=True, c=False))) == [["c"]]


def test_one_fact_that_is_wrong_in_three_places_is_one_fix():
    points = [
        named(("form.name", "card.name"), ("form.name", "letter.name")),
        named(("form.name", "table.name"), code="N-2"),
    ]
    (fix,) = fixes_of(points, names(form=LIN, card=WANG, letter=WANG, table=WANG))
    assert fix.fact == "form.name"
    assert fix.turns == (("N", "c0"), ("N", "c1"), ("N-2", "c0"))


def test_a_fact_whose_change_would_spoil_something_else_is_no_single_fix():
    points = [named(("form.name", "card.name"), ("form.name", "letter.name"), ("form.name", "table.name"))]
    fixes = fixes_of(points, names(form=LIN, card=WANG, letter=WANG, table=LIN))
    assert [fix.fact for fix in fixes] == ["", ""]


def test_two_different_values_beside_a_fact_are_two_places():
    points = [named(("form.name", "card.name"), ("form.name", "letter.name"))]
    assert turned(fixes_of(points, names(form=LIN, card=WANG, letter="陈样本"))) == [["c0"], ["c1"]]


def test_one_thing_that_is_missing_for_two_points_is_one_fix():
    points = [a_point(None, "a", code="T-01"), a_point(None, "a", "b", code="T-02")]
    (fix,) = fixes_of(points, marks(a=False, b=True))
    assert (fix.fact, len(fix.deficiencies)) == ("m.a", 2)


def test_what_is_in_a_register_can_not_be_corrected_by_the_applicant():
    types = TYPES | {"registry.r.name": T.NAME}
    checks = {"x": "same_name(registry.r.name, card.name)", "y": "same_name(registry.r.name, form.name)"}
    case = facts(
        certain("registry.r.name", T.NAME, LIN),
        certain("card.name", T.NAME, WANG),
        certain("form.name", T.NAME, WANG),
    )
    assert [fix.fact for fix in fixes_of([point(checks, types)], case)] == ["", ""]


def test_too_many_ways_are_not_searched():
    letters = "abcdef"
    wide = [a_point(" or ".join(letters), *letters, code=f"T-{n}") for n in range(4)]
    assert fixes_of(wide, marks(**dict.fromkeys(letters, False))) == ()


def test_a_fix_of_a_date_is_told_without_naming_a_value():
    late = point({"valid": "on_or_before('2026-11-02', card.valid_to)"}, TYPES)
    case = facts(certain("card.valid_to", T.DATE, date(2026, 11, 1).isoformat()))
    assert turned(fixes_of([late], case)) == [["valid"]]


# --- laws ---

LETTERS = "abcdef"
EFFECTS = (E.RETURN, E.RETURN, E.RETURN, E.TOLERABLE, E.HINT, E.HAND_OVER)


@st.composite
def expressions(draw, letters: str) -> str:
    """Join letters, each used once, by and, or and not."""
    if len(letters) == 1:
        return f"not {letters}" if draw(st.integers(0, 4)) == 0 else letters
    cut = draw(st.integers(1, len(letters) - 1))
    left, right = draw(expressions(letters[:cut])), draw(expressions(letters[cut:]))
    return f"({left} {draw(st.sampled_from(['and', 'and', 'or']))} {right})"


@st.composite
def cases(draw) -> tuple[list[Point], Facts]:
    """Draw points over six yes-or-no facts, some sharing them, and what is known of the facts."""
    points = []
    for number in range(draw(st.integers(1, 4))):
        letters = "".join(sorted(draw(st.sets(st.sampled_from(LETTERS), min_size=1, max_size=4))))
        effects = {letter: draw(st.sampled_from(EFFECTS)) for letter in letters}
        points.append(a_point(draw(expressions(letters)), *letters, code=f"T-{number}", **effects))
    known = st.sampled_from([True, False, False, False, None] if draw(st.booleans()) else [True, False])
    return points, marks(**{letter: draw(known) for letter in LETTERS})


def is_content(at: Point, finding: Finding, turns: set[tuple[str, str]]) -> bool:
    """Tell whether a point passes, or fails in hints alone, after these checks turned."""
    outcomes = {
        t.name: OPPOSITE[t.outcome] if (at.code, t.name) in turns else t.outcome for t in finding.checks
    }
    found = worst_case(at.summary, outcomes)
    return found.outcome is Outcome.PASS or all(at.outcomes[n].effect is E.HINT for n in found.decided_by)


def are_content(points: list[Point], case: Facts, turns: set[tuple[str, str]]) -> bool:
    findings = evaluate(points, case)
    return all(is_content(at, finding, turns) for at, finding in zip(points, findings, strict=True))


@given(cases())
def test_turning_the_fixes_makes_every_point_pass_and_no_part_of_them_does(drawn):
    points, case = drawn
    fixes = fixes_of(points, case)
    every = {turn for fix in fixes for turn in fix.turns}
    assert not fixes or are_content(points, case, every)
    for left_out in fixes:
        assert not are_content(points, case, every - set(left_out.turns))
    for turn in every:
        assert not are_content(points, case, every - {turn})


@given(cases(), st.sets(st.sampled_from(LETTERS)))
def test_hiding_facts_never_brings_up_fixes_that_are_not_enough(drawn, unseen):
    points, case = drawn
    less = Facts(
        {
            n: replace(f, state=FactState.UNREADABLE, value=None) if n[-1] in unseen else f
            for n, f in case.by_name.items()
        }
    )
    turns = {turn for fix in fixes_of(points, less) for turn in fix.turns}
    assert not turns or are_content(points, case, turns)


@given(cases())
def test_fixes_name_only_curable_checks_that_speak_against_their_point(drawn):
    points, case = drawn
    told = {(d.point, d.says) for each in evaluate(points, case) for d in each.deficiencies}
    for fix in fixes_of(points, case):
        assert fix.turns
        assert {(d.point, d.says) for d in fix.deficiencies} <= told
        assert all(d.effect in (E.RETURN, E.TOLERABLE) for d in fix.deficiencies)


@given(st.lists(st.sampled_from((LIN, WANG, "陈样本")), min_size=4, max_size=4))
def test_a_fix_by_one_fact_is_proved_by_a_value_of_another_fact(values):
    pairs = [(NAMES[i], NAMES[j]) for i in range(4) for j in range(i)]
    points = [named(*pairs)]
    case = facts(*(certain(name, T.NAME, value) for name, value in zip(NAMES, values, strict=True)))
    fixes = fixes_of(points, case)
    if len(fixes) == 1 and fixes[0].fact:
        tried = [
            evaluate(points, Facts({**case.by_name, fixes[0].fact: certain(fixes[0].fact, T.NAME, value)}))
            for value in values
        ]
        assert any(found[0].outcome is Outcome.PASS for found in tried)
    assert bool(fixes) is (len(set(values)) > 1)
