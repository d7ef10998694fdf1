"""The applicants' page in words: the fields and materials to fill in, and the result with what to mend."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.handed_in import CaseFile, DeskReview, HandedFile
from cases.notice import Group
from console.pre_review import PreReviewRefused
from console.pre_review_request import Sent
from ocr.values import ElementType
from review_points.conclude import ConclusionKind
from review_points.findings import Outcome
from scenarios.plan import Scenario

FIELD, FILE = "field:", "file:"
_OTHER = "其他材料"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field of the form: the name it is sent under, its label, and how it is typed."""

    name: str
    label: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialView:
    """One material to be added: the name its files are sent under, and its own."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """The form of one scenario, filled with what was typed before."""

    scenario: str
    item: str
    department: str
    fields: tuple[FieldView, ...]
    materials: tuple[MaterialView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """A point that nothing could be said of."""

    title: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """What the pre-review came to, for the applicant."""

    tone: str
    headline: str
    groups: tuple[Group, ...]
    open_points: tuple[OpenPoint, ...]
    passed: int


def form_view(scenario: Scenario, sent: Mapping[str, str]) -> FormView:
    """Return the form of a scenario; what was typed already stands in it."""
    fields = tuple(
        FieldView(
            name=FIELD + field.key,
            label=field.labels[0],
            kind=_input_kind(field.type),
            value=sent.get(FIELD + field.key, ""),
        )
        for field in scenario.plan.form
    )
    materials = tuple(MaterialView(name=FILE + each.id, label=each.name) for each in scenario.plan.materials)
    return FormView(
        scenario=scenario.id,
        item=scenario.item_name,
        department=scenario.department,
        fields=fields,
        materials=(*materials, MaterialView(name=FILE, label=_OTHER)),
    )


def filled_in(sent: Sent, scenario: Scenario) -> tuple[CaseFile, tuple[HandedFile, ...]]:
    """Return what was filled in as a form and files, each file with the material it was added to."""
    form = {name.removeprefix(FIELD): value for name, value in sent.texts.items() if name.startswith(FIELD)}
    slots = {FILE + each.id: each.name for each in scenario.plan.materials} | {FILE: ""}
    strange = [part for part, _ in sent.files if part not in slots]
    if strange:
        raise PreReviewRefused(422, "unknown_part", "页面已过期，请刷新后重新填写。")
    files = tuple(HandedFile(name=file.name, slot=slots[part], data=file.data) for part, file in sent.files)
    return CaseFile(form=form), files


def result_view(done: DeskReview) -> ResultView:
    """Put the result into words an applicant can act on."""
    review = done.review
    notice = review.words.notice
    groups = notice.groups if notice else ()
    open_points = tuple(
        OpenPoint(title=each.title, message=each.message)
        for each in review.findings
        if each.outcome is Outcome.UNKNOWN
    )
    tone, headline = _headline(review.conclusion.proposal, sum(len(g.entries) for g in groups), open_points)
    return ResultView(
        tone=tone,
        headline=headline,
        groups=groups,
        open_points=open_points,
        passed=sum(each.outcome is Outcome.PASS for each in review.findings),
    )


def _headline(proposal: ConclusionKind, to_mend: int, open_points: tuple[OpenPoint, ...]) -> tuple[str, str]:
    rest = f"另有 {len(open_points)} 项须由工作人员核对" if open_points else ""
    if to_mend:
        return "fail", f"发现 {to_mend} 处需要补正" + (f"；{rest}。" if rest else "，改正后即可提交。")
    if proposal is ConclusionKind.APPROVE:
        return "pass", "没有发现需要补正的内容，可以提交。"
    if proposal is ConclusionKind.REFUSE:
        return "refuse", "有不符合办理条件的情形，须由工作人员审查。"
    return "unknown", f"没有发现需要补正的内容；{rest or '有内容须由工作人员核对'}。"


def _input_kind(kind: ElementType) -> str:
    """Say how a value of the type is typed: a day, a yes or no, or text."""
    if kind is ElementType.DATE:
        return "date"
    return "bool" if kind is ElementType.BOOL else "text"
