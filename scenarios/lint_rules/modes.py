"""Rules on what an item lets people do instead of handing in papers, and on its time limits."""

from collections.abc import Iterable

from scenarios import commitments, free_submissions
from scenarios.build import build
from scenarios.files import Library
from scenarios.lint_rules.registry import problem, rule
from scenarios.problem import Problem


@rule(commitments.CODE, free_submissions.CODE)
def wrong_mode(library: Library) -> Iterable[Problem]:
    """A commitment, or a material that need not be handed in, that can't work as it is written."""
    codes = {commitments.CODE, free_submissions.CODE}
    for (_, name), overlay in library.overlays.items():
        item = library.items.get(name)
        if item is None or not _has_mode(library, name):
            continue
        found = build(library, item, overlay, max(item.model.version, overlay.model.version))[1]
        yield from (each for each in found if each.code in codes)


@rule("L142")
def promise_longer_than_law(library: Library) -> Iterable[Problem]:
    """An area that promises to decide later than the law allows."""
    for (_, name), overlay in library.overlays.items():
        item = library.items.get(name)
        most = item.model.statutory_days if item else None
        if most is not None and overlay.model.promise_days > most:
            text = f"承诺 {overlay.model.promise_days} 个工作日，长于法定的 {most} 个工作日"
            yield problem("L142", overlay, ("promise_days",), text)


def _has_mode(library: Library, name: str) -> bool:
    item = library.items[name].model
    return item.commitment is not None or any(each.free_submission for each in item.materials)
