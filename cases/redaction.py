"""Taking personal data out of a finished line of text: by shape, and by value for what a case binds.

Identity numbers, mobiles and bank accounts have shapes. Names and addresses have none: whoever works on a
case binds them with `secrets_of_case`, and they are removed wherever they stand.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_SHAPES = (
    (re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9XxＸｘ×](?![0-9A-Za-z])"), "〈身份证号〉"),
    (re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])"), "〈手机号〉"),
    (re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){14,18}(?![0-9A-Za-z])"), "〈账号〉"),
    (
        re.compile(r"(?i)(password|passwd|secret|token|口令|密码)(['\"]?\s*[=:：]\s*['\"]?)[^\s'\",}]+"),
        r"\1\2〈密〉",
    ),
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_SHORTEST = 2
_SHORTEST_LATIN = 6
_LAST_LATIN = 0x2FF
_SECRETS: ContextVar[frozenset[str]] = ContextVar("minshen_secrets", default=frozenset())


@contextmanager
def secrets_of_case(values: Iterable[str]) -> Iterator[None]:
    """Bind names, addresses and the like, so that no line logged within holds them."""
    known = frozenset(value.strip() for value in values if _is_telling(value.strip()))
    token = _SECRETS.set(_SECRETS.get() | known)
    try:
        yield
    finally:
        _SECRETS.reset(token)


def redacted(line: str, *, keep: str = "") -> str:
    """Return the line without personal data; `keep` is the case's key, which may look like a number."""
    if keep and keep in line:
        return keep.join(redacted(part) for part in line.split(keep))
    for secret in sorted(_SECRETS.get(), key=len, reverse=True):
        line = line.replace(secret, "〈个人信息〉").replace(_escaped(secret), "〈个人信息〉")
    line = line.translate(_FULL_WIDTH)
    for shape, replacement in _SHAPES:
        line = shape.sub(replacement, line)
    return line


def _is_telling(value: str) -> bool:
    """Tell whether a text says something of a person: a single sign, a count or a code does not."""
    is_chinese = any(ord(character) > _LAST_LATIN for character in value)
    return len(value) >= (_SHORTEST if is_chinese else _SHORTEST_LATIN)


def _escaped(text: str) -> str:
    """Return the text as it stands inside JSON that escapes everything outside ASCII."""
    return json.dumps(text)[1:-1]
