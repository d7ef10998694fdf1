"""Seals and signatures that are missing, others', void, or can't be read."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from ocr.document import Document
from simulator.tampering.operator import operator
from simulator.tampering.relations import Demand
from simulator.tampering.scene import HAND_OVER, NothingToTamperError, Planted, Scene
from simulator.tampering.values import other_value, replaced

_NEIGHBOURS = {"一": "二", "二": "一", "三": "二", "区": "县", "市": "县", "中": "仲"}
_SPECIAL = ("合同专用章", "财务专用章", "发票专用章", "人事专用章")


def _sealed(scene: Scene, call: str = "seal_of") -> tuple[Demand, str]:
    """Choose a material whose seal must be there, or be somebody's."""
    demands = tuple(
        (demand, demand.facts[0].partition(".")[0])
        for demand in scene.asked(*scene.relations.of(call))
        if demand.facts[0].endswith((".seal_text", ".sealed", ".signed"))
    )
    return scene.choose(tuple(each for each in demands if each[1] in scene.papers))


def _other_seal(scene: Scene, change: Callable[[str, Random], str | None]) -> Planted:
    demand, material = _sealed(scene)
    before = scene.value(demand.facts[1])
    after = change(before, scene.random)
    if after is None or after == before:
        raise NothingToTamperError
    scene.write(f"{material}.seal", after)
    return scene.planted(demand.facts[0], code=demand.code)


@operator("缺少印章")
def seal_missing(scene: Scene) -> Planted:
    """Leave the seal out."""
    demand, material = _sealed(scene, "is_true")
    if not demand.facts[0].endswith(".sealed"):
        raise NothingToTamperError
    scene.write(f"{material}.seal", "")
    return scene.planted(demand.facts[0], code=demand.code)


@operator("近似名称单位的印章")
def seal_of_near_named_firm(scene: Scene) -> Planted:
    """Put the seal of an organisation with nearly the same name in its place."""
    return _other_seal(scene, lambda name, random: replaced(name, _NEIGHBOURS, random))


@operator("其他单位的印章")
def seal_of_another_firm(scene: Scene) -> Planted:
    """Put another organisation's seal in its place."""
    return _other_seal(scene, lambda name, random: other_value(scene.type_of("form.new_inst"), name, random))


@operator("以专用章代替公章")
def special_purpose_seal(scene: Scene) -> Planted:
    """Put the organisation's seal for contracts, invoices or staff in the place of its official one."""
    return _other_seal(scene, lambda name, random: name + random.choice(_SPECIAL))


@operator("作废印章")
def void_seal(scene: Scene) -> Planted:
    """Put a seal that says 作废 in its place."""
    return _other_seal(scene, lambda name, random: name + "作废")


@operator("印章文字无法辨认")
def seal_unreadable(scene: Scene) -> Planted:
    """Let the ring text of the seal be unread."""
    _, material = _sealed(scene)
    scene.edit(material, _without_seal_text)
    return Planted(facts=(f"{material}.seal_text",), acceptable=HAND_OVER)


@operator("缺少签名")
def signature_missing(scene: Scene) -> Planted:
    """Leave the signature out."""
    demand, material = _sealed(scene, "is_true")
    if not demand.facts[0].endswith(".signed"):
        raise NothingToTamperError
    scene.write(f"{material}.signature", "")
    return scene.planted(demand.facts[0], code=demand.code)


def _without_seal_text(document: Document) -> Document:
    pages = tuple(
        replace(page, seals=tuple(replace(seal, text=None) for seal in page.seals)) for page in document.pages
    )
    return replace(document, pages=pages)
