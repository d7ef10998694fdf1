"""Hostile files and mutations among the papers of a clean case that is approved without them."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.certify import AREAS, TODAY, reviewed
from benchmarks.mutations import mutated, seeds
from cases.book import ScenariosOf
from cases.settings import load_settings
from cases.trials import as_if_certified
from ocr.reader import Reader
from scenarios.load import shipped_book
from scenarios.plan import Scenario
from simulator.cases import ITEMS, make_case
from simulator.drawn import DrawnCase


def reviews(files: Mapping[str, tuple[bytes, str]], most: int) -> dict[str, Any]:
    """Count the conclusions about the case with each of some hostile files, and with as many mutations."""
    names = list(files)[:: max(1, len(files) // most)] if most else []
    said: Counter[str] = Counter()
    approved = []
    with TemporaryDirectory() as cache, Reader(load_settings().models_dir, cache_dir=Path(cache)) as reader:
        if most:
            case, scenario = approved_case(reader)
        for name, data in (*((name, files[name][0]) for name in names), *_mutations(most)):
            kind = reviewed(case, scenario, reader, also=((name, data),)).conclusion.kind.value
            said[kind] += 1
            if kind == "approve":
                approved.append(name)
                print(f"approved with {name}", file=sys.stderr, flush=True)
    return {"files": said.total(), "said": dict(said), "approved": len(approved), "which": approved}


def _mutations(count: int) -> Iterator[tuple[str, bytes]]:
    files = seeds()
    for number in range(count):
        name, data = mutated(number, files)
        yield f"{name}#{number}", data


def approved_case(reader: Reader) -> tuple[DrawnCase, Scenario]:
    """Return the first clean case that is approved as it stands, and the scenario that approves it."""
    book = ScenariosOf(book=shipped_book())
    for seed in range(900_000, 900_010):
        for item in ITEMS:
            case = make_case(item, AREAS[0], seed, on=TODAY)
            found = book.by_id(f"{AREAS[0]}/{item}", on=case.received_on)
            scenario = as_if_certified(found, reader.version, TODAY)
            if reviewed(case, scenario, reader).conclusion.kind.value == "approve":
                return case, scenario
    sys.exit("no clean case is approved: python -m benchmarks.certify --dry-run shows why")
