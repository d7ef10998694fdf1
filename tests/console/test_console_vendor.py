import hashlib
import re
from pathlib import Path

CONSOLE = Path(__file__).parents[2] / "console"
VENDOR = CONSOLE / "static" / "vendor"


def test_vendored_files_are_listed_unchanged_and_licensed():
    listed = dict(
        re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (VENDOR / "README.md").read_text(), flags=re.M)
    )
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.min.*")}
    assert listed == there
    assert {path.name for path in VENDOR.glob("LICENSE.*")} == {"LICENSE.tabler", "LICENSE.htmx"}


def test_what_the_browser_loads_stays_small():
    assert sum(path.stat().st_size for path in (CONSOLE / "static").rglob("*") if path.is_file()) < 1_500_000


def test_our_own_files_name_no_outside_address():
    for path in [*(CONSOLE / "static").glob("*.*"), *(CONSOLE / "templates").glob("*.html")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text), path
