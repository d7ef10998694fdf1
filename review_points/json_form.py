"""Facts, findings and conclusions as plain JSON values and back, for replay and the console.

Keys stand in the order of the fields, so that equal things have equal texts and equal hashes.
"""

import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from review_points.approval import Approval, Policy, Scope, UnprovenApprovalError, prove
from review_points.certificate import Certificate
from review_points.conclude import Conclusion
from review_points.facts import Fact, Facts
from review_points.findings import Finding

T = TypeVar("T")
_KNOWN: dict[Any, dict[str, Any]] = {}


def conclusion_to_json(conclusion: Conclusion) -> dict[str, Any]:
    """Return a conclusion as plain values."""
    plain: dict[str, Any] = _plain(conclusion)
    if conclusion.approval is not None:
        plain["approval"].pop("findings")
    return plain


def conclusion_from_json(plain: Mapping[str, Any]) -> Conclusion:
    """Build a conclusion from plain values; an approval's proof is checked again."""
    values = dict(plain)
    proof = values.pop("approval", None)
    findings = findings_from_json(values["findings"])
    approval = _approval(proof, findings) if proof is not None else None
    hints = _hints(Conclusion)
    rest = {name: _build(hints[name], value) for name, value in values.items() if name != "findings"}
    return Conclusion(findings=findings, approval=approval, **rest)


def findings_to_json(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Return findings as plain values."""
    return [_plain(each) for each in findings]


def findings_from_json(plain: list[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Build findings from plain values."""
    return tuple(_object(Finding, each) for each in plain)


def facts_to_json(facts: Facts) -> list[dict[str, Any]]:
    """Return facts as plain values, in the order in which they were gathered."""
    return [_plain(each) for each in facts]


def facts_from_json(plain: list[Mapping[str, Any]]) -> Facts:
    """Build facts from plain values."""
    return Facts({each["name"]: _object(Fact, each) for each in plain})


def certificate_to_json(certificate: Certificate) -> dict[str, Any]:
    """Return a certificate as plain values."""
    found: dict[str, Any] = _plain(certificate)
    return found


def certificate_from_json(plain: Mapping[str, Any]) -> Certificate:
    """Build a certificate from plain values."""
    return _object(Certificate, plain)


def text_of(plain: Any) -> str:
    """Write plain values as one canonical line, for storing and hashing."""
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _approval(plain: Mapping[str, Any], findings: tuple[Finding, ...]) -> Approval:
    if set(plain) != {"certificate", "scope", "policy"}:
        raise UnprovenApprovalError("the stored proof is incomplete")
    return prove(
        findings,
        certificate=_object(Certificate, plain["certificate"]),
        scope=_object(Scope, plain["scope"]),
        policy=_object(Policy, plain["policy"]),
        drawn_for_audit=False,
    )


def _plain(value: Any) -> Any:
    """Turn frozen dataclasses, enumerations, days and tuples into what JSON knows."""
    if dataclasses.is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _names(kind: Any) -> tuple[str, ...]:
    return tuple(_hints(kind))


def _hints(kind: Any) -> dict[str, Any]:
    """Return a dataclass's fields with their types, in order, kept for the next time."""
    found = _KNOWN.get(kind)
    if found is None:
        hints = get_type_hints(kind)
        found = _KNOWN[kind] = {each.name: hints[each.name] for each in dataclasses.fields(kind)}
    return found


def _object(kind: type[T], plain: Mapping[str, Any]) -> T:
    """Build a dataclass; a key that it does not have is refused."""
    hints = _hints(kind)
    surplus = set(plain) - set(_names(kind))
    if surplus:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(surplus))}")
    return kind(**{name: _build(hints[name], value) for name, value in plain.items()})


def _build(hint: Any, value: Any) -> Any:
    """Build a value of a type hint out of a plain value."""
    if get_origin(hint) is types.UnionType:
        wanted = [each for each in get_args(hint) if each is not type(None)]
        return None if value is None else _build(wanted[0], value)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint), value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _object(hint, value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    return date.fromisoformat(value) if hint is date else value


def _tuple(arguments: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(_build(arguments[0], each) for each in value)
    return tuple(_build(hint, each) for hint, each in zip(arguments, value, strict=True))
