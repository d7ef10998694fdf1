"""Elements of a page: from labels and geometry to readings, one page and one source at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from ocr.beside import area_beside, attempts, options_beside
from ocr.choices import Place, choice_reading, is_boxed, ticked_reading
from ocr.columns import column_below
from ocr.document import Box, Reading, ReadingState, Source
from ocr.grid import NO_GRID, Cell, Grid
from ocr.ink import Area, Ink, InkMap, ink_in, ink_in_cell
from ocr.kind_files import ElementFile, KindFile, Layout, form_labels
from ocr.labels import Occurrence, occurrences
from ocr.layout import Character, Span, bounds, box_of
from ocr.marks import signature_reading
from ocr.signing_place import dated_below, rest_below, signer_by, stands_alone
from ocr.table_cells import (
    after_label,
    beside_in_table,
    cells_of_longer_labels,
    cut_at_rules,
    is_alone_in_cell,
    is_in,
    is_part_of_longer_label,
    labels_filling_cells,
    labels_over_two_lines,
    options_beside_in_table,
    result_of_row,
    within_cell,
)
from ocr.translations import is_translation
from ocr.typed_values import Typed, typed
from ocr.values import BRACKETS, COLUMNS, ElementType

_TICKED = frozenset({ElementType.CHOICE, ElementType.CHOICES, ElementType.TEXT})
_DATE_LINE = re.compile(
    r"[0-9〇○零一二三四五六七八九十]{4}[年.\-/][0-9一二三四五六七八九十]{1,3}[月.\-/][0-9一二三四五六七八九十]{1,3}日?(?:签发|印发|填)?"
)
_NAMED_DATE = re.compile(rf"[一-鿿]{{0,4}}(?:日期|时间):{_DATE_LINE.pattern}")
_DATED = frozenset({ElementType.DATE, ElementType.PERIOD})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page as one source sees it; `ink` is there for pixels only, `grid` holds the cells of its tables.

    `is_whole` says that the lines are all there is on the page (pure text): nothing beside a label is blank.
    """

    number: int
    source: Source
    spans: tuple[Span, ...]
    ink: InkMap | None = None
    is_whole: bool = False
    grid: Grid = NO_GRID


def ruled_view(number: int, spans: Sequence[Span], ink: InkMap, grid: Grid) -> View:
    """Return a page of pixels with the cells of its tables, its lines cut where rules cross them."""
    return View(number=number, source=Source.PIXELS, spans=cut_at_rules(spans, grid), ink=ink, grid=grid)


def read_elements(kind: KindFile, view: View) -> Mapping[str, Reading]:
    """Return what this page tells of every element of its kind."""
    page = _Page(kind, view)
    return {key: _read(key, element, page) for key, element in kind.elements.items()}


class _Page:
    """A page as all elements of its kind look at it: its labels and texts are made once, when asked for."""

    def __init__(self, kind: KindFile, view: View) -> None:
        self.kind = kind
        self.view = _without_translations(view)

    @cached_property
    def seen(self) -> tuple[Occurrence, ...]:
        """Return every label."""
        return _seen(self.view, _labels(self.kind))

    @cached_property
    def texts(self) -> tuple[tuple[str, tuple[Character, ...]], ...]:
        """Return each line, and at last all of them as one text; all brackets are round."""
        lines = [span.characters for span in self.view.spans]
        flowing = tuple(character for line in lines for character in line)
        texts = ("".join(c.text for c in line).translate(BRACKETS) for line in (*lines, flowing))
        return tuple(zip(texts, (*lines, flowing), strict=True))

    @cached_property
    def dates(self) -> tuple[Span, ...]:
        """Return the lines that are a date."""
        return tuple(span for span in self.view.spans if _DATE_LINE.fullmatch(span.text))

    @cached_property
    def dated(self) -> Span | None:
        """Return the last line that says of a date that it is one."""
        return next((span for span in reversed(self.view.spans) if _NAMED_DATE.fullmatch(span.text)), None)


