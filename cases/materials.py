"""From files to materials: which file is which material, what each says, and what a clerk must look at.

A file belongs to the material whose kind was recognised in it. The slot it was uploaded in is only a claim.
"Absent" is certain only when everything handed in was had, opened and recognised.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cases.case import SubmittedFile
from cases.picture_facts import WRONG_WAY_ROUND, picture_facts, picture_guards
from cases.seal_facts import seal_facts
from cases.told import told
from ocr.completeness import is_complete
from ocr.document import Document, Page, Reading, ReadingState, Source
from ocr.kind_files import kind_file
from ocr.media import PICTURELESS
from ocr.page_numbers import pages_complete
from ocr.values import ElementType, plain_text
from review_points.findings import Reason
from scenarios.plan import PlannedMaterial

_SPOILT = frozenset({"blurred", "dark", "blank", "low_resolution", *WRONG_WAY_ROUND})
_OWN_REASONS = frozenset(
    {
        "hidden_text",
        "text_layer_conflict",
        "code_conflict",
        "unscanned",
        "active_content",
        "embedded_files",
        "tracked_changes",
        "pages_truncated",
        "tamper_suspected",
        "several_papers",
    }
)


Readings = dict[str, tuple[ElementType, tuple[Reading, ...]]]
"""Readings of one material, by element, with the element's type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """One file as handed in, with what reading it gave."""

    file: SubmittedFile
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Files by material id, what belongs to none, and why a clerk must look."""

    by_material: Mapping[str, tuple[ReadFile, ...]]
    extra: tuple[ReadFile, ...]
    guards: tuple[Reason, ...]

    @property
    def are_all_known(self) -> bool:
        """Tell whether every file was opened and recognised and every page accounted for."""
        return not self.guards


def sort_files(files: Iterable[ReadFile], materials: Sequence[PlannedMaterial]) -> Sorted:
    """Give each file to the material it was recognised as; papers that share a file each to their own."""
    by_material: dict[str, list[ReadFile]] = {material.id: [] for material in materials}
    extra: list[ReadFile] = []
    guards: list[Reason] = []
    for each in files:
        for paper in _papers(each):
            guards += file_guards(paper)
            if paper.document.refusal is not None or paper.document.kind is None:
                continue
            owners = _owners(paper, materials)
            if len(owners) == 1:
                by_material[owners[0].id].append(paper)
            elif owners:
                guards.append(Reason(code="unknown_material", about=each.file.slot))
            else:
                extra.append(paper)
                guards += _stray(each)
    return Sorted(
        by_material={key: tuple(found) for key, found in by_material.items()},
        extra=tuple(extra),
        guards=tuple(dict.fromkeys(guards)),
    )


def _papers(each: ReadFile) -> Iterable[ReadFile]:
    """Take a file of several papers apart."""
    return (replace(each, document=paper) for paper in each.document.papers)


def _stray(each: ReadFile) -> tuple[Reason, ...]:
    """Ask a clerk about pages among others that belong to no material: they may be another paper's."""
    about = each.file.slot or each.file.name
    return (Reason(code="unknown_material", about=about),) if each.document.parts else ()


def file_guards(each: ReadFile) -> tuple[Reason, ...]:
    """Say why this file's case must be seen by a clerk, whatever the points say."""
    document, about = each.document, each.file.slot or each.file.name
    if document.refusal is not None:
        return (Reason(code="file_refused", about=f"{about}：{document.refusal.message}"),)
    found = [*_integrity_reasons(document, about), *picture_guards(document, about)]
    if document.kind is None:
        found.append(Reason(code="unknown_material", about=about))
    if not document.pages or any(_is_unaccounted(page, document) for page in document.pages):
        found.append(Reason(code="pages_unaccounted", about=about))
    return tuple(found)


def element_readings(files: Sequence[ReadFile], key: str) -> tuple[Reading, ...]:
    """Return what the files of one material say of an element; a file that lacks its place says nothing."""
    found = tuple(_as_shown(each.document, reading) for each in files for reading in _all(each, key))
    speaking = tuple(reading for reading in found if reading.state is not ReadingState.NOT_FOUND)
    return speaking or found[:1]


def material_readings(
    material: PlannedMaterial, files: Sequence[ReadFile], *, nothing_missed: bool
) -> Readings:
    """Return what the files of one material say: its elements, then the facts every material has."""
    elements = {key: (kind, element_readings(files, key)) for key, kind in material.elements.items()}
    return elements | own_readings(material, files, nothing_missed=nothing_missed)


