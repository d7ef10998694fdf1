"""Find a browser on this machine: the setting first, then what is installed."""

import os
import shutil
from pathlib import Path

from cases.errors import BrowserMissing

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chromium-headless-shell",
)


def find_browser(setting: Path | None = None) -> Path:
    """Return the browser to drive; raises BrowserMissing with the line that installs one."""
    if setting is not None:
        if not setting.exists():
            raise BrowserMissing(f"MINSHEN_CHROMIUM={setting} 不存在")
        return setting
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    own = sorted(_own_builds())
    if own:
        return own[-1]
    raise BrowserMissing("apt-get install chromium")


def _own_builds() -> list[Path]:
    """Browsers that Playwright downloaded earlier."""
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return [*folder.glob("chromium-*/chrome-linux*/chrome")]
