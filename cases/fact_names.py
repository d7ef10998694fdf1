"""What facts are called in Chinese: 护士执业证书·有效期至; one word list, `fact_names.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter
from ruamel.yaml import YAML


@cache
def fact_words() -> dict[str, dict[str, str]]:
    """Load the word list once: `sources`, `registers`, `elements`, `standing`."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, dict[str, str]]).validate_python(YAML(typ="safe", pure=True).load(text))


def fact_name(name: str, material_names: Mapping[str, str], form_labels: Mapping[str, str]) -> str:
    """Return the Chinese name of a fact; what is no fact's name comes back as it is.

    Args:
        name: `<source>.<element>`, as in `form.name` or `registry.nurse_register.status`.
        material_names: material ids to their names.
        form_labels: form element keys to their labels.
    """
    source, dot, element = name.rpartition(".")
    known = source in material_names or source.partition(".")[0] in fact_words()["sources"]
    if not dot or not known:
        return name
    return f"{source_name(source, material_names)}·{element_name(source, element, form_labels)}"


def source_name(source: str, material_names: Mapping[str, str]) -> str:
    """Return the Chinese name of a fact's source."""
    kind, _, register = source.partition(".")
    name = fact_words()["registers"].get(register, register)
    shown = material_names.get(source) or fact_words()["sources"].get(kind, kind)
    return f"{shown}（{name}）" if name and source not in material_names else shown


def element_name(source: str, element: str, form_labels: Mapping[str, str]) -> str:
    """Return the Chinese name of an element: the scenario's label for the form, else the usual one."""
    own = form_labels.get(element) if source == "form" else None
    return own or fact_words()["elements"].get(element, element)