def own_readings(material: PlannedMaterial, files: Sequence[ReadFile], *, nothing_missed: bool) -> Readings:
    """Return the facts every material has besides its elements: present, legible, sealed and so on."""
    if not files:
        absent = told("present", "false") if nothing_missed else ()
        return {"present": (ElementType.BOOL, absent)}
    documents = [each.document for each in files]
    readings = {key: element_readings(files, key) for key in material.elements}
    legible = _legible(documents, readings)
    complete = pages_complete(documents)
    is_all_seen = nothing_missed and legible == "true"
    whole = is_complete(documents, kind_file(material.kind), nothing_missed=is_all_seen)
    may_be_missed = not is_all_seen or whole is False
    pages = sum(len(document.pages) for document in documents)
    return {
        "present": (ElementType.BOOL, _present(documents)),
        "legible": (ElementType.BOOL, told("legible", legible)),
        "pages_complete": (ElementType.BOOL, told("pages_complete", _yes_no(complete))),
        "complete": (ElementType.BOOL, told("complete", _yes_no(whole))),
        "page_count": (ElementType.NUMBER, told("page_count", str(pages))),
        "form_version": (ElementType.TEXT, told("form_version", _form_version(documents))),
        "signed": (ElementType.BOOL, _signed(readings.get("signature", ()))),
        "slot_matches": (ElementType.BOOL, told("slot_matches", _slot_matches(material, files))),
        **seal_facts(documents, may_be_missed=may_be_missed),
    } | {
        key: (ElementType.BOOL, told(key, _yes_no(answer)))
        for key, answer in picture_facts(documents).items()
    }


def _all(each: ReadFile, key: str) -> tuple[Reading, ...]:
    return tuple(each.document.readings.get(key, ()))


def _as_shown(document: Document, reading: Reading) -> Reading:
    """Take the text of a file without pictures of its pages (DOCX, XLSX, OFD) for what it shows."""
    if document.media_type in PICTURELESS and reading.source is Source.TEXT_LAYER:
        return replace(reading, source=Source.PIXELS)
    return reading


def _owners(each: ReadFile, materials: Sequence[PlannedMaterial]) -> tuple[PlannedMaterial, ...]:
    """Return the materials of the file's kind; when there are several, the slot's claim may decide."""
    same_kind = tuple(material for material in materials if material.kind == each.document.kind)
    if len(same_kind) < 2:
        return same_kind
    claimed = tuple(material for material in same_kind if _claims(material, each.file.slot))
    return claimed if len(claimed) == 1 else same_kind


def _claims(material: PlannedMaterial, slot: str) -> bool:
    return plain_text(slot) in {plain_text(name) for name in (material.name, *material.slots)}


def _integrity_reasons(document: Document, about: str) -> list[Reason]:
    """Say what makes the file suspect; portraits are retouched by every photographer."""
    codes = [code for code in document.integrity if code != "retouched" or not _is_portrait(document)]
    return [_integrity_reason(code, about) for code in codes]


def _integrity_reason(code: str, about: str) -> Reason:
    if code == "retouched":
        return Reason(code="tamper_suspected", about=about)
    if code in _OWN_REASONS:
        return Reason(code=code, about=about)
    return Reason(code="integrity", about=f"{about}：{code}")


def _is_unaccounted(page: Page, document: Document) -> bool:
    """Tell whether nothing was made of a page that is not simply empty paper."""
    is_silent = not page.lines and not page.seals and not page.codes
    return is_silent and "blank" not in page.quality.flags and not _is_portrait(document)


def _is_portrait(document: Document) -> bool:
    return document.kind == "portrait_photo"


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else str(answer).lower()


def _form_version(documents: Sequence[Document]) -> str | None:
    """Return the edition of the form that the documents make; None where they name none or several."""
    named = {document.form_version for document in documents} - {None}
    return named.pop() if len(named) == 1 else None


def _present(documents: Sequence[Document]) -> tuple[Reading, ...]:
    """Return one reading per document, as sure as its kind was recognised."""
    return tuple(
        Reading(
            element="present",
            state=ReadingState.READ,
            source=Source.PIXELS,
            value="true",
            raw=document.kind or "",
            confidence=document.kind_confidence,
            page=1,
        )
        for document in documents
    )


def _legible(documents: Sequence[Document], readings: Mapping[str, Sequence[Reading]]) -> str | None:
    """Say whether the pictures are good enough; one bad but partly read is for a clerk."""
    if not any(_SPOILT & set(page.quality.flags) for document in documents for page in document.pages):
        return "true"
    states = {reading.state for found in readings.values() for reading in found}
    return None if ReadingState.READ in states else "false"


def _signed(signature: Sequence[Reading]) -> tuple[Reading, ...]:
    """Return whether it is signed: a place that was surely seen empty is a sure no."""
    if signature and all(reading.state is ReadingState.BLANK for reading in signature):
        empty = signature[0]
        return (
            Reading(
                element="signed",
                state=ReadingState.READ,
                source=Source.CASE,
                value="false",
                raw=empty.raw,
                confidence=1.0,
                page=empty.page,
                box=empty.box,
            ),
        )
    return tuple(signature)


def _slot_matches(material: PlannedMaterial, files: Sequence[ReadFile]) -> str:
    """Say whether the files were uploaded where they belong; a place without a name claims nothing."""
    slots = [each.file.slot for each in files if each.file.slot.strip()]
    return "true" if all(_claims(material, slot) for slot in slots) else "false"
