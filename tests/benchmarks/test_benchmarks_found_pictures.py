"""The pages of other authors: their source is complete, and what is missing is told."""

from pathlib import Path

import pytest
from PIL import Image

from benchmarks.found_pictures import FoundPage, fetched, found_pages, load_source


def test_the_source_names_its_package_and_pages_in_every_capture() -> None:
    source = load_source()
    assert len(source.sha256) == 64
    assert {page.capture for page in source.pages} == {"plain", "scan", "photo"}
    assert len({(page.file, page.page) for page in source.pages}) == len(source.pages) >= 10


def test_a_page_is_captured_and_its_text_layer_is_what_stands_there(tmp_path: Path) -> None:
    Image.new("RGB", (600, 800), "white").save(tmp_path / "blank.pdf")
    wanted = tuple(FoundPage(file="blank.pdf", page=1, capture=name) for name in ("plain", "scan", "photo"))
    source = load_source().model_copy(update={"pages": wanted})
    pages = found_pages(source, tmp_path, tmp_path)
    assert [page.lines for page in pages] == [(), (), ()]
    assert len({page.file.read_bytes() for page in pages}) == 3


def test_without_the_package_manager_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="Debian"):
        fetched(load_source(), tmp_path)


def test_what_was_fetched_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    source = load_source()
    (tmp_path / f"{source.package}-{source.version}").mkdir()
    assert fetched(source, tmp_path).is_relative_to(tmp_path)