def _without_translations(view: View) -> View:
    """Leave out lines that only say in English what the label above or beside them says."""
    kept = tuple(span for span in view.spans if not is_translation(span.text))
    return replace(view, spans=kept) if len(kept) < len(view.spans) else view


def sought(kind: KindFile, view: View) -> list[tuple[ElementType, Reading]]:
    """Return what is read of a kind's elements, with their types and places; marks people make left out."""
    page = _Page(kind, view)
    written = [
        (key, e) for key, e in kind.elements.items() if e.layout not in {Layout.CHOICE, Layout.SIGNATURE}
    ]
    found = [(element.type, _read(key, element, page)) for key, element in written]
    for key, element in written:
        reading = _unlabelled(key, element, page)
        found += [(element.type, reading)] if reading is not None else []
    return [(kind_of, reading) for kind_of, reading in found if reading.box is not None]


def _labels(kind: KindFile) -> list[str]:
    own = (label for element in kind.elements.values() for label in element.labels)
    return [*own, *kind.stops, *form_labels()]


def _seen(view: View, labels: Sequence[str]) -> tuple[Occurrence, ...]:
    """Return every label; one that fills a cell over several lines stands in place of its first line."""
    filling = (
        *labels_filling_cells(view.spans, view.grid, labels),
        *labels_over_two_lines(view.spans, labels, view.grid),
    )
    within = {(c.line, c.place) for label in filling for c in label.row[label.start : label.end]}
    found = [label for label in occurrences(view.spans, labels) if label.key not in within]
    longer = cells_of_longer_labels(found, view.spans, view.grid)
    return (*(label for label in found if not any(is_in(cell, label) for cell in longer)), *filling)


def _read(key: str, element: ElementFile, page: _Page) -> Reading:
    """Read beside the surest labels; words of a sentence are asked only when they say nothing at all.

    Where a longer label that nobody knows begins like one of the element's, no empty place proves a blank.
    """
    view, seen = page.view, page.seen
    named = [o for o in seen if o.label in element.labels]
    own = [o for o in named if not _is_of_another(o, element, view, seen)]
    own.sort(key=lambda o: (-o.sureness, o.top, o.left))
    order = [ReadingState.CONFLICT, ReadingState.READ, ReadingState.BLANK, ReadingState.UNREADABLE]
    if len(own) < len(named):
        order.remove(ReadingState.BLANK)
    for _, alike in groupby(own, key=lambda o: o.sureness):
        readings = [_beside(key, element.for_label(o.label), view, o, seen) for o in alike]
        for state in order:
            for reading in readings:
                if reading.state is state:
                    is_silent = state is ReadingState.BLANK or not (reading.raw or reading.value)
                    return (_in_sentence(key, element, page) if is_silent else None) or reading
    return Reading(element=key, state=ReadingState.NOT_FOUND, source=view.source)


def _is_of_another(o: Occurrence, element: ElementFile, view: View, seen: Sequence[Occurrence]) -> bool:
    """Tell whether a label is but the beginning of another; the options of a choice settle it themselves."""
    is_choice = element.layout is Layout.CHOICE
    return not is_choice and is_part_of_longer_label(o, seen, view.spans, view.grid)


def _beside(
    key: str, element: ElementFile, view: View, label: Occurrence, seen: Sequence[Occurrence]
) -> Reading:
    if element.layout is Layout.CHOICE:
        return choice_reading(key, element, _options_place(view, label, seen))
    if element.layout is Layout.SIGNATURE:
        signed = signature_reading(
            key, label, seen, view.spans, view.ink, page=view.number, source=view.source
        )
        is_empty = signed.state is ReadingState.NOT_FOUND and view.is_whole
        return replace(signed, state=ReadingState.BLANK) if is_empty else signed
    if element.type in _TICKED:
        ticked = ticked_reading(key, element, _options_place(view, label, seen))
        if ticked is not None:
            return ticked
    return _valued(key, element, view, label, seen)


