"""One way to write a value as JSON bytes, so that equal values have equal hashes."""

import hashlib
import json
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def canonical_json(value: object) -> bytes:
    """Write plain JSON data canonically: keys in order, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def to_json(value: object) -> bytes:
    """Write a dataclass (with all that lies in it) as canonical JSON."""
    return canonical_json(to_plain(value))


def to_plain(value: object) -> object:
    """Return the value as plain JSON data: dicts, lists, texts, numbers."""
    plain: object = _adapter(type(value)).dump_python(value, mode="json")
    return plain


def from_json(kind: type[T], data: bytes | str) -> T:
    """Build the dataclass again from what `to_json` wrote."""
    built: T = _adapter(kind).validate_json(data)
    return built


def from_plain(kind: type[T], plain: object) -> T:
    """Build the dataclass again from what `to_plain` returned."""
    built: T = _adapter(kind).validate_python(plain)
    return built


def sha256(data: bytes) -> str:
    """Return the SHA-256 of the bytes in hex."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(value: object) -> str:
    """Return the SHA-256 of a dataclass in its canonical form."""
    return sha256(to_json(value))
