"""Playwright's errors in our own words, in one place."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from cases.errors import (
    BrowserCrashed,
    LegacySystemError,
    PageChanged,
    PageTimeout,
    SystemUnavailable,
)

_CRASHED = ("Target closed", "Target crashed", "has been closed", "Page crashed", "Browser closed")
_UNREACHABLE = ("net::ERR_", "ECONNREFUSED", "ECONNRESET", "socket hang up", "NS_ERROR")
_OTHER_PAGE = (
    "strict mode violation",
    "Element is not",
    "No node found",
    "did not find",
)
_ON_THE_MOVE = ("Frame was detached", "Execution context was destroyed", "interrupted by another navigation")


def translated(error: Error) -> LegacySystemError:
    """Return our error for one of Playwright's; the text keeps no values of the page."""
    text = error.message
    if isinstance(error, PlaywrightTimeout) or any(mark in text for mark in _ON_THE_MOVE):
        return PageTimeout(_first_line(text))
    if any(mark in text for mark in _UNREACHABLE):
        return SystemUnavailable(_first_line(text))
    if any(mark in text for mark in _CRASHED) or type(error).__name__ == "TargetClosedError":
        return BrowserCrashed(_first_line(text))
    if any(mark in text for mark in _OTHER_PAGE):
        return PageChanged(_first_line(text))
    return LegacySystemError(_first_line(text))


@contextmanager
def translating() -> Iterator[None]:
    """Turn every error of Playwright inside the block into ours."""
    try:
        yield
    except Error as error:
        raise translated(error) from error


def _first_line(text: str) -> str:
    return text.splitlines()[0][:160] if text else ""
