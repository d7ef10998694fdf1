"""Look-ups in registers over HTTP: GET <url>/registers/<register>/<key>."""

from collections.abc import Mapping
from urllib.parse import quote

import httpx

from cases.ports import AnswerState, RegistryAnswer

TIMEOUT_S = 8.0
_UNAVAILABLE = RegistryAnswer(state=AnswerState.UNAVAILABLE, record={})


class HttpRegistry:
    """Implements `cases.ports.Registry`; any outage or odd answer is UNAVAILABLE, never «not found»."""

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        """Remember where to ask; without an address every register is unavailable."""
        self._url = url.rstrip("/")
        self._http = httpx.Client(timeout=timeout_s, trust_env=False)

    def look_up(self, register: str, key: str) -> RegistryAnswer:
        """Ask one register for one key."""
        if not self._url:
            return _UNAVAILABLE
        address = f"{self._url}/registers/{quote(register, safe='')}/{quote(key, safe='')}"
        try:
            answer = self._http.get(address)
            return _told(answer.json()) if answer.status_code == httpx.codes.OK else _UNAVAILABLE
        except (httpx.HTTPError, ValueError):
            return _UNAVAILABLE

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


def _told(answer: object) -> RegistryAnswer:
    if not isinstance(answer, Mapping):
        return _UNAVAILABLE
    record = answer.get("record")
    if answer.get("state") == "found" and isinstance(record, Mapping):
        return RegistryAnswer(
            state=AnswerState.FOUND, record={str(field): str(text) for field, text in record.items()}
        )
    if answer.get("state") == "not_found":
        return RegistryAnswer(state=AnswerState.NOT_FOUND, record={})
    return _UNAVAILABLE
