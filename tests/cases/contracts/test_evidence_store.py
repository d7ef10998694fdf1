"""What every evidence store promises: what was put once can never change."""

import hashlib
import os

import pytest

from cases.errors import EvidenceDamaged, EvidenceError, EvidenceMissing
from cases.evidence import FileEvidence
from tests.fakes import MemoryEvidence


@pytest.fixture(params=["memory", "files"])
def evidence(request, tmp_path):
    return MemoryEvidence() if request.param == "memory" else FileEvidence(tmp_path / "evidence")


def test_bytes_come_back_under_their_hash(evidence):
    name = evidence.put(b"page 1")
    assert name == hashlib.sha256(b"page 1").hexdigest()
    assert evidence.put(b"page 1") == name
    assert evidence.get(name) == b"page 1"
    assert evidence.get(evidence.put(b"")) == b""


def test_what_was_never_put_is_missing(evidence):
    with pytest.raises(EvidenceMissing):
        evidence.get("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "a" * 63 + "/"])
def test_a_name_that_is_no_hash_reaches_no_file(evidence, name):
    with pytest.raises(EvidenceMissing):
        evidence.get(name)


@pytest.mark.parametrize("position", [0, 2, 5])
def test_a_single_changed_byte_is_found(tmp_path, position):
    evidence = FileEvidence(tmp_path)
    name = evidence.put(b"page 1")
    path = tmp_path / name[:2] / name[2:4] / name
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(EvidenceDamaged):
        evidence.get(name)
    with pytest.raises(EvidenceDamaged):
        evidence.put(b"page 1")


def test_files_are_read_only_and_nothing_half_written_is_ever_seen(tmp_path):
    evidence = FileEvidence(tmp_path)
    name = evidence.put(b"x" * 100_000)
    path = tmp_path / name[:2] / name[2:4] / name
    assert path.stat().st_mode & 0o222 == 0
    (path.parent / ".new-left-behind").write_bytes(b"half")
    assert list(evidence.names()) == [name]


@pytest.mark.skipif(os.geteuid() != 0 and not os.access("/proc", os.R_OK), reason="needs /proc")
def test_a_folder_that_can_not_be_written_is_told_as_ours():
    from pathlib import Path

    with pytest.raises(EvidenceError, match="证据"):
        FileEvidence(Path("/proc/minshen")).put(b"x")
