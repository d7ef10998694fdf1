import pytest

from scenarios.schema_export import FOLDER, SHAPES, schema_text, write_schemas


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_schemas_in_the_documents_are_current(name):
    written = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == schema_text(name), "run python -m scenarios.schema_export"


def test_the_schemas_allow_no_unknown_keys():
    assert '"additionalProperties": false' in schema_text("point")


def test_schemas_are_written_one_for_each_shape(tmp_path):
    assert [path.name for path in write_schemas(tmp_path)] == [f"{name}.schema.json" for name in SHAPES]
