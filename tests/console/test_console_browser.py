"""A clerk at a real Chromium: keyboard, boxes, deciding, no request to any outside host, no barrier."""

import shutil
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cases.follow_ups import FollowUp, FollowUpKind
from review_points.conclude import ConclusionKind
from tests.console.world import FIRST, PASSWORD, SECOND, World

pytestmark = pytest.mark.browser
SIZES = [{"width": 1366, "height": 768}, {"width": 1920, "height": 1080}]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is missing: run make test, which installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(world.app(), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test when it asks another host, or when its console complains."""
    context = chromium.new_context(base_url=address, viewport=SIZES[0], locale="zh-CN")
    shown = context.new_page()
    hosts: set[str | None] = set()
    complaints: list[str] = []
    shown.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    shown.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    yield shown
    context.close()
    assert hosts == {"127.0.0.1"}
    assert complaints == []


def log_in(page: Page) -> None:
    page.goto("/")
    page.get_by_label("账号").fill("陈审批")
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="办件队列")).to_be_visible()


def open_first(page: Page) -> None:
    log_in(page)
    page.goto(f"/case/fuzhou:{FIRST}")


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in {"serious", "critical"}
    ]


def press(page: Page, key: str) -> None:
    """Press a key as soon as the page listens to keys."""
    expect(page.locator("body[data-keys]")).to_be_attached()
    page.keyboard.press(key)


def test_the_queue_is_worked_with_the_keyboard_alone(page: Page):
    log_in(page)
    press(page, "j")
    expect(page.get_by_role("link", name=FIRST)).to_be_focused()
    press(page, "ArrowDown")
    expect(page.get_by_role("link", name=SECOND)).to_be_focused()
    press(page, "k")
    press(page, "Enter")
    expect(page.get_by_role("heading", name=FIRST)).to_be_visible()
    press(page, "j")
    expect(page.get_by_role("heading", name=SECOND)).to_be_visible()
    press(page, "q")
    expect(page.get_by_role("heading", name="办件队列")).to_be_visible()


def test_a_finding_shows_its_box_on_the_picture(page: Page):
    open_first(page)
    page.get_by_role("button", name="护士注册在有效期内").click()
    box = page.locator(".box.is-shown")
    expect(box).to_have_count(1)
    expect(box).to_have_accessible_name("证据：有效期至：2026-05-01")
    expect(page.get_by_role("tab", name="护士执业证书")).to_have_attribute("aria-selected", "true")
    picture = page.get_by_role("img", name="护士执业证书，第 1 页")
    expect(picture).to_have_js_property("complete", True)
    sheet, place = picture.bounding_box(), box.bounding_box()
    assert sheet["x"] < place["x"] < sheet["x"] + sheet["width"]
    assert 0.60 < (place["y"] - sheet["y"]) / sheet["height"] < 0.90


def test_a_box_leads_back_to_the_finding_that_rests_on_it(page: Page):
    open_first(page)
    press(page, "2")
    page.get_by_role("button", name="证据：证书编号").press("Enter")
    expect(page.locator(".finding.is-here")).to_contain_text("证书编号与表单一致")
    expect(page.locator(".finding.is-here")).to_be_visible()


def test_findings_panels_and_zoom_have_keys(page: Page):
    open_first(page)
    press(page, "n")
    expect(page.locator(".finding.is-here")).to_contain_text("护士注册在有效期内")
    press(page, "n")
    expect(page.locator(".finding.is-here")).to_contain_text("聘用证明注明日期")
    press(page, "p")
    expect(page.locator(".finding.is-here")).to_contain_text("护士注册在有效期内")
    sheet = page.locator(".sheet:visible").first
    before = sheet.bounding_box()["width"]
    press(page, "+")
    assert sheet.bounding_box()["width"] > before * 1.2
    press(page, "0")
    assert sheet.bounding_box()["width"] == before
    for key, words in (("e", "表单值"), ("g", "一次性告知书（预览）"), ("h", "机器人领取办件")):
        press(page, key)
        expect(page.get_by_text(words).first).to_be_visible()


def test_the_keys_can_be_switched_off(page: Page):
    log_in(page)
    page.get_by_label("快捷键").uncheck()
    press(page, "j")
    expect(page.get_by_role("link", name=FIRST)).not_to_be_focused()
    page.reload()
    expect(page.get_by_label("快捷键")).not_to_be_checked()


def test_letters_typed_into_a_field_are_no_commands(page: Page):
    open_first(page)
    press(page, "d")
    page.get_by_label("写入业务系统的意见").fill("")
    page.keyboard.type("qjkn0+")
    expect(page.get_by_label("写入业务系统的意见")).to_have_value("qjkn0+")


def test_a_clerk_confirms_the_robots_proposal_in_two_steps(page: Page, world: World):
    open_first(page)
    press(page, "d")
    expect(page.get_by_role("radio", name="退回补正")).to_be_checked()
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("heading", name="请再核对一次")).to_be_visible()
    assert world.cases.case(f"fuzhou:{FIRST}").decision is None
    expect(page.get_by_role("button", name="确认提交")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_role("status")).to_contain_text("决定已记录")
    assert world.cases.case(f"fuzhou:{FIRST}").decision.kind is ConclusionKind.RETURN
    expect(page.get_by_role("link", name=FIRST)).to_have_count(0)


def test_a_changed_decision_asks_for_a_reason(page: Page, world: World):
    open_first(page)
    press(page, "d")
    page.get_by_role("radio", name="通过").check()
    page.get_by_label("写入业务系统的意见").fill("已核对延续注册记录，同意变更。")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("alert")).to_contain_text("必须选择理由")
    page.get_by_label("理由", exact=False).first.select_option("outside_information")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认提交").click()
    expect(page.get_by_role("status")).to_contain_text("决定已记录")
    assert world.cases.case(f"fuzhou:{FIRST}").decision.kind is ConclusionKind.APPROVE


def test_the_skip_link_comes_first_and_works(page: Page):
    log_in(page)
    press(page, "Tab")
    expect(page.get_by_role("link", name="跳到主要内容")).to_be_focused()
    press(page, "Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_pages_fit_the_screen_without_scrolling_sideways(page: Page, size):
    page.set_viewport_size(size)
    log_in(page)
    for path in ("/queue?tab=all", f"/case/fuzhou:{FIRST}"):
        page.goto(path)
        wide, high = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert wide == size["width"]
        assert high == size["height"] or "queue" in path
    expect(page.get_by_role("button", name="办理", exact=True)).to_be_in_viewport()


def test_no_serious_barrier_on_any_page(page: Page):
    page.goto("/login")
    assert serious(page) == []
    log_in(page)
    assert serious(page) == []
    page.goto("/pre-review")
    assert serious(page) == []
    page.get_by_label("办理事项和地区").select_option("fuzhou/nurse_change")
    page.get_by_role("button", name="下一步：填写").click()
    expect(page.get_by_role("button", name="检查材料")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="检查材料").click()
    expect(page.locator(".pre-result")).to_be_visible()
    assert serious(page) == []
    page.goto(f"/case/fuzhou:{FIRST}")
    for key in "fegh":
        press(page, key)
        assert serious(page) == []
    press(page, "d")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("button", name="确认提交")).to_be_visible()
    assert serious(page) == []


def test_follow_ups_are_closed_without_a_barrier_and_fit_the_screen(page: Page, world: World):
    follow_up = FollowUp(
        case_key=f"fuzhou:{FIRST}",
        kind=FollowUpKind.LICENCE_MISSING,
        subject="x",
        says="《营业执照》查无电子证照，由证照生成部门补充生成",
        opened_on=world.clock.today(),
        due_on=world.clock.today(),
    )
    world.cases.follow_ups.open(follow_up, actor="robot-1", at=world.clock.now())
    log_in(page)
    page.get_by_role("link", name="跟进事项").click()
    expect(page.get_by_text("将到期")).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES[0]["width"]
    page.get_by_placeholder("写明办理情况").fill("已补充生成")
    page.get_by_role("button", name="办结").click()
    expect(page.get_by_role("status")).to_contain_text("跟进事项已办结")
    page.get_by_role("link", name="已办结").click()
    expect(page.get_by_text("已补充生成")).to_be_visible()
    assert serious(page) == []
