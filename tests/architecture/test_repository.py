"""What is committed: no machine paths, no big files, documents that name what exists."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tracked() -> list[Path]:
    run = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in run.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_big_files_and_a_small_repository():
    sizes = {path: path.stat().st_size for path in tracked()}
    assert [str(path) for path, size in sizes.items() if size > 2_000_000] == []
    assert sum(sizes.values()) < 60_000_000


def test_every_make_target_named_in_the_documents_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        named = set(re.findall(r"`make ([a-z-]+)", (ROOT / name).read_text(encoding="utf-8")))
        assert named
        assert named <= targets, name


def test_every_path_named_in_the_architecture_exists():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(
        re.findall(
            r"`((?:bots|cases|console|ocr|review_points|scenarios|simulator|benchmarks|tests|docs)/[\w./-]*)`",
            text,
        )
    )
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_command_named_in_the_readme_is_a_command():
    runner = (ROOT / "runner.py").read_text(encoding="utf-8")
    commands = set(re.findall(r"@app\.command\(\"([\w-]+)\"", runner))
    commands |= set(re.findall(r"app\.add_typer\(\w+, name=\"([\w-]+)\"", runner))
    named = set(re.findall(r"runner\.py ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert named
    assert named <= commands


def test_every_rule_names_a_test_that_exists():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")))
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 30
    assert sorted(name for name in named if f"def {name}(" not in tests) == []
