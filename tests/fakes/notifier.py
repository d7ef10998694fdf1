"""A notifier that remembers what it was given."""


class RecordingNotifier:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def notify(self, *, subject: str, text: str) -> None:
        self.sent.append((subject, text))
