"""Lint problems: the author's matter, collected and printed together, each with its place and a hint."""

from dataclasses import dataclass

WARNINGS = frozenset({"L093"})
"""What should be mended and keeps nothing from working; everything else is an error."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong in a file. Lines and columns count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    code: str
    text: str
    hint: str = ""

    @property
    def level(self) -> str:
        """`error` or `warning`."""
        return "warning" if self.code in WARNINGS else "error"

    def as_json(self) -> dict[str, str | int]:
        """Return the problem with the stable keys of the command line."""
        return {
            "code": self.code,
            "level": self.level,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "text": self.text,
            "hint": self.hint,
        }

    def __str__(self) -> str:
        """Return the problem as a compiler would print it."""
        hint = f"　{self.hint}" if self.hint else ""
        level = "警告：" if self.level == "warning" else ""
        return f"{self.file}:{self.line}:{self.column} {self.code} {level}{self.text}{hint}"


class ScenarioError(Exception):
    """Files that can't be used for work; carries every problem found in them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("场景文件有误：" + "；".join(map(str, problems[:5])))
        self.problems = problems
