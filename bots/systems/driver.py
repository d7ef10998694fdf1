"""One legacy system as the flow sees it: list, read, look, act, whatever pages stand behind it."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from playwright.sync_api import BrowserContext, Page
from pydantic import SecretStr

from bots.browser import BrowserThread
from bots.systems import decision, detail, listing, pages
from bots.systems.login import CaptchaReader, log_in
from bots.systems.schema import SystemFile
from cases.case import CaseRef, Intent, Look, Standing, Submission, SubmittedFile
from cases.errors import DownloadFailed, SessionLost, UnexpectedDialog, WrongCase
from cases.ports import EvidenceStore
from ocr.values import ElementType, canonical

T = TypeVar("T")

SESSIONS = 4


class LegacySystem:
    """Implements `cases.ports.ApprovalSystem` for any system that a system file describes."""

    def __init__(
        self,
        system: SystemFile,
        browser: BrowserThread,
        *,
        name: str,
        url: str,
        account: str,
        password: SecretStr,
        read_captcha: CaptchaReader,
    ) -> None:
        """Remember where to go and as whom; nothing is opened before it is needed."""
        self.name = name
        self.settle_s = system.settle_s
        self._system, self._browser = system, browser
        self._url, self._account, self._password = url, account, password
        self._read_captcha = read_captcha
        self._page: Page | None = None

    def list_waiting(self) -> tuple[CaseRef, ...]:
        """Log in when needed and list every case that waits, over all pages, without doubles."""
        rows = self._in_session(lambda page: listing.waiting_rows(page, self._system))
        return tuple(self._ref(row) for row in rows)

    def read(self, ref: CaseRef, evidence: EvidenceStore) -> Submission:
        """Open the case, check that it is the right one, read the form and download every material."""
        return self._on_case(ref, lambda popup: self._submission(popup, ref, evidence))

    def look(self, intent: Intent, evidence: EvidenceStore) -> Look:
        """Open the case, check its identity, and tell whether it waits, is decided by us, or by others."""
        missing = Look(standing=Standing.MISSING, state_text="")
        return self._on_case(intent.ref, lambda popup: self._seen(popup, intent, evidence), missing)

    def act(self, intent: Intent, evidence: EvidenceStore, permit: Callable[[], None] = lambda: None) -> None:
        """Enter the decision once; raises DeliveryDoubt when it can't be known whether it went through."""

        def once(popup: Page) -> None:
            try:
                decision.enter(popup, self._system, self._browser.dialogs, intent, permit)
            except UnexpectedDialog as dialog:
                dialog.evidence = self._dialog_evidence(popup, evidence)
                raise

        self._on_case(intent.ref, once)

    def close(self) -> None:
        """Close the browser."""
        self._browser.close()

    def _submission(self, popup: Page, ref: CaseRef, evidence: EvidenceStore) -> Submission:
        files, complete = [], True
        for attachment in detail.attachments(popup, self._system):
            try:
                sha256 = evidence.put(detail.download(popup, attachment))
            except DownloadFailed:
                complete = False
                continue
            files.append(SubmittedFile(slot=attachment.slot, name=attachment.name, sha256=sha256))
        return Submission(
            ref=ref,
            received_on=detail.received_on(popup, self._system),
            form=detail.form(popup, self._system),
            files=tuple(files),
            complete=complete,
        )

    def _dialog_evidence(self, popup: Page, evidence: EvidenceStore) -> tuple[str, str]:
        """Keep what was on the screen when a dialog came up that nobody declared, and what it said."""
        said = "\n".join(self._browser.dialogs.undeclared)
        return detail.evidence_of(popup, evidence.put, also=said)

    def _seen(self, popup: Page, intent: Intent, evidence: EvidenceStore) -> Look:
        state, opinion = detail.state_text(popup, self._system), detail.shown_opinion(popup, self._system)
        screenshot, text = detail.evidence_of(popup, evidence.put)
        return Look(
            standing=self._standing(state, opinion, intent),
            state_text=state,
            opinion=opinion,
            screenshot_sha256=screenshot,
            text_sha256=text,
        )

    def _standing(self, state: str, opinion: str, intent: Intent) -> Standing:
        if state in map(pages.squeezed, self._system.list.waiting_states):
            return Standing.WAITING
        ours = state == pages.squeezed(self._system.decision.states[intent.kind.value])
        return Standing.OURS if ours and intent.trace in opinion else Standing.FOREIGN

    def _ref(self, row: dict[str, str]) -> CaseRef:
        day = canonical(ElementType.DATE, row["received_on"])
        return CaseRef(
            system=self.name,
            number=row["number"],
            item_name=row["item"],
            applicant=row["applicant"],
            received_on=date.fromisoformat(day) if day else None,
        )

    def _on_case(self, ref: CaseRef, work: Callable[[Page], T], missing: T | None = None) -> T:
        """Open the case's popup, check that it is the case meant and no dialog came up, and work there."""

        def opened(page: Page) -> T:
            self._browser.dialogs.expect(())
            popup = listing.open_case(page, self._system, ref.number)
            if popup is None:
                if missing is None:
                    raise WrongCase("查无此编号")
                return missing
            try:
                detail.require_case(popup, self._system, ref)
                self._browser.dialogs.check()
                return work(popup)
            finally:
                self._browser.leave(popup)

        return self._in_session(opened)

    def _in_session(self, work: Callable[[Page], T]) -> T:
        """Do the work logged in; when the session was lost before anything was entered, log in and repeat."""

        def attempt(context: BrowserContext) -> T:
            for _ in range(SESSIONS):
                try:
                    return work(self._logged_in(context))
                except SessionLost:
                    self._page = None
            raise SessionLost(f"{self._system.id}，已登录 {SESSIONS} 次")

        return self._browser.call(attempt)

    def _logged_in(self, context: BrowserContext) -> Page:
        if self._page is None or self._page.is_closed() or self._page.context != context:
            for page in context.pages:
                self._browser.leave(page)
            page = context.new_page()
            log_in(page, self._system, self._url, self._account, self._password, self._read_captcha)
            self._page = page
        return self._page
