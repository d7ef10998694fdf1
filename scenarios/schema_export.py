"""The shapes of scenario files as JSON Schema, for editors that complete and check while one types.

What an editor shows to the author is Chinese and stands in schema_words.yaml.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from scenarios.files import ROOT
from scenarios.problem import ScenarioError
from scenarios.schema import AreasFile, CertificateFile, ItemFile, OverlayFile, PointFile
from scenarios.yaml_file import Loaded, load_yaml

FOLDER = ROOT / "docs" / "schemas"
SHAPES: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "areas": AreasFile,
        "certificate": CertificateFile,
        "item": ItemFile,
        "overlay": OverlayFile,
        "point": PointFile,
    }
)
_WORDS = Path(__file__).with_name("schema_words.yaml")
_ABOUT = "about"


def schema_text(name: str) -> str:
    """Return one schema as it stands in docs/schemas."""
    shape = SHAPES[name]
    schema = shape.model_json_schema(by_alias=True)
    _describe(schema, shape.__name__)
    for key, definition in schema.get("$defs", {}).items():
        _describe(definition, key)
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schemas(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Write all schemas and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in SHAPES:
        path = folder / f"{name}.schema.json"
        path.write_text(schema_text(name), encoding="utf-8")
        paths.append(path)
    return tuple(paths)


@cache
def schema_words() -> Mapping[str, Mapping[str, str]]:
    """Return the words for every shape and its keys."""
    loaded = load_yaml(_WORDS, _WORDS.name)
    if not isinstance(loaded, Loaded):
        raise ScenarioError((loaded,))
    return MappingProxyType(dict(loaded.data))


def _describe(schema: dict[str, Any], shape: str) -> None:
    """Put the author's words in the place of the programmer's."""
    words = schema_words().get(shape, {})
    if _ABOUT in words:
        schema["description"] = words[_ABOUT]
    for key, each in schema.get("properties", {}).items():
        if key in words:
            each["description"] = words[key]


if __name__ == "__main__":
    write_schemas()
