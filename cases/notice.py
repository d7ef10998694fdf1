"""The one-time notice: every deficiency at once, as one model that says the same in every form.

What applicants wrote may stand in the findings' texts. It is only ever put in, never rendered again, and it
can't start a line of its own or turn the direction of the text. `cases/papers/` writes the same model as
HTML, DOCX and PDF.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cases.clock import WorkCalendar
from cases.fact_names import fact_name
from cases.plain_words import Found, found_of, law_text, one_line
from review_points.facts import Facts
from review_points.findings import Deficiency, Effect
from review_points.fixes import Fix
from scenarios.plan import Wording

OPINION_LIMIT = 2000
_FORM_TITLE = "申请表单"
_PROVISIONAL = "（所涉年份的节假日安排尚未公布，具体日期以公布后的安排为准）"
_NOTHING = Facts()
_NO_LABELS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deficiency: what is wrong, what was found, what to do, and the law it rests on."""

    number: int
    says: str
    fix: str
    law: str
    found: tuple[Found, ...] = ()
    may_follow: bool = False
    """Whether it may follow after acceptance (可容缺), within `follow_workdays` when they are given."""
    follow_workdays: int | None = None

    @property
    def heading(self) -> str:
        """The number, what is wrong, and whether it may follow later."""
        return f"{self.number}. {self.says}{self._follows()}"

    @property
    def asks(self) -> str:
        """What the applicant is asked to do."""
        return f"请您：{self.fix}"

    @property
    def shows(self) -> str:
        """What was found, and where; empty when there is nothing to show."""
        return f"查见：{'；'.join(each.words for each in self.found)}" if self.found else ""

    @property
    def rests(self) -> str:
        """The law, with its sentence where it is given."""
        return f"依据：{self.law}" if self.law else ""

    def _follows(self) -> str:
        if not self.may_follow:
            return ""
        when = f"受理后 {self.follow_workdays} 个工作日内补交" if self.follow_workdays else "限期补交"
        return f"（可容缺，{when}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All deficiencies of one material."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice, whole; `enough` says at how few places changes are enough, if that can be said."""

    title: str
    intro: str
    groups: tuple[Group, ...]
    enough: str
    due: str
    close: str


def compose_notice(
    deficiencies: Iterable[Deficiency],
    *,
    wording: Wording,
    material_names: Mapping[str, str],
    on: date,
    calendar: WorkCalendar | None = None,
    facts: Facts = _NOTHING,
    form_labels: Mapping[str, str] = _NO_LABELS,
    fixes: Sequence[Fix] = (),
) -> Notice:
    """Put all deficiencies into one notice: in the order of the materials, without doubles, numbered.

    Args:
        deficiencies: everything the applicant has to cure.
        wording: the department's own words.
        material_names: the item's list of materials, in its order.
        on: the day of the notice.
        calendar: the working days, for the day by which to answer.
        facts: what was found, shown beside each deficiency.
        form_labels: form element keys to their labels.
        fixes: the fewest places to change, if that can be said.

    Raises:
        ValueError: a deficiency belongs to a material outside the item's list; such a case is handed over
            before a notice is written (see `outside_materials`).
    """
    every = tuple(deficiencies)
    if outside := outside_materials(every, material_names):
        raise ValueError(f"no material of the item: {', '.join(outside)}")
    numbered: dict[tuple[str, str, str], Entry] = {}
    for material in ("", *material_names):
        for each in (one for one in every if one.material == material):
            entry = _entry(each, len(numbered) + 1, found_of(each.facts, facts, material_names, form_labels))
            key = (material, entry.says, entry.fix)
            known = numbered.get(key)
            numbered[key] = _merged(known, entry) if known else entry
    names = {fix.fact: fact_name(fix.fact, material_names, form_labels) for fix in fixes}
    return Notice(
        title=one_line(wording.title),
        intro=one_line(wording.intro),
        groups=_groups(numbered, material_names),
        enough=_enough(fixes, numbered, names),
        due=_due(wording.days_to_supplement, on, calendar),
        close=one_line(wording.close),
    )


def outside_materials(
    deficiencies: Iterable[Deficiency], material_names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the materials that a notice would ask for although the item's list does not hold them."""
    asked = dict.fromkeys(each.material for each in deficiencies if each.material)
    return tuple(material for material in asked if material not in material_names)


