"""A review as the object `runner.py review --json` prints: add keys, never rename them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cases.canonical import to_plain
from cases.fact_names import fact_name
from cases.notice import as_text
from cases.review import Review
from ocr.document import Reading, ReadingState
from review_points.conclude import ConclusionKind
from review_points.facts import Fact, Facts
from review_points.findings import Finding, Reason
from review_points.reasons import title


def report(case: str, done: Review, *, seconds: float) -> dict[str, Any]:
    """Return the stable object of one review; `notice` is there only when it is whole, a draft may not be."""
    conclusion = done.conclusion
    meant = conclusion.proposal if conclusion.kind is ConclusionKind.HAND_OVER else conclusion.kind
    text = as_text(done.words.notice) if done.words.notice else ""
    return {
        "case": case,
        "scenario": done.stands.scenario,
        "scenario_version": done.stands.scenario_version,
        "conclusion": conclusion.kind.value,
        "proposal": conclusion.proposal.value,
        "reasons": [
            {"code": reason.code, "about": reason.about, "text": title(_named(reason, done))}
            for reason in conclusion.reasons
        ],
        "findings": [_finding(finding, done.facts) for finding in done.findings],
        "deficiencies": [to_plain(deficiency) for deficiency in conclusion.deficiencies],
        "notice": text if meant is ConclusionKind.RETURN else "",
        "draft_notice": text,
        "opinion": done.words.opinion,
        "elements": {fact.name: _element(fact) for fact in done.facts},
        "extra_files": list(done.words.extra_files),
        "not_checked": [{"what": what, "why": why} for what, why in done.words.not_checked],
        "reader_version": done.stands.reader_version,
        "seconds": round(seconds, 3),
    }


def _named(reason: Reason, done: Review) -> Reason:
    """Return the reason with the fact it is about under its Chinese name."""
    about = fact_name(reason.about, done.words.material_names, done.words.form_labels)
    return replace(reason, about=about)


def _finding(finding: Finding, facts: Facts) -> dict[str, Any]:
    return {
        "point": finding.point,
        "title": finding.title,
        "outcome": finding.outcome.value,
        "effect": finding.effect.value if finding.effect else None,
        "message": finding.message,
        "basis": [to_plain(basis) for basis in finding.basis],
        "unknowns": list(finding.unknowns),
        "hints": list(finding.hints),
        "error": finding.error,
        "promise": to_plain(finding.promise) if finding.promise else None,
        "evidence": list(_evidence((*finding.decided_by, *finding.unknowns), facts)),
    }


def _evidence(names: Iterable[str], facts: Facts) -> Iterable[Mapping[str, Any]]:
    """Return every place on which the named facts rest."""
    for name in dict.fromkeys(names):
        for reading in facts[name].readings:
            if reading.page is not None:
                yield {
                    "material": name.partition(".")[0],
                    "fact": name,
                    "page": reading.page,
                    "box": reading.box and [list(corner) for corner in reading.box],
                    "text": reading.raw,
                }


def _element(fact: Fact) -> dict[str, Any]:
    shown = _shown_reading(fact)
    return {
        "state": fact.state.value,
        "value": fact.value,
        "raw": shown.raw if shown else "",
        "confidence": shown.confidence if shown else 0.0,
        "source": shown.source.value if shown else None,
        "page": shown.page if shown else None,
        "box": [list(corner) for corner in shown.box] if shown and shown.box else None,
    }


def _shown_reading(fact: Fact) -> Reading | None:
    read = [reading for reading in fact.readings if reading.state is ReadingState.READ]
    return next(iter(read or fact.readings), None)