def _valued(
    key: str, element: ElementFile, view: View, label: Occurrence, seen: Sequence[Occurrence]
) -> Reading:
    """Read a value that is written out: the cells of a column, a cell of a table, or what stands beside."""
    if element.layout is Layout.BELOW and (element.type in COLUMNS or element.type is ElementType.CHOICES):
        column = column_below(label, seen, view.spans, view.grid)
        value = typed(element, column)
        return reading_of(key, value, view, column) if value.raw else _empty(key, view, label, seen)
    place = beside_in_table(label, seen, view.spans, view.grid, is_below=element.layout is Layout.BELOW)
    if place is not None:
        place = result_of_row(label, place, view.spans, view.grid)
        value = typed(element, place.characters)
        found = reading_of(key, value, view, place.characters)
        return found if value.raw else _empty_cell(key, view, label, place.cell)
    rest = after_label(label, view.spans, view.grid)
    if rest:
        rest = rest if is_alone_in_cell(label, seen, view.grid) else ()
        label, inside = within_cell(label, view.spans, view.grid)
        return _in_the_open(key, element, replace(view, spans=inside), label, seen, rest)
    return _in_the_open(key, element, view, label, seen)


def _options_place(view: View, label: Occurrence, seen: Sequence[Occurrence]) -> Place:
    """Return where the options beside a label stand: in a table's cell, or on its row and below."""
    characters = (
        after_label(label, view.spans, view.grid)
        or options_beside_in_table(label, view.spans, view.grid)
        or options_beside(label, seen, view.spans, lambda row, at: is_boxed(row, at, view.ink, label.height))
    )
    return Place(characters=characters, label=label, ink=view.ink, page=view.number, source=view.source)


def _in_the_open(
    key: str,
    element: ElementFile,
    view: View,
    label: Occurrence,
    seen: Sequence[Occurrence],
    rest: tuple[Character, ...] = (),
) -> Reading:
    """Read where no rules tell where the value stands; `rest` is what must be it if nothing else is."""
    tried = []
    for characters in (*attempts(element, label, seen, view.spans), rest):
        value = typed(element, characters)
        if value.state is ReadingState.READ:
            return reading_of(key, value, view, characters)
        if value.raw:
            tried.append(reading_of(key, value, view, characters))
    return tried[0] if tried else _empty(key, view, label, seen)


def _empty(key: str, view: View, label: Occurrence, seen: Sequence[Occurrence]) -> Reading:
    """Return blank only when the pixels beside the label hold no ink."""
    state = ReadingState.NOT_FOUND
    area = area_beside(label, seen, view.spans)
    if view.ink is not None:
        ink = ink_in(
            view.ink, area, Area(left=label.left, top=label.top, right=label.right, bottom=label.bottom)
        )
        state = ReadingState.BLANK if ink is Ink.NONE else ReadingState.UNREADABLE
    elif view.is_whole:
        state = ReadingState.BLANK
    box = box_of(area.left, area.top, area.right, area.bottom)
    confidence = 0.9 if state is ReadingState.BLANK else 0.0
    return Reading(
        element=key, state=state, source=view.source, confidence=confidence, page=view.number, box=box
    )


def _empty_cell(key: str, view: View, label: Occurrence, cell: Cell) -> Reading:
    """Return blank for a cell that holds no ink."""
    state = ReadingState.BLANK if view.is_whole else ReadingState.NOT_FOUND
    area = Area(left=cell.left, top=cell.top, right=cell.right, bottom=cell.bottom)
    if view.ink is not None:
        like = Area(left=label.left, top=label.top, right=label.right, bottom=label.bottom)
        ink = ink_in_cell(view.ink, area, like)
        state = ReadingState.BLANK if ink is Ink.NONE else ReadingState.UNREADABLE
    box = box_of(cell.left, cell.top, cell.right, cell.bottom)
    confidence = 0.9 if state is ReadingState.BLANK else 0.0
    return Reading(
        element=key, state=state, source=view.source, confidence=confidence, page=view.number, box=box
    )


