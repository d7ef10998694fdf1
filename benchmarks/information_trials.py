"""The harness of the law of information: random facts, some of them hidden, and what came out.

Hiding a fact may turn a finding into unknown and nothing else; it never creates an approval. The same holds
when a fact is not hidden but read more poorly.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType as T
from review_points.conclude import Autonomy, Certificate, ConclusionKind, Policy, Scope, conclude
from review_points.engine import evaluate
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Finding, Outcome
from review_points.nodes import (
    CheckCall,
    Comparison,
    Condition,
    ConstantTerm,
    FactTerm,
    Junction,
    Term,
    TextsTerm,
    ValueTerm,
)
from review_points.point import Point
from simulator.numbers import identity_number


class WeekCalendar:
    """Works Monday to Friday; years after the last published one are not published."""

    def __init__(self, last_published: int) -> None:
        self._last_published = last_published

    def is_workday(self, day: date) -> bool | None:
        """Tell whether people work that day; None when nobody knows yet."""
        return None if day.year > self._last_published else day.weekday() < 5


def _idno(birth: str) -> str:
    return identity_number("350199", birth, 12)


HIDDEN_STATES = (FactState.UNREADABLE, FactState.NOT_FOUND, FactState.CONFLICT, FactState.NOT_SOUGHT)
SCORES = (0.99, 0.99, 0.99, 0.93, 0.85, 0.7, 0.4)

POOLS: dict[T, tuple[str, ...]] = {
    T.TEXT: (
        "见附件",
        "变化说明文字不少于十个字",
        "其他",
        "人民币贰佰万元整",
        "shop.example.cn",
        "食品销售经营者",
        "1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3",
        "有𠮷\ue000",
    ),
    T.NAME: ("林样例", "林样本", "王己", "王已"),
    T.ORGANISATION: ("样例医院", "样例有限公司", "样例有限责任公司"),
    T.IDNO: (_idno("1940-03-01"), _idno("1990-05-01"), "110105491231002", "123"),
    T.USCC: ("11350128345071904J", "11350128345071904K"),
    T.CODE: (
        "JY13501040006708",
        "JY13501040006709",
        "201035000123",
        _idno("1990-05-01"),
        f"{_idno('1990-05-01')}43",
        identity_number("830000", "1990-05-01", 12),
        "1M8GDM9AXKP042788",
        "闽A12345",
        "01234567",
    ),
    T.DATE: ("1940-03-01", "1990-05-01", "2026-11-01", "2026-11-02", "2026-12-20", "2031-05-01", "长期"),
    T.PERIOD: ("2020-01-01/2026-12-01", "2020-01-01/长期"),
    T.ADDRESS: ("福建省福州市鼓楼区样例路8号", "鼓楼区样例路8号", "福州市台江区样例路8号"),
    T.AMOUNT: ("100", "200"),
    T.NUMBER: ("0", "1", "15", "30", "60", "80", "90"),
    T.MOBILE: ("13800000000", "12800000000"),
    T.BANK_ACCOUNT: ("4111111111111111", "4111111111111112", "41"),
    T.BOOL: ("true", "false"),
    T.CHOICE: ("同意", "不同意", "有效", "男", "女", "食品销售经营者", "餐饮服务经营者"),
    T.CHOICES: ("A2;B2", "C1", "A2;B2;C1", "A2=A2;B2=有效;C1=C1"),
    T.NUMBERS: ("1;2;3", "4500.5", "0;0"),
    T.AMOUNTS: ("100;200", "200"),
    T.DATES: ("2026-11-01;2026-12-20", "1990-05-01", "长期"),
    T.CODES: (_idno("1990-05-01"), "A1;B2", "110105491231002;A1"),
}
SCOPE = Scope(scenario="s", rules_sha256="r", reader_version="o", on=date(2026, 11, 2))
CERTIFICATE = Certificate(
    scenario="s",
    rules_sha256="r",
    reader_version="o",
    compared=2995,
    errors=0,
    issued_on=date(2026, 1, 1),
    expires_on=date(2027, 1, 1),
)
POLICIES = (Policy(autonomy=Autonomy.AUTO), Policy(autonomy=Autonomy.AUTO, tolerate=True))
CALENDAR = WeekCalendar(2026)


@dataclass
class Material:
    """The facts that points mention, their types, and the words their rules compare them with."""

    types: dict[str, T]
    words: list[str]
    given: dict[str, str] = field(default_factory=dict)
    """Values with which the points' own examples pass, so that not everything drawn fails."""


