"""The facts of an example, as if a case had been gathered."""

from collections.abc import Mapping

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType
from review_points.facts import Fact, Facts, FactState
from scenarios.schema import ExampleFile, PointFile

EVERY = "*"
MARK = "!"
MARKS = tuple(f"{MARK}{state.value}" for state in FactState if state is not FactState.READ)
"""What may stand instead of a value."""
_SURE = 0.99
_SOURCES = {
    "form": Source.FORM,
    "registry": Source.REGISTRY,
    "case": Source.CASE,
    "param": Source.PARAMETER,
}


def example_facts(point: PointFile, example: ExampleFile, types: Mapping[str, ElementType]) -> Facts:
    """Return the facts of one example: what the point gives, changed by what the example says."""
    values = written(point, example)
    return Facts(
        {
            name: _fact(name, types[name], text)
            for name, text in values.items()
            if name in types and (not text.startswith(MARK) or text in MARKS)
        }
    )


def written(point: PointFile, example: ExampleFile) -> dict[str, str]:
    """Return every fact of an example as it is written."""
    everywhere = example.facts.get(EVERY)
    start = dict.fromkeys(point.given, everywhere) if everywhere else dict(point.given)
    own = {name: text for name, text in example.facts.items() if name != EVERY}
    return {name: text for name, text in (start | own).items() if text is not None}


def _fact(name: str, kind: ElementType, text: str) -> Fact:
    if text.startswith(MARK):
        return Fact(name=name, type=kind, state=FactState(text.removeprefix(MARK)))
    source = _SOURCES.get(name.partition(".")[0], Source.PIXELS)
    reading = Reading(
        element=name.rpartition(".")[2],
        state=ReadingState.READ,
        source=source,
        value=text,
        raw=text,
        confidence=_SURE if source is Source.PIXELS else 1.0,
    )
    return Fact(name=name, type=kind, state=FactState.READ, value=text, readings=(reading,))
