"""Load system files: one may extend another and says only what differs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bots.systems.schema import SystemFile
from cases.errors import SettingsError

FOLDER = Path(__file__).parent


def load_system(file: Path) -> SystemFile:
    """Return the system a file describes; a bare name means one of the shipped files.

    Raises:
        SettingsError: the file is missing, unreadable, or says something the language does not know.
    """
    try:
        return SystemFile.model_validate(merged(located(file)))
    except ValidationError as error:
        wrong = "；".join(f"{'.'.join(map(str, each['loc']))}：{each['msg']}" for each in error.errors())
        raise SettingsError(f"系统文件 {file}：{wrong}") from error
    except YAMLError as error:
        raise SettingsError(f"系统文件 {file} 不是正确的 YAML：{error}") from error


def located(file: Path) -> Path:
    """Return the path of a system file, which may be given by its bare name."""
    shipped = FOLDER / f"{file.name.removesuffix('.yaml')}.yaml"
    path = file if file.exists() else shipped
    if not path.exists():
        raise SettingsError(f"没有系统文件 {file}")
    return path


def merged(path: Path) -> dict[str, Any]:
    """Read a file and everything it extends; the nearer file wins, mappings are merged key by key."""
    loaded = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise SettingsError(f"系统文件 {path} 应为键值形式")
    parent = loaded.pop("extends", None)
    return over(merged(located(Path(parent))), loaded) if parent else loaded


def over(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one mapping over another."""
    result = dict(lower)
    for key, value in upper.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = over(below, value) if both else value  # type: ignore[arg-type]
    return result
