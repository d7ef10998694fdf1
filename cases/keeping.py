"""Keeping a desk review as a case of our own store, so that it can be shown, verified and replayed later."""

from collections.abc import Mapping
from dataclasses import replace

from cases.canonical import sha256, to_json
from cases.handed_in import DeskReview
from cases.ports import CaseStore, Clock, EvidenceStore
from cases.review_record import KeptDocument, review_json
from cases.stored_conclusion import conclusion_json
from ocr import json_form


def keep_review(
    done: DeskReview,
    data: Mapping[str, bytes],
    *,
    store: CaseStore,
    evidence: EvidenceStore,
    clock: Clock,
    by: str,
) -> str:
    """Put files, readings, submission and review into evidence, and the case into the store; returns its key.

    Args:
        done: the review.
        data: the files' bytes by their hash.
        store: where the case is listed, in the state `reviewed`: no robot works on it.
        evidence: where everything it stands on goes.
        clock: the time of keeping.
        by: who asked for it.
    """
    kept = {each.file.sha256: each.document for each in done.files}
    documents = tuple(
        KeptDocument(
            file_sha256=evidence.put(data[digest]),
            document_sha256=evidence.put(json_form.dumps(document).encode()),
        )
        for digest, document in kept.items()
    )
    review = replace(done.review, stands=replace(done.review.stands, documents=documents))
    submission = done.submission
    handed_in = evidence.put(to_json(submission))
    digest, conclusion = evidence.put(review_json(review)), conclusion_json(review.conclusion)
    lease = store.claim(submission.ref, owner=by)
    store.save_submission(lease, submission)
    store.save_review(lease, scenario=done.scenario.id, review_sha256=digest, conclusion_json=conclusion)
    for event, detail in (
        ("submitted", {"submission_sha256": handed_in, "submission_evidence": handed_in}),
        (
            "reviewed",
            {
                "conclusion": review.conclusion.kind.value,
                "conclusion_sha256": sha256(conclusion.encode()),
                "review_evidence": digest,
                "scenario": done.scenario.versioned_id,
                "rules": done.scenario.rules_sha256,
            },
        ),
    ):
        store.append_audit(case_key=submission.ref.key, actor=by, event=event, detail=detail, at=clock.now())
    return submission.ref.key
