"""Write a paper drawn from data as the form that becomes a Word file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simulator.paper.forms import BOTH, Entry, Form, FormPage, Signing
from simulator.paper.kind_files import (
    Block,
    Drawing,
    Line,
    PaperKind,
    Prose,
    Rows,
    Sign,
    Table,
    wording,
)
from simulator.paper.kind_files import Signing as SigningFile
from simulator.paper.order import Order
from simulator.paper.rows import rows_of
from simulator.paper.styles import style_of
from simulator.paper.wording import Filling


def as_form(kind: PaperKind, order: Order) -> Form:
    """Return the form with the same words; drawings are left out."""
    writer = _Writer(kind, order)
    pages = tuple(writer.page(page) for page in kind.pages)
    title = wording(kind.titles, order.look).replace("|", "")
    return Form(pages=(replace(pages[0], title=title), *pages[1:]))


class _Writer:
    """Turns blocks into the parts of a form page."""

    def __init__(self, kind: PaperKind, order: Order) -> None:
        self.kind, self.order = kind, order
        dates = style_of(kind.family, order.look).dates
        self.filling = Filling(
            kind=kind.id, seed=order.seed, values=order.values, trades=kind.trades, dates=dates
        )

    def page(self, blocks: Sequence[Block]) -> FormPage:
        """Return one page."""
        return FormPage(
            title="",
            rows=tuple(row for block in blocks if isinstance(block, Rows) for row in self._rows(block)),
            paragraphs=tuple(text for block in blocks for text in self._paragraphs(block)),
            choices=tuple(entry for block in blocks for entry in self._choices(block)),
            signings=tuple(
                self._signing(each) for block in blocks if isinstance(block, Sign) for each in block.sign
            ),
            tables=tuple(self._table(block) for block in blocks if isinstance(block, Table)),
        )

    def _said(self, template: str) -> str:
        said = self.filling.pieces(wording(template, self.order.look), frozenset(self.kind.elements))
        return "".join(piece.text for piece in said)

    def _entry(self, label: str, value: str) -> Entry:
        words, options = wording(label, self.order.look), self.kind.options.get(value, ())
        if not options:
            return Entry(label=words, value=self._said(value), element=value)
        ticked = BOTH if "both_options" in self.order.whims else self.order[value]
        return Entry(label=words, value=ticked, element=value, options=options)

    def _rows(self, block: Rows) -> Iterator[tuple[Entry, ...]]:
        for row in rows_of(block):
            entries = [self._entry(label, value) for label, value in row]
            yield from (tuple(entries[at : at + 2]) for at in range(0, len(entries), 2))

    def _paragraphs(self, block: Block) -> Iterator[str]:
        if isinstance(block, Prose):
            yield from map(self._said, block.text)
        elif isinstance(block, Line):
            yield self._said(block.heading or block.caption or block.note)
        elif isinstance(block, Sign):
            yield from (self._said(each.text) for each in block.sign if each.text)
        elif isinstance(block, Drawing):
            yield from map(self._said, block.words)

    def _choices(self, block: Block) -> Iterator[Entry]:
        if isinstance(block, Sign):
            yield from (self._entry(each.label, each.choice) for each in block.sign if each.choice)

    def _signing(self, signing: SigningFile) -> Signing:
        is_own_seal = bool(signing.sealed) and not signing.seal
        key = signing.date if signing.date in self.kind.values else ""
        return Signing(
            by=wording(signing.by, self.order.look),
            name=self._said(signing.name) if signing.name else self.order.signature if signing.by else "",
            sealed=self._said(signing.sealed),
            seal=self.order.seal if is_own_seal else "",
            seal_kind=self.order.seal_kind,
            date_label=wording(signing.date_label, self.order.look) or "日期",
            date=self.order[key] if key else self._said(signing.date),
        )

    def _table(self, block: Table) -> tuple[tuple[str, ...], ...]:
        columns = [
            (wording(header, self.order.look), *self._cells(header, cells))
            for header, cells in block.table.items()
        ]
        count = max(map(len, columns))
        return tuple(
            tuple(column[at] if at < len(column) else "" for column in columns) for at in range(count)
        )

    def _cells(self, header: str, cells: str | tuple[str, ...]) -> list[str]:
        if not isinstance(cells, str):
            return [self._said(cell) for cell in cells]
        if cells in self.kind.values:
            return self.order[cells].split(";")
        return [self.filling.as_printed(self.filling.value(cells, f"{header}0"))]
