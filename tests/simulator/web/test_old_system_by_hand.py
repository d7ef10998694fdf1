"""A person with a real Chromium can work with the old system: log in, open the popup, decide."""

import pytest

from simulator.web.reply import COOKIE

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium():
    from shutil import which

    path = which("chromium") or which("chromium-browser") or which("google-chrome")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.mark.parametrize("area", ["fuzhou", "pingtan"])
def test_a_case_is_decided_through_frames_popup_and_dialogs(chromium, province, area):
    system = province.systems[area]
    look = system.look
    context = chromium.new_context(locale="zh-CN", accept_downloads=True)
    page = context.new_page()
    page.goto(province.url(area))
    user, password = province.account(area)
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.wait_for_function("document.getElementById('captchaImg').complete")
    token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == COOKIE)
    page.fill("input[name=captcha]", system.sessions.find(token).captcha)
    page.click("input[name=btnLogin]")
    page.frame_locator("frame[name=leftFrame]").get_by_text(look.labels["waiting"]).click()
    frame = page.frame_locator("frame[name=mainFrame]")
    number = frame.locator("#listTable tr").nth(1).locator("td").nth(0).inner_text()
    with page.expect_popup() as opened:
        frame.locator("#listTable tr").nth(1).get_by_role("link", name=look.buttons["open"]).click()
    popup = opened.value
    assert popup.locator("#caseNo").inner_text() == number
    with popup.expect_download() as started:
        popup.locator("#fileTable a").first.click()
    assert started.value.path().read_bytes().startswith(b"%PDF")
    popup.fill("textarea[name=opinion]", "经审查，材料齐全，同意变更。䶮㛃")
    said = []
    popup.on("dialog", lambda dialog: (said.append((dialog.type, dialog.message)), dialog.accept()))
    popup.locator(f"input[value={look.buttons['approve']}]").click()
    frame.locator("#listTable").get_by_text(number).wait_for(state="detached")
    confirm = look.texts["confirm"].replace("{button}", look.buttons["approve"])
    assert said == [("confirm", confirm), ("alert", "办理成功")]
    assert [(w.number, w.kind, w.opinion) for w in system.ledger.writes] == [
        (number, "approve", "经审查，材料齐全，同意变更。䶮㛃")
    ]
    context.close()
