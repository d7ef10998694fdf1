"""The edition of a form, as it is printed on it."""

import re
from collections.abc import Iterable

from ocr.kind_files import KindFile
from ocr.layout import Span


def form_version(kind: KindFile, pages: Iterable[Iterable[Span]]) -> str | None:
    """Return the edition printed on a form's pages; None without one, or where pages name different ones."""
    if kind.version is None:
        return None
    pattern = re.compile(kind.version.pattern)
    matches = (pattern.search(span.text) for page in pages for span in page)
    seen = {match["value"] for match in matches if match}
    return seen.pop() if len(seen) == 1 else None
