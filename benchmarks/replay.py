"""Deciding stored cases again in bulk: how many a second, and whether all come out the same to the byte.

`python -m benchmarks.replay [--cases N] [--folder DIR] [--json]`. Cases are made by the simulator, read by
its noise model, reviewed by the shipped scenarios, and put into a real store (SQLite and evidence files) in
a temporary folder; received on many different days. Then all are replayed as `runner.py replay --all` does,
in one process.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.certify import AREAS, TODAY
from cases.book import ScenariosOf
from cases.canonical import to_json
from cases.case import CaseRef, Submission, SubmittedFile
from cases.clock import SystemClock
from cases.evidence import FileEvidence
from cases.materials import ReadFile
from cases.replay import Replayed, replay_each
from cases.review import KeptDocument, ReviewDesk, review, review_json
from cases.storage import SqlCaseStore
from cases.stored_conclusion import conclusion_json
from cases.trials import KnownRows, as_if_certified
from ocr import json_form
from scenarios.load import shipped_book
from simulator.cases import ITEMS, flaws, make_case
from simulator.drawn import DrawnCase
from simulator.reading import VERSION, as_read

DAYS = 300
_KEY = b"replay"


@dataclass(frozen=True, slots=True)
class Archive:
    """A store of past cases in a folder."""

    store: SqlCaseStore
    evidence: FileEvidence

    @classmethod
    def at(cls, folder: Path) -> "Archive":
        """Open the archive in a folder."""
        store = SqlCaseStore.at(f"sqlite:///{folder}/minshen.sqlite", SystemClock())
        return cls(store, FileEvidence(folder / "evidence"))

    def add(self, case: DrawnCase) -> None:
        """Review a case and keep all that a robot would keep, but the pictures, which replay never opens."""
        files = tuple(as_read(plan) for plan in case.files)  # type: ignore[arg-type]
        kept = tuple(
            KeptDocument(
                file_sha256=each.sha256,
                document_sha256=self.evidence.put(json_form.dumps(each).encode()),
            )
            for each in files
        )
        handed_in = tuple(
            ReadFile(
                file=SubmittedFile(slot=plan.slot, name=plan.name, sha256=read.sha256),
                document=json_form.loads(json_form.dumps(read)),
            )
            for plan, read in zip(case.files, files, strict=True)
        )
        self._keep(case, handed_in, tuple(dict.fromkeys(kept)))

    def _keep(
        self, case: DrawnCase, files: tuple[ReadFile, ...], documents: tuple[KeptDocument, ...]
    ) -> None:
        ref = CaseRef(
            system=case.area,
            number=case.number,
            item_name=case.item_name,
            applicant=case.applicant,
            received_on=case.received_on,
        )
        submission = Submission(
            ref=ref, received_on=case.received_on, form=case.form, files=tuple(each.file for each in files)
        )
        self.evidence.put(to_json(submission))
        found = ScenariosOf(book=shipped_book()).by_id(f"{case.area}/{case.item}", on=case.received_on)
        done = review(
            submission,
            files,
            as_if_certified(found, VERSION, TODAY),
            desk=ReviewDesk(registry=KnownRows(case.register_rows), audit_key=_KEY),
            on=TODAY,
            documents=documents,
            reader_version=VERSION,
        )
        lease = self.store.claim(ref, owner="robot")
        self.store.save_submission(lease, submission)
        self.store.save_review(
            lease,
            scenario=found.id,
            review_sha256=self.evidence.put(review_json(done)),
            conclusion_json=conclusion_json(done.conclusion),
        )


def fill(archive: Archive, cases: int, *, quiet: bool) -> None:
    """Put made-up cases into the archive, half of them with a flaw."""
    for place in range(cases):
        item, turn = ITEMS[place % len(ITEMS)], place // len(ITEMS)
        names = tuple(flaws(item))
        flaw = names[turn // 2 % len(names)] if turn % 2 else None
        on = TODAY - timedelta(days=place % DAYS)
        archive.add(make_case(item, AREAS[turn // 2 % len(AREAS)], 1 + place, flaw=flaw, on=on))
        if not quiet and place % 500 == 499:
            print(f"{place + 1}/{cases}", file=sys.stderr, flush=True)


def replay_all(archive: Archive) -> tuple[list[Replayed], float, float]:
    """Replay everything; returns what came out, the seconds it took, and the processor's seconds."""
    desk = ReviewDesk(registry=KnownRows(()), audit_key=_KEY)
    book = ScenariosOf(book=shipped_book())
    started, worked = time.perf_counter(), time.process_time()
    done = list(replay_each(archive.store.reviewed(), book=book, evidence=archive.evidence, desk=desk))
    return done, time.perf_counter() - started, time.process_time() - worked


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the store, replay it, end with one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where the store is made; a temporary folder otherwise")
    parser.add_argument("--json", action="store_true", help="print nothing but the result")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="minshen-replay-", dir=options.folder) as folder:
        archive = Archive.at(Path(folder))
        fill(archive, options.cases, quiet=options.json)
        done, seconds, cpu_s = replay_all(archive)
    different = [each for each in done if not each.identical]
    if not options.json:
        for each in different[:20]:
            print(f"{each.case}: {each.problem or ', '.join(each.differences)}")
    result = {
        "what": "stored cases decided again from evidence, one process",
        "ours": {
            "cases": len(done),
            "identical": len(done) - len(different),
            "seconds": round(seconds, 2),
            "cpu_s": round(cpu_s, 2),
            "cases_per_s": round(len(done) / seconds, 1),
        },
        "peers": {},
        "ratios": {},
    }
    print(json.dumps(result, ensure_ascii=False))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
