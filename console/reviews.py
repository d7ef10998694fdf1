"""Opening stored reviews: what the robot left in the evidence store, as the pages need it."""

from collections import OrderedDict
from threading import Lock

from cases.case import Case, Submission
from cases.notice import as_text
from cases.papers.paper import kinds_of
from cases.ports import EvidenceStore
from cases.review_record import Review, review_from_json
from console.reviewed import ReadFile, Reviewed
from ocr import json_form
from ocr.document import Document


class ReviewShelf:
    """Opens reviews from the evidence store, and keeps the newest `size` of them open."""

    def __init__(self, evidence: EvidenceStore, *, size: int = 64) -> None:
        self._evidence, self._size = evidence, size
        self._open: OrderedDict[str, Reviewed] = OrderedDict()
        self._lock = Lock()

    def review_of(self, case: Case) -> Reviewed:
        """Return what the last review of a case left; a case that was not reviewed has only its files."""
        if case.review_sha256 is None or case.submission is None:
            return Reviewed(files=unread_files(case.submission))
        with self._lock:
            known = self._open.get(case.review_sha256)
        return known or self._opened(case.review_sha256, case.submission)

    def _opened(self, sha256: str, submission: Submission) -> Reviewed:
        review = review_from_json(self._evidence.get(sha256))
        reviewed = self._reviewed(review, submission)
        with self._lock:
            self._open[sha256] = reviewed
            while len(self._open) > self._size:
                self._open.popitem(last=False)
        return reviewed

    def _reviewed(self, review: Review, submission: Submission) -> Reviewed:
        kept = {each.file_sha256: each.document_sha256 for each in review.stands.documents}
        words = review.words
        return Reviewed(
            facts=review.facts,
            findings=review.findings,
            files=tuple(
                ReadFile(
                    slot=file.slot,
                    name=file.name,
                    sha256=file.sha256,
                    document=self._document(kept.get(file.sha256)),
                )
                for file in submission.files
            ),
            notice=as_text(words.notice) if words.notice else "",
            opinion=words.opinion,
            papers=kinds_of(review),
            not_checked=words.not_checked,
            material_names=dict(words.material_names),
            form_labels=dict(words.form_labels),
        )

    def _document(self, sha256: str | None) -> Document | None:
        return json_form.loads(self._evidence.get(sha256).decode()) if sha256 else None


def unread_files(submission: Submission | None) -> tuple[ReadFile, ...]:
    """List the files of a case that nobody read yet."""
    files = submission.files if submission else ()
    return tuple(ReadFile(slot=file.slot, name=file.name, sha256=file.sha256) for file in files)
