"""Rules on what an area adds to an item, and on certificates."""

import re
from collections.abc import Iterable

from scenarios.files import Library, suggestion
from scenarios.lint_rules.registry import problem, rule
from scenarios.problem import Problem

_CRON_FIELDS = 5
_CRON_FIELD = re.compile(r"[\d*/,\-a-zA-Z]+")


@rule("L100")
def unknown_item(library: Library) -> Iterable[Problem]:
    """An area's file for an item that the province does not describe."""
    for read in library.overlays.values():
        if read.model.item not in library.items:
            hint = suggestion(read.model.item, library.items)
            yield problem("L100", read, ("item",), f"没有事项 {read.model.item}", hint)


@rule("L101")
def unknown_area(library: Library) -> Iterable[Problem]:
    """A file for an area that is not listed, or that lies in another area's folder."""
    known = [area.id for area in library.areas]
    for read in library.overlays.values():
        area, folder = read.model.area, read.shown.split("/")[-2]
        if area not in known:
            yield problem("L101", read, ("area",), f"没有地区 {area}", suggestion(area, known))
        elif area != folder:
            yield problem(
                "L101", read, ("area",), f"{area} 的文件放在了 {folder} 下", f"移到 scenarios/{area}/"
            )


@rule("L102")
def parameter_not_in_item(library: Library) -> Iterable[Problem]:
    """A parameter of an area that the item does not have, or has with another type."""
    for read in library.overlays.values():
        base = library.items.get(read.model.item)
        for name, parameter in read.model.parameters.items() if base else ():
            known = base.model.parameters if base else {}
            where = ("parameters", name)
            if name not in known:
                yield problem("L102", read, where, f"事项没有参数 {name}", suggestion(name, known))
            elif known[name].type is not parameter.type:
                text = f"参数 {name} 在事项中是 {known[name].type.value}"
                yield problem("L102", read, where, text, "类型要一致")


@rule("L103")
def policy_looser(library: Library) -> Iterable[Problem]:
    """An area that allows itself more than the province does: it may only be more careful."""
    for read in library.overlays.values():
        base = library.items.get(read.model.item)
        if base is None:
            continue
        mine, theirs = read.model.policy, base.model.policy
        if mine.risk_budget is not None and mine.risk_budget > theirs.risk_budget:
            text = f"风险预算 {mine.risk_budget} 大于全省的 {theirs.risk_budget}"
            yield problem("L103", read, ("policy", "risk_budget"), text, "地区只能更严")
        if mine.audit_rate is not None and mine.audit_rate < theirs.audit_rate:
            text = f"抽检比例 {mine.audit_rate} 小于全省的 {theirs.audit_rate}"
            yield problem("L103", read, ("policy", "audit_rate"), text, "地区只能更严")


@rule("L104")
def name_ambiguous(library: Library) -> Iterable[Problem]:
    """Two scenarios of one legacy system that it lists under the same name."""
    seen: dict[tuple[str, str], str] = {}
    for (area, name), read in sorted(library.overlays.items()):
        base = library.items.get(name)
        names = {*read.model.names, *((base.model.name, *base.model.names) if base else ())}
        for listed in sorted(names):
            key = (read.model.system, listed)
            if key in seen:
                text = f"业务系统 {read.model.system} 中“{listed}”同时指 {seen[key]} 和 {area}/{name}"
                yield problem("L104", read, ("names",), text, "改用能区分的名称")
            seen.setdefault(key, f"{area}/{name}")


@rule("L105")
def schedule_unreadable(library: Library) -> Iterable[Problem]:
    """A schedule that is not a cron line of five fields."""
    for read in library.overlays.values():
        fields = read.model.schedule.split()
        is_cron = len(fields) == _CRON_FIELDS and all(_CRON_FIELD.fullmatch(each) for each in fields)
        if read.model.schedule and not is_cron:
            text = f"“{read.model.schedule}”不是五段的 cron 写法"
            yield problem("L105", read, ("schedule",), text, '例如 "*/10 8-18 * * mon-fri"')


@rule("L106")
def certificate_of_nothing(library: Library) -> Iterable[Problem]:
    """A certificate for a scenario that does not exist, or that ends before it begins."""
    known = [f"{area}/{item}" for area, item in library.overlays]
    for read in library.certificates:
        for name in read.model.scenarios:
            if name.partition("@")[0] not in known:
                where = ("scenarios", name)
                yield problem("L106", read, where, f"没有场景 {name}", suggestion(name, known))
        if read.model.expires_on < read.model.issued_on:
            yield problem("L106", read, ("expires_on",), "失效日早于签发日", "核对日期")
        if read.model.errors > read.model.compared:
            yield problem("L106", read, ("errors",), "错误数多于比对数", "核对比对结果")