def as_text(notice: Notice, *, with_law: bool = True, with_found: bool = True) -> str:
    """Write the notice as plain text, one line for each thing said."""
    lines = [notice.title, notice.intro]
    for group in notice.groups:
        lines.append(f"【{group.title}】")
        for entry in group.entries:
            lines.append(f"{entry.heading} {entry.asks}")
            lines += [f"   {entry.shows}"] if with_found and entry.found else []
            lines += [f"   {entry.rests}"] if with_law and entry.law else []
    return "\n".join(line for line in (*lines, notice.enough, notice.due, notice.close) if line.strip())


def opinion_text(notice: Notice, *, heading: str = "", limit: int = OPINION_LIMIT) -> str | None:
    """Write the notice for the opinion box; None when it does not fit whole, for it may not be cut.

    What was found is left out first, then the law: neither is what the applicant has to do.
    """
    for with_law, with_found in ((True, True), (True, False), (False, False)):
        whole = under(heading, as_text(notice, with_law=with_law, with_found=with_found))
        if len(whole) <= limit:
            return whole
    return None


def under(heading: str, text: str) -> str:
    """Put a heading over a text, if there is one."""
    return f"{heading}\n{text}" if heading else text


def _entry(deficiency: Deficiency, number: int, found: tuple[Found, ...]) -> Entry:
    may_follow = deficiency.effect is Effect.TOLERABLE
    return Entry(
        number=number,
        says=one_line(deficiency.says),
        fix=one_line(deficiency.fix),
        law=law_text(deficiency.basis),
        found=found,
        may_follow=may_follow,
        follow_workdays=deficiency.due_workdays if may_follow else None,
    )


def _merged(first: Entry, second: Entry) -> Entry:
    """Make one entry of two that say the same; the stricter of their times counts."""
    laws = dict.fromkeys([*first.law.split("；"), *second.law.split("；")])
    days = [each for each in (first.follow_workdays, second.follow_workdays) if each is not None]
    may_follow = first.may_follow and second.may_follow
    return replace(
        first,
        law="；".join(law for law in laws if law),
        found=tuple(dict.fromkeys((*first.found, *second.found))),
        may_follow=may_follow,
        follow_workdays=min(days, default=None) if may_follow else None,
    )


def _groups(
    numbered: Mapping[tuple[str, str, str], Entry], material_names: Mapping[str, str]
) -> tuple[Group, ...]:
    by_material: dict[str, list[Entry]] = {}
    for (material, _, _), entry in numbered.items():
        by_material.setdefault(material, []).append(entry)
    return tuple(
        Group(
            title=one_line(material_names[material]) if material else _FORM_TITLE,
            entries=tuple(entries),
        )
        for material, entries in by_material.items()
    )


def _enough(
    fixes: Sequence[Fix], numbered: Mapping[tuple[str, str, str], Entry], names: Mapping[str, str]
) -> str:
    """Say at how few places changes are enough, and which numbers they settle."""
    places: dict[tuple[int, ...], str] = {}
    for fix in fixes:
        keys = [(each.material, one_line(each.says), one_line(each.fix)) for each in fix.deficiencies]
        numbers = tuple(sorted({numbered[key].number for key in keys if key in numbered}))
        if not numbers:
            return ""
        same = f"（同为“{names[fix.fact]}”）" if fix.fact and len(numbers) > 1 else ""
        places[numbers] = f"第 {'、'.join(map(str, numbers))} 项{same}"
    if not places:
        return ""
    listed = "；".join(places[numbers] for numbers in sorted(places))
    return f"修改以下 {len(places)} 处即可通过：{listed}。补正后的内容仍须审查。"


def _due(days: int, on: date, calendar: WorkCalendar | None) -> str:
    """Say until when to answer; the day itself only when its year's working days are known."""
    if not days:
        return ""
    last = calendar.after(on, days) if calendar else None
    named = f"（{day_text(last)}前）" if last else _PROVISIONAL if calendar else ""
    return f"请自收到本告知书之日起 {days} 个工作日内{named}一次性补正。"


def day_text(day: date) -> str:
    """Write a day as documents do."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
