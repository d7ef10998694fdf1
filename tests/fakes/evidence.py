"""Evidence in a dictionary."""

import hashlib
from collections.abc import Iterator

from cases.errors import EvidenceDamaged, EvidenceMissing


class MemoryEvidence:
    def __init__(self) -> None:
        self.bytes_by_hash: dict[str, bytes] = {}

    def put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        self.bytes_by_hash.setdefault(name, data)
        return name

    def names(self) -> Iterator[str]:
        return iter(sorted(self.bytes_by_hash))

    def get(self, sha256: str) -> bytes:
        if sha256 not in self.bytes_by_hash:
            raise EvidenceMissing(sha256)
        data = self.bytes_by_hash[sha256]
        if hashlib.sha256(data).hexdigest() != sha256:
            raise EvidenceDamaged(sha256)
        return data
