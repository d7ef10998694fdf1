"""Papers that the simulator never drew: HTML of our own wording, set and printed by a web browser.

Layouts, fonts and label wordings differ from the simulator's, and rows about other people (a spouse, an
emergency contact) stand beside the applicant's. People and firms are the simulator's fictitious ones.
"""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from playwright.sync_api import Browser

from simulator.paper import sample

Row = tuple[str, str]
"""A label and the element it stands for; a text that begins with `=` stands there as it is."""

TITLES: Mapping[str, tuple[str, ...]] = {
    "id_card": ("中华人民共和国居民身份证", "居民身份证"),
    "business_license": ("营业执照",),
    "food_license": ("食品经营许可证",),
    "nurse_certificate": ("中华人民共和国护士执业证书", "护士执业证书"),
    "nurse_application": ("护士变更注册申请审核表", "护士执业变更注册申请表"),
    "practice_certificate": ("道路运输从业人员从业资格证", "从业资格证"),
    "driver_application": ("道路运输从业人员从业资格证换证申请表", "从业资格证换发申请表"),
    "driving_licence": ("中华人民共和国机动车驾驶证",),
    "elder_application": ("高龄老人津贴申请表", "高龄津贴申请审批表"),
    "household_register": ("常住人口登记卡", "居民户口簿"),
    "bank_card": ("仿真银行借记卡",),
    "food_renew_application": ("食品经营许可延续申请书", "食品经营许可证延续申请表"),
}
ROWS: Mapping[str, tuple[Row, ...]] = {
    "id_card": (
        ("姓名", "name"),
        ("性别", "sex"),
        ("民族", "nation"),
        ("出生", "birth"),
        ("住址", "address"),
        ("公民身份号码", "idno"),
    ),
    "business_license": (
        ("统一社会信用代码", "uscc"),
        ("名称", "org_name"),
        ("类型", "=有限责任公司"),
        ("法定代表人", "legal_person"),
        ("注册资本", "=伍拾万圆整"),
        ("成立日期", "founded_on"),
        ("住所", "residence"),
        ("登记机关", "registrar"),
    ),
    "food_license": (
        ("经营者名称", "operator"),
        ("统一社会信用代码", "uscc"),
        ("法定代表人（负责人）", "legal_person"),
        ("经营场所", "biz_address"),
        ("主体业态", "main_type"),
        ("经营项目", "biz_items"),
        ("许可证编号", "license_no"),
        ("有效期至", "valid_to"),
        ("投诉举报电话", "=12315"),
    ),
    "nurse_certificate": (
        ("姓名", "name"),
        ("性别", "sex"),
        ("出生日期", "birth"),
        ("身份证号码", "idno"),
        ("护士执业证书编号", "cert_no"),
        ("执业地点", "institution"),
        ("首次注册日期", "first_registered"),
        ("注册有效期至", "valid_to"),
        ("证书流水号", "=350000202600017"),
    ),
    "nurse_application": (
        ("申请人姓名", "name"),
        ("身份证号码", "idno"),
        ("护士执业证书编号", "cert_no"),
        ("原执业机构", "old_inst"),
        ("拟执业机构", "new_inst"),
        ("紧急联系人", "=样例亲属"),
        ("紧急联系人电话", "=14000009999"),
    ),
    "practice_certificate": (
        ("姓名", "name"),
        ("性别", "sex"),
        ("出生日期", "birth"),
        ("住址", "address"),
        ("证号", "cert_no"),
        ("准驾车型", "drv_class"),
        ("从业资格类别", "category"),
        ("初次领证日期", "first_issued"),
        ("有效期限", "valid_to"),
    ),
    "driver_application": (
        ("姓名", "name"),
        ("身份证号码", "idno"),
        ("从业资格证号", "cert_no"),
        ("从业资格类别", "category"),
        ("配偶身份证号码", "=35019919800101402X"),
        ("联系电话", "=14000001234"),
        ("换发原因", "=有效期届满"),
    ),
    "driving_licence": (
        ("证号", "idno"),
        ("姓名", "name"),
        ("性别", "sex"),
        ("住址", "address"),
        ("出生日期", "birth"),
        ("初次领证日期", "first_issued"),
        ("准驾车型", "drv_class"),
        ("档案编号", "file_no"),
    ),
    "elder_application": (
        ("老人姓名", "name"),
        ("身份证号码", "idno"),
        ("户籍地址", "=福建省仿真市样例区样本镇仿真街1号"),
        ("开户银行", "=仿真银行"),
        ("户名", "acct_name"),
        ("银行账号", "bank_acct"),
        ("代办人姓名", "=样例亲属"),
        ("代办人身份证号码", "=35019919800101402X"),
    ),
    "household_register": (
        ("姓名", "name"),
        ("户主或与户主关系", "=户主"),
        ("性别", "=男"),
        ("出生日期", "birth"),
        ("籍贯", "=福建省仿真市"),
        ("公民身份证件编号", "idno"),
        ("住址", "address"),
        ("婚姻状况", "=已婚"),
        ("文化程度", "=小学"),
    ),
    "bank_card": (("户名", "acct_name"), ("卡号", "bank_acct"), ("开户行", "bank"), ("币种", "=人民币")),
    "food_renew_application": (
        ("许可证编号", "license_no"),
        ("经营者名称", "operator"),
        ("主体业态", "=食品销售经营者"),
        ("联系人身份证号", "=35019919800101402X"),
        ("联系电话", "=14000001234"),
    ),
}
DAMAGES: Mapping[str, str] = {
    "plain": "",
    "small": "zoom: 0.62;",
    "turned": "transform: rotate(2.5deg); margin: 60px;",
    "soft": "filter: blur(1.1px) contrast(0.75);",
    "shadow": "background: linear-gradient(115deg, #fff 30%, #777 75%);",
    "inverse": "transform: rotate(180deg);",
}
LAYOUTS = ("grid", "pairs", "list", "header", "underlined")
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Sans Mono CJK SC")
_STYLE = """
body { width: 880px; margin: 0; padding: 36px; font-size: 21px; line-height: 1.7; }
h1 { text-align: center; font-size: 34px; letter-spacing: 4px; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #333; padding: 7px 10px; font-weight: normal; text-align: left; }
u { padding: 0 12px; } p { margin: 6px 0; } i { color: #bbb; font-style: normal; }
"""


