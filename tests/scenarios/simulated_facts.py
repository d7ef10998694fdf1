"""Facts as perfect reading would give them: the simulator's truth, its registers, nothing drawn."""

from ocr.document import Reading, ReadingState, Source
from ocr.values import ElementType, canonical, plain_text
from review_points.facts import Fact, Facts, FactState

SEALS = {"employment_letter": "institution"}
SURE = 0.99
UNREADABLE = {"blurred", "dark", "tiny", "blank_page"}


def fact(name, kind, raw, source=Source.PIXELS):
    if raw is None:
        return Fact(name=name, type=kind, state=FactState.NOT_FOUND)
    if not plain_text(raw):
        return Fact(name=name, type=kind, state=FactState.BLANK)
    value = canonical(kind, raw)
    if value is None:
        return Fact(name=name, type=kind, state=FactState.UNREADABLE)
    reading = Reading(
        element=name.rpartition(".")[2],
        state=ReadingState.READ,
        source=source,
        value=value,
        raw=raw,
        confidence=SURE if source is Source.PIXELS else 1.0,
    )
    return Fact(name=name, type=kind, state=FactState.READ, value=value, readings=(reading,))


def facts_of(case, scenario):
    """Return the facts of a simulated case for a scenario."""
    plan = scenario.plan
    found = [fact("case.received_on", ElementType.DATE, case.received_on.isoformat(), Source.CASE)]
    found += [fact(f"param.{k}", p.type, p.value, Source.PARAMETER) for k, p in plan.parameters.items()]
    for field in plan.form:
        raw = next((case.form[label] for label in field.labels if label in case.form), None)
        found.append(fact(f"form.{field.key}", field.type, raw, Source.FORM))
    files = {each.material: each for each in case.files}
    for material in plan.materials:
        found += material_facts(material, files.get(material.id))
    known = Facts({each.name: each for each in found})
    rows = {(row.register, row.key): row.record for row in case.register_rows}
    for register in plan.registers:
        record = rows.get((register.name, known[register.key].value))
        name = f"registry.{register.name}"
        found.append(
            fact(f"{name}.found", ElementType.BOOL, str(record is not None).lower(), Source.REGISTRY)
        )
        found += [
            fact(f"{name}.{key}", kind, (record or {}).get(key), Source.REGISTRY)
            for key, kind in register.fields.items()
        ]
    return Facts({each.name: each for each in found})


def material_facts(material, file):
    there = file is not None and file.kind == material.kind
    told = {"present": str(there).lower()}
    truth = dict(file.truth) if there else {}
    defects = set(file.defects) if there else set()
    if there:
        seal = truth.get("seal", truth.get(SEALS.get(material.id, ""), ""))
        told |= {
            "legible": "false" if defects & UNREADABLE else "true",
            "pages_complete": "false" if "missing_page" in defects else "true",
            "complete": "false" if "missing_page" in defects else "true",
            "page_count": "1",
            "sealed": str(bool(seal)).lower(),
            "signed": str(truth.get("signature", "x") != "").lower(),
            "slot_matches": "true",
        }
        if seal:
            told["seal_text"] = seal
    if defects & UNREADABLE:
        truth = {}
    elif there and "signature" in material.elements:
        truth["signature"] = truth.get("signature", "true") and "true"
    if "missing_page" in defects and material.kind == "id_card":
        truth.pop("valid_to", None), truth.pop("valid_from", None), truth.pop("issuer", None)
    if "wrong_birth" in defects:
        truth["birth"] = "1970-01-01"
    kinds = {"seal_text": ElementType.ORGANISATION, "page_count": ElementType.NUMBER}
    own = (
        "present",
        "legible",
        "pages_complete",
        "complete",
        "page_count",
        "sealed",
        "signed",
        "slot_matches",
        "seal_text",
    )
    found = [fact(f"{material.id}.{k}", kinds.get(k, ElementType.BOOL), told.get(k)) for k in own]
    return found + [
        fact(f"{material.id}.{key}", kind, truth.get(key)) for key, kind in material.elements.items()
    ]
