"""Registers in dictionaries, each with a switch for an outage."""

from collections.abc import Mapping

from cases.ports import AnswerState, RegistryAnswer


class FakeRegistry:
    def __init__(self, records: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None) -> None:
        self.records = {name: dict(rows) for name, rows in (records or {}).items()}
        self.down: set[str] = set()
        self.asked: list[tuple[str, str]] = []

    def look_up(self, register: str, key: str) -> RegistryAnswer:
        self.asked.append((register, key))
        if register in self.down or register not in self.records:
            return RegistryAnswer(state=AnswerState.UNAVAILABLE, record={})
        record = self.records[register].get(key)
        if record is None:
            return RegistryAnswer(state=AnswerState.NOT_FOUND, record={})
        return RegistryAnswer(state=AnswerState.FOUND, record=record)
