"""The eight forms, statements and letters that people fill in for the four items."""

from simulator.paper.forms import BOTH, Entry, Form, FormPage, Signing
from simulator.paper.order import Order, listed, typeset, written
from simulator.people import person

AGREE = ("同意", "不同意")
DATES = {"a": "dashes", "b": "short", "c": "short"}
CHANGED = ("未变化", "已变化")


def _ticked(order: Order, element: str) -> str:
    """Return the option to tick, which may be both."""
    return BOTH if "both_options" in order.whims else order[element]


def _nurse_rows(order: Order) -> tuple[tuple[Entry, ...], ...]:
    dates = DATES[order.look]
    return (
        (
            Entry(label="姓名", value=order["name"], element="name"),
            Entry(label="性别", value=order["sex"]),
        ),
        (
            Entry(label="出生日期", value=written(order["birth"], dates)),
            Entry(label="学历", value="大学专科"),
        ),
        (Entry(label="身份证号", value=order["idno"], element="idno"),),
        (
            Entry(
                label="护士执业证书编号" if order.look == "b" else "证书编号",
                value=order["cert_no"],
                element="cert_no",
            ),
        ),
        (
            Entry(label="注册有效期至", value=written(order["valid_to"], dates)),
            Entry(label="联系电话", value=order["mobile"]),
        ),
        (Entry(label="原执业机构", value=order["old_inst"], element="old_inst"),),
        (Entry(label="拟执业机构", value=order["new_inst"], element="new_inst"),),
        (Entry(label="变更原因", value="聘用"), Entry(label="工作科室", value="内科")),
    )


def nurse_application(order: Order) -> Form:
    """护士变更注册申请审核表: two pages, the opinion and the seals on the second."""
    title = "护士变更注册申请审核表"
    first = FormPage(
        title=title,
        caption=f"受理机关：{order['office']}",
        rows=_nurse_rows(order),
        paragraphs=(
            "填表说明：本表由申请人如实填写，内容应与护士执业证书记载一致；拟执业机构意见由机构填写并加盖公章。",
        ),
    )
    second = FormPage(
        title=f"{title}（续）",
        paragraphs=(
            "申请人声明：本人申请变更执业地点，以上所填内容真实、准确，如有虚假，愿意承担相应的法律责任。",
        ),
        choices=(
            Entry(label="拟执业机构意见", value=_ticked(order, "opinion"), element="opinion", options=AGREE),
        ),
        signings=(
            Signing(by="申请人签名", name=order.signature, date=order["sign_date"]),
            Signing(
                sealed="拟执业机构（公章）",
                seal=order.seal,
                seal_kind=order.seal_kind,
                date=order["sign_date"],
            ),
        ),
    )
    return Form(pages=(first, second))


def employment_letter(order: Order) -> Form:
    """拟执业机构聘用证明: labelled lines, or prose with the same facts in look b."""
    entries = (
        (Entry(label="姓名", value=order["name"], element="name"),),
        (Entry(label="聘用岗位", value=order["post"], element="post"),),
        (Entry(label="机构名称", value=order["institution"], element="institution"),),
    )
    page = FormPage(
        title="聘用证明" if order.look != "a" else "拟执业机构聘用证明",
        rows=entries,
        paragraphs=(
            "兹证明上述人员拟在我机构从事护理工作，我机构同意聘用，聘用期限自签订合同之日起三年。特此证明。",
        ),
        signings=(
            Signing(
                sealed="机构（公章）", seal=order.seal, seal_kind=order.seal_kind, date=order["sign_date"]
            ),
        ),
    )
    return Form(pages=(page,))


def food_renew_application(order: Order) -> Form:
    """食品经营许可延续申请书: a table and the statement about the conditions."""
    page = FormPage(
        title="食品经营许可延续申请书",
        caption=f"{order['office']}：",
        rows=(
            (Entry(label="许可证编号", value=order["license_no"], element="license_no"),),
            (Entry(label="经营者名称", value=order["operator"], element="operator"),),
            (Entry(label="经营场所", value=order["biz_address"]),),
            (
                Entry(label="主体业态", value=order["main_type"]),
                Entry(label="联系电话", value=order["mobile"]),
            ),
            (Entry(label="经营项目", value=listed(order["biz_items"])),),
        ),
        paragraphs=("本经营者申请延续食品经营许可，并声明所提交的材料真实、合法、有效。",),
        choices=(
            Entry(
                label="声明：经营条件",
                value=_ticked(order, "statement"),
                element="statement",
                options=CHANGED,
            ),
        ),
        signings=(
            Signing(
                by="法定代表人（负责人）签名",
                name=order.signature,
                sealed="申请人（盖章）",
                seal=order.seal,
                seal_kind=order.seal_kind,
                date=order["sign_date"],
                date_label="申请日期",
            ),
        ),
    )
    return Form(pages=(page,))


