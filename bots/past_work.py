"""What a person asks about past cases: decide them again from stored evidence, one, some or all."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from bots.desk_work import CONCLUSIONS
from bots.workplace import open_desk, open_evidence, open_scenarios, open_store
from cases.case import KeptReview
from cases.errors import CaseUnknown
from cases.replay import Replayed, replay_each
from cases.settings import Settings

CHUNK = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayReport:
    """What deciding many cases again came to."""

    replayed: tuple[Replayed, ...]
    seconds: float
    is_single: bool = False
    """Whether one case was asked for by name: it is then shown by itself."""

    @property
    def different(self) -> tuple[Replayed, ...]:
        """The cases that did not come out the same, or could not be decided again."""
        return tuple(each for each in self.replayed if not each.identical)

    def as_json(self) -> dict[str, Any]:
        """Return the object of `replay --json`: the sum, or the case itself when it is a single one."""
        if self.is_single:
            return asdict(self.replayed[0])
        return {
            "cases": len(self.replayed),
            "identical": len(self.replayed) - len(self.different),
            "different": [asdict(each) for each in self.different],
            "seconds": round(self.seconds, 3),
        }

    def as_text(self) -> str:
        """Return it in words: every case that differs, then the sum; a single case by itself."""
        if self.is_single:
            return replayed_text(self.replayed[0])
        same = len(self.replayed) - len(self.different)
        lines = [replayed_text(each) for each in self.different]
        return "\n".join(
            [*lines, f"重新审查 {len(self.replayed)} 件，{same} 件完全一致，用时 {self.seconds:.1f} 秒"]
        )


def replayed_text(done: Replayed) -> str:
    """Say in one line how one case came out."""
    if done.identical:
        return f"{done.case}：重新审查结果完全一致（{CONCLUSIONS[done.conclusion]}）。"
    if done.problem:
        return f"{done.case}：无法重新审查，{done.problem}"
    return f"{done.case}：重新审查结果不一致，差异在 {'、'.join(done.differences)}"


def replay(
    keys: Sequence[str], settings: Settings, *, processes: int = 1, chunk: int = CHUNK
) -> ReplayReport:
    """Decide past cases again from stored evidence alone: those named, or all when none is.

    Args:
        keys: the cases' keys, `<system>:<number>`.
        settings: where the store lies.
        processes: how many work at the same time.
        chunk: how many cases a process is given at a time.
    """
    started = time.perf_counter()
    store = open_store(settings)
    kept = store.reviewed()
    if keys:
        known = {each.case_key: each for each in kept}
        missing = [key for key in keys if key not in known]
        if missing:
            raise CaseUnknown("、".join(missing) + " 不存在或尚未审查")
        kept = tuple(known[key] for key in keys)
    store.database.close()
    chunks = [kept[at : at + chunk] for at in range(0, len(kept), chunk)]
    work = partial(_replayed, settings)
    if processes > 1 and len(chunks) > 1:
        with ProcessPoolExecutor(processes) as pool:
            done = [each for part in pool.map(work, chunks) for each in part]
    else:
        done = [each for part in chunks for each in work(part)]
    return ReplayReport(replayed=tuple(done), seconds=time.perf_counter() - started, is_single=len(keys) == 1)


def _replayed(settings: Settings, kept: Sequence[KeptReview]) -> list[Replayed]:
    book, evidence = open_scenarios(settings, simulated=True), open_evidence(settings)
    return list(replay_each(kept, book=book, evidence=evidence, desk=open_desk(settings)))
