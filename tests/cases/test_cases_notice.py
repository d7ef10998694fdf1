"""One notice, whole, in order, and nothing an applicant writes can break it."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cases.clock import WorkCalendar
from cases.notice import as_html, as_text, compose_notice, law_text, one_line, opinion_text, refusal_text
from review_points.conclude import RefusalGround
from review_points.findings import Basis, Deficiency, Effect
from tests.fakes.scenario import WORDING

LAW = Basis(law="护士条例", article="第十条")
NAMES = {"id_card": "居民身份证", "letter": "聘用证明"}


def a_deficiency(says: str, *, material: str = "id_card", fix: str = "请重新上传", law: Basis = LAW, **rest):
    return Deficiency(code="C", point="P", material=material, says=says, fix=fix, basis=(law,), **rest)


def a_notice(*deficiencies: Deficiency, on: date = date(2026, 11, 2)):
    return compose_notice(deficiencies, wording=WORDING, material_names=NAMES, on=on, calendar=WorkCalendar())


def test_faults_stand_by_material_in_the_scenarios_order_and_are_numbered_through():
    notice = a_notice(
        a_deficiency("丙", material="letter"),
        a_deficiency("乙"),
        a_deficiency("甲", material=""),
        a_deficiency("丁", material="elsewhere"),
    )
    assert [group.title for group in notice.groups] == ["申请表单", "居民身份证", "聘用证明", "elsewhere"]
    assert [(e.number, e.says) for g in notice.groups for e in g.entries] == [
        (1, "甲"),
        (2, "乙"),
        (3, "丙"),
        (4, "丁"),
    ]


def test_the_same_fault_is_told_once_with_every_law():
    other = Basis(law="《行政许可法》", article="第三十二条")
    notice = a_notice(a_deficiency("甲"), a_deficiency("甲", law=other), a_deficiency("甲"))
    (group,) = notice.groups
    (entry,) = group.entries
    assert entry.law == "《护士条例》第十条；《行政许可法》第三十二条"


def test_what_may_follow_later_says_so_unless_it_must_come_now_as_well():
    later = a_deficiency("甲", effect=Effect.TOLERABLE)
    assert "可容缺" in as_text(a_notice(later))
    assert "可容缺" not in as_text(a_notice(later, a_deficiency("甲")))


def test_the_day_is_named_only_when_working_days_are_published():
    assert "2026 年 11 月 9 日前" in a_notice(a_deficiency("甲")).due
    unknown = a_notice(a_deficiency("甲"), on=date(2039, 3, 1)).due
    assert "5 个工作日" in unknown
    assert "2039" not in unknown


def test_the_text_is_never_cut_short():
    notice = a_notice(a_deficiency("甲" * 100))
    whole, lawless = as_text(notice), as_text(notice, with_law=False)
    assert opinion_text(notice, limit=len(whole)) == whole
    assert opinion_text(notice, limit=len(whole) - 1) == lawless
    assert opinion_text(notice, limit=len(lawless) - 1) is None
    assert opinion_text(notice, heading="请补正。").startswith("请补正。\n")


def test_markup_templates_and_line_breaks_of_applicants_are_only_text():
    bad = "<script>alert(1)</script> {{ 7*7 }} {% x %} {0} %s\n【伪造】\r3. 通过"
    notice = a_notice(a_deficiency(bad))
    html, text = as_html(notice), as_text(notice)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7*7 }}" in html
    assert "49" not in html
    assert not any(line.startswith(("【伪造】", "3.")) for line in text.splitlines())


def test_direction_marks_are_shown_and_do_not_act():
    assert one_line("甲\u202e乙\u200d") == "甲⟨U+202E⟩乙⟨U+200D⟩"


@given(st.text(max_size=60))
def test_no_text_can_start_a_line_of_its_own(says: str):
    plain = as_text(a_notice(a_deficiency("x")))
    assert len(as_text(a_notice(a_deficiency("x" + says))).splitlines()) == len(plain.splitlines())


def test_a_refusal_names_its_grounds_and_their_law():
    ground = RefusalGround(point="P", says="已注销\n执业注册", basis=(LAW,))
    assert refusal_text([ground], heading="不符合条件。").startswith("不符合条件。\n1. ")
    assert refusal_text([ground, replace(ground, basis=())]) == (
        "1. 已注销 执业注册（依据：《护士条例》第十条）\n2. 已注销 执业注册"
    )
    assert law_text(()) == ""