def unchanged_statement(order: Order) -> Form:
    """经营条件未变化声明."""
    page = FormPage(
        title="经营条件未变化声明",
        rows=(
            (Entry(label="经营者名称", value=order["operator"], element="operator"),),
            (Entry(label="许可证编号", value=order["license_no"], element="license_no"),),
        ),
        paragraphs=(
            "本经营者自取得食品经营许可以来，经营场所、布局流程、主要设备设施以及主体业态、经营项目的情况如下（请勾选）。如与事实不符，愿意承担相应的法律责任。",
        ),
        choices=(Entry(label="经营条件", value=_ticked(order, "option"), element="option", options=CHANGED),),
        signings=(
            Signing(
                by="声明人签名",
                name=order.signature,
                sealed="声明人（盖章）",
                seal=order.seal,
                seal_kind=order.seal_kind,
                date=order["sign_date"],
            ),
        ),
    )
    return Form(pages=(page,))


def changed_layout(order: Order) -> Form:
    """变化后的布局流程文件: what changed, and a plan."""
    page = FormPage(
        title="变化后的布局流程文件",
        rows=(
            (Entry(label="经营者名称", value=order["operator"], element="operator"),),
            (Entry(label="变化说明", value=typeset(order["description"]), element="description"),),
        ),
        paragraphs=("平面图：",),
        plan=True,
        signings=(
            Signing(
                sealed="经营者（盖章）",
                seal=order.seal,
                seal_kind=order.seal_kind,
                date=order["sign_date"],
                date_element="",
            ),
        ),
    )
    return Form(pages=(page,))


def elder_application(order: Order) -> Form:
    """高龄津贴申请表."""
    dates = DATES[order.look]
    page = FormPage(
        title="高龄津贴申请表",
        rows=(
            (
                Entry(label="姓名", value=order["name"], element="name"),
                Entry(label="性别", value=order["sex"]),
            ),
            (Entry(label="身份证号", value=order["idno"], element="idno"),),
            (
                Entry(label="出生日期", value=written(order["birth"], dates)),
                Entry(label="联系电话", value=order["mobile"]),
            ),
            (Entry(label="户籍地址", value=order["address"]),),
            (Entry(label="开户银行", value=order["bank"]),),
            (Entry(label="户名", value=order["acct_name"], element="acct_name"),),
            (Entry(label="账号", value=order["bank_acct"], element="bank_acct"),),
        ),
        paragraphs=("本人承诺以上情况属实，未重复享受高龄津贴。如户籍、账户等情况发生变化，将及时报告。",),
        signings=(Signing(by="申请人签名（指印）", name=order.signature, date=order["sign_date"]),),
    )
    return Form(pages=(page,))


def agent_letter(order: Order) -> Form:
    """代办委托书: the letter, and on a second page what the agent may do."""
    principal = person(f"{order.seed}|principal-phone")
    first = FormPage(
        title="代办委托书",
        rows=(
            (Entry(label="委托人", value=order["principal"], element="principal"),),
            (Entry(label="受托人", value=order["agent_name"], element="agent_name"),),
            (Entry(label="受托人身份证号", value=order["agent_idno"], element="agent_idno"),),
            (Entry(label="与委托人关系", value=order["relation"], element="relation"),),
            (Entry(label="联系电话", value=principal.mobile),),
        ),
        paragraphs=(
            "委托人因年老行动不便，兹委托上述受托人代为办理高龄津贴申领事宜。受托人在委托权限内签署的有关文件，委托人均予以承认。",
        ),
    )
    second = FormPage(
        title="代办委托书（续）",
        paragraphs=(
            "委托权限：一、提交、补正申请材料；二、修改申请表中的文字错误；三、领取有关文书。",
            "委托期限：自签署之日起至上述事项办理完毕之日止。",
        ),
        signings=(Signing(by="委托人签名或指印", name=order.signature, date=order["sign_date"]),),
    )
    return Form(pages=(first, second))


def driver_application(order: Order) -> Form:
    """从业资格证换发申请表."""
    dates = DATES[order.look]
    page = FormPage(
        title="道路运输从业资格证换发申请表" if order.look == "b" else "从业资格证换发申请表",
        rows=(
            (
                Entry(label="姓名", value=order["name"], element="name"),
                Entry(label="性别", value=order["sex"]),
            ),
            (
                Entry(label="出生日期", value=written(order["birth"], dates)),
                Entry(label="联系电话", value=order["mobile"]),
            ),
            (Entry(label="身份证号", value=order["idno"], element="idno"),),
            (
                Entry(
                    label="从业资格证号" if order.look == "b" else "证号",
                    value=order["cert_no"],
                    element="cert_no",
                ),
            ),
            (
                Entry(
                    label="从业资格类别" if order.look == "b" else "类别",
                    value=order["category"],
                    element="category",
                ),
            ),
            (Entry(label="换发原因", value="有效期届满", options=("有效期届满", "信息变更", "遗失损毁")),),
            (Entry(label="住址", value=order["address"]),),
        ),
        paragraphs=("本人承诺所填内容及提交的材料真实有效。",),
        signings=(
            Signing(by="申请人签名", name=order.signature, date=order["sign_date"], date_label="申请日期"),
        ),
    )
    return Form(pages=(page,))


FORMS = {
    "nurse_application": nurse_application,
    "employment_letter": employment_letter,
    "food_renew_application": food_renew_application,
    "unchanged_statement": unchanged_statement,
    "changed_layout": changed_layout,
    "elder_application": elder_application,
    "agent_letter": agent_letter,
    "driver_application": driver_application,
}
