"""Settings come from the environment above one file, and secrets stay secret."""

import stat

import pytest

from cases.errors import SettingsError
from cases.settings import Settings, kept_key, load_settings, password_variable


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path):
    import os

    for name in list(os.environ):
        if name.startswith("MINSHEN_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing_prepared():
    settings = load_settings()
    assert settings.business_url == "sqlite:///var/minshen.sqlite"
    assert settings.durable_url != settings.business_url
    assert settings.systems == ()


def test_the_environment_stands_above_the_file(monkeypatch, tmp_path):
    (tmp_path / "minshen.toml").write_text('console_port = 9001\ndata_dir = "from_file"\n')
    monkeypatch.setenv("MINSHEN_CONSOLE_PORT", "9002")
    settings = load_settings()
    assert (settings.console_port, str(settings.data_dir)) == (9002, "from_file")


def test_a_system_and_its_password(monkeypatch):
    monkeypatch.setenv(
        "MINSHEN_SYSTEMS", '[{"id":"fz-old","file":"bots/systems/fz.yaml","url":"http://x","account":"r1"}]'
    )
    system = load_settings().system("fz-old")
    with pytest.raises(SettingsError, match="MINSHEN_PASSWORD_FZ_OLD"):
        system.password()
    monkeypatch.setenv(password_variable("fz-old"), "hunter2")
    assert system.password().get_secret_value() == "hunter2"
    assert "hunter2" not in repr(system)


def test_an_unknown_system_names_the_known_ones():
    with pytest.raises(SettingsError, match="没有配置业务系统 nowhere"):
        load_settings().system("nowhere")


def test_wrong_settings_are_named_without_their_values(monkeypatch):
    monkeypatch.setenv("MINSHEN_CONSOLE_PORT", "7654321")
    monkeypatch.setenv("MINSHEN_OCR_PROCESSES", "many")
    with pytest.raises(SettingsError) as raised:
        load_settings()
    assert "MINSHEN_CONSOLE_PORT" in str(raised.value)
    assert "MINSHEN_OCR_PROCESSES" in str(raised.value)
    assert "7654321" not in str(raised.value)


def test_a_misspelt_entry_in_the_file_is_refused(tmp_path):
    (tmp_path / "minshen.toml").write_text("consol_port = 1\n")
    with pytest.raises(SettingsError, match="CONSOL_PORT"):
        load_settings()


def test_keys_are_made_once_and_are_the_owners_only(tmp_path):
    settings = Settings(data_dir=tmp_path / "var")
    assert settings.audit_key() == settings.audit_key()
    assert settings.audit_key() != settings.console_key()
    mode = stat.S_IMODE((tmp_path / "var" / "audit.key").stat().st_mode)
    assert mode == 0o600
    (tmp_path / "short.key").write_text("abc")
    with pytest.raises(SettingsError, match="过短"):
        kept_key(tmp_path / "short.key")
