"""What is wrong on this machine, and how to mend it: each part is really tried, not only looked for."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from bots.browser import BrowserThread
from bots.browser_find import find_browser
from bots.browser_trial import show_chinese_and_download
from bots.systems.files import load_system
from bots.workplace import open_evidence, open_store
from cases.calendar_files import open_calendar, published_years
from cases.clock import SystemClock
from cases.errors import MinShenError
from cases.settings import Settings, SystemSettings
from ocr import models

LEAST_FREE_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One part of the installation: whether it works, what was seen, and how to mend it."""

    name: str
    ok: bool
    text: str
    remedy: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the object of `doctor --json`."""
        return asdict(self)


def check(settings: Settings) -> tuple[Checked, ...]:
    """Try every part of the installation."""
    return tuple(_all(settings))


def print_results(results: tuple[Checked, ...], screen: Console) -> None:
    """Print the results as a table, remedies where something is wrong."""
    table = Table("项目", "结果", "说明", "办法")
    for each in results:
        table.add_row(each.name, "正常" if each.ok else "有问题", each.text, each.remedy)
    screen.print(table)


def _all(settings: Settings) -> Iterator[Checked]:
    yield _tried("数据目录", lambda: _folder(settings), "请检查目录权限与磁盘空间（至少 2 GB）")
    yield _tried("业务数据库", lambda: _database(settings), "请检查 MINSHEN_DATABASE_URL 与磁盘")
    yield _tried(
        "工作日历",
        lambda: _calendar(settings),
        f"请按国务院办公厅的放假通知写入 {settings.calendar_dir}/<年份>.yaml（见 docs/calendar.md）",
    )
    yield _tried("识别模型", lambda: _models(settings), "请执行 make setup")
    yield _tried("中文字体", _fonts, "请执行 apt-get install fonts-noto-cjk")
    yield _tried(
        "浏览器", lambda: _browser(settings), "请执行 apt-get install chromium，或设置 MINSHEN_CHROMIUM"
    )
    for system in settings.systems:
        remedy = "请检查地址、网络，以及 MINSHEN_PASSWORD_<系统标识>"
        yield _tried(f"业务系统 {system.id}", partial(_system, system), remedy)


def _tried(name: str, look: Callable[[], str], remedy: str) -> Checked:
    try:
        return Checked(name=name, ok=True, text=look())
    except (MinShenError, OSError, RuntimeError, ValueError) as error:
        return Checked(name=name, ok=False, text=str(error)[:300], remedy=remedy)


def _folder(settings: Settings) -> str:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    open_evidence(settings).put("闽审".encode())
    free = shutil.disk_usage(settings.data_dir).free
    if free < LEAST_FREE_BYTES:
        raise OSError(f"剩余空间只有 {free // 1_000_000} MB")
    return f"{settings.data_dir}，剩余 {free // 1_000_000_000} GB"


def _database(settings: Settings) -> str:
    store = open_store(settings)
    try:
        return f"已有办件 {len(store.cases())} 件"
    finally:
        store.database.close()


def _calendar(settings: Settings) -> str:
    calendar, today = open_calendar(settings.calendar_dir), SystemClock().today()
    years = published_years(calendar, today)
    if today.year not in years:
        raise OSError(f"{today.year} 年的节假日安排未公布或未载入，期限只能估计")
    listed = "、".join(map(str, years))
    missing = "" if today.year + 1 in years else f"；{today.year + 1} 年尚未公布，跨年的期限按最早可能日提醒"
    return f"已公布 {listed}{missing}"


def _models(settings: Settings) -> str:
    models.check(settings.models_dir)
    return "、".join(models.NEEDED)


def _fonts() -> str:
    command = shutil.which("fc-list")
    if command is None:
        raise OSError("没有 fc-list，无法确认中文字体")
    listed = subprocess.run(
        [command, ":lang=zh", "family"], capture_output=True, text=True, timeout=30, check=True
    )
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line.strip()})
    if not families:
        raise OSError("没有中文字体")
    return "、".join(families[:3])


def _browser(settings: Settings) -> str:
    executable = find_browser(settings.chromium)
    browser = BrowserThread(executable, home="http://127.0.0.1", timeout_s=20.0)
    try:
        return f"{executable}，{browser.call(show_chinese_and_download)}"
    finally:
        browser.close()


def _system(system: SystemSettings) -> str:
    described = load_system(system.file)
    system.password()
    answer = httpx.get(system.url.rstrip("/") + described.login.path, timeout=10.0, trust_env=False)
    if answer.status_code >= httpx.codes.BAD_REQUEST:
        raise OSError(f"{system.url} 返回 HTTP {answer.status_code}")
    return f"{described.name}，可访问"
