"""The page docs/lint.md: every lint rule with what it is, why it matters and how to mend what it finds."""

from itertools import groupby
from pathlib import Path

from scenarios.files import ROOT
from scenarios.lint_rules import rules
from scenarios.problem import WARNINGS

PAGE = ROOT / "docs" / "lint.md"
_TOP = """\
# 检查规则

`runner.py lint` 检查场景、审查要点和版式文件，像编译器一样指出文件、行、列、问题和改法；
`runner.py lint --explain L031` 说明一条规则。有“错误”时退出码为 1，“警告”只提示。
每条规则在 `tests/scenarios/lint/` 中都有一个应当通过和一个应当指出的例子。

本页由 `python -m scenarios.lint_page` 生成，内容在 `scenarios/lint_rules/rules.yaml`。
"""


def page_text() -> str:
    """Return the page as it stands in docs."""
    parts = [_TOP]
    for group, found in groupby(rules().values(), key=lambda each: each.group):
        rows = [
            f"| {each.code}{'（警告）' if each.code in WARNINGS else ''} "
            f"| {each.title} | {each.why} | {each.mend} |"
            for each in found
        ]
        parts.append(
            f"\n## {group}\n\n| 代码 | 规则 | 为什么 | 怎么改 |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    return "".join(parts)


def write_page(path: Path = PAGE) -> Path:
    """Write the page and return where it is."""
    path.write_text(page_text(), encoding="utf-8")
    return path


if __name__ == "__main__":
    write_page()
