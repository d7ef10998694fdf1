"""Facts, findings and conclusions as plain JSON values and back, for replay and the console.

Keys stand in the order of the fields, so that equal things have equal texts and equal hashes. How a type is
written and built is worked out once per type: replay writes and reads many thousands of reviews.
"""

import dataclasses
import json
import types
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from review_points.approval import Approval, Policy, Scope, UnprovenApprovalError, prove
from review_points.certificate import Certificate
from review_points.conclude import Conclusion
from review_points.facts import Fact, Facts
from review_points.findings import Finding

T = TypeVar("T")
Converter = Callable[[Any], Any]


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
    rest = {name: _built(Conclusion, name, value) for name, value in values.items() if name != "findings"}
    return Conclusion(findings=findings, approval=approval, **rest)


def _built(kind: Any, name: str, value: Any) -> Any:
    """Build the value of one field of a dataclass."""
    build = _builder(_hints(kind)[name])
    return value if build is None else build(value)


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


def _wanted(hint: Any) -> Any:
    """Return what a type that may be None is otherwise."""
    return next(each for each in get_args(hint) if each is not type(None))


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Return a dataclass's fields with their types, in order."""
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in dataclasses.fields(kind)}


def _is_dataclass(hint: Any) -> bool:
    return isinstance(hint, type) and dataclasses.is_dataclass(hint)


def _plain(value: Any) -> Any:
    """Turn a frozen dataclass with all that lies in it into what JSON knows."""
    kind: Any = type(value)
    write = _writer(kind)
    return value if write is None else write(value)


@cache
def _writer(hint: Any) -> Converter | None:
    """Return what turns a value of this type into plain ones; None when it is one already."""
    if get_origin(hint) is types.UnionType:
        return _or_none(_writer(_wanted(hint)))
    if get_origin(hint) is tuple:
        return _tuple_writer(get_args(hint))
    if _is_dataclass(hint):
        return _object_writer(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return str
    return date.isoformat if hint is date else None


def _or_none(convert: Converter | None) -> Converter | None:
    return None if convert is None else lambda value: None if value is None else convert(value)


def _tuple_writer(arguments: tuple[Any, ...]) -> Converter:
    """Write a tuple as a list: of many of one type, or of a fixed number of types."""
    writers = [_writer(each) for each in arguments if each is not Ellipsis]
    write_each = writers[0]
    if not any(writers):
        return list
    if arguments[-1] is Ellipsis and write_each is not None:
        return lambda value: list(map(write_each, value))
    return lambda value: [
        each if write is None else write(each) for write, each in zip(writers, value, strict=True)
    ]


def _object_writer(kind: type) -> Converter:
    hints = _hints(kind)
    names, values = tuple(hints), attrgetter(*hints)
    writers = tuple((name, write) for name, hint in hints.items() if (write := _writer(hint)) is not None)

    def write_object(value: Any) -> dict[str, Any]:
        plain = dict(zip(names, values(value), strict=True)) if len(names) > 1 else {names[0]: values(value)}
        for name, write in writers:
            plain[name] = write(plain[name])
        return plain

    return write_object


def _object(kind: type[T], plain: Mapping[str, Any]) -> T:
    """Build a dataclass; a key that it does not have is refused."""
    known: Any = kind
    built: T = _object_builder(known)(plain)
    return built


@cache
def _builder(hint: Any) -> Converter | None:
    """Return what builds a value of this type out of a plain one; None when it is the same."""
    if get_origin(hint) is types.UnionType:
        return _or_none(_builder(_wanted(hint)))
    if get_origin(hint) is tuple:
        return _tuple_builder(get_args(hint))
    if _is_dataclass(hint):
        return _object_builder(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return date.fromisoformat if hint is date else None


def _tuple_builder(arguments: tuple[Any, ...]) -> Converter:
    builders = [_builder(each) for each in arguments if each is not Ellipsis]
    if arguments[-1] is Ellipsis:
        build = builders[0]
        return tuple if build is None else lambda value: tuple(map(build, value))
    return lambda value: tuple(
        each if build is None else build(each) for build, each in zip(builders, value, strict=True)
    )


@cache
def _object_builder(kind: Any) -> Converter:
    hints = _hints(kind)
    builders = tuple((name, build) for name, hint in hints.items() if (build := _builder(hint)) is not None)
    known = frozenset(hints)

    def build_object(plain: Mapping[str, Any]) -> Any:
        values = dict(plain)
        if not known.issuperset(values):
            raise ValueError(f"{kind.__name__} has no {', '.join(sorted(set(values) - known))}")
        for name, build in builders:
            if name in values:
                values[name] = build(values[name])
        return kind(**values)

    return build_object
