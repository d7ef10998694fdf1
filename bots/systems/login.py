"""Log in: account, password, and the captcha read by OCR in a bounded number of tries."""

import re
from collections.abc import Callable

from playwright.sync_api import Page
from pydantic import SecretStr

from bots.systems.pages import squeezed
from bots.systems.schema import CaptchaFile, SystemFile
from cases.errors import CaptchaFailed, LoginFailed

CaptchaReader = Callable[[bytes], str]


def log_in(
    page: Page, system: SystemFile, url: str, account: str, password: SecretStr, read_captcha: CaptchaReader
) -> None:
    """Log in on this page; raises LoginFailed for a refused account, CaptchaFailed when no try was right."""
    tries = system.login.captcha.tries if system.login.captcha else 2
    for _ in range(tries):
        page.goto(url.rstrip("/") + system.login.path)
        if _try_once(page, system, account, password, read_captcha):
            return
        text = squeezed(page.inner_text("body")) if page.query_selector("body") else ""
        if any(squeezed(refused) in text for refused in system.login.refused):
            raise LoginFailed(system.id)
    raise CaptchaFailed(f"{system.id}，已试 {tries} 次")


def _try_once(
    page: Page, system: SystemFile, account: str, password: SecretStr, read_captcha: CaptchaReader
) -> bool:
    login = system.login
    if login.captcha:
        text = _solved(page, login.captcha, read_captcha)
        if text is None:
            return False
        page.fill(login.captcha.input, text)
    page.fill(login.user, account)
    page.fill(login.password, password.get_secret_value())
    with page.expect_navigation():
        page.click(login.submit)
    return page.query_selector(login.done) is not None


def _solved(page: Page, captcha: CaptchaFile, read_captcha: CaptchaReader) -> str | None:
    """Return what the picture says, None when it does not look like a captcha's text."""
    page.wait_for_function(
        "css => { const i = document.querySelector(css); return i && i.complete && i.naturalWidth > 0; }",
        arg=captcha.image,
    )
    text = squeezed(read_captcha(page.locator(captcha.image).screenshot())).upper()
    return text if re.fullmatch(captcha.pattern, text) else None
