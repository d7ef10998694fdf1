"""Every error of Playwright becomes one of ours, and nothing of the page's text goes with it."""

import inspect

import playwright._impl._errors as impl
import playwright.sync_api as api
import pytest

from bots.browser_errors import translated, translating
from cases import errors
from cases.triage import TABLE

CLASSES = sorted(
    {
        kind
        for module in (api, impl)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, BaseException) and kind.__module__.startswith("playwright")
    },
    key=lambda kind: kind.__name__,
)


def test_the_walk_finds_playwrights_errors():
    assert {"Error", "TimeoutError", "TargetClosedError"} <= {kind.__name__ for kind in CLASSES}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_of_playwright_is_translated(kind):
    try:
        error = kind("something") if kind.__name__ != "TargetClosedError" else kind()
    except TypeError:
        pytest.skip("can't be made by hand")
    with pytest.raises(errors.LegacySystemError) as raised, translating():
        raise error
    assert type(raised.value) in TABLE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("net::ERR_CONNECTION_REFUSED at http://x", errors.SystemUnavailable),
        ("read ECONNRESET", errors.SystemUnavailable),
        ("Target page, context or browser has been closed", errors.BrowserCrashed),
        ("Page crashed", errors.BrowserCrashed),
        ("strict mode violation: locator resolved to 2 elements", errors.PageChanged),
        ("Frame was detached", errors.PageTimeout),
        ("Execution context was destroyed, most likely because of a navigation", errors.PageTimeout),
        ("something nobody foresaw", errors.LegacySystemError),
    ],
)
def test_what_went_wrong_decides_what_happens_next(text, kind):
    assert type(translated(api.Error(text))) is kind


def test_only_the_first_line_is_told():
    told = translated(api.Error("Timeout\nCall log:\n  filled 350102199003070028"))
    assert "350102" not in str(told)


def test_our_own_errors_pass_through_unchanged():
    with pytest.raises(errors.WrongCase), translating():
        raise errors.WrongCase("x")
