"""Cases made up from a seed: clean ones that satisfy every review point, and ones with a planted flaw."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from simulator.draft import Draft, Flaw, ItemKit, Paper
from simulator.drawn import DrawnCase, RegisterRow
from simulator.items import driver, elder, food, nurse
from simulator.paper import LOOKS, captures_of
from simulator.planned import PlannedFile
from simulator.web.ledger import SHANGHAI
from simulator.web.look import load_look

KITS: Mapping[str, ItemKit] = {kit.item: kit for kit in (nurse.KIT, food.KIT, elder.KIT, driver.KIT)}
ITEMS = tuple(KITS)
ITEM_TEXTS = Path(__file__).with_name("items") / "items.yaml"
APPROVE = frozenset({"approve"})
CAPTURES = ("scan", "scan", "photo", "photo", "pdf_text", "pdf_scan")
SEVERAL_PAGES = {"nurse_application": "abc", "agent_letter": "abc", "id_card": "b", "household_register": "b"}
UNREADABLE = frozenset({"blurred", "dark", "tiny"})
DOCX_SHARE = 0.03  # a Word file holds no seal or handwriting: such a case is rightly for a clerk
DOCX_SHARE_OF_DESCRIPTIONS = 0.5


class FlawsClashError(ValueError):
    """Two flaws that can't stand in one case."""


def flaws(item: str) -> Mapping[str, Flaw]:
    """Return the flaws that can be planted in cases of an item, by name."""
    return KITS[item].flaws


def make_case(
    item: str,
    area: str,
    seed: int,
    *,
    flaw: str | None = None,
    also: str | None = None,
    on: date | None = None,
    capture: str | None = None,
) -> DrawnCase:
    """Make up one case; the same arguments always give the same case, down to the bytes of its files.

    Args:
        item: one of `ITEMS`.
        area: an area with a simulated system; it gives the case number its division code.
        seed: also the running number of the case, so that it should differ within an area.
        flaw: the name of a planted flaw, None for a clean case.
        also: the name of a second flaw, planted after the first.
        on: the day around which everything turns; the case was received on it or up to three days before.
        capture: how every paper was captured (see `simulator.paper`), None for a mixture.
    """
    today = on or datetime.now(SHANGHAI).date()
    random = Random(f"case|{item}|{area}|{seed}")
    received = today - timedelta(days=random.randrange(0, 4))
    draft = KITS[item].make_clean(random, f"{item}|{area}|{seed}", received)
    planted = [(name, KITS[item].flaws[name]) for name in (flaw, also) if name]
    for name, each in planted:
        draft.random = Random(f"flaw|{item}|{area}|{seed}|{name}")
        try:
            each.plant(draft)
        except (LookupError, ValueError) as error:  # what the second would change the first took away
            raise FlawsClashError(f"{name} can't be planted here") from error
    texts = item_texts()[item]
    number = f"{load_look(area).code}-{received:%Y%m%d}-{seed % 10**6:06d}"
    draft.rows["open_cases"][number] = dict(next(iter(draft.rows["open_cases"].values())))
    return DrawnCase(
        number=number,
        item=item,
        item_name=texts.name,
        area=area,
        applicant=draft.applicant,
        received_on=received,
        form={label: draft.form[key] for key, label in texts.form.items()},
        files=tuple(_plans(draft, texts.slots, seed, capture)),
        truth=_truth(draft),
        flaw="+".join(name for name, _ in planted) or None,
        expected=frozenset().union(*(each.expected for _, each in planted)) or APPROVE,
        register_rows=tuple(_rows(draft)),
    )


def make_mix(
    areas: Sequence[str],
    n: int,
    seed: int = 0,
    *,
    share_clean: float = 0.6,
    on: date | None = None,
    items: Sequence[str] = ITEMS,
) -> tuple[DrawnCase, ...]:
    """Make up n cases over areas and items in turn; flaws are taken in turn too, so that many kinds occur."""
    random = Random(f"mix|{seed}")
    turns = {item: _in_turn(tuple(flaws(item)), random) for item in items}
    clean = round(n * share_clean)
    is_clean = [place < clean for place in range(n)]
    random.shuffle(is_clean)
    cases = []
    for place in range(n):
        item = items[(place // len(areas)) % len(items)]
        flaw = None if is_clean[place] else next(turns[item])
        number = 1 + seed % 9 * 100_000 + place
        cases.append(make_case(item, areas[place % len(areas)], number, flaw=flaw, on=on))
    return tuple(cases)


def _in_turn(names: tuple[str, ...], random: Random) -> Iterator[str]:
    order = list(names)
    random.shuffle(order)
    while True:
        yield from order


def _plans(draft: Draft, slots: Mapping[str, str], seed: int, capture: str | None) -> Iterator[PlannedFile]:
    for material, paper in draft.papers.items():
        random = Random(f"file|{material}|{seed}")
        chosen = _fitting(paper, capture or _capture(paper, random))
        look = random.choice(tuple(LOOKS))
        yield PlannedFile(
            slot=slots[material],
            name=_file_name(slots[material], _suffix(paper, look, chosen), random),
            material=material,
            kind=paper.kind,
            truth=paper.values,
            look=look,
            capture=chosen,
            defects=tuple(paper.defects),
            seed=seed,
        )


def _capture(paper: Paper, random: Random) -> str:
    share = DOCX_SHARE_OF_DESCRIPTIONS if paper.kind == "changed_layout" else DOCX_SHARE
    if "docx" in captures_of(paper.kind) and random.random() < share:
        return "docx"
    return random.choice(CAPTURES)


def _fitting(paper: Paper, capture: str) -> str:
    """Return the capture, or the nearest in which this paper and its planted defect can be shown."""
    if "hidden_text" in paper.defects:
        return "pdf_text"
    if "missing_page" in paper.defects:
        return "pdf_scan"
    if UNREADABLE & set(paper.defects):
        return "photo"
    if paper.kind == "portrait_photo" or capture not in captures_of(paper.kind):
        return "scan"
    return capture


def _suffix(paper: Paper, look: str, capture: str) -> str:
    if capture == "docx":
        return ".docx"
    several = look in SEVERAL_PAGES.get(paper.kind, "")
    if several or capture.startswith("pdf"):
        return ".pdf"
    return ".png" if capture == "clean" else ".jpg"


def _file_name(slot: str, suffix: str, random: Random) -> str:
    if suffix == ".jpg" and random.random() < 0.3:
        return f"IMG_{random.randrange(10**4):04d}.jpg"
    return slot.replace("/", "或") + suffix


def _rows(draft: Draft) -> Iterator[RegisterRow]:
    for register, records in draft.rows.items():
        for key, record in records.items():
            yield RegisterRow(register=register, key=key, record=record)


def _truth(draft: Draft) -> dict[str, str]:
    """Return what stands on the papers as `material.element`, and in the form as `form.key`."""
    papers = {
        f"{material}.{element}": value
        for material, paper in draft.papers.items()
        for element, value in paper.values.items()
    }
    return {f"form.{key}": value for key, value in draft.form.items()} | papers


class ItemTexts(BaseModel):
    """What an item, the labels of its form and the slots of its materials are called in the old systems."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    form: dict[str, str]
    slots: dict[str, str]


@cache
def item_texts() -> Mapping[str, ItemTexts]:
    """Read the texts of all items."""
    texts = YAML(typ="safe").load(ITEM_TEXTS.read_text(encoding="utf-8"))
    return {item: ItemTexts.model_validate(entry) for item, entry in texts.items()}