@dataclass
class Tally:
    """What came out of many trials: a trial is a rule, a case, and hidden facts that the rule asks for."""

    trials: int = 0
    poorer_trials: int = 0
    before: Counter[str] = field(default_factory=Counter)
    turned_unknown: Counter[str] = field(default_factory=Counter)
    approvals: int = 0
    approvals_kept: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Add another tally to this one."""
        self.trials += other.trials
        self.poorer_trials += other.poorer_trials
        self.before += other.before
        self.turned_unknown += other.turned_unknown
        self.approvals += other.approvals
        self.approvals_kept += other.approvals_kept
        self.violations += other.violations


def material_of(points: Iterable[Point]) -> Material:
    """Return the facts that points ask for and the words they compare them with."""
    found = Material({}, [])
    for point in points:
        for expression in (*point.checks.values(), *([point.when] if point.when else [])):
            _walk(expression.condition, found)
    return found


def _walk(node: Condition | Term, found: Material) -> None:
    if isinstance(node, FactTerm):
        found.types[node.name] = node.type
    elif isinstance(node, TextsTerm):
        found.words.extend(node.texts)
    elif isinstance(node, ConstantTerm):
        found.words.append(node.constant.text)
    else:
        for each in _parts(node):
            _walk(each, found)


def _parts(node: Condition | Term) -> tuple[Condition | Term, ...]:
    if isinstance(node, CheckCall | ValueTerm):
        return node.arguments
    if isinstance(node, Comparison):
        return node.terms
    if isinstance(node, Junction):
        return node.conditions
    return (node.condition,)  # type: ignore[union-attr]


def draw_facts(material: Material, random: Random) -> Facts:
    """Draw a value and a state for every fact."""
    return Facts({name: _draw(name, kind, material, random) for name, kind in material.types.items()})


def _draw(name: str, kind: T, material: Material, random: Random) -> Fact:
    if random.random() < 0.05:
        return Fact(name=name, type=kind, state=random.choice([*HIDDEN_STATES, FactState.BLANK]))
    pool = POOLS[kind]
    if kind in (T.CHOICE, T.TEXT) and material.words and random.random() < 0.7:
        pool = tuple(material.words)
    value = random.choice(pool) if random.random() < 0.5 else pool[0]
    if name in material.given and random.random() < 0.9:
        value = material.given[name]
    readings = (_reading(name, value, random.choice(SCORES)),) if random.random() < 0.5 else ()
    return Fact(name=name, type=kind, state=FactState.READ, value=value, readings=readings)


def _reading(name: str, value: str, score: float) -> Reading:
    return Reading(element=name, state=ReadingState.READ, source=Source.PIXELS, value=value, confidence=score)


def hide(facts: Facts, random: Random) -> tuple[Facts, set[str]]:
    """Hide some facts; return the rest and the names of what was hidden."""
    chosen = _chosen(facts, random)
    left = {}
    for name, fact in facts.by_name.items():
        if name not in chosen:
            left[name] = fact
        elif random.random() < 0.8:
            left[name] = Fact(name=name, type=fact.type, state=random.choice(HIDDEN_STATES))
    return Facts(left), chosen


def read_more_poorly(facts: Facts, random: Random) -> tuple[Facts, set[str]]:
    """Lower the scores of some facts that come from pictures; return all facts and the names of those."""
    chosen = {name for name in _chosen(facts, random) if facts[name].readings}
    left = dict(facts.by_name)
    for name in chosen:
        (reading,) = left[name].readings
        poorer = replace(reading, confidence=reading.confidence * random.uniform(0.5, 1.0))
        left[name] = replace(left[name], readings=(poorer,))
    return Facts(left), chosen


def _chosen(facts: Facts, random: Random) -> set[str]:
    """Choose at least one fact, and from few to most of them."""
    names = list(facts.by_name)
    share = random.choice((0.05, 0.2, 0.4, 0.7))
    return {random.choice(names), *(name for name in names if random.random() < share)}


def violations(points: tuple[Point, ...], facts: Facts, less: Facts) -> list[str]:
    """Say what hiding created: a pass, a fail, a not-applicable or an approval that was not there before."""
    before = evaluate(points, facts, calendar=CALENDAR)
    after = evaluate(points, less, calendar=CALENDAR)
    found = [said for old, new in zip(before, after, strict=True) if (said := _violation(old, new))]
    for policy in POLICIES:
        if _approved(after, policy) and not _approved(before, policy):
            found.append("an approval came up")
    return found


def _violation(old: Finding, new: Finding) -> str:
    if new.outcome in (old.outcome, Outcome.UNKNOWN):
        return ""
    return f"{old.point}: {old.outcome} became {new.outcome}"


def try_case(points: tuple[Point, ...], material: Material, random: Random) -> Tally:
    """Draw one case, hide some facts or read them more poorly in several ways, and tally what came of it."""
    facts = draw_facts(material, random)
    before = evaluate(points, facts, calendar=CALENDAR)
    tally = Tally()
    for change in _CHANGES:
        less, changed = change(facts, random)
        after = evaluate(points, less, calendar=CALENDAR)
        for point, old, new in zip(points, before, after, strict=True):
            if changed.isdisjoint(point.facts):
                continue
            tally.trials += change is hide
            tally.poorer_trials += change is not hide
            tally.before[old.outcome.value] += 1
            if said := _violation(old, new):
                tally.violations.append(f"{said}; {_shown(facts, point)}; changed {sorted(changed)}")
            elif new.outcome is not old.outcome:
                tally.turned_unknown[old.outcome.value] += 1
        _try_approval(before, after, tally, random)
    return tally


_CHANGES = (hide, hide, hide, hide, read_more_poorly, hide)


def _try_approval(
    before: tuple[Finding, ...], after: tuple[Finding, ...], tally: Tally, random: Random
) -> None:
    """Conclude over some points that the case passes, and sometimes one it does not."""
    fine = [place for place, each in enumerate(before) if each.outcome is Outcome.PASS]
    some = random.sample(fine, min(len(fine), random.randint(1, 6)))
    if random.random() < 0.3 or not some:
        some.append(random.randrange(len(before)))
    policy = random.choice(POLICIES)
    old, new = (_approved(tuple(every[place] for place in some), policy) for every in (before, after))
    tally.approvals += old
    tally.approvals_kept += old and new
    if new and not old:
        tally.violations.append(f"an approval came up: {[before[place].point for place in some]}")


def _shown(facts: Facts, point: Point) -> str:
    """Show a point and what its facts were, for whoever must look into a violation."""
    values: Mapping[str, str] = {name: f"{facts[name].state} {facts[name].value}" for name in point.facts}
    checks = {name: each.text for name, each in point.checks.items()}
    return f"when {point.when.text if point.when else None} checks {checks} facts {values}"


def _approved(findings: tuple[Finding, ...], policy: Policy) -> bool:
    made = conclude(findings, scope=SCOPE, policy=policy, certificate=CERTIFICATE, drawn_for_audit=False)
    return made.kind is ConclusionKind.APPROVE