@dataclass(frozen=True, slots=True)
class ForeignPaper:
    """One paper: what it is, the file, and what stands on it."""

    kind: str
    layout: str
    damage: str
    name: str
    data: bytes
    truth: Mapping[str, str]
    others: frozenset[str]
    """What stands there about somebody or something else."""


def papers(browser: Browser, seeds: Sequence[int]) -> Iterator[ForeignPaper]:
    """Print each kind in each layout once per seed, with the damages in turn; every sixth as a PDF."""
    page = browser.new_page(viewport={"width": 1000, "height": 760}, device_scale_factor=1.6)
    places = ((seed, kind, layout) for seed in seeds for kind in ROWS for layout in LAYOUTS)
    for place, (seed, kind, layout) in enumerate(places):
        rng = Random(f"{kind}|{layout}|{seed}")
        truth, rows = _filled(kind, seed)
        damage = tuple(DAMAGES)[(place + seed) % len(DAMAGES)]
        page.set_content(_document(rng.choice(TITLES[kind]), rows, layout, damage, rng.choice(FONTS)))
        is_pdf = damage == "plain" and layout in {"grid", "list"}
        data = page.pdf() if is_pdf else page.screenshot(full_page=True, type="jpeg", quality=70)
        name = f"{kind}-{layout}-{damage}-{seed}.{'pdf' if is_pdf else 'jpg'}"
        others = frozenset(source[1:] for _, source in ROWS[kind] if source.startswith("="))
        yield ForeignPaper(kind, layout, damage, name, data, truth, others)
    page.close()


def _filled(kind: str, seed: int) -> tuple[dict[str, str], list[Row]]:
    values = {key: str(value) for key, value in sample(kind, seed).items()}
    truth, rows = {}, []
    for label, source in ROWS[kind]:
        if source.startswith("="):
            rows.append((label, source[1:]))
        else:
            truth[source] = values[source]
            rows.append((label, _shown(values[source])))
    return truth, rows


def _shown(value: str) -> str:
    """Write a date as people write it."""
    parts = value.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日"
    return value.replace(";", "；")


def _document(title: str, rows: Sequence[Row], layout: str, damage: str, font: str) -> str:
    body = _SET[layout]([(html.escape(label), html.escape(value)) for label, value in rows])
    style = f"{_STYLE} body {{ font-family: '{font}'; {DAMAGES[damage]} }}"
    return f"<style>{style}</style><body><h1>{title}</h1>{body}<p><i>样例 样例 样例</i></p></body>"


def _grid(rows: Sequence[Row]) -> str:
    return f"<table>{''.join(f'<tr><td>{a}</td><td>{b}</td></tr>' for a, b in rows)}</table>"


def _pairs(rows: Sequence[Row]) -> str:
    cells = [f"<td>{label}</td><td>{value}</td>" for label, value in rows]
    lines = ("".join(cells[at : at + 2]) for at in range(0, len(cells), 2))
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _list(rows: Sequence[Row]) -> str:
    return "".join(f"<p>{label}：{value}</p>" for label, value in rows)


def _header(rows: Sequence[Row]) -> str:
    """Set labels in one row and the values in the row below, three to a row."""
    lines = []
    for at in range(0, len(rows), 3):
        part = rows[at : at + 3]
        lines.append("".join(f"<th>{label}</th>" for label, _ in part))
        lines.append("".join(f"<td>{value}</td>" for _, value in part))
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _underlined(rows: Sequence[Row]) -> str:
    return "".join(f"<p>{label} <u>{value}</u></p>" for label, value in rows)


_SET: Mapping[str, Callable[[Sequence[Row]], str]] = {
    "grid": _grid,
    "pairs": _pairs,
    "list": _list,
    "header": _header,
    "underlined": _underlined,
}
