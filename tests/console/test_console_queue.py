import pytest

from cases.case import CaseState
from console.masking import mask_name, mask_number, mask_numbers_in
from tests.console.province import nurse_case
from tests.console.world import CLOSED, CONFLICT, FIRST, SECOND


@pytest.mark.parametrize(
    ("tab", "shown"),
    [
        ("waiting", {FIRST, SECOND}),
        ("closed", {CLOSED}),
        ("stopped", {CONFLICT}),
        ("all", {FIRST, SECOND, CLOSED, CONFLICT}),
    ],
)
def test_each_tab_shows_its_own_cases(clerk, tab, shown):
    page = clerk.get(f"/queue?tab={tab}").text
    assert {number for number in (FIRST, SECOND, CLOSED, CONFLICT) if number in page} == shown


def test_a_row_says_in_words_what_the_robot_made_of_the_case(clerk):
    page = clerk.get("/queue").text
    assert "建议退回补正" in page
    assert "有要素未能识别、有文件未被打开" in page
    assert "4 天" in page


def test_names_are_masked_in_lists(clerk):
    page = clerk.get("/queue?tab=all").text
    assert "林晓岚" not in page
    assert "林*岚" in page
    assert "黄*" in page


def test_a_case_is_found_by_its_number(clerk):
    page = clerk.get(f"/queue?tab=all&q={CLOSED[-6:]}").text
    assert CLOSED in page
    assert FIRST not in page
    assert "没有找到" in clerk.get("/queue?q=nothing-like-it").text


def test_a_long_queue_comes_in_pages(clerk, world):
    for index in range(45):
        seeded = nurse_case(world.evidence, f"FZ-LONG-{index:03d}")
        world.add(seeded, CaseState.WAITING_CLERK)
    first, last = clerk.get("/queue").text, clerk.get("/queue?page=99").text
    assert "第 1 / 3 页" in first
    assert first.count("data-row>") == 20
    assert "第 3 / 3 页" in last
    assert last.count("data-row>") == 7


@pytest.mark.parametrize("page", ["-5", "0", "abc"])
def test_a_strange_page_number_breaks_nothing(clerk, page):
    assert clerk.get(f"/queue?page={page}").status_code in {200, 422}


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张小明", "张*明"),
        ("张明", "张*"),
        ("欧阳若楠", "欧**楠"),
        ("买买提·艾力", "买****力"),
        ("福州市样例餐饮有限公司", "福州市样例餐饮有限公司"),
        ("", ""),
    ],
)
def test_a_persons_name_keeps_only_its_ends(name, masked):
    assert mask_name(name) == masked


def test_numbers_keep_only_their_ends():
    assert mask_number("350199199203129011") == "350199********9011"
    assert (
        mask_numbers_in("身份证350199199203129011不符，电话13900001234")
        == "身份证350199********9011不符，电话139000*1234"
    )
