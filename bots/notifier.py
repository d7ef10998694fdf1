"""Tell people through the log; other ways (mail, the office's own messenger) are further implementations."""

from loguru import logger


class LogNotifier:
    """Implements `cases.ports.Notifier`."""

    def notify(self, *, subject: str, text: str) -> None:
        """Write one line; the text holds no personal data."""
        logger.bind(notice=subject).info(text)
