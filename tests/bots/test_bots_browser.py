"""A browser that stops answering is killed, and the robot goes on with another."""

from collections.abc import Iterator

import pytest

from bots.browser import BrowserThread
from bots.browser_find import find_browser
from cases.errors import BrowserCrashed

pytestmark = pytest.mark.browser
NEVER = "() => new Promise(() => {})"


@pytest.fixture
def impatient() -> Iterator[BrowserThread]:
    browser = BrowserThread(find_browser(), home="http://127.0.0.1", timeout_s=1.0, patience_s=4.0)
    try:
        yield browser
    finally:
        browser.close()


def shown(context) -> str:
    page = context.new_page()
    page.set_content("<p>福建</p>")
    return page.inner_text("p")


def test_work_that_never_ends_is_ended_and_the_next_gets_another_browser(impatient):
    assert impatient.call(shown) == "福建"
    with pytest.raises(BrowserCrashed):
        impatient.call(lambda context: context.new_page().evaluate(NEVER))
    assert impatient.call(shown) == "福建"


class _Stuck:
    """A page whose closing waits without end, as Playwright's was seen to."""

    def __init__(self, page) -> None:
        self._page = page

    def close(self) -> None:
        self._page.evaluate(NEVER)


def test_a_page_that_does_not_close_keeps_nobody_waiting_and_hides_no_other_error(impatient):
    def work(context):
        page = context.new_page()
        try:
            raise KeyError("what the work found")
        finally:
            impatient.leave(_Stuck(page))

    with pytest.raises(KeyError):
        impatient.call(work)
    assert impatient.call(shown) == "福建"
