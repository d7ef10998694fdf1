import json
import re

import pytest

from scenarios.schema_export import FOLDER, SHAPES, schema_text, schema_words, write_schemas

HAN = re.compile(r"[一-鿿]")


def shapes_of(name: str) -> dict[str, dict]:
    schema = json.loads(schema_text(name))
    return {SHAPES[name].__name__: schema, **schema.get("$defs", {})}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_schemas_in_the_documents_are_current(name):
    written = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == schema_text(name), "run python -m scenarios.schema_export"


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_shape_and_every_key_is_described_to_authors_in_chinese(name):
    for shape, schema in shapes_of(name).items():
        assert HAN.search(schema.get("description", "")), shape
        for key, each in schema.get("properties", {}).items():
            assert HAN.search(each.get("description", "")), f"{shape}.{key} has no words in schema_words.yaml"


def test_no_words_are_left_over_of_keys_that_are_gone():
    known = {shape: schema for name in SHAPES for shape, schema in shapes_of(name).items()}
    for shape, words in schema_words().items():
        assert set(words) - {"about"} <= set(known[shape].get("properties", {})), shape


def test_the_schemas_allow_no_unknown_keys():
    assert '"additionalProperties": false' in schema_text("point")


def test_schemas_are_written_one_for_each_shape(tmp_path):
    assert [path.name for path in write_schemas(tmp_path)] == [f"{name}.schema.json" for name in SHAPES]
