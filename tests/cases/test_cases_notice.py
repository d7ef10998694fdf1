"""One notice, whole, in order, and nothing an applicant writes can break it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.clock import WorkCalendar
from cases.notice import Notice, as_text, compose_notice, opinion_text, outside_materials
from cases.plain_words import law_text, one_line
from cases.refusal import refusal_text
from ocr.values import ElementType
from review_points.conclude import RefusalGround
from review_points.facts import Fact, Facts, FactState
from review_points.findings import Basis, Deficiency, Effect
from review_points.fixes import Fix
from tests.fakes.scenario import WORDING, read

LAW = Basis(law="护士条例", article="第十条")
NAMES = {"id_card": "居民身份证", "letter": "聘用证明"}


def a_deficiency(says: str, *, material: str = "id_card", fix: str = "请重新上传", law: Basis = LAW, **rest):
    return Deficiency(code="C", point="P", material=material, says=says, fix=fix, basis=(law,), **rest)


CASE = Facts(
    {
        "id_card.name": Fact(
            name="id_card.name",
            type=ElementType.NAME,
            state=FactState.READ,
            value="林样例",
            readings=(read("name", "林样例"),),
        ),
        "form.name": Fact(name="form.name", type=ElementType.NAME, state=FactState.READ, value="林范本"),
        "form.phone": Fact(name="form.phone", type=ElementType.MOBILE, state=FactState.BLANK),
        "letter.sealed": Fact(
            name="letter.sealed", type=ElementType.BOOL, state=FactState.READ, value="false"
        ),
        "case.received_on": Fact(
            name="case.received_on", type=ElementType.DATE, state=FactState.READ, value="2026-11-02"
        ),
    }
)


def a_notice(*deficiencies: Deficiency, on: date = date(2026, 11, 2), **rest):
    return compose_notice(
        deficiencies, wording=WORDING, material_names=NAMES, on=on, calendar=WorkCalendar(), **rest
    )


def the_entry(notice: Notice):
    (group,) = notice.groups
    (entry,) = group.entries
    return entry


def test_faults_stand_by_material_in_the_scenarios_order_and_are_numbered_through():
    notice = a_notice(
        a_deficiency("丙", material="letter"),
        a_deficiency("乙"),
        a_deficiency("甲", material=""),
    )
    assert [group.title for group in notice.groups] == ["申请表单", "居民身份证", "聘用证明"]
    assert [(e.number, e.says) for g in notice.groups for e in g.entries] == [
        (1, "甲"),
        (2, "乙"),
        (3, "丙"),
    ]


def test_no_notice_is_written_that_asks_for_a_material_outside_the_items_list():
    stranger = a_deficiency("丁", material="elsewhere")
    assert outside_materials([a_deficiency("甲"), stranger], NAMES) == ("elsewhere",)
    with pytest.raises(ValueError, match="elsewhere"):
        a_notice(a_deficiency("甲"), stranger)


def test_the_same_fault_is_told_once_with_every_law():
    other = Basis(law="《行政许可法》", article="第三十二条")
    notice = a_notice(a_deficiency("甲"), a_deficiency("甲", law=other), a_deficiency("甲"))
    assert the_entry(notice).law == "《护士条例》第十条；《行政许可法》第三十二条"


def test_what_may_follow_later_says_so_unless_it_must_come_now_as_well():
    later = a_deficiency("甲", effect=Effect.TOLERABLE)
    assert "可容缺" in as_text(a_notice(later))
    assert "可容缺" not in as_text(a_notice(later, a_deficiency("甲")))


def test_what_may_follow_names_its_own_time_and_the_shorter_one_counts():
    later = a_deficiency("甲", effect=Effect.TOLERABLE, due_workdays=10)
    assert "（可容缺，受理后 10 个工作日内补交）" in as_text(a_notice(later))
    sooner = replace(later, due_workdays=5, code="D")
    assert the_entry(a_notice(later, sooner)).follow_workdays == 5
    assert the_entry(a_notice(later, a_deficiency("甲"))).follow_workdays is None


def test_what_was_found_is_told_with_its_page_and_the_case_itself_is_not_told():
    names = ("case.received_on", "form.name", "form.phone", "id_card.name", "letter.sealed", "letter.gone")
    entry = the_entry(a_notice(a_deficiency("甲", facts=names), facts=CASE, form_labels={"name": "申请人"}))
    assert entry.shows == (
        "查见：申请表单·申请人“林范本”；申请表单·联系电话“空白”；"
        "居民身份证·姓名“林样例”（第 1 页）；聘用证明·已盖章“否”"
    )


def test_that_a_material_is_as_it_should_be_is_no_news():
    sealed = replace(CASE["letter.sealed"], value="true")
    case = Facts({**CASE.by_name, "letter.sealed": sealed})
    entry = the_entry(a_notice(a_deficiency("甲", facts=("letter.sealed", "form.name")), facts=case))
    assert entry.shows == "查见：申请表单·姓名“林范本”"


def test_the_sentence_of_the_law_stands_beside_its_article():
    law = Basis(law="护士条例", article="第十条", text="应当报告。")
    assert the_entry(a_notice(a_deficiency("甲", law=law))).law == "《护士条例》第十条“应当报告。”"


def test_it_says_at_how_few_places_changes_are_enough():
    one, two, three = a_deficiency("甲"), a_deficiency("乙"), a_deficiency("丙", material="letter")
    fixes = (
        Fix(turns=(("P", "c"),), deficiencies=(two,)),
        Fix(turns=(("P", "a"), ("P", "b")), deficiencies=(one, three), fact="form.name"),
    )
    notice = a_notice(one, two, three, fixes=fixes)
    assert notice.enough == (
        "修改以下 2 处即可通过：第 1、3 项（同为“申请表单·姓名”）；第 2 项。补正后的内容仍须审查。"
    )
    assert notice.enough in as_text(notice)
    assert a_notice(one, two).enough == ""


def test_two_checks_told_in_one_sentence_are_one_place():
    one = a_deficiency("甲")
    fixes = (
        Fix(turns=(("P", "a"),), deficiencies=(one,)),
        Fix(turns=(("P", "b"),), deficiencies=(replace(one, point="Q"),)),
    )
    assert "修改以下 1 处即可通过：第 1 项。" in a_notice(one, replace(one, point="Q"), fixes=fixes).enough


def test_the_day_is_named_only_when_working_days_are_published():
    assert "2026 年 11 月 9 日前" in a_notice(a_deficiency("甲")).due
    unknown = a_notice(a_deficiency("甲"), on=date(2039, 3, 1)).due
    assert "5 个工作日" in unknown
    assert "尚未公布" in unknown
    assert "2039" not in unknown


def test_the_text_is_never_cut_short():
    notice = a_notice(a_deficiency("甲" * 100, facts=("id_card.name",)), facts=CASE)
    whole, bare = as_text(notice), as_text(notice, with_found=False)
    lawless = as_text(notice, with_law=False, with_found=False)
    assert opinion_text(notice, limit=len(whole)) == whole
    assert opinion_text(notice, limit=len(whole) - 1) == bare
    assert opinion_text(notice, limit=len(bare) - 1) == lawless
    assert opinion_text(notice, limit=len(lawless) - 1) is None
    assert opinion_text(notice, heading="请补正。").startswith("请补正。\n")


def test_markup_templates_and_line_breaks_of_applicants_are_only_text():
    bad = "<script>alert(1)</script> {{ 7*7 }} {% x %} {0} %s\n【伪造】\r3. 通过"
    notice = a_notice(a_deficiency(bad))
    text = as_text(notice)
    assert "<script>alert(1)</script> {{ 7*7 }} {% x %} {0} %s 【伪造】 3. 通过" in text
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
