"""The type table of a scenario: every fact name its points may use, with its type."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from ocr.kind_files import KindFile
from ocr.values import ElementType
from scenarios.problem import Problem
from scenarios.schema import ItemFile, MaterialFile, OverlayFile
from scenarios.yaml_file import Loaded, load_yaml

MATERIAL_FACTS: Mapping[str, ElementType] = {
    "present": ElementType.BOOL,
    "legible": ElementType.BOOL,
    "pages_complete": ElementType.BOOL,
    "complete": ElementType.BOOL,
    "page_count": ElementType.NUMBER,
    "form_version": ElementType.TEXT,
    "sealed": ElementType.BOOL,
    "seal_text": ElementType.ORGANISATION,
    "seal_kind": ElementType.CHOICES,
    "seal_count": ElementType.NUMBER,
    "straddle_seal": ElementType.BOOL,
    "signed": ElementType.BOOL,
    "slot_matches": ElementType.BOOL,
    "copied": ElementType.BOOL,
    "screen_photo": ElementType.BOOL,
    "duplicate_pages": ElementType.BOOL,
    "edited": ElementType.BOOL,
    "cropped": ElementType.BOOL,
    "occluded": ElementType.BOOL,
}
CASE_FACTS: Mapping[str, ElementType] = {"case.received_on": ElementType.DATE}


@cache
def kind_elements(root: Path) -> Mapping[str, Mapping[str, ElementType]]:
    """Return kind → element → type, as the kind files of reading say."""
    found: dict[str, Mapping[str, ElementType]] = {}
    for path in sorted((root / "ocr" / "kinds").glob("*.yaml")):
        loaded = load_yaml(path, path.name)
        if not isinstance(loaded, Problem):
            found |= _elements_of(loaded)
    return found


def _elements_of(loaded: Loaded) -> dict[str, dict[str, ElementType]]:
    """Return a kind's elements; nothing of a file whose shape is wrong, which reading the library tells."""
    try:
        file = KindFile.model_validate(loaded.data)
    except ValidationError:
        return {}
    return {file.id: {key: each.type for key, each in file.elements.items()}}


def fact_types(item: ItemFile, overlay: OverlayFile | None, root: Path) -> dict[str, ElementType]:
    """Return the types of all facts of a scenario."""
    types = dict(CASE_FACTS)
    types |= {f"form.{each.key}": each.type for each in item.form}
    types |= _material_types((*item.materials, *(overlay.materials if overlay else ())), root)
    for register in item.registries:
        types[f"registry.{register.name}.found"] = ElementType.BOOL
        types |= {f"registry.{register.name}.{key}": each for key, each in register.fields.items()}
    parameters = item.parameters | (overlay.parameters if overlay else {})
    return types | {f"param.{key}": each.type for key, each in parameters.items()}


def _material_types(materials: Iterable[MaterialFile], root: Path) -> dict[str, ElementType]:
    types: dict[str, ElementType] = {}
    for material in materials:
        types |= {f"{material.id}.{key}": each for key, each in MATERIAL_FACTS.items()}
        elements = kind_elements(root).get(material.kind, {})
        types |= {f"{material.id}.{key}": each for key, each in elements.items()}
    return types
