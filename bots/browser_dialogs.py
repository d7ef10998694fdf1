"""The dialog contract: each expected dialog is declared with its text; any other is dismissed and remembered.

Playwright dismisses dialogs by itself and other robots accept them by default: both are wrong here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Dialog

from cases.errors import UnexpectedDialog


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedDialog:
    """One declared dialog: its type (alert, confirm, prompt, beforeunload), its whole text, the answer."""

    type: str
    text: str
    accept: bool


@dataclass(kw_only=True)
class DialogWatch:
    """Answers dialogs by the contract in force; after an undeclared one it accepts nothing any more."""

    expected: tuple[ExpectedDialog, ...] = ()
    seen: list[str] = field(default_factory=list)
    undeclared: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        """Listen on every page of the context."""
        context.on("dialog", self._answer)

    def expect(self, dialogs: Iterable[ExpectedDialog]) -> None:
        """Put another contract in force and forget what was seen."""
        self.expected = tuple(dialogs)
        self.seen.clear()
        self.undeclared.clear()

    def check(self) -> None:
        """Raise UnexpectedDialog when a dialog appeared that nobody declared."""
        if self.undeclared:
            raise UnexpectedDialog(re.sub(r"\d", "#", self.undeclared[0])[:60])

    def _answer(self, dialog: Dialog) -> None:
        declared = self._declared(dialog)
        if declared is None:
            self.undeclared.append(dialog.message)
        if declared is not None and declared.accept and not self.undeclared:
            self.seen.append(dialog.message)
            dialog.accept()
        else:
            dialog.dismiss()

    def _declared(self, dialog: Dialog) -> ExpectedDialog | None:
        for each in self.expected:
            if each.type == dialog.type and each.text == dialog.message.strip():
                return each
        return None
