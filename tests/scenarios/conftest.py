import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

POINT = """\
code: MINI-01
title: 证书在有效期内
in_force: {from: 2020-01-01}
basis: [{law: 护士条例, article: 第十条}]
material: nurse_certificate
checks:
  not_expired: on_or_before(case.received_on, nurse_certificate.valid_to)
  soon: days_left(nurse_certificate.valid_to, case.received_on, param.days)
outcomes:
  not_expired:
    effect: return
    code: EXPIRED
    says: 《护士执业证书》有效期至{nurse_certificate.valid_to}。
    fix: 先办理延续。
  soon: {effect: hint, code: SOON, says: 即将届满。}
unknown: 请核对有效期。
given: {nurse_certificate.valid_to: 2031-05-01, case.received_on: 2026-11-02, param.days: 30}
examples:
  - {name: 有效, expect: pass}
  - name: 过期一天
    facts: {nurse_certificate.valid_to: 2026-11-01}
    expect: fail
    failed: [not_expired, soon]
  - {name: 不可读, facts: {nurse_certificate.valid_to: "!unreadable"}, expect: unknown}
"""

PRESENCE = """\
code: MINI-02
title: 材料齐全
in_force: {from: 2020-01-01}
basis: [{law: 行政许可法, article: 第三十二条}]
material: $m
roles:
  m: {present: bool}
checks:
  present: is_true($m.present)
outcomes:
  present: {effect: return, code: MISSING, says: 缺少《$m_name》。, fix: 补充提交《$m_name》。}
unknown: 请核对材料。
given: {m.present: true}
examples:
  - {name: 有, expect: pass}
  - {name: 没有, facts: {m.present: false}, expect: fail, failed: [present]}
  - {name: 不知道, facts: {m.present: "!not_found"}, expect: unknown}
"""

FILLED = """\
code: MINI-03
title: 必填项
in_force: {from: 2020-01-01}
basis: [{law: 行政许可法, article: 第二十九条}]
roles:
  f: text
checks:
  filled: meaningful($f)
outcomes:
  filled: {effect: return, code: BLANK, says: “$f_name”未填写。, fix: 填写“$f_name”。}
unknown: 请核对。
given: {f: 内容}
examples:
  - {name: 有, expect: pass}
  - {name: 空白, facts: {f: "!blank"}, expect: fail, failed: [filled]}
  - {name: 没有读到, facts: {f: "!not_found"}, expect: unknown}
"""

ITEM = """\
item: mini
name: 微型事项
version: 2026-01-01
in_force: {from: 2020-01-01}
names: [微型]
form:
  - {key: name, label: 姓名, type: name, required: true}
  - {key: note, label: 备注, type: text, required: is_true(form.noted)}
  - {key: noted, label: 有无备注, type: bool, required: false}
materials:
  - {id: nurse_certificate, code: M01, name: 护士执业证书, kind: nurse_certificate, necessity: required}
  - id: employment_letter
    code: M02
    name: 聘用证明
    kind: employment_letter
    necessity: conditional
    when: is_true(form.noted)
registries:
  - {name: open_cases, key: form.name, fields: {has_open: bool}}
points:
  - {use: MINI-01}
  - {use: MINI-02, each: [nurse_certificate, employment_letter]}
  - {use: MINI-03, each_field: required}
checklist: [MINI-01, GEN-99]
not_checked:
  - {point: GEN-99, why: 没有来源。}
parameters:
  days: {type: number, value: 30, least: 10, most: 60}
policy: {autonomy: auto, risk_budget: 0.01, audit_rate: 0.02}
wording:
  approve_opinion: 准予。
  return_opinion: 请补正。
  refuse_opinion: 不予。
  notice_title: 告知书
  notice_intro: 现一次性告知：
  notice_close: 其余齐全。
  days_to_supplement: 10
"""

OVERLAY = """\
item: mini
area: fuzhou
version: 2026-02-01
system: fuzhou
department: 某局
promise_days: 1
parameters:
  days: {type: number, value: 40}
policy: {audit_rate: 0.05}
schedule: "*/10 8-18 * * mon-fri"
"""

FILES = {
    "review_points/points/mini/MINI-01.yaml": POINT,
    "review_points/points/general/MINI-02.yaml": PRESENCE,
    "review_points/points/general/MINI-03.yaml": FILLED,
    "scenarios/province/mini/item.yaml": ITEM,
    "scenarios/fuzhou/mini.yaml": OVERLAY,
}


class Checkout:
    """A small checkout of scenario files that a test may change."""

    def __init__(self, root: Path):
        self.root = root

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, f"{old} does not stand in {name}"
        self.write(name, text.replace(old, new, 1))


@pytest.fixture
def checkout(tmp_path):
    found = Checkout(tmp_path)
    for name, text in FILES.items():
        found.write(name, text)
    for name in (
        "scenarios/areas.yaml",
        "ocr/kinds/nurse_certificate.yaml",
        "ocr/kinds/employment_letter.yaml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return found
