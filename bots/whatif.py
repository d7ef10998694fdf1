"""The command `scenario whatif`: changed files linted, put in place, and tried on the stored cases."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bots.desk_work import CONCLUSIONS, OUTCOMES
from bots.workplace import open_desk, open_evidence, open_store
from cases.book import ScenariosOf
from cases.canonical import to_plain
from cases.settings import Settings
from cases.whatif import CaseChange, PointChange, Rules, WhatIf, what_if
from review_points.conclude import ConclusionKind
from review_points.findings import Deficiency
from scenarios.changed import with_changes
from scenarios.files import ROOT, read_library
from scenarios.load import ScenarioBook
from scenarios.problem import Problem

_NOT_THERE = "（无）"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfReport:
    """What a change would do; with lint problems nothing was tried."""

    scenarios: tuple[str, ...]
    begins: date
    found: WhatIf = field(default_factory=WhatIf)
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object of `scenario whatif --json`."""
        return {
            "scenarios": list(self.scenarios),
            "begins": None if self.begins == date.min else self.begins.isoformat(),
            "cases": len(self.found.changes),
            "flipped": len(self.found.flips),
            "by_flip": dict(Counter(_flip_code(each) for each in self.found.flips)),
            "flips": [_change_json(each) for each in self.found.flips],
            "other_changes": [_change_json(each) for each in self.found.others],
            "not_gathered": [
                {"fact": name, "name": shown, "cases": cases}
                for (name, shown), cases in self.found.not_gathered.items()
            ],
            "by_other_rules": sum(each.by_other_rules for each in self.found.changes),
            "unjudged": [to_plain(each) for each in self.found.unjudged],
            "lint": [each.as_json() for each in self.problems],
        }

    def as_text(self) -> str:
        """Return it in words: lint problems alone, or every flip and the sums."""
        if self.problems:
            return "\n".join([*map(str, self.problems), "修改后的文件有误，未试算。"])
        lines = [f"试算场景：{'、'.join(self.scenarios) or '（没有场景使用这些文件）'}"]
        if any(each.received_on < self.begins for each in self.found.changes):
            lines.append(f"此前收件的办件按新规则首日（{self.begins}）审查。")
        for each in self.found.flips:
            lines += _flip_lines(each)
        return "\n".join([*lines, *self._sums()])

    def _sums(self) -> list[str]:
        found = self.found
        lines = [
            f"未入库字段：{shown}（{name}），{cases} 件当时未采集，按无法判定处理"
            for (name, shown), cases in found.not_gathered.items()
        ]
        lines += [f"{each.case}：无法试算，{each.problem}" for each in found.unjudged]
        by_others = sum(each.by_other_rules for each in found.changes)
        if by_others:
            lines.append(f"其中 {by_others} 件的留存结论是按另外的规则版本作出的，差异可能不全来自本次修改。")
        kinds = Counter(_flip_words(each) for each in found.flips)
        lines.append(
            f"共试算 {len(found.changes)} 件，结论改变 {len(found.flips)} 件，"
            f"结论不变而审查发现改变 {len(found.others)} 件"
        )
        return [*lines, *(f"  {words}：{cases} 件" for words, cases in kinds.most_common())]


def try_change(
    paths: Sequence[Path], settings: Settings, *, since: date | None = None, root: Path = ROOT
) -> WhatIfReport:
    """Lint the changed files, and tell what they would do to the stored cases they touch."""
    library = read_library(root)
    change = with_changes(library, paths)
    if change.problems:
        return WhatIfReport(scenarios=change.touched, begins=change.begins, problems=change.problems)
    store = open_store(settings)
    found = what_if(
        store.reviewed(scenarios=change.touched),
        Rules(
            published=ScenariosOf(book=ScenarioBook(library)),
            changed=ScenariosOf(book=ScenarioBook(change.library)),
            begins=change.begins,
        ),
        evidence=open_evidence(settings),
        desk=open_desk(settings),
        since=since or date.min,
    )
    store.database.close()
    return WhatIfReport(scenarios=change.touched, begins=change.begins, found=found)


def _change_json(each: CaseChange) -> dict[str, Any]:
    return {
        "case": each.case,
        "scenario": each.scenario,
        "received_on": each.received_on.isoformat(),
        "from": each.was.value,
        "to": each.becomes.value,
        "from_proposal": each.was_proposed.value,
        "to_proposal": each.becomes_proposed.value,
        "points": [_point_json(point) for point in each.points],
        "added": [_deficiency_json(one) for one in each.added],
        "removed": [_deficiency_json(one) for one in each.removed],
        "not_gathered": [name for name, _ in each.not_gathered],
        "by_other_rules": each.by_other_rules,
    }


def _point_json(point: PointChange) -> Mapping[str, str | None]:
    return {
        "point": point.point,
        "title": point.title,
        "from": point.was.value if point.was else None,
        "to": point.becomes.value if point.becomes else None,
    }


def _deficiency_json(one: Deficiency) -> Mapping[str, str]:
    return {
        "code": one.code,
        "point": one.point,
        "material": one.material,
        "says": one.says,
        "fix": one.fix,
    }


def _flip_code(each: CaseChange) -> str:
    """Name a flip by its conclusions; by the proposals when a clerk gets the case either way."""
    if each.was is each.becomes:
        return f"{each.was}({each.was_proposed})→{each.becomes}({each.becomes_proposed})"
    return f"{each.was}→{each.becomes}"


def _flip_words(each: CaseChange) -> str:
    return f"{_in_words(each.was, each.was_proposed)} → {_in_words(each.becomes, each.becomes_proposed)}"


def _in_words(kind: ConclusionKind, proposal: ConclusionKind) -> str:
    words = CONCLUSIONS[kind.value]
    if kind is ConclusionKind.HAND_OVER and proposal is not kind:
        return f"{words}（建议{CONCLUSIONS[proposal.value]}）"
    return words


def _flip_lines(each: CaseChange) -> list[str]:
    lines = [f"{each.case}　{each.scenario}　{_flip_words(each)}"]
    for point in each.points:
        was = OUTCOMES[point.was.value] if point.was else _NOT_THERE
        becomes = OUTCOMES[point.becomes.value] if point.becomes else _NOT_THERE
        lines.append(f"  {point.point} {point.title}：{was} → {becomes}")
    lines += [f"  新增补正：{one.says}" for one in each.added]
    return [*lines, *(f"  不再补正：{one.says}" for one in each.removed)]
