"""Papers that are missing, strange, doubled, in the wrong place, spoilt, or somebody else's."""

from dataclasses import replace

from ocr.document import Document, Line, Page, Quality
from ocr.layout import box_of
from simulator.paper.samples import sample
from simulator.reading import VERSION, as_read
from simulator.tampering.operator import operator
from simulator.tampering.relations import Demand
from simulator.tampering.scene import (
    APPROVABLE,
    HAND_OVER,
    HandedFile,
    NothingToTamperError,
    Planted,
    Scene,
)
from simulator.tampering.values import other_value

_CURABLE = frozenset({"return", "hand_over"})
_STRANGE_KINDS = ("bank_card", "business_license", "driving_licence", "employment_letter")


def _own(scene: Scene, suffix: str) -> tuple[Demand, str]:
    """Choose a material that was handed in and of which something is demanded, such as that it is legible."""
    demands = [
        (demand, demand.facts[0].partition(".")[0])
        for demand in scene.asked(*scene.relations.of("is_true"))
        if demand.facts[0].partition(".")[2] == suffix and demand.facts[0].partition(".")[0] in scene.papers
    ]
    return scene.choose(tuple(demands))


def _spoilt(scene: Scene, defect: str, suffix: str = "legible") -> Planted:
    _, material = _own(scene, suffix)
    scene.spoil(material, defect)
    # legible is not asked of a page on which nothing stands: then nobody knows what it is
    return Planted(facts=(f"{material}.{suffix}",), acceptable=_CURABLE)


@operator("缺少材料")
def material_missing(scene: Scene) -> Planted:
    """Leave a needed material out."""
    demand, material = _own(scene, "present")
    if material not in scene.required():
        raise NothingToTamperError
    del scene.papers[material]
    return Planted(facts=(f"{material}.present",), acceptable=_CURABLE, code=demand.code)


@operator("两份材料传错位置")
def slots_exchanged(scene: Scene) -> Planted:
    """Upload two materials each in the other's place."""
    demand, one = _own(scene, "slot_matches")
    others = [each for each in scene.papers if scene.papers[each].kind != scene.papers[one].kind]
    if not others:
        raise NothingToTamperError
    other = scene.random.choice(others)
    first, second = scene.papers[one], scene.papers[other]
    scene.papers[one] = replace(first, slot=second.slot)
    scene.papers[other] = replace(second, slot=first.slot)
    return scene.planted(f"{one}.slot_matches", f"{other}.slot_matches", code=demand.code)


@operator("以其他材料冒充")
def other_kind_in_place(scene: Scene) -> Planted:
    """Hand in a second copy of another material instead of a needed one."""
    demand, material = _own(scene, "present")
    others = [each for each in scene.papers if scene.papers[each].kind != scene.papers[material].kind]
    if material not in scene.required() or not others:
        raise NothingToTamperError
    strange = scene.papers[scene.random.choice(others)]
    scene.papers[material] = replace(
        scene.papers[material], kind=strange.kind, truth=strange.truth, defects=()
    )
    return Planted(facts=(f"{material}.present",), acceptable=_CURABLE, code=demand.code)


@operator("混入他人办件的材料")
def paper_of_somebody_else(scene: Scene) -> Planted:
    """Hand in somebody else's paper of the right kind."""
    _, fact = scene.choose(scene.ends(scene.relations.pairs(), papers_only=True))
    material = fact.partition(".")[0]
    paper = scene.papers[material]
    strange = sample(paper.kind, scene.random.randrange(10**6), on=scene.received_on)
    scene.papers[material] = replace(paper, truth={**paper.truth, **strange})
    touched = tuple(f"{material}.{key}" for key in scene.material(material).elements)
    return scene.planted(*touched)


@operator("缺页")
def page_missing(scene: Scene) -> Planted:
    """Leave the second of two numbered pages out."""
    return _spoilt(scene, "missing_page", "pages_complete")


@operator("白页")
def page_blank(scene: Scene) -> Planted:
    """Hand in an empty page instead of a material."""
    return _spoilt(scene, "blank_page")


@operator("图像模糊")
def picture_blurred(scene: Scene) -> Planted:
    """Hand in a picture out of focus."""
    return _spoilt(scene, "blurred")


@operator("图像过暗")
def picture_dark(scene: Scene) -> Planted:
    """Hand in a picture that is much too dark."""
    return _spoilt(scene, "dark")


@operator("缩略图")
def picture_tiny(scene: Scene) -> Planted:
    """Hand in a thumbnail."""
    return _spoilt(scene, "tiny")


@operator("不明附件")
def unknown_file(scene: Scene) -> Planted:
    """Add a file that is no known kind of paper."""
    document = Document(
        sha256=f"{scene.random.randrange(16**12):012x}" * 4,
        name="附件.jpg",
        media_type="image/jpeg",
        pages=(_page(),),
        reader_version=VERSION,
    )
    scene.extra.append(HandedFile(slot="其他材料", name="附件.jpg", document=document))
    return Planted(facts=(), acceptable=HAND_OVER)


@operator("多交与本事项无关的材料")
def unrelated_paper(scene: Scene) -> Planted:
    """Add a paper of a known kind that this item does not ask for: it is listed and decides nothing."""
    wanted = {each.kind for each in scene.scenario.plan.materials}
    kind = next((each for each in _STRANGE_KINDS if each not in wanted), None)
    if kind is None or not scene.papers:
        raise NothingToTamperError
    plan = replace(next(iter(scene.papers.values())), kind=kind, truth=sample(kind, 7), defects=())
    scene.extra.append(HandedFile(slot="其他材料", name="另附.jpg", document=as_read(plan)))
    return Planted(facts=(), acceptable=APPROVABLE)


@operator("两份副本内容不一")
def copies_contradict(scene: Scene) -> Planted:
    """Hand a paper in twice, the second time with another value where something must agree."""
    _, fact = scene.choose(scene.ends(scene.relations.pairs(), papers_only=True))
    material, _, element = fact.partition(".")
    paper = scene.papers[material]
    other = other_value(scene.type_of(fact), scene.value(fact), scene.random)
    second = replace(paper, truth={**paper.truth, element: other}, seed=paper.seed + 1)
    scene.extra.append(HandedFile(slot=paper.slot, name="另一份.jpg", document=as_read(second)))
    return Planted(facts=(fact,), acceptable=HAND_OVER)


def _page() -> Page:
    """Return a page on which something stands that is no known kind."""
    quality = Quality(sharpness=500.0, brightness=0.8, short_side_px=1200)
    line = Line(text="便条", box=box_of(100, 100, 400, 140), confidence=0.99)
    return Page(number=1, width=1200, height=1700, rotation=0, lines=(line,), quality=quality)
