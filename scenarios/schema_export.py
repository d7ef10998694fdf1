"""The shapes of scenario files as JSON Schema, for editors that complete and check while one types."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel

from scenarios.files import ROOT
from scenarios.schema import AreasFile, CertificateFile, ItemFile, OverlayFile, PointFile

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


def schema_text(name: str) -> str:
    """Return one schema as it stands in docs/schemas."""
    schema = SHAPES[name].model_json_schema(by_alias=True)
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


if __name__ == "__main__":
    write_schemas()
