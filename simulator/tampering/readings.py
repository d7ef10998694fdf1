"""What reading may make of a good paper: weak, lost, contradicted, or broken. None of it is a deficiency."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from ocr.document import Document, Reading, ReadingState, Source
from ocr.values import IDENTIFIERS, ElementType
from simulator.characters import LOOK_ALIKES
from simulator.tampering.operator import operator
from simulator.tampering.scene import HAND_OVER, NothingToTamperError, Planted, Scene
from simulator.tampering.values import other_value, replaced

_DIGITS: Mapping[str, str] = {"0": "8", "1": "7", "3": "8", "5": "6", "6": "5", "7": "1", "8": "3", "9": "0"}
_WEAK, _HOPELESS = 0.45, 0.2
_WORDS = (ElementType.NAME, ElementType.ORGANISATION)


def _compared(scene: Scene, *types: ElementType) -> str:
    """Choose a fact on a paper that something else must agree with, and that is not lost already."""
    _, fact = scene.choose(scene.ends(scene.relations.pairs(*types), papers_only=True))
    return fact


def _edit(scene: Scene, fact: str, change: Callable[[Reading], tuple[Reading, ...]]) -> Planted:
    material, _, element = fact.partition(".")

    def edited(document: Document) -> Document:
        found = tuple(new for old in document.readings.get(element, ()) for new in change(old))
        return replace(document, readings={**document.readings, element: found})

    scene.edit(material, edited)
    return Planted(facts=(fact,), acceptable=HAND_OVER)


def _read(fact: str, value: str, scores: tuple[float, ...], source: Source = Source.PIXELS) -> Reading:
    return Reading(
        element=fact.partition(".")[2],
        state=ReadingState.READ,
        source=source,
        value=value,
        raw=value,
        confidence=min(scores),
        characters=scores,
        page=1,
    )


def _misread(scene: Scene, table: Mapping[str, str], *types: ElementType) -> Planted:
    """Let one character be another one, read so weakly that nobody may rest anything on it."""
    fact = _compared(scene, *types)
    before = scene.value(fact)
    after = replaced(before, table, scene.random)
    if after is None or len(after) != len(before):
        raise NothingToTamperError
    scores = tuple(0.99 if one == other else _WEAK for one, other in zip(before, after, strict=True))
    return _edit(scene, fact, lambda old: (_read(fact, after, scores),))


@operator("一位数字误读且把握低")
def weak_digit_misread(scene: Scene) -> Planted:
    """Misread one digit of a number with a low score: neither a pass nor a deficiency."""
    return _misread(scene, _DIGITS, *IDENTIFIERS)


@operator("一个字误读且把握低")
def weak_character_misread(scene: Scene) -> Planted:
    """Misread one character of a name with a low score: neither a pass nor a deficiency."""
    return _misread(scene, LOOK_ALIKES, *_WORDS)


@operator("整个值识别把握极低")
def value_hardly_read(scene: Scene) -> Planted:
    """Read a value rightly, every character with a hopeless score."""
    fact = _compared(scene)
    value = scene.value(fact)
    return _edit(scene, fact, lambda old: (_read(fact, value, (_HOPELESS,) * len(value)),))


@operator("未找到要素")
def element_lost(scene: Scene) -> Planted:
    """Let reading not find the place of an element."""
    return _nothing(scene, ReadingState.NOT_FOUND)


@operator("要素无法辨认")
def element_unreadable(scene: Scene) -> Planted:
    """Let reading find the place of an element and make nothing of it."""
    return _nothing(scene, ReadingState.UNREADABLE)


@operator("PDF 文字层与图像不符")
def text_layer_lies(scene: Scene) -> Planted:
    """Let the text layer say another value than the pixels show."""
    return _another_witness(scene, Source.TEXT_LAYER)


@operator("二维码内容与图像不符")
def code_lies(scene: Scene) -> Planted:
    """Let a QR code say another value than the pixels show."""
    return _another_witness(scene, Source.CODE)


@operator("材料种类识别把握低")
def kind_unsure(scene: Scene) -> Planted:
    """Let the kind of a needed paper be recognised with little certainty."""
    return _document(scene, lambda document: replace(document, kind_confidence=_HOPELESS))


@operator("识别得分不是数字")
def scores_not_numbers(scene: Scene) -> Planted:
    """Let a broken recogniser give scores that are no numbers."""
    fact = _compared(scene)
    value = scene.value(fact)
    return _edit(scene, fact, lambda old: (_read(fact, value, (float("nan"),) * len(value)),))


@operator("识别结果为空")
def reader_silent(scene: Scene) -> Planted:
    """Let reading succeed and return nothing at all of a paper."""
    return _document(scene, _emptied)


def _nothing(scene: Scene, state: ReadingState) -> Planted:
    fact = _compared(scene)
    nothing = Reading(element=fact.partition(".")[2], state=state, source=Source.PIXELS, page=1)
    return _edit(scene, fact, lambda old: (nothing,))


def _another_witness(scene: Scene, source: Source) -> Planted:
    fact = _compared(scene)
    other = other_value(scene.type_of(fact), scene.value(fact), scene.random)
    return _edit(scene, fact, lambda old: (old, _read(fact, other, (1.0,) * len(other), source)))


def _document(scene: Scene, change: Callable[[Document], Document]) -> Planted:
    """Change what reading a needed paper gave."""
    needed = scene.required()
    if not needed:
        raise NothingToTamperError
    material = scene.random.choice(needed)
    scene.edit(material, change)
    return Planted(facts=(f"{material}.present",), acceptable=HAND_OVER)


def _emptied(document: Document) -> Document:
    pages = tuple(replace(page, lines=(), seals=(), codes=()) for page in document.pages)
    return replace(document, pages=pages, readings={})
