"""Rules on the kinds of paper: patterns that could take very long on a strange text."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from scenarios.files import Library
from scenarios.lint_rules.registry import Place, rule
from scenarios.problem import Problem
from scenarios.yaml_file import Loaded, load_yaml

_PATTERNS = frozenset({"pattern", "shape", "each", "titles", "needs"})
_LABEL = "re:"
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P<\w+>|P=\w+|[:=!]|<[=!]))?|.", re.DOTALL)
_ENDLESS = re.compile(r"[*+]|\{\d*,\}")
_BACK = re.compile(r"\\[1-9]")


@rule("L120")
def slow_pattern(library: Library) -> Iterable[Problem]:
    """A pattern that repeats what repeats without end, or refers back: not linear in the text's length."""
    for path in sorted((library.root / "ocr" / "kinds").glob("*.yaml")):
        shown = str(path.relative_to(library.root))
        loaded = load_yaml(path, shown)
        for place, text in _patterns(loaded.data, ()) if isinstance(loaded, Loaded) else ():
            said = what_is_slow(text)
            if said and isinstance(loaded, Loaded):
                line, column = loaded.place(place)
                hint = "去掉套叠的重复和回引，写明最多几个字"
                yield Problem(code="L120", file=shown, line=line, column=column, text=said, hint=hint)


def _patterns(value: Any, path: Place) -> Iterator[tuple[Place, str]]:
    """Go through every text that stands where patterns stand."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _patterns(each, (*path, key))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _patterns(each, (*path, place))
    elif isinstance(value, str) and value.startswith(_LABEL):
        yield path, value.removeprefix(_LABEL)
    elif isinstance(value, str) and any(part in _PATTERNS for part in path):
        yield path, value


def what_is_slow(text: str) -> str:
    """Say what makes a pattern slow; nothing when its time grows evenly with the text."""
    try:
        re.compile(text)
    except re.error as error:
        return f"正则式写法有误：{error.msg}"
    endless_inside = [False]
    for token in _TOKEN.finditer(text):
        if _BACK.fullmatch(token[0]) or token[0].startswith("(?P="):
            return "正则式里有回引"
        if token[0].startswith("("):
            endless_inside.append(False)
            continue
        is_endless = _ENDLESS.match(text, token.end()) is not None
        inner = endless_inside.pop() if token[0] == ")" and len(endless_inside) > 1 else False
        if inner and is_endless:
            return "正则式里重复套着重复"
        endless_inside[-1] = endless_inside[-1] or inner or is_endless
    return ""
