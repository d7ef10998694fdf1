"""The ledger: every write an old system received, in order. It is the truth that tests compare with."""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
PAGE = "page"
COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """One decision as it reached the system.

    `origin` is 'page' when it came through a browser, 'colleague' when the simulator let another clerk
    decide. `accepted` is False when the case was decided already and the system said so. `repeated` is True
    when it was decided already, whether or not the system minded.
    """

    seq: int
    at: str
    account: str
    number: str
    kind: str
    opinion: str
    remote: str
    accepted: bool
    repeated: bool
    origin: str = PAGE


Hook = Callable[[Write], None]


def _nothing(write: Write) -> None:
    """Do nothing: the hook when a test sets none."""


class Ledger:
    """All writes of one system, in memory and, when a path is given, flushed to a JSONL file line by line."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the ledger; a file that is there already is carried on."""
        self._path = path
        self._lock = Lock()
        self._writes: list[Write] = list(read(path)) if path and path.exists() else []
        self.before_write: Hook = _nothing
        self.on_write: Hook = _nothing

    @property
    def writes(self) -> tuple[Write, ...]:
        """Every write so far, the oldest first."""
        with self._lock:
            return tuple(self._writes)

    def draft(
        self,
        *,
        account: str,
        number: str,
        kind: str,
        opinion: str,
        remote: str,
        accepted: bool,
        repeated: bool,
        origin: str = PAGE,
    ) -> Write:
        """Make the next entry without keeping it yet."""
        at = datetime.now(SHANGHAI).isoformat(timespec="milliseconds")
        return Write(
            seq=len(self._writes) + 1,
            at=at,
            account=account,
            number=number,
            kind=kind,
            opinion=opinion,
            remote=remote,
            accepted=accepted,
            repeated=repeated,
            origin=origin,
        )

    def append(self, write: Write) -> None:
        """Keep one entry, on disk first."""
        with self._lock:
            if self._path:
                _append_line(self._path, json.dumps(asdict(write), ensure_ascii=False))
            self._writes.append(write)

    def check(
        self, expected: Mapping[str, str | None], traces: Mapping[str, str] | None = None
    ) -> dict[str, int]:
        """Compare with what ought to have been written; see `check_writes`."""
        return check_writes(self.writes, expected, traces)


def check_writes(
    writes: tuple[Write, ...], expected: Mapping[str, str | None], traces: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Count what is wrong between the writes received and those expected.

    Args:
        writes: the ledger's entries; those of the simulator's own colleagues are left out.
        expected: for each case number the kind that should stand there ('' for any), or None for no write.
        traces: for each case number a text that its opinion must hold; an opinion without it is a wrong row.

    Returns:
        writes (accepted), duplicate (accepted again), refused (the system said no), lost (expected, never
        accepted) and wrong_row (a case that expects none, another kind, or another case's opinion).
    """
    robot = [write for write in writes if write.origin == PAGE]
    accepted = [write for write in robot if write.accepted]
    times = Counter(write.number for write in accepted)
    wrong = [write for write in accepted if not _on_right_row(write, expected, traces or {})]
    return {
        "writes": len(accepted),
        "duplicate": sum(1 for write in accepted if write.repeated),
        "refused": len(robot) - len(accepted),
        "lost": sum(1 for number, kind in expected.items() if kind is not None and not times[number]),
        "wrong_row": len(wrong),
    }


def read(path: Path) -> tuple[Write, ...]:
    """Read a ledger file that another process keeps; a last line cut short is left out."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return tuple(Write(**json.loads(line)) for line in lines)


def _on_right_row(write: Write, expected: Mapping[str, str | None], traces: Mapping[str, str]) -> bool:
    kind = expected.get(write.number)
    if kind is None or kind not in {"", write.kind}:
        return False
    return traces.get(write.number, "") in write.opinion


def _append_line(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
