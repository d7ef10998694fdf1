"""Papers of a reviewed folder: notice, drafted refusal and negative-decision report, each to its own file."""

from collections.abc import Mapping
from pathlib import Path

from cases.errors import SettingsError
from cases.handed_in import DeskReview
from cases.papers.paper import PaperKind
from cases.papers.printing import form_of, print_paper

Wanted = Mapping[PaperKind, Path]


def wanted_papers(*, notice: Path | None, refusal: Path | None, report: Path | None) -> Wanted:
    """Return the papers that are wanted, each with its file; the file's ending must be a form of papers."""
    named = {PaperKind.NOTICE: notice, PaperKind.REFUSAL: refusal, PaperKind.REPORT: report}
    wanted = {kind: path for kind, path in named.items() if path is not None}
    for path in wanted.values():
        form_of(path)
    return wanted


def write_papers(done: DeskReview, folder: Path, wanted: Wanted, *, own_templates: Path) -> None:
    """Write the wanted papers of a reviewed folder."""
    paths = {each.file.sha256: folder / each.file.name for each in done.files}
    for kind, path in wanted.items():
        printed = print_paper(
            kind,
            form_of(path),
            done.review,
            done.files,
            lambda sha256: paths[sha256].read_bytes(),
            own_templates=own_templates,
        )
        try:
            path.write_bytes(printed)
        except OSError as error:
            raise SettingsError(f"无法写入 {path}：{type(error).__name__}") from error
