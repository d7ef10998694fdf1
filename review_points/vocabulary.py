"""The tables of VOCABULARY.md, made from the register, so that the page can't lag behind."""

from review_points.checks import CHECKS, VALUES
from review_points.checks.registry import ANYTHING, Check, Parameter, Takes, ValueFunction

_FEW = 8


def tables() -> str:
    """Write every check and value function as Markdown tables, by family."""
    lines = ["## Checks", ""]
    families = dict.fromkeys(each.family for each in CHECKS.values())
    for family in families:
        lines += [f"### {family}", "", "| Check | Meaning | Source |", "|---|---|---|"]
        lines += [_row(each, each.source) for each in CHECKS.values() if each.family == family]
        lines.append("")
    lines += ["## Value functions", "", "| Function | Meaning | Gives |", "|---|---|---|"]
    lines += [_row(each, each.result.value) for each in VALUES.values()]
    return "\n".join(lines) + "\n"


def signature(called: Check | ValueFunction) -> str:
    """Write a signature as an author reads it."""
    return f"{called.name}({', '.join(_parameter(each) for each in called.parameters)})"


def _row(called: Check | ValueFunction, last: str) -> str:
    meaning = " ".join(called.meaning.split())
    return (
        "| "
        + " | ".join(each.replace("|", "\\|") for each in (f"`{signature(called)}`", meaning, last))
        + " |"
    )


def _parameter(parameter: Parameter) -> str:
    return f"{parameter.name}: {_wanted(parameter)}{'?' if parameter.optional else ''}"


def _wanted(parameter: Parameter) -> str:
    if parameter.takes is Takes.TEXTS:
        return "[texts]"
    if parameter.takes is Takes.WORD:
        return " or ".join(f"'{word}'" for word in parameter.words)
    if parameter.types == ANYTHING:
        return "any"
    if len(parameter.types) > _FEW:
        return "any but " + "/".join(sorted(ANYTHING - parameter.types))
    return "/".join(sorted(parameter.types))
