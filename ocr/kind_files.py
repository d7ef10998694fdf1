"""Kinds of paper as data: how to recognise each, and where its elements stand. One YAML file per kind.

A new kind is a new file in ocr/kinds; no Python is touched.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ocr.values import ElementType

_EDITION = (
    r"(?:(?:版本|版次|版式|(?:表样|模板|表单|文书)(?:版本|编号)?)号?:|(?<=\()(?=[^()]{1,16}版\)))"
    r"(?P<value>[A-Z]{0,6}[-.]?[0-9][-0-9A-Z.]{0,15}(?:年(?:[0-9]{1,2}月)?)?(?:修订)?版?)"
)

_ONE_DAY = re.compile(r"(?:(?<!起)[至止]|届满日期|截止日期)$")

FOLDER = Path(__file__).with_name("kinds")
_FORM_LABELS = Path(__file__).with_name("form_labels.yaml")
_LABEL_SETS = Path(__file__).with_name("label_sets.yaml")


class KindFileError(ValueError):
    """A kind file that can't be used; the message names the file and what is wrong."""


class Layout(StrEnum):
    """Where the value of an element stands."""

    RIGHT = "right"
    BELOW = "below"
    PATTERN = "pattern"
    CHOICE = "choice"
    SIGNATURE = "signature"


class Part(StrEnum):
    """Which day of a period is meant."""

    FIRST = "first"
    LAST = "last"


class Strict(BaseModel):
    """Shared settings of the models in a kind file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ElementFile(Strict):
    """How one element is found.

    `labels` are the words beside the value; `re:` in front makes one a regular expression, `@idno` stands for
    the wordings that label_sets.yaml lists under that name. A bracket after a label, such as
    法定代表人（负责人）, needs no label of its own. `pattern` is searched in the flowing text and has a group
    named `value`. `options` maps each choice to the words that stand for it. `each` picks the entries of a
    list; `shape` is what the whole value must look like; `units` may stand behind a number without changing
    what it says (kg, where the element counts kilograms). `last_date` is the last day that stands alone,
    `signs` the organisation that stands alone right by it, where no label names them.
    """

    type: ElementType
    labels: tuple[str, ...] = ()
    layout: Layout = Layout.RIGHT
    lines: Annotated[int, Field(ge=1, le=30)] | None = None
    part: Part | None = None
    pattern: str | None = None
    each: str | None = None
    shape: str | None = None
    units: tuple[str, ...] = ()
    options: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    last_date: bool = False
    signs: bool = False

    @field_validator("labels")
    @classmethod
    def _expand(cls, labels: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for label in labels for word in _wordings(label)))

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.layout is Layout.PATTERN and "(?P<value>" not in (self.pattern or ""):
            raise ValueError("layout pattern needs a pattern with a group named value")
        if self.layout is Layout.CHOICE and not self.options:
            raise ValueError("layout choice needs options")
        if self.layout in {Layout.RIGHT, Layout.BELOW, Layout.SIGNATURE} and not self.labels:
            raise ValueError("labels are missing")
        for text in filter(None, (self.pattern, self.each, self.shape)):
            _compile(text)
        return self

    def for_label(self, label: str) -> Self:
        """Return the element as it stands beside a label: one such as 有效期至 names one day, no period."""
        return self.for_one_day() if self.part and _ONE_DAY.search(label) else self

    def for_one_day(self) -> Self:
        """Return the element without its part of a period."""
        return self.model_copy(update={"part": None}) if self.part else self

    @property
    def most_lines(self) -> int:
        """Return over how many lines a value may run."""
        if self.lines is not None:
            return self.lines
        return _LINES.get(self.type, 1)


_LINES = {ElementType.ADDRESS: 4, ElementType.ORGANISATION: 3, ElementType.TEXT: 3, ElementType.CHOICES: 8}


class Face(Strict):
    """One way in which a page of this kind looks: titles, and labels of which some must be there.

    `labels` left out are those of the kind's elements. A label counts as seen in any wording of its element.
    `needs` are patterns of labels without which the page is not of this kind. `least` labels must stand below
    a title, `least_untitled` make the kind known without one.
    """

    titles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    least: Annotated[int, Field(ge=0)] = 0
    least_untitled: Annotated[int, Field(ge=1)] | None = None

    @property
    def needed(self) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of `needs`."""
        return tuple(re.compile(need) for need in self.needs)


class FormVersion(Strict):
    """How the edition of a form is told: what is printed, or which of the editions known fits.

    `pattern` has a group named `value` and is searched in each line; without one of its own an edition is
    what follows 版本号 and the like, or stands in brackets and ends with 版. `editions` are name → patterns
    of lines that all stand on that edition; where any are listed, one that fits none of them is unknown.
    """

    pattern: str = _EDITION
    editions: Mapping[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if "(?P<value>" not in self.pattern:
            raise ValueError("the version's pattern needs a group named value")
        for pattern in (self.pattern, *(each for patterns in self.editions.values() for each in patterns)):
            _compile(pattern)
        return self


class KindFile(Strict):
    """One kind of paper. `once` are labels that stand once on a paper: twice on a page means two papers.

    `parts` are the sides or pages without which it is not whole, each with elements that stand there only.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    faces: Annotated[tuple[Face, ...], Field(min_length=1)]
    stops: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    elements: Mapping[str, ElementFile] = Field(default_factory=dict)
    parts: Mapping[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    numbered_pages: bool = False
    portrait: bool = False
    version: FormVersion | None = None

    def __hash__(self) -> int:
        return hash(self.id)

    @model_validator(mode="after")
    def _parts_are_known(self) -> Self:
        strange = {key for part in self.parts.values() for key in part} - set(self.elements)
        if strange:
            raise ValueError(f"parts name no elements: {', '.join(sorted(strange))}")
        return self


def _compile(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern} is no pattern: {error.msg}") from error


@cache
def load_kinds(folder: Path = FOLDER) -> tuple[KindFile, ...]:
    """Load every kind file, sorted by id; raises KindFileError naming the file."""
    return tuple(_load(path) for path in sorted(folder.glob("*.yaml")))


def kind_file(kind: str, folder: Path = FOLDER) -> KindFile | None:
    """Return one kind by its id."""
    return next((file for file in load_kinds(folder) if file.id == kind), None)


@cache
def form_labels() -> tuple[str, ...]:
    """Return the labels that stand on forms of every kind; a value ends where one of them begins."""
    return tuple(YAML(typ="safe").load(_FORM_LABELS.read_text(encoding="utf-8"))["labels"])


@cache
def _label_sets() -> Mapping[str, tuple[str, ...]]:
    loaded = YAML(typ="safe").load(_LABEL_SETS.read_text(encoding="utf-8"))
    return {name: tuple(labels) for name, labels in loaded.items()}


def _wordings(label: str) -> tuple[str, ...]:
    """Return the labels that one entry of a kind file stands for."""
    if not label.startswith("@"):
        return (label,)
    if label[1:] not in _label_sets():
        raise ValueError(f"{label} is no set of {_LABEL_SETS.name}")
    return _label_sets()[label[1:]]


def _load(path: Path) -> KindFile:
    try:
        loaded = KindFile.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (ValidationError, YAMLError) as error:
        raise KindFileError(f"{path.name}: {error}") from error
    if loaded.id != path.stem:
        raise KindFileError(f"{path.name}: id {loaded.id} is not the file's name")
    return loaded
