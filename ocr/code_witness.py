"""What QR and bar codes say of a paper's identifiers: a witness beside the pixels, never speaking alone."""

import re
from collections.abc import Iterable, Iterator, Sequence

from ocr.checksums import is_idno_lawful, is_uscc_lawful
from ocr.document import Code, Reading, ReadingState, Source
from ocr.kind_files import ElementFile, KindFile
from ocr.values import IDENTIFIERS, ElementType, canonical

CONFLICT = "code_conflict"
_TOKEN = re.compile(r"[0-9A-Za-z]{8,60}")
_LAWFUL = {ElementType.IDNO: is_idno_lawful, ElementType.USCC: is_uscc_lawful}


def code_witnesses(
    kind: KindFile, codes: Iterable[Code], readings: Sequence[Reading]
) -> tuple[list[Reading], tuple[str, ...]]:
    """Return readings of the kind's identifiers from codes, and the integrity code of a contradiction.

    A value of a type that several elements have belongs to the one that reads the same; it contradicts only
    when all of them read otherwise. A number without check digit or letters can only confirm.
    """
    found: list[Reading] = []
    contradicts = False
    for code in codes:
        for group, value in _values(kind, code.text):
            same = [key for key in group if value in _seen(key, readings)]
            is_strange = not same and _may_contradict(kind.elements[group[0]], value)
            alone = group if is_strange and len(group) == 1 else ()
            found += [_reading(key, value, code) for key in same or alone]
            contradicts = contradicts or (is_strange and all(_seen(key, readings) for key in group))
    return found, (CONFLICT,) if contradicts else ()


def _values(kind: KindFile, text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Go through what a code holds that could be the value of a group of identifiers."""
    for token in dict.fromkeys(_TOKEN.findall(text)):
        for group in _groups(kind):
            value = _lawful(kind.elements[group[0]], token)
            if value is not None:
                yield group, value


def _groups(kind: KindFile) -> Iterator[tuple[str, ...]]:
    """Go through the kind's identifiers; those of one type and shape stand together."""
    grouped: dict[tuple[ElementType, str | None], list[str]] = {}
    for key, element in kind.elements.items():
        if element.type in IDENTIFIERS:
            grouped.setdefault((element.type, element.shape), []).append(key)
    return (tuple(keys) for keys in grouped.values())


def _lawful(element: ElementFile, token: str) -> str | None:
    value = canonical(element.type, token.upper())
    if value is None or (element.shape is not None and re.fullmatch(element.shape, value) is None):
        return None
    is_lawful = _LAWFUL.get(element.type)
    return value if is_lawful is None or is_lawful(value) else None


def _may_contradict(element: ElementFile, value: str) -> bool:
    has_letters = element.type is ElementType.CODE and element.shape is not None and value[0].isalpha()
    return element.type in _LAWFUL or has_letters


def _seen(key: str, readings: Sequence[Reading]) -> set[str | None]:
    return {
        reading.value
        for reading in readings
        if reading.element == key and reading.source is Source.PIXELS and reading.state is ReadingState.READ
    }


def _reading(key: str, value: str, code: Code) -> Reading:
    return Reading(
        element=key,
        state=ReadingState.READ,
        source=Source.CODE,
        value=value,
        raw=code.text,
        confidence=1.0,
        page=code.page,
        box=code.box,
    )
