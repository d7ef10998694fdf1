import pytest

from cases.clock import SystemClock
from cases.settings import Settings
from cases.storage import SqlCaseStore, UserStore
from console.serve import open_console
from tests.console.world import Browser


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    for name in ("MINSHEN_ADMIN_PASSWORD", "MINSHEN_CLERK_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return Settings(data_dir=tmp_path, database_url="")


def names(settings: Settings) -> list[str]:
    store = SqlCaseStore.at(settings.business_url, SystemClock())
    return [user.username for user in UserStore(store.database).users()]


def test_the_first_start_makes_an_administrator_and_shows_the_password_once(settings):
    said: list[str] = []
    app = open_console(settings, say=said.append)
    password = said[0].rsplit("：", 1)[1]
    assert Browser(app).log_in("admin", password).status_code == 303
    again: list[str] = []
    open_console(settings, say=again.append)
    assert again == []
    assert names(settings) == ["admin"]


def test_given_passwords_are_used_and_not_shown(settings, monkeypatch):
    monkeypatch.setenv("MINSHEN_ADMIN_PASSWORD", "an administrator")
    monkeypatch.setenv("MINSHEN_CLERK_PASSWORD", "a clerk at work")
    said: list[str] = []
    app = open_console(settings, say=said.append)
    assert said == []
    assert Browser(app).log_in("admin", "an administrator").status_code == 303
    assert Browser(app).log_in("clerk", "a clerk at work").status_code == 303


def test_a_chain_cut_off_at_its_end_is_seen_by_its_exported_head(settings, monkeypatch):
    monkeypatch.setenv("MINSHEN_ADMIN_PASSWORD", "an administrator")
    app = open_console(settings)
    browser = Browser(app)
    browser.log_in("admin", "an administrator")
    assert "完整" in browser.get("/audit").text
    settings.heads_file.write_text(
        '{"number":99,"hash":"' + "0" * 64 + '","at":"2026-11-20T09:00:00+08:00"}\n', encoding="utf-8"
    )
    assert "导出过的链头" in browser.get("/audit").text


def test_the_demo_gets_a_clerk_who_can_work_at_once(settings):
    said: list[str] = []
    app = open_console(settings, say=said.append, with_clerk=True)
    assert [line.split("，")[0] for line in said] == ["已创建账号 admin", "已创建账号 clerk"]
    assert Browser(app).log_in("clerk", said[1].rsplit("：", 1)[1]).status_code == 303
