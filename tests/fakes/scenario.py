"""A small scenario and small cases: enough to walk every road without scenario files or pictures."""

from dataclasses import replace
from datetime import date

from cases.errors import ScenarioMissing
from ocr.document import Document, Line, Page, Quality, Reading, ReadingState, Seal, Source
from ocr.values import ElementType
from review_points.approval import Autonomy, Policy
from review_points.certificate import Certificate
from review_points.findings import Basis, Effect
from review_points.point import CheckOutcome, Point, PointSpec, compile_point
from scenarios.plan import (
    FormField,
    NeededMaterial,
    Parameter,
    Plan,
    PlannedMaterial,
    PlannedRegister,
    Scenario,
    TimeLimits,
    Wording,
)
from tests.fakes.approval_system import PlannedCase
from tests.fakes.reader import FakeReader

BOX = ((10.0, 10.0), (90.0, 10.0), (90.0, 30.0), (10.0, 30.0))
IDNO = "350102199003070028"
TYPES = {
    "case.received_on": ElementType.DATE,
    "form.name": ElementType.NAME,
    "form.idno": ElementType.IDNO,
    "id_card.name": ElementType.NAME,
    "id_card.idno": ElementType.IDNO,
    "id_card.valid_to": ElementType.DATE,
    "id_card.present": ElementType.BOOL,
    "letter.sealed": ElementType.BOOL,
    "letter.signed": ElementType.BOOL,
    "letter.present": ElementType.BOOL,
    "registry.nurses.found": ElementType.BOOL,
    "registry.nurses.status": ElementType.TEXT,
}
PLAN = Plan(
    form=(
        FormField(key="name", labels=("姓名", "申请人姓名"), type=ElementType.NAME),
        FormField(key="idno", labels=("身份证号",), type=ElementType.IDNO),
    ),
    materials=(
        PlannedMaterial(
            id="id_card",
            name="居民身份证",
            kind="id_card",
            slots=("居民身份证", "身份证"),
            elements={
                "name": ElementType.NAME,
                "idno": ElementType.IDNO,
                "valid_to": ElementType.DATE,
            },
        ),
        PlannedMaterial(
            id="letter",
            name="聘用证明",
            kind="employment_letter",
            slots=("聘用证明",),
            elements={"name": ElementType.NAME, "signature": ElementType.BOOL},
        ),
    ),
    registers=(PlannedRegister(name="nurses", key="form.idno", fields={"status": ElementType.TEXT}),),
    parameters={"min_age": Parameter(type=ElementType.NUMBER, value="18")},
)
WORDING = Wording(
    title="一次性告知书",
    intro="您的申请材料需要补正：",
    close="感谢您的配合。",
    approve_opinion="经审查，符合条件，同意。",
    return_opinion="请补正。",
    days_to_supplement=5,
)


def a_point(
    code: str, checks: dict[str, str], effect: Effect = Effect.RETURN, material: str = "id_card"
) -> Point:
    """Compile a point whose checks all must pass and all have the same effect."""
    point = compile_point(
        PointSpec(
            code=code,
            title=f"要点 {code}",
            basis=(Basis(law="护士条例", article="第十条"),),
            material=material,
            checks=checks,
            outcomes={
                name: CheckOutcome(
                    effect=effect,
                    code=f"{code}_{name}".upper(),
                    says=f"{code} 不符：{{form.name}}",
                    fix="请改正",
                )
                for name in checks
            },
            unknown="请核对",
        ),
        TYPES,
    )
    assert isinstance(point, Point), point
    return point


def small_scenario(
    *, autonomy: Autonomy = Autonomy.AUTO, certified: bool = True, audit_rate: float = 0.0
) -> Scenario:
    """Return a scenario with points for every effect that matters."""
    scenario = Scenario(
        id="fuzhou/nurse_change",
        version="2026-01-01",
        rules_sha256="r" * 64,
        item_name="护士变更注册",
        plan=PLAN,
        points=(
            a_point("P-01", {"same": "same_name(form.name, id_card.name)"}),
            a_point("P-02", {"same": "equal(form.idno, id_card.idno)"}),
            a_point("P-03", {"valid": "on_or_before(case.received_on, id_card.valid_to)"}),
            a_point("P-04", {"sealed": "is_true(letter.sealed)"}, material="letter"),
            a_point(
                "P-05",
                {"active": "equal(registry.nurses.status, '有效')"},
                effect=Effect.REFUSE,
                material="",
            ),
        ),
        needed=(NeededMaterial(id="id_card"), NeededMaterial(id="letter")),
        policy=Policy(autonomy=autonomy, audit_rate=audit_rate),
        wording=WORDING,
    )
    return replace(scenario, certificate=a_certificate(scenario) if certified else None)


