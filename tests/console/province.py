"""A small province for the console: cases of a nurse's change of workplace, with drawn papers."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cases.case import CaseRef, Receipt, Standing, Submission, SubmittedFile
from cases.notice import compose_notice
from cases.refusal import refusal_frame
from cases.review_record import Review, Stands, Words
from ocr.document import Document, Reading, ReadingState, Refusal, Source
from ocr.values import ElementType
from review_points.approval import Autonomy, Policy
from review_points.conclude import Conclusion, ConclusionKind
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Basis, CheckTrace, Deficiency, Effect, Finding, Outcome, Reason
from scenarios.plan import Wording
from tests.console.drawing import Sheet

OPINION = "经审查，护士执业证书注册有效期已届满，退回补正，详见一次性告知书。"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
NAMES = {
    "nurse_application": "护士变更注册申请审核表",
    "nurse_certificate": "护士执业证书",
    "employment_letter": "拟执业机构聘用证明",
    "id_card": "居民身份证",
}
LABELS = {
    "name": "姓名",
    "idno": "身份证号",
    "cert_no": "护士执业证书编号",
    "old_inst": "原执业机构",
    "new_inst": "拟执业机构",
}
FORM = {
    "name": "林晓岚",
    "idno": "350199199203124026",
    "cert_no": "201435008812",
    "old_inst": "平潭县中医院",
    "new_inst": "福州市鼓楼区样例医院",
    "phone": "13900000000",
}
LAW = Basis(
    law="护士条例",
    article="第十条",
    text="护士在其执业注册有效期内变更执业地点的，应当向批准设立拟执业医疗机构的卫生主管部门报告。",
    verified=True,
)
METHOD = Basis(
    law="护士执业注册管理办法",
    article="第十二条",
    text="护士变更注册应当提交护士变更注册申请审核表和申请人的《护士执业证书》。",
    verified=True,
)
WORDING = Wording(
    title="一次性告知书",
    intro="您提交的申请经审查需补正以下内容：",
    close="逾期未补正的，视为撤回申请。",
    days_to_supplement=5,
)


@dataclass(frozen=True)
class Seeded:
    """A case as a robot leaves it: what was handed in, what reading it gave, what the review came to."""

    submission: Submission
    documents: tuple[Document, ...]
    review: Review

    def with_words(self, **words) -> "Seeded":
        return replace(self, review=replace(self.review, words=replace(self.review.words, **words)))


def sheets(form: dict[str, str]) -> list[tuple[str, str, Sheet, int]]:
    application = Sheet(title="护士变更注册申请审核表", kind="nurse_application", seal="福州市鼓楼区样例医院")
    for element, label in (("name", "姓名"), ("cert_no", "执业证书编号"), ("idno", "身份证号")):
        application.row(element, label, form[element])
    application.row("old_inst", "原执业地点", form["old_inst"]).row(
        "new_inst", "拟执业地点", form["new_inst"]
    )
    application.row("opinion", "拟执业机构意见", "☑同意　□不同意", "同意", 0.93)
    application.row("signature", "申请人签名", form["name"], form["name"], 0.88)
    application.row("sign_date", "日期", "2026年11月12日", "2026-11-12")
    certificate = Sheet(title="中华人民共和国护士执业证书", kind="nurse_certificate", width=1300, height=900)
    certificate.row("name", "姓名", form["name"]).row("sex", "性别", "女").row(
        "birth", "出生日期", "1992年03月12日", "1992-03-12"
    )
    certificate.row("cert_no", "证书编号", form["cert_no"]).row("institution", "执业地点", form["old_inst"])
    certificate.row("first_registered", "注册日期", "2014年05月02日", "2014-05-02")
    certificate.row("valid_to", "有效期至", "2026年05月01日", "2026-05-01")
    letter = Sheet(
        title="聘 用 证 明", kind="employment_letter", seal="福州市鼓楼区样例医院", flags=("blurred",)
    )
    letter.row("name", "兹聘用", form["name"]).row("post", "岗位", "护士").row(
        "institution", "单位", form["new_inst"]
    )
    letter.row("sign_date", "日期", "2026年1?月", "", 0.41)
    card = Sheet(title="居民身份证（样例）", kind="id_card", width=1100, height=700)
    card.row("name", "姓名", form["name"]).row("sex", "性别", "女").row(
        "birth", "出生", "1992年3月12日", "1992-03-12"
    )
    card.row("address", "住址", "福建省测试市样例区一号").row("idno", "公民身份号码", form["idno"])
    return [
        ("护士变更注册申请审核表", "申请表.png", application, 0),
        ("护士执业证书", "IMG_20261112_0931.png", certificate, 90),
        ("聘用证明", "聘用证明-扫描件.png", letter, 0),
        ("身份证", "身份证正面.png", card, 0),
    ]


TYPES = {
    "idno": ElementType.IDNO,
    "valid_to": ElementType.DATE,
    "name": ElementType.NAME,
    "sign_date": ElementType.DATE,
}


def facts_of(form: dict[str, str], documents: list[Document]) -> Facts:
    facts = {}
    for key, value in form.items():
        reading = Reading(
            element=key, state=ReadingState.READ, source=Source.FORM, value=value, raw=value, confidence=1.0
        )
        facts[f"form.{key}"] = Fact(
            name=f"form.{key}",
            type=TYPES.get(key, ElementType.TEXT),
            state=FactState.READ,
            value=value,
            readings=(reading,),
        )
    for document in documents:
        for element, readings in document.readings.items():
            name = f"{document.kind}.{element}"
            facts[name] = Fact(
                name=name,
                type=TYPES.get(element, ElementType.TEXT),
                state=FactState(readings[0].state.value),
                value=readings[0].value,
                readings=readings,
            )
    for name, value in (("nurse_application.sealed", "true"), ("nurse_certificate.present", "true")):
        facts[name] = Fact(name=name, type=ElementType.BOOL, state=FactState.READ, value=value)
    facts["case.received_on"] = Fact(
        name="case.received_on", type=ElementType.DATE, state=FactState.READ, value="2026-11-16"
    )
    facts["registry.nurse_register.status"] = Fact(
        name="registry.nurse_register.status", type=ElementType.TEXT, state=FactState.READ, value="在注册"
    )
    return Facts(facts)


def finding(point: str, title: str, outcome: Outcome, *facts: str, message: str = "", **more) -> Finding:
    unknowns = facts if outcome is Outcome.UNKNOWN else ()
    trace = CheckTrace(
        name="c", expression="…", outcome=outcome, decided_by=() if unknowns else facts, unknowns=unknowns
    )
    return Finding(
        point=point,
        title=title,
        outcome=outcome,
        basis=more.pop("basis", (LAW,)),
        message=message,
        checks=(trace,),
        decided_by=() if unknowns else facts,
        unknowns=unknowns,
        **more,
    )


EXPIRED = Deficiency(
    code="NURSE_EXPIRED",
    point="HSBG-01",
    material="nurse_certificate",
    says="注册有效期至 2026-05-01，在受理日 2026-11-16 前已届满。",
    fix="请先办理延续注册，再提交变更申请。",
    basis=(LAW,),
    facts=("nurse_certificate.valid_to", "case.received_on"),
)


def findings() -> tuple[Finding, ...]:
    return (
        finding(
            "HSBG-01",
            "护士注册在有效期内",
            Outcome.FAIL,
            "nurse_certificate.valid_to",
            "case.received_on",
            effect=Effect.RETURN,
            message=EXPIRED.says,
            hints=("注册届满可同时申请延续",),
            deficiencies=(EXPIRED,),
        ),
        finding(
            "HSBG-05",
            "聘用证明注明日期",
            Outcome.UNKNOWN,
            "employment_letter.sign_date",
            message="聘用证明的日期看不清，请核对原件图像。",
            doubts=(Reason(code="low_confidence", about="employment_letter.sign_date"),),
            basis=(METHOD,),
        ),
        finding("GEN-01", "姓名与身份证一致", Outcome.PASS, "form.name", "id_card.name", basis=()),
        finding("GEN-02", "身份证号码合规且一致", Outcome.PASS, "form.idno", "id_card.idno", basis=()),
        finding(
            "HSBG-02",
            "证书编号与表单一致",
            Outcome.PASS,
            "form.cert_no",
            "nurse_certificate.cert_no",
            basis=(METHOD,),
        ),
        finding("HSBG-03", "拟执业机构同意", Outcome.PASS, "nurse_application.opinion", basis=(METHOD,)),
        finding(
            "HSBG-04",
            "申请表加盖拟执业机构印章",
            Outcome.PASS,
            "nurse_application.sealed",
            basis=(replace(METHOD, verified=False),),
        ),
        finding("HSBG-09", "跨省变更须通报", Outcome.NOT_APPLICABLE, basis=()),
    )


def nurse_case(evidence, number: str, *, kind="hand_over", proposal="return", name="林晓岚", age=4) -> Seeded:
    form = {**FORM, "name": name}
    files, documents = [], []
    for slot, file_name, sheet, turn in sheets(form):
        data, document = sheet.draw(file_name, turn=turn)
        sha256 = evidence.put(data)
        files.append(SubmittedFile(slot=slot, name=file_name, sha256=sha256))
        documents.append(replace(document, sha256=sha256))
    broken = evidence.put(b"%PDF-1.7 not really")
    files.append(SubmittedFile(slot="其他", name="其他材料.pdf", sha256=broken))
    refusal = Refusal(code="damaged", message="文件已损坏，请重新上传。")
    documents.append(
        Document(sha256=broken, name="其他材料.pdf", media_type="application/pdf", refusal=refusal)
    )
    ref = CaseRef(system="fuzhou", number=number, item_name="护士执业注册（变更执业地点）", applicant=name)
    submission = Submission(
        ref=ref,
        received_on=NOW.date() - timedelta(days=age),
        form={LABELS.get(key, key): value for key, value in form.items()},
        files=tuple(files),
    )
    found = findings()
    conclusion = Conclusion(
        kind=ConclusionKind(kind),
        findings=found,
        proposal=ConclusionKind(proposal),
        deficiencies=(EXPIRED,),
        reasons=(
            Reason(code="unread", about="employment_letter.sign_date"),
            Reason(code="file_refused", about="其他材料.pdf"),
        ),
    )
    review = Review(
        stands=stands_of(submission),
        guards=(),
        facts=facts_of(form, documents),
        conclusion=conclusion,
        words=words_of(proposal, facts_of(form, documents)),
    )
    return Seeded(submission=submission, documents=tuple(documents), review=review)


def stands_of(submission: Submission) -> Stands:
    return Stands(
        case_key=submission.ref.key,
        scenario="fuzhou/nurse_change",
        scenario_version="2026-11-01",
        rules_sha256="0" * 64,
        reader_version="test",
        received_on=submission.received_on,
        decided_on=NOW.date(),
        submission_sha256="0" * 64,
        documents=(),
        asked=(),
        policy=Policy(autonomy=Autonomy.AUTO),
        certificate=None,
        drawn_for_audit=False,
    )


def words_of(proposal: str, facts: Facts) -> Words:
    notice = compose_notice(
        [EXPIRED], wording=WORDING, material_names=NAMES, on=NOW.date(), facts=facts, form_labels=LABELS
    )
    approval = "经审查，材料齐全、符合条件，予以变更注册。"
    return Words(
        department="福州市样例卫生健康局（仿真）",
        item_name="护士执业注册（变更执业地点）",
        notice=notice,
        refusal=None,
        refusal_frame=refusal_frame(WORDING),
        opinion=OPINION if proposal == "return" else approval,
        extra_files=(),
        not_checked=(("申请人签名的真实性", "笔迹不作鉴定"), ("拟执业机构的诊疗科目", "由机构登记系统校验")),
        material_names=NAMES,
        form_labels=LABELS,
    )


def receipt_for(ref: CaseRef, evidence) -> Receipt:
    sheet = Sheet(title="福州市行政审批系统　办件详情", kind="", width=1200, height=700)
    picture, _ = sheet.row("state", "办理状态", "已退回补正").draw("x.png")
    return Receipt(
        case_key=ref.key,
        trace=f"MS-{ref.number[-4:]}",
        standing=Standing.OURS,
        state_text="已退回补正",
        opinion="经审查，退回补正，详见一次性告知书。",
        screenshot_sha256=evidence.put(picture),
        text_sha256="",
        read_at=NOW,
        acted=True,
    )
