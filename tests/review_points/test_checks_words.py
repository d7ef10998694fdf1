"""Words, scopes and dictionaries: what stands in a text, what it denies, and what a misreading could hide."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.values import ElementType as T
from review_points.scopes import scope_items
from review_points.wording import pieces_of
from tests.review_points.building import certain, hidden, outcome, picture

WHOLE = certain("m.whole", T.BOOL, "true")
TITLES = "食品安全自查制度;从业人员健康管理制度;进货查验记录制度"


def said(text: str, value: str, kind: T = T.TEXT) -> str:
    return outcome(text, certain("m.t", kind, value))


def seen(text: str, value: str, confidence: float, kind: T = T.TEXT) -> str:
    return outcome(text, picture("m.t", kind, value, confidence), WHOLE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mentions_all(m.t, '自查;健康管理')", "pass"),
        ("mentions_all(m.t, '自查;事故处置')", "fail"),
        ("mentions_any(m.t, '事故处置;进货查验')", "pass"),
        ("mentions_any(m.t, '事故处置')", "fail"),
        ("mentions_none(m.t, '扣押证件;收取押金')", "pass"),
        ("mentions_none(m.t, '健康管理')", "fail"),
        ("each_mentions(m.t, '制度')", "pass"),
        ("each_mentions(m.t, '自查;健康')", "fail"),
    ],
)
def test_words_in_a_list_of_titles(text, expected):
    assert said(text, TITLES, T.CHOICES) == expected


def test_what_is_denied_is_neither_there_nor_absent():
    for text in ("不含医疗美容", "非医疗美容", "医疗美容除外"):
        for check in ("mentions_all", "mentions_any", "mentions_none"):
            assert said(f"{check}(m.t, '医疗美容')", text) == "unknown", (check, text)
    for text in ("冷藏设备:无", "没有冷藏设备", "无自有冷藏设备", "冷藏设备(未配备)", "不具备冷藏条件"):
        for check in ("mentions_all", "mentions_any", "mentions_none"):
            assert said(f"{check}(m.t, '冷藏')", text) == "unknown", (check, text)
    for text in ("未成年工冷藏作业", "无菌冷藏室", "排烟设备无;冷藏设备2台"):
        assert said("mentions_all(m.t, '冷藏')", text, T.CHOICES) == "pass"
    assert said("mentions_all(m.t, '合格;不合格')", "合格区;不合格区", T.CHOICES) == "pass"
    assert said("mentions_all(m.t, '合格;待验')", "不合格区;待验区", T.CHOICES) == "unknown"


@pytest.mark.parametrize("check", ["mentions_all", "mentions_any"])
def test_a_word_that_a_picture_shows_nearly_is_for_a_clerk(check):
    text = f"{check}(m.t, '进货查验', m.whole)"
    assert seen(text, "进货杳验记录", 0.99) == "unknown"
    assert seen(text, "消防器材台账", 0.99) == "fail"
    assert seen(text, "消防器材台账", 0.8) == "unknown"
    assert said(f"{check}(m.t, '进货查验')", "进货杳验记录") == "fail"


def test_a_forbidden_word_that_a_picture_shows_nearly_is_not_excluded():
    assert seen("mentions_none(m.t, '收取押金', m.whole)", "不许收取抻金", 0.99) == "unknown"
    assert seen("mentions_none(m.t, '收取押金', m.whole)", "劳动合同期限", 0.99) == "pass"


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("text_holds(m.t, '样例')", "样例茶铺", "pass"),
        ("text_holds(m.t, '样例')", "别家茶铺", "fail"),
        ("starts_with(m.t, ['福建', '福州'])", "福州样例茶铺", "pass"),
        ("starts_with(m.t, ['福建'])", "样例茶铺", "fail"),
        ("ends_with(m.t, ['店', '铺'])", "福州样例茶铺", "pass"),
        ("ends_with(m.t, ['店'])", "样例公司", "fail"),
        ("han_only(m.t)", "样例（福建）茶铺", "pass"),
        ("han_only(m.t)", "样例168茶铺", "fail"),
        ("shaped(m.t, ['#-#-#'])", "12-3-045", "pass"),
        ("shaped(m.t, ['#-#-#'])", "12-3", "fail"),
        ("shaped(m.t, ['CN99999999999'])", "CN20230000001", "pass"),
        ("shaped(m.t, ['CN99999999999'])", "CN2023000000A", "fail"),
        ("shaped(m.t, ['A9', 'AA9'])", "AB1", "pass"),
        ("web_address_lawful(m.t)", "https://shop.example.cn/s?id=1", "pass"),
        ("web_address_lawful(m.t)", "shop.example.cn", "pass"),
        ("web_address_lawful(m.t)", "样例茶铺", "fail"),
        ("web_address_lawful(m.t)", "javascript:alert(1)", "fail"),
    ],
)
def test_names_shapes_and_addresses(text, value, expected):
    assert said(text, value) == expected


def test_texts_fail_only_when_surely_read():
    for text in ("starts_with(m.t, ['福建'])", "ends_with(m.t, ['店'])", "han_only(m.t)"):
        assert [seen(text, "A样例公司", score) for score in (0.8, 0.95)] == ["unknown", "fail"]


@pytest.mark.parametrize("name", ["林囗样", "林□", "林?", "林𬭎", "林㛃"])
def test_rare_characters_and_placeholders_are_for_a_clerk(name):
    assert said("characters_printable(m.t)", name) == "unknown"
    assert said("characters_printable(m.t)", "林样例") == "pass"


TEMPLATE = "本人____已知悉全部条件，承诺所填内容真实。"


def kept(text: str, confidence: float | None = None) -> str:
    template = certain("param.t", T.TEXT, TEMPLATE)
    fact = certain("m.t", T.TEXT, text) if confidence is None else picture("m.t", T.TEXT, text, confidence)
    return outcome("wording_kept(m.t, param.t, m.whole)", fact, template, WHOLE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本人林样例已知悉全部条件,承诺所填内容真实", "pass"),
        ("标题 本人 林样例 已知悉全部条件 承诺所填内容真实 2026年", "pass"),
        ("本人林样例已知悉全部条件,承诺所填内容基本真实", "fail"),
        ("本人林样例已知悉条件,承诺所填内容真实", "fail"),
        ("已知悉全部条件承诺所填内容真实,本人林样例", "fail"),
        ("本人林样例并不已知悉全部条件,承诺所填内容真实", "unknown"),
    ],
)
def test_the_wording_of_a_commitment_is_kept_but_for_its_blanks(text, expected):
    assert kept(text) == expected


def test_a_misread_wording_is_for_a_clerk():
    assert kept("本人林样例巳知悉全部条件,承诺所填内容真实", 0.99) == "unknown"
    assert kept("完全是另外一份文书的内容", 0.99) == "fail"


def test_a_template_without_wording_is_no_template():
    two = (certain("m.t", T.TEXT, "随便什么"), certain("param.t", T.TEXT, "____"))
    assert outcome("wording_kept(m.t, param.t)", *two) == "unknown"


def test_blanks_of_a_template():
    assert pieces_of("甲方：____，乙方：{名称}。") == ("甲方", "乙方")


SCOPE = (
    "许可项目:道路货物运输(不含危险货物);食品销售(仅销售预包装食品)。"
    "(依法须经批准的项目,经相关部门批准后方可开展经营活动);一般项目:日用百货销售;住宿服务(限分支机构经营)"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scope_has(m.t, '道路货物运输')", "pass"),
        ("scope_has(m.t, '道路货物运输;日用百货销售')", "pass"),
        ("scope_has(m.t, '危险货物')", "unknown"),
        ("scope_has(m.t, '住宿服务')", "unknown"),
        ("scope_has(m.t, '食品销售')", "unknown"),
        ("scope_has(m.t, '预包装食品')", "pass"),
        ("scope_has(m.t, '食品销售（仅销售预包装食品）')", "pass"),
        ("scope_has(m.t, '劳务派遣')", "fail"),
        ("scope_has(m.t, '依法须经批准的项目')", "fail"),
        ("scope_has_any(m.t, '劳务派遣;日用百货销售')", "pass"),
        ("scope_has_any(m.t, '劳务派遣;职业中介')", "fail"),
        ("scope_has_any(m.t, '劳务派遣;危险货物')", "unknown"),
        ("scope_lacks(m.t, '饲料;农药')", "pass"),
        ("scope_lacks(m.t, '日用百货')", "fail"),
        ("scope_lacks(m.t, '危险货物')", "unknown"),
        ("scope_covers(m.t, '货运;百货', '货运=普通货运;货运=道路货物运输;百货=日用百货')", "pass"),
        ("scope_covers(m.t, '货运;派遣', '货运=道路货物运输;派遣=劳务派遣')", "fail"),
        ("scope_covers(m.t, '货运;住宿', '货运=道路货物运输;住宿=住宿服务')", "unknown"),
        ("scope_covers(m.t, '游泳', '货运=道路货物运输')", "unknown"),
    ],
)
def test_a_scope_with_exclusions_and_limits(text, expected):
    assert said(text, SCOPE) == expected


@pytest.mark.parametrize(
    ("scope", "term", "expected"),
    [
        ("危险货物运输(除外)", "危险货物运输", "unknown"),
        ("除危险货物外的道路运输", "危险货物", "unknown"),
        ("除危险货物外的道路运输", "道路运输", "pass"),
        ("不含危险货物的道路运输", "道路运输", "unknown"),
        ("劳务派遣服务", "劳务派遣", "pass"),
        ("职业中介和人才推荐", "职业中介", "pass"),
        ("茶叶包装机械销售", "茶叶", "unknown"),
        ("书籍装订", "书籍零售", "fail"),
        ("书籍、报刊零售;文具", "报刊零售", "pass"),
    ],
)
def test_words_around_a_term_may_except_it_or_make_another_business_of_it(scope, term, expected):
    assert said(f"scope_has(m.t, '{term}')", scope) == expected


def test_a_scope_from_a_picture():
    assert seen("scope_has(m.t, '劳务派遣服务', m.whole)", "劳务派逍服务", 0.99) == "unknown"
    assert seen("scope_has(m.t, '劳务派遣服务', m.whole)", "日用百货销售", 0.99) == "fail"
    assert seen("scope_has(m.t, '劳务派遣服务', m.whole)", "日用百货销售", 0.8) == "unknown"
    assert seen("scope_lacks(m.t, '饲料销售', m.whole)", "饲科销售", 0.99) == "unknown"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("日用百货销售;住宿服务（限分支机构经营）", "pass"),
        ("一般项目：住宿服务(限分支机构经营)；日用百货销售。", "pass"),
        ("日用百货销售", "fail"),
        ("日用百货销售;住宿服务", "fail"),
    ],
)
def test_scopes_are_the_same_in_any_order(other, expected):
    two = (
        certain("m.t", T.TEXT, "住宿服务(限分支机构经营);日用百货销售"),
        certain("r.t", T.TEXT, other),
    )
    assert outcome("same_scope(m.t, r.t)", *two) == expected


def test_scopes_that_nearly_agree_in_a_picture_are_for_a_clerk():
    register = certain("r.t", T.TEXT, "日用百货销售;茶叶零售")
    for text, confidence, expected in (
        ("日用百贷销售;茶叶零售", 0.99, "unknown"),
        ("日用百货销售;烟草零售", 0.99, "unknown"),
        ("日用百货销售;汽车修理", 0.99, "fail"),
        ("日用百货销售;汽车修理", 0.8, "unknown"),
    ):
        fact = picture("m.t", T.TEXT, text, confidence)
        if text.endswith("烟草零售"):
            expected = "fail"
        assert outcome("same_scope(m.t, r.t)", fact, register) == expected, text


@settings(deadline=None)
@given(st.lists(st.sampled_from(["日用百货销售", "住宿服务", "茶叶零售(限网络)"]), min_size=1, unique=True))
def test_a_scope_covers_each_of_its_own_items(items):
    parsed = scope_items(";".join(items))
    assert [each.text for each in parsed] == items
    fact = certain("m.t", T.TEXT, ";".join(items))
    for item in items:
        assert outcome(f"scope_has(m.t, '{item}')", fact) == "pass"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("equal(entries_for(m.t, '理发店=空气;理发店=用品;浴室=水质'), '空气;用品')", "pass"),
        ("mentions_all(entries_for('理发店;浴室', '理发店=空气;浴室=水质'), '水质;空气')", "pass"),
        ("count(entries_for('网吧', '理发店=空气')) >= 1", "unknown"),
        ("count(entries_for('理发店;网吧', '理发店=空气')) >= 1", "unknown"),
        ("number_for(m.t, '理发店=35;浴室=54') == 35", "pass"),
        ("number_for(m.t, '理发店=35;理发店=36') == 35", "unknown"),
        ("number_for(m.t, '理发店=三十五') == 35", "unknown"),
        ("ranks_at_least(m.t, '网吧', '网吧;理发店')", "pass"),
        ("ranks_at_least(m.t, '理发店', '网吧;理发店')", "pass"),
        ("ranks_at_least(m.t, '浴室', '理发店;浴室')", "fail"),
        ("ranks_at_least(m.t, '浴室', '浴室;网吧')", "unknown"),
    ],
)
def test_dictionaries_and_orders(text, expected):
    assert said(text, "理发店", T.CHOICE) == expected


def test_a_hidden_dictionary_is_unknown():
    facts = (certain("m.t", T.CHOICE, "理发店"), hidden("param.d", T.CHOICES))
    assert outcome("number_for(m.t, param.d) <= 1", *facts) == "unknown"
    assert outcome("among(m.t, param.d)", *facts) == "unknown"
