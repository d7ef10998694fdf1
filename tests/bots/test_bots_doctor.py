"""What is wrong on a machine is found by trying it, and told with its remedy."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from bots.doctor import Checked, check, print_results
from bots.systems.files import FOLDER
from cases.settings import Settings, SystemSettings, load_settings


@pytest.fixture
def settings(tmp_path) -> Settings:
    return load_settings().model_copy(update={"data_dir": tmp_path, "systems": ()})


def by_name(settings: Settings) -> dict[str, Checked]:
    return {each.name: each for each in check(settings)}


def test_a_sound_machine_is_told_so(settings):
    assert [each for each in check(settings) if not each.ok] == []


def test_missing_models_browser_and_system_are_told_with_their_remedies(settings, tmp_path):
    url = "http://127.0.0.1:9"
    nobody = SystemSettings(id="fuzhou", file=FOLDER / "fuzhou.yaml", url=url, account="robot")
    broken = settings.model_copy(
        update={"models_dir": tmp_path / "none", "chromium": Path("/none"), "systems": (nobody,)}
    )
    found = by_name(broken)
    wrong = {name for name, each in found.items() if not each.ok}
    assert {"识别模型", "浏览器"} < wrong
    assert any("fuzhou" in name for name in wrong)
    assert all(found[name].remedy and found[name].text for name in wrong)


def test_results_are_printed_with_remedies():
    screen = Console(file=io.StringIO(), width=120)
    print_results((Checked(name="浏览器", ok=False, text="没有", remedy="请安装"),), screen)
    assert "有问题" in screen.file.getvalue()
    assert "请安装" in screen.file.getvalue()


def test_a_wrong_calendar_file_is_told_with_its_line(settings):
    settings.calendar_dir.mkdir()
    (settings.calendar_dir / "2039.yaml").write_text("year: 2039\n", encoding="utf-8")
    found = by_name(settings)["工作日历"]
    assert not found.ok
    assert "2039.yaml:1:1 C001" in found.text
    assert "calendar" in found.remedy
