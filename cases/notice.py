"""The one-time notice: every deficiency at once, as one model that is written out as text and as HTML.

What applicants wrote may stand in the findings' texts. It is only ever put in, never rendered again, and it
can't start a line of its own or turn the direction of the text.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined

from cases.clock import WorkCalendar
from review_points.conclude import RefusalGround
from review_points.findings import Basis, Deficiency, Effect
from scenarios.plan import Wording

OPINION_LIMIT = 2000
_TEMPLATES = Environment(loader=PackageLoader("cases"), autoescape=True, undefined=StrictUndefined)
_FORM_TITLE = "申请表单"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deficiency: what was found, what to do, and the law it rests on."""

    number: int
    says: str
    fix: str
    law: str
    may_follow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All deficiencies of one material."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice, whole."""

    title: str
    intro: str
    groups: tuple[Group, ...]
    due: str
    close: str


def compose_notice(
    deficiencies: Iterable[Deficiency],
    *,
    wording: Wording,
    material_names: Mapping[str, str],
    on: date,
    calendar: WorkCalendar | None = None,
) -> Notice:
    """Put all deficiencies into one notice: in the order of the materials, without doubles, numbered."""
    by_material: dict[str, dict[tuple[str, str], Entry]] = {}
    for each in deficiencies:
        entries = by_material.setdefault(each.material, {})
        entry = _entry(each)
        known = entries.get((entry.says, entry.fix))
        entries[entry.says, entry.fix] = _merged(known, entry) if known else entry
    order = ["", *material_names, *sorted(by_material)]
    groups, number = [], 0
    for material in dict.fromkeys(order):
        found = [
            replace(e, number=number + i) for i, e in enumerate(by_material.get(material, {}).values(), 1)
        ]
        number += len(found)
        if found:
            title = one_line(material_names.get(material, material)) if material else _FORM_TITLE
            groups.append(Group(title=title, entries=tuple(found)))
    return Notice(
        title=wording.title,
        intro=wording.intro,
        groups=tuple(groups),
        due=_due(wording.days_to_supplement, on, calendar),
        close=wording.close,
    )


def as_text(notice: Notice, *, with_law: bool = True) -> str:
    """Write the notice as plain text, one line for each thing said."""
    lines = [notice.title, notice.intro]
    for group in notice.groups:
        lines.append(f"【{group.title}】")
        for entry in group.entries:
            follows = "（可容缺，限期补交）" if entry.may_follow else ""
            lines.append(f"{entry.number}. {entry.says}{follows} 请您：{entry.fix}")
            lines += [f"   依据：{entry.law}"] if with_law and entry.law else []
    return "\n".join(line for line in (*lines, notice.due, notice.close) if line.strip())


def opinion_text(notice: Notice, *, heading: str = "", limit: int = OPINION_LIMIT) -> str | None:
    """Write the notice for the opinion box; None when it does not fit whole, for it may not be cut."""
    for text in (as_text(notice), as_text(notice, with_law=False)):
        whole = under(heading, text)
        if len(whole) <= limit:
            return whole
    return None


def under(heading: str, text: str) -> str:
    """Put a heading over a text, if there is one."""
    return f"{heading}\n{text}" if heading else text


def as_html(notice: Notice) -> str:
    """Write the notice as HTML; every text is escaped."""
    return _TEMPLATES.get_template("notice.html").render(notice=notice)


def refusal_text(grounds: Sequence[RefusalGround], *, heading: str = "") -> str:
    """Write the grounds of a drafted refusal under the heading, numbered, with their law."""
    lines = []
    for number, ground in enumerate(grounds, 1):
        law = f"（依据：{law_text(ground.basis)}）" if ground.basis else ""
        lines.append(f"{number}. {one_line(ground.says)}{law}")
    return under(heading, "\n".join(lines))


def law_text(basis: Iterable[Basis]) -> str:
    """Name the law: each law once with its article."""
    return "；".join(dict.fromkeys(f"《{each.law.strip('《》')}》{each.article}" for each in basis))


def one_line(text: str) -> str:
    """Return the text in one line, with invisible marks shown as what they are."""
    return " ".join("".join(_shown(character) for character in text).split())


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Cs"}:
        return f"⟨U+{ord(character):04X}⟩"
    return " " if category in {"Cc", "Zl", "Zp"} else character


def _entry(deficiency: Deficiency) -> Entry:
    return Entry(
        number=0,
        says=one_line(deficiency.says),
        fix=one_line(deficiency.fix),
        law=law_text(deficiency.basis),
        may_follow=deficiency.effect is Effect.TOLERABLE,
    )


def _merged(first: Entry, second: Entry) -> Entry:
    laws = dict.fromkeys([*first.law.split("；"), *second.law.split("；")])
    both = "；".join(law for law in laws if law)
    return replace(first, law=both, may_follow=first.may_follow and second.may_follow)


def _due(days: int, on: date, calendar: WorkCalendar | None) -> str:
    """Say until when to answer; the day itself only when its year's working days are known."""
    if not days:
        return ""
    last = calendar.after(on, days) if calendar else None
    named = f"（{last.year} 年 {last.month} 月 {last.day} 日前）" if last else ""
    return f"请自收到本告知书之日起 {days} 个工作日内{named}一次性补正。"
