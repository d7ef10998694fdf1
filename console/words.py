"""What codes are called on the pages: one Chinese word list, `words.yaml`."""

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter
from ruamel.yaml import YAML

WordLists = dict[str, dict[str, str]]


@cache
def word_lists() -> WordLists:
    """Load the word lists once."""
    text = (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    return TypeAdapter(WordLists).validate_python(YAML(typ="safe", pure=True).load(text))


def say(group: str, code: object) -> str:
    """Return the Chinese word of a code; a code without one is shown as it is."""
    text = str(code)
    return word_lists()[group].get(text, text)