def read_unlabelled(kind: KindFile, view: View) -> Mapping[str, Reading]:
    """Return elements found without a label: by a pattern in the flowing text, or a date alone at the end."""
    page = _Page(kind, view)
    found = {key: _unlabelled(key, element, page) for key, element in kind.elements.items()}
    return {key: reading for key, reading in found.items() if reading is not None}


def _unlabelled(key: str, element: ElementFile, page: _Page) -> Reading | None:
    written = _in_sentence(key, element, page)
    if written is None and page.view.spans and (element.signs or (element.last_date and page.dates)):
        dated = _last_date(element, page) if page.dates else None
        alone = dated.characters if dated else ()
        members = signer_by(dated or page.dated, page.seen, page.view.spans) if element.signs else alone
        if members:
            return reading_of(key, typed(element, members), page.view, members)
    return written


def _last_date(element: ElementFile, page: _Page) -> Span | None:
    """Return the last line that is a date by itself, and no value of a label for another date."""
    elements = page.kind.elements.values()
    names = {label for other in elements if other.type in _DATED for label in other.labels}
    of_others = [label for label in page.seen if label.label in names - set(element.labels)]
    last = reversed(page.dates)
    alone = next((s for s in last if stands_alone(s, page.view.spans, page.seen, of_others)), None)
    signatures = {n for e in elements if e.layout is Layout.SIGNATURE for n in e.labels}
    return alone or dated_below(page.dates, [label for label in page.seen if label.label in signatures])


def _in_sentence(key: str, element: ElementFile, page: _Page) -> Reading | None:
    """Return what the element's pattern finds in a line, or else in the text that flows over all of them."""
    for text, characters in page.texts if element.pattern is not None else ():
        match = re.search(element.pattern or "", text)
        if match:
            members = characters[match.start("value") : match.end("value")]
            if element.type is ElementType.ORGANISATION:
                members = (*members, *rest_below(members, page.view.spans))
                members = _doubted_behind_label(members, element, page)
            return reading_of(key, typed(element.for_one_day(), members), page.view, members)
    return None


def _doubted_behind_label(
    name: tuple[Character, ...], element: ElementFile, page: _Page
) -> tuple[Character, ...]:
    """Leave a name in doubt that begins behind another label on its row and goes on in the next line."""
    first = name[0]
    line = next(span for span in page.view.spans if span.index == first.line)
    before = [s for s in page.view.spans if s is line or (s.is_level_with(line) and s.right < line.right)]
    is_own = {o.key[0] for o in page.seen if o.label in element.labels} & {span.index for span in before}
    signs = (c for span in before for c in span.characters if c.text == ":" and c.x < first.x)
    is_of_another = name[-1].line != first.line and not is_own and any(signs)
    return tuple(replace(character, score=0.0) for character in name) if is_of_another else name


def reading_of(key: str, value: Typed, view: View, characters: Sequence[Character]) -> Reading:
    """Return the reading of a typed value, with the box of its characters on the page."""
    return Reading(
        element=key,
        state=value.state,
        source=view.source,
        value=value.value,
        raw=value.raw,
        confidence=value.confidence,
        characters=value.scores,
        alternatives=value.others if any(value.others) else (),
        page=view.number,
        box=box_of_characters(characters, view.spans),
    )


def box_of_characters(characters: Sequence[Character], spans: Sequence[Span]) -> Box | None:
    """Return the upright box around some characters, in pixels of the page."""
    parts = []
    for span in spans:
        places = [c.x for c in characters if c.line == span.index]
        if not places:
            continue
        left, top, right, bottom = bounds(span.line.box)
        run = max(1.0, span.right - span.left)
        start = left + (min(places) - span.left) / run * (right - left) - 0.5 * span.height
        end = left + (max(places) - span.left) / run * (right - left) + 0.5 * span.height
        parts.append((max(left, start), top, min(right, end), bottom))
    if not parts:
        return None
    return box_of(
        min(p[0] for p in parts), min(p[1] for p in parts), max(p[2] for p in parts), max(p[3] for p in parts)
    )
