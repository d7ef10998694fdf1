"""Evidence on disk: bytes under their SHA-256, flushed at once, verified at each reading."""

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cases.canonical import sha256
from cases.errors import EvidenceDamaged, EvidenceError, EvidenceMissing

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """An evidence store in a folder: `ab/cd/abcd…`, read-only files that are never written twice."""

    root: Path

    def put(self, data: bytes) -> str:
        """Store the bytes, flushed to disk, and return their SHA-256; storing twice is harmless."""
        name = sha256(data)
        try:
            if not self._is_there(name):
                self._write(self._path(name), data)
        except OSError as error:
            raise EvidenceError(type(error).__name__) from error
        return name

    def get(self, sha256_hex: str) -> bytes:
        """Return the bytes, after checking that they still have that SHA-256."""
        try:
            data = self._path(sha256_hex).read_bytes()
        except FileNotFoundError as error:
            raise EvidenceMissing(sha256_hex) from error
        except OSError as error:
            raise EvidenceError(type(error).__name__) from error
        if sha256(data) != sha256_hex:
            raise EvidenceDamaged(sha256_hex)
        return data

    def names(self) -> Iterator[str]:
        """Go through the hashes of everything that is stored, without reading it."""
        for path in sorted(self.root.glob("??/??/*")):
            if _NAME.fullmatch(path.name):
                yield path.name

    def _is_there(self, name: str) -> bool:
        try:
            self.get(name)
        except EvidenceMissing:
            return False
        return True

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise EvidenceMissing(repr(name[:80]))
        return self.root / name[:2] / name[2:4] / name

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o400)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        for folder in (path.parent, path.parent.parent, self.root):
            _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Flush a folder's own entry, so that the new name survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