def a_certificate(scenario: Scenario) -> Certificate:
    """Return a certificate good enough for the small scenario."""
    return Certificate(
        scenario=scenario.versioned_id,
        rules_sha256=scenario.rules_sha256,
        reader_version=FakeReader.version,
        compared=400,
        errors=0,
        issued_on=date(2026, 1, 1),
        expires_on=date(2027, 1, 1),
    )


def read(
    element: str, value: str | None, state: ReadingState = ReadingState.READ, score: float = 0.99
) -> Reading:
    """Return one reading from pixels."""
    return Reading(
        element=element,
        state=state,
        source=Source.PIXELS,
        value=value,
        raw=value or "",
        confidence=score if value else 0.0,
        page=1,
        box=BOX,
    )


def a_page(
    number: int = 1, *, seals: tuple[Seal, ...] = (), flags: tuple[str, ...] = (), text: str = "字"
) -> Page:
    """Return one page with one line."""
    return Page(
        number=number,
        width=100,
        height=100,
        rotation=0,
        lines=(Line(text=text, box=BOX, confidence=0.99),) if text else (),
        quality=Quality(sharpness=500.0, brightness=0.8, short_side_px=1200, flags=flags),
        seals=seals,
    )


def a_seal(text: str | None = "福州市第一医院") -> Seal:
    """Return one seal impression."""
    return Seal(page=1, box=BOX, text=text, kind=None, confidence=0.95)


def an_id_card(*, name: str = "林晓岚", idno: str = IDNO, valid_to: str = "2031-05-01") -> Document:
    """Return an identity card that was read well."""
    return Document(
        sha256="",
        name="",
        media_type="image/jpeg",
        pages=(a_page(),),
        kind="id_card",
        kind_confidence=0.95,
        readings={
            "name": (read("name", name),),
            "idno": (read("idno", idno),),
            "valid_to": (read("valid_to", valid_to),),
        },
    )


def a_letter(*, sealed: bool = True) -> Document:
    """Return a letter of employment, sealed or not."""
    return Document(
        sha256="",
        name="",
        media_type="image/jpeg",
        pages=(a_page(seals=(a_seal(),) if sealed else ()),),
        kind="employment_letter",
        kind_confidence=0.95,
        readings={"name": (read("name", "林晓岚"),), "signature": (read("signature", "true"),)},
    )


def plan_case(
    reader: FakeReader,
    number: str = "FZ0001",
    *,
    id_card: Document | None = None,
    letter: Document | None = None,
    form: dict[str, str] | None = None,
) -> PlannedCase:
    """Plan a case of the old system whose two files the reader knows; clean unless told otherwise."""
    return PlannedCase(
        number=number,
        form=form or {"姓名": "林晓岚", "身份证号": IDNO},
        files=(
            ("身份证", "a.jpg", reader.knows(f"{number} card".encode(), id_card or an_id_card())),
            ("聘用证明", "b.jpg", reader.knows(f"{number} letter".encode(), letter or a_letter())),
        ),
    )


class FakeBook:
    """A book with one scenario in it, or none."""

    def __init__(self, scenario: Scenario | None) -> None:
        self.scenario = scenario
        self.asked_for: list[date] = []

    def for_case(self, *, system: str, item_name: str, on: date) -> Scenario:
        self.asked_for.append(on)
        if self.scenario is None or item_name != self.scenario.item_name:
            raise ScenarioMissing(item_name)
        return self.scenario

    def time_limits(self, *, system: str, item_name: str) -> TimeLimits:
        if self.scenario is None or item_name != self.scenario.item_name:
            return TimeLimits()
        return TimeLimits(promised_workdays=self.scenario.promise_days, statutory_workdays=20)

    def by_id(self, scenario: str, *, on: date) -> Scenario:
        self.asked_for.append(on)
        if self.scenario is None or scenario != self.scenario.id:
            raise ScenarioMissing(scenario)
        return self.scenario
