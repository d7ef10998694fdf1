"""Kinds of paper drawn from data: one YAML file per kind in `simulator/paper/kinds`.

A file says what stands on the paper, block by block, in the words of the paper; `styles.yaml` says how each
family looks. Labels name their wordings: `姓名/申请人姓名//申请人` gives the first to look a, the next to b,
then c; what stands behind `//` is for the held-out looks x and y only.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from simulator.paper.cast import FIRMS, is_person
from simulator.paper.wording import PLACE, braced

FOLDER = Path(__file__).with_name("kinds")
SEALS = ("seal", "seal_kind", "signature")


class PaperFileError(ValueError):
    """A kind file that can't be used; the message names the file and what is wrong."""


class ElementClass(StrEnum):
    """What an element is about, which decides the defects it can have."""

    NUMBER = "number"
    NAME = "name"
    ORGANISATION = "organisation"
    ADDRESS = "address"
    OPTION = "option"
    OTHER = "other"


class Strict(BaseModel):
    """Shared settings of the models in a kind file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rows(Strict):
    """Labels with their values; a bare text is a heading across the table.

    `side` is written downwards in a merged cell on the left.
    """

    rows: tuple[str | tuple[Mapping[str, str], ...], ...]
    side: str = ""


class Prose(Strict):
    """Paragraphs with places for values."""

    text: tuple[str, ...]


class Table(Strict):
    """Headers with their columns: the key of a list element, or the cells."""

    table: Mapping[str, str | tuple[str, ...]]
    name: str = ""


class Signing(Strict):
    """A place for opinion, signature, seal and date.

    `by` labels a signature: the paper's own one, or that of the person `name` makes. `sealed` is written
    where the seal goes; `seal` is whose it is: empty for the paper's own, `none` for none, else a template.
    """

    label: str = ""
    text: str = ""
    choice: str = ""
    by: str = ""
    name: str = ""
    sealed: str = ""
    seal: str = ""
    seal_kind: str = ""
    shape: Literal["round", "square"] = "round"
    date: str = ""
    date_label: str = ""


class Sign(Strict):
    """Places for signatures and seals, side by side."""

    sign: Annotated[tuple[Signing, ...], Field(min_length=1)]


class Drawing(Strict):
    """A drawing: of what, and the words in it."""

    drawing: Literal["plan", "map", "pipes", "signboard"]
    words: tuple[str, ...] = ()


class Line(Strict):
    """A line of its own: a heading, a caption at the left, or small print."""

    heading: str = ""
    caption: str = ""
    note: str = ""


Block = Rows | Prose | Table | Sign | Drawing | Line


class PaperKind(Strict):
    """One kind of paper.

    `values` makes the truth: a template per element in the order in which they depend on each other; keys
    beginning with `_` are no elements. `seal`, `seal_kind` and `signature` say whose they are. `options` are
    the words to tick for an element. `trades` are what the names of firms end in, by role.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    family: str
    titles: str
    values: Mapping[str, Annotated[str, AfterValidator(braced)]]
    options: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    trades: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    pages: Annotated[tuple[tuple[Block, ...], ...], Field(min_length=1)]
    photo: bool = False
    code: bool = False
    version: str = ""
    straddling: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for element in self.options:
            if element not in self.values:
                raise ValueError(f"options of {element}, which has no value")
        printed = _printed_elements(self.pages)
        missing = [key for key in self.elements if key not in printed and key not in SEALS]
        if missing:
            raise ValueError(f"these elements stand nowhere on the pages: {', '.join(missing)}")
        return self

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements of which the truth tells, in their order."""
        return tuple(key for key in self.values if not key.startswith("_") and key != "seal_kind")

    def class_of(self, element: str) -> ElementClass:
        """Tell what an element is about, from the template that makes it."""
        if element in self.options:
            return ElementClass.OPTION
        template = self.values.get(element, "")
        if ";" in template or element in SEALS:
            return ElementClass.OTHER
        return _class_of(template)


def _class_of(template: str) -> ElementClass:
    for place in PLACE.findall(template):
        role, _, attribute = place.partition(".")
        if attribute in {"idno", "uscc", "bank_acct", "legal_id"} or place.startswith("#"):
            return ElementClass.NUMBER
        if attribute == "legal" or (attribute == "name" and is_person(role)):
            return ElementClass.NAME
        if attribute == "name" and (role.rstrip("0123456789") in FIRMS or role == "hospital"):
            return ElementClass.ORGANISATION
        if attribute in {"address", "short_address"}:
            return ElementClass.ADDRESS
    return ElementClass.OTHER


def _printed_elements(pages: tuple[tuple[Block, ...], ...]) -> frozenset[str]:
    """Return every word that stands for an element somewhere on the pages."""
    found: set[str] = set()
    for text in _templates(pages):
        found.add(text)
        found.update(place.partition(":")[0] for place in PLACE.findall(text))
    return frozenset(found)


def _templates(pages: tuple[tuple[Block, ...], ...]) -> list[str]:
    """Return every template on the pages."""
    return [text for page in pages for block in page for text in _of_block(block)]


def _of_block(block: Block) -> list[str]:
    if isinstance(block, Rows):
        return [
            value
            for row in block.rows
            if not isinstance(row, str)
            for entry in row
            for value in entry.values()
        ]
    if isinstance(block, Prose):
        return list(block.text)
    if isinstance(block, Table):
        return [
            text for cells in block.table.values() for text in ([cells] if isinstance(cells, str) else cells)
        ]
    if isinstance(block, Sign):
        return [
            text
            for each in block.sign
            for text in (each.text, each.choice, each.date, each.sealed, each.name)
        ]
    if isinstance(block, Drawing):
        return list(block.words)
    return [block.heading, block.caption, block.note]


@cache
def paper_kinds() -> Mapping[str, PaperKind]:
    """Load every kind file, by id; raises PaperFileError naming the file."""
    kinds = (_load(path) for path in sorted(FOLDER.glob("*.yaml")))
    return {kind.id: kind for kind in kinds}


def _load(path: Path) -> PaperKind:
    try:
        kind = PaperKind.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (ValidationError, YAMLError) as error:
        raise PaperFileError(f"{path.name}: {error}") from error
    if kind.id != path.stem:
        raise PaperFileError(f"{path.name}: the id {kind.id} differs from the file's name")
    return kind


def wording(label: str, look: str) -> str:
    """Return the wording of a label for a look."""
    common, _, held_out = label.partition("//")
    ours, theirs = common.split("/"), held_out.split("/") if held_out else common.split("/")[::-1]
    if look in "abc":
        return ours["abc".index(look) % len(ours)]
    return theirs["xy".index(look) % len(theirs)]
