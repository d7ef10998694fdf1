"""The harness of the law of information: random facts, some of them hidden, and what came out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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
    ConstantTerm,
    FactTerm,
    Junction,
    TextsTerm,
    ValueTerm,
)
from review_points.point import Point
from tests.review_points.building import HIDDEN_STATES, WeekCalendar, lawful_idno

POOLS: dict[T, tuple[str, ...]] = {
    T.TEXT: ("见附件", "变化说明文字不少于十个字", "其他"),
    T.NAME: ("林样例", "林样本", "王己", "王已"),
    T.ORGANISATION: ("样例医院", "样例有限公司", "样例有限责任公司"),
    T.IDNO: (lawful_idno(date(1940, 3, 1)), lawful_idno(date(1990, 5, 1)), "110105491231002", "123"),
    T.USCC: ("11350128345071904J", "11350128345071904K"),
    T.CODE: ("JY13501040006708", "JY13501040006709", "201035000123", lawful_idno(date(1990, 5, 1))),
    T.DATE: ("1940-03-01", "1990-05-01", "2026-11-01", "2026-11-02", "2026-12-20", "2031-05-01", "长期"),
    T.PERIOD: ("2020-01-01/2026-12-01", "2020-01-01/长期"),
    T.ADDRESS: ("福建省福州市鼓楼区样例路8号", "鼓楼区样例路8号", "福州市台江区样例路8号"),
    T.AMOUNT: ("100", "200"),
    T.NUMBER: ("0", "1", "15", "30", "60", "80", "90"),
    T.MOBILE: ("13800000000", "12800000000"),
    T.BANK_ACCOUNT: ("4111111111111111", "4111111111111112", "41"),
    T.BOOL: ("true", "false"),
    T.CHOICE: ("同意", "不同意", "有效", "男", "女"),
    T.CHOICES: ("A2;B2", "C1", "A2;B2;C1"),
    T.NUMBERS: ("1;2;3", "4500.5", "0;0"),
    T.AMOUNTS: ("100;200", "200"),
    T.DATES: ("2026-11-01;2026-12-20", "1990-05-01", "长期"),
    T.CODES: (lawful_idno(date(1990, 5, 1)), "A1;B2", "110105491231002;A1"),
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
CALENDAR = WeekCalendar(published=2026)


@dataclass
class Material:
    """The facts that points mention, their types, and the words their rules compare them with."""

    types: dict[str, T]
    words: list[str]
    given: dict[str, str] = field(default_factory=dict)
    """Values with which the points' own examples pass, so that not everything drawn fails."""


def material_of(points: Iterable[Point]) -> Material:
    found = Material({}, [])
    for point in points:
        for expression in (*point.checks.values(), *([point.when] if point.when else [])):
            _walk(expression.condition, found)
    return found


def _walk(node, found: Material) -> None:
    if isinstance(node, FactTerm):
        found.types[node.name] = node.type
    elif isinstance(node, TextsTerm):
        found.words.extend(node.texts)
    elif isinstance(node, ConstantTerm):
        found.words.append(node.constant.text)
    else:
        for each in _parts(node):
            _walk(each, found)


def _parts(node) -> tuple:
    if isinstance(node, CheckCall | ValueTerm):
        return node.arguments
    if isinstance(node, Comparison):
        return node.terms
    return node.conditions if isinstance(node, Junction) else (node.condition,)


def draw_facts(material: Material, random: Random) -> Facts:
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
    readings: tuple[Reading, ...] = ()
    if random.random() < 0.5:
        score = random.choice([0.99, 0.99, 0.99, 0.93, 0.85, 0.7, 0.4])
        reading = Reading(
            element=name, state=ReadingState.READ, source=Source.PIXELS, value=value, confidence=score
        )
        readings = (reading,)
    return Fact(name=name, type=kind, state=FactState.READ, value=value, readings=readings)


def hide(facts: Facts, random: Random) -> tuple[Facts, set[str]]:
    names = list(facts.by_name)
    chosen = set(random.sample(names, random.randint(1, max(1, len(names) // 3))))
    left = {}
    for name, fact in facts.by_name.items():
        if name not in chosen:
            left[name] = fact
        elif random.random() < 0.8:
            left[name] = Fact(name=name, type=fact.type, state=random.choice(HIDDEN_STATES))
    return Facts(left), chosen


def violations(points: tuple[Point, ...], facts: Facts, less: Facts) -> list[str]:
    """Say what hiding created: a pass, a fail, a not-applicable or an approval that was not there before."""
    before = evaluate(points, facts, calendar=CALENDAR)
    after = evaluate(points, less, calendar=CALENDAR)
    found = [
        f"{old.point}: {old.outcome} became {new.outcome}"
        for old, new in zip(before, after, strict=True)
        if new.outcome not in (old.outcome, Outcome.UNKNOWN)
    ]
    for policy in POLICIES:
        if _approved(after, policy) and not _approved(before, policy):
            found.append("an approval came up")
    return found


def _approved(findings: tuple[Finding, ...], policy: Policy) -> bool:
    made = conclude(findings, scope=SCOPE, policy=policy, certificate=CERTIFICATE, drawn_for_audit=False)
    return made.kind is ConclusionKind.APPROVE
