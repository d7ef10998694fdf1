"""What happens after each exception: one table of code, who acts, what comes next, and the exit code.

Exit codes: 0 done, 1 the work found something wrong, 2 wrong usage, 3 settings, 4 nothing fits,
5 storage or evidence, 6 proof broken, 7 legacy system, 8 delivery, 9 engine or browser missing, 70 our fault.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases import errors


class Actor(StrEnum):
    """Who has to act, if anybody."""

    NOBODY = "nobody"
    CLERK = "clerk"
    ADMINISTRATOR = "administrator"


class NextStep(StrEnum):
    """What the robot does next."""

    RETRY = "retry"  # the same case again, later, with back-off
    PARK = "park"  # this case waits for a person, the robot goes on with the next one
    STOP = "stop"  # this robot stops: going on would do harm or be in vain


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """One row of the table."""

    code: str
    actor: Actor
    next_step: NextStep
    exit_code: int


def _row(code: str, actor: Actor, next_step: NextStep, exit_code: int) -> Triage:
    return Triage(code=code, actor=actor, next_step=next_step, exit_code=exit_code)


_NOBODY, _CLERK, _ADMIN = Actor.NOBODY, Actor.CLERK, Actor.ADMINISTRATOR
_RETRY, _PARK, _STOP = NextStep.RETRY, NextStep.PARK, NextStep.STOP

UNFORESEEN = _row("unforeseen", _ADMIN, _PARK, 70)

TABLE: Mapping[type[Exception], Triage] = {
    errors.MinShenError: UNFORESEEN,
    errors.SettingsError: _row("settings", _ADMIN, _STOP, 3),
    errors.BadCaseFile: _row("bad_case_file", _CLERK, _STOP, 2),
    errors.ScenarioMissing: _row("scenario_missing", _ADMIN, _PARK, 4),
    errors.ReadingFailed: _row("reading_failed", _CLERK, _PARK, 9),
    errors.PaperError: _row("paper", _ADMIN, _PARK, 9),
    errors.PaperAbsent: _row("paper_absent", _CLERK, _PARK, 4),
    errors.PaperTemplateBroken: _row("paper_template", _ADMIN, _PARK, 3),
    errors.PaperFontsMissing: _row("paper_fonts", _ADMIN, _PARK, 9),
    errors.EngineUnavailable: _row("engine_unavailable", _ADMIN, _STOP, 9),
    errors.StorageError: _row("storage", _ADMIN, _RETRY, 5),
    errors.LeaseLost: _row("lease_lost", _NOBODY, _PARK, 5),
    errors.CaseNotWaiting: _row("case_not_waiting", _CLERK, _PARK, 4),
    errors.CaseUnknown: _row("case_unknown", _CLERK, _PARK, 4),
    errors.UserConflict: _row("user_conflict", _ADMIN, _PARK, 4),
    errors.FollowUpNotOpen: _row("follow_up_not_open", _CLERK, _PARK, 4),
    errors.ClockRefused: _row("clock_refused", _CLERK, _PARK, 2),
    errors.EvidenceError: _row("evidence", _ADMIN, _RETRY, 5),
    errors.EvidenceMissing: _row("evidence_missing", _ADMIN, _PARK, 6),
    errors.EvidenceDamaged: _row("evidence_damaged", _ADMIN, _STOP, 6),
    errors.AuditBroken: _row("audit_broken", _ADMIN, _STOP, 6),
    errors.AuditKeyChanged: _row("audit_key_changed", _ADMIN, _STOP, 6),
    errors.LegacySystemError: _row("legacy_system", _ADMIN, _PARK, 7),
    errors.LoginFailed: _row("login_failed", _ADMIN, _STOP, 7),
    errors.CaptchaFailed: _row("captcha_failed", _ADMIN, _RETRY, 7),
    errors.SessionLost: _row("session_lost", _NOBODY, _RETRY, 7),
    errors.PageChanged: _row("page_changed", _ADMIN, _STOP, 7),
    errors.PageTimeout: _row("page_timeout", _NOBODY, _RETRY, 7),
    errors.SystemUnavailable: _row("system_unavailable", _ADMIN, _RETRY, 7),
    errors.BrowserCrashed: _row("browser_crashed", _NOBODY, _RETRY, 7),
    errors.BrowserMissing: _row("browser_missing", _ADMIN, _STOP, 9),
    errors.UnexpectedDialog: _row("unexpected_dialog", _CLERK, _PARK, 7),
    errors.WrongCase: _row("wrong_case", _CLERK, _PARK, 7),
    errors.DownloadFailed: _row("download_failed", _CLERK, _RETRY, 7),
    errors.DeliveryError: _row("delivery", _CLERK, _PARK, 8),
    errors.DeliveryDoubt: _row("delivery_doubt", _NOBODY, _RETRY, 8),
    errors.DeliveryConflict: _row("delivery_conflict", _CLERK, _PARK, 8),
    errors.DeliveryRefused: _row("delivery_refused", _CLERK, _PARK, 8),
}
"""Every exception class of `cases/errors.py`."""

ELSEWHERE: Mapping[str, Triage] = {
    "console.AccountRefused": _row("account_refused", _ADMIN, _PARK, 2),
    "console.DecisionRefused": _row("decision_refused", _CLERK, _PARK, 2),
    "console.Forbidden": _row("forbidden", _CLERK, _PARK, 2),
    "console.LoginNeeded": _row("login_needed", _CLERK, _PARK, 2),
    "console.NoteRefused": _row("note_refused", _CLERK, _PARK, 2),
    "console.NoPicture": _row("no_picture", _CLERK, _PARK, 4),
    "console.PreReviewRefused": _row("pre_review_refused", _NOBODY, _PARK, 2),
    "ocr.KindFileError": _row("kind_file", _ADMIN, _STOP, 3),
    "ocr.ModelsMissing": _row("models_missing", _ADMIN, _STOP, 9),
    "scenarios._RefusedError": _row("yaml_refused", _ADMIN, _STOP, 3),
    "scenarios.ScenarioError": _row("scenario_files", _ADMIN, _STOP, 3),
    "ocr.Refused": _row("file_refused", _CLERK, _PARK, 1),
    "review_points.ExpressionProblemError": _row("expression", _ADMIN, _STOP, 3),
    "review_points.UnprovenApprovalError": _row("unproven_approval", _ADMIN, _STOP, 70),
}
"""The classes of other packages, by package and name, as some may not be imported here."""


def triage(error: BaseException) -> Triage:
    """Return what happens after this exception: the row of its class, or of the nearest one above it."""
    for kind in type(error).__mro__:
        row = TABLE.get(kind) or ELSEWHERE.get(f"{kind.__module__.partition('.')[0]}.{kind.__name__}")
        if row is not None:
            return row
    return UNFORESEEN
