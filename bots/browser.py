"""The browser of one robot: one thread owns it, everybody else asks that thread.

Playwright's synchronous objects belong to the thread that made them, and durable workflows run on whatever
thread is free. So each robot has one browser thread; `call` runs a piece of work there and waits for it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Playwright, Route, sync_playwright

from bots.browser_dialogs import DialogWatch
from bots.browser_errors import translating
from cases.errors import BrowserCrashed

T = TypeVar("T")

QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)


class BrowserThread:
    """A headless browser with one context, in a thread of its own; started when first asked."""

    def __init__(self, executable: Path, *, home: str, timeout_s: float = 15.0) -> None:
        """Remember what to start.

        Args:
            executable: the browser.
            home: the legacy system's address; requests to any other host are blocked.
            timeout_s: how long one action or navigation may take.
        """
        self.dialogs = DialogWatch()
        self._executable = executable
        self._host = urlsplit(home).netloc
        self._timeout_ms = timeout_s * 1000
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._context: BrowserContext | None = None

    def call(self, work: Callable[[BrowserContext], T]) -> T:
        """Run the work in the browser's thread and return its result; its errors come out as ours."""
        return self._thread.submit(self._run, work).result()

    def close(self) -> None:
        """Close the browser and end the thread."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _run(self, work: Callable[[BrowserContext], T]) -> T:
        try:
            with translating():
                return work(self._ready())
        except BrowserCrashed:
            self._close()
            raise

    def _ready(self) -> BrowserContext:
        if self._browser is not None and not self._browser.is_connected():
            self._close()
        if self._context is None:
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(executable_path=self._executable, args=QUIET)
            self._context = self._browser.new_context(
                locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900}
            )
            self._context.set_default_timeout(self._timeout_ms)
            self._context.route("**/*", self._stay_home)
            self.dialogs.attach(self._context)
        return self._context

    def _stay_home(self, route: Route) -> None:
        if urlsplit(route.request.url).netloc == self._host:
            route.continue_()
        else:
            route.abort()

    def _close(self) -> None:
        browser, playwright = self._browser, self._playwright
        self._browser = self._playwright = self._context = None
        if browser is not None and browser.is_connected():
            with translating():
                browser.close()
        if playwright is not None:
            playwright.stop()
