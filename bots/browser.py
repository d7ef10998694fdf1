"""The browser of one robot: one thread owns it, everybody else asks that thread.

Playwright's synchronous objects belong to the thread that made them, and durable workflows run on whatever
thread is free. So each robot has one browser thread; `call` runs a piece of work there and waits for it.

Several of Playwright's calls wait without end when the browser stops answering: closing a page was seen to.
So no work has more than its time: past it, the browser is killed, and whatever waited for it fails.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import psutil
from loguru import logger
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Route, sync_playwright

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

    def __init__(
        self, executable: Path, *, home: str, timeout_s: float = 15.0, patience_s: float = 300.0
    ) -> None:
        """Remember what to start.

        Args:
            executable: the browser.
            home: the legacy system's address; requests to any other host are blocked.
            timeout_s: how long one action or navigation may take.
            patience_s: how long one piece of work may take before its browser is killed.
        """
        self.dialogs = DialogWatch()
        self._executable = executable
        self._host = urlsplit(home).netloc
        self._timeout_s, self._patience_s = timeout_s, patience_s
        self._mark = f"--minshen-robot={uuid4().hex}"
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._context: BrowserContext | None = None

    def call(self, work: Callable[[BrowserContext], T]) -> T:
        """Run the work in the browser's thread and return its result; its errors come out as ours."""
        return self._thread.submit(self._run, work).result()

    def leave(self, page: Page) -> None:
        """Close a page, from the browser's thread; a browser that does not do it in time is killed."""
        with suppress(Error), self._killed_after(self._timeout_s):
            page.close()

    def close(self) -> None:
        """Close the browser and end the thread."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _run(self, work: Callable[[BrowserContext], T]) -> T:
        try:
            with translating(), self._killed_after(self._patience_s):
                return work(self._ready())
        except BrowserCrashed:
            self._close()
            raise

    def _ready(self) -> BrowserContext:
        if self._browser is not None and not self._browser.is_connected():
            self._close()
        if self._context is None:
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(
                executable_path=self._executable, args=[*QUIET, self._mark]
            )
            self._context = self._browser.new_context(
                locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 900}
            )
            self._context.set_default_timeout(self._timeout_s * 1000)
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
            with suppress(Error), self._killed_after(self._timeout_s):
                browser.close()
        if playwright is not None:
            playwright.stop()

    @contextmanager
    def _killed_after(self, seconds: float) -> Iterator[None]:
        """Kill the browser when the block takes longer; what waits in it then fails as after a crash."""
        timer = Timer(seconds, self._kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill(self) -> None:
        logger.warning("browser does not answer: killed")
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                if self._mark in process.cmdline():
                    process.kill()
