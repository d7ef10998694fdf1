"""The edition of a form, as it is printed on it or as its wording tells."""

import re
from collections.abc import Iterable

from ocr.kind_files import FormVersion, KindFile
from ocr.layout import Span


def form_version(kind: KindFile, pages: Iterable[Iterable[Span]]) -> str | None:
    """Return a form's edition; None without one, for one nobody knows, or where pages name different ones."""
    if kind.version is None:
        return None
    lines = [span.text for page in pages for span in page]
    seen = _known(kind.version, lines) if kind.version.editions else _printed(kind.version, lines)
    return seen.pop() if len(seen) == 1 else None


def _printed(version: FormVersion, lines: list[str]) -> set[str]:
    matches = (re.search(version.pattern, line) for line in lines)
    return {match["value"] for match in matches if match}


def _known(version: FormVersion, lines: list[str]) -> set[str]:
    return {
        name
        for name, patterns in version.editions.items()
        if all(any(re.search(pattern, line) for line in lines) for pattern in patterns)
    }
