"""The tables the product ships are what the tools make of their sources."""

from importlib.resources import files

import numpy as np

from tools.look_alikes import HERE, MOST_PARTNERS, Entry, from_glyphs, from_reader, from_review, united
from tools.radicals import equivalents
from tools.variants import opencc_pairs, unihan_pairs


class _Alike(dict):
    """Every pair is as alike as asked."""

    def __missing__(self, pair):
        return 0.7


def shipped(name: str) -> dict[tuple[str, str], list[str]]:
    text = files("review_points").joinpath(name).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {(row[0], row[1]): row[2:] for row in rows[1:]}


def test_every_reviewed_pair_is_shipped_as_its_kind():
    reviewed = from_review((HERE / "look_alikes_reviewed.txt").read_text(encoding="utf-8"), {})
    table = shipped("look_alikes.tsv")
    assert len(reviewed) > 200
    wrong = [
        pair
        for pair, entry in reviewed.items()
        if "reviewed" not in table[pair][2] or (entry.kind == "twin" and table[pair][0] != "twin")
    ]
    assert wrong == []


def test_what_the_reader_confused_is_shipped_when_it_is_alike():
    confused = from_reader(HERE / "reader_confusions.tsv", _Alike())
    table = shipped("look_alikes.tsv")
    shipped_reader = {pair for pair, row in table.items() if "reader" in row[2]}
    assert len(shipped_reader) > 900
    assert shipped_reader <= set(confused)


def test_a_character_has_only_its_nearest_partners():
    characters = [chr(0x4E00 + place) for place in range(40)]
    alike = np.full((40, 40), 0.9, dtype=np.float32)
    alike[0, 39] = alike[39, 0] = 0.95
    found = from_glyphs(characters, alike)
    assert found[characters[0], characters[39]] == Entry("twin", float(alike[0, 39]), ("glyph",))
    partners = [sum(each in pair for pair in found) for each in characters]
    assert max(partners) == MOST_PARTNERS


def test_uniting_keeps_the_closer_kind_and_every_source():
    glyph, reader = Entry("cousin", 0.81, ("glyph",)), Entry("twin", 0.81, ("reader",))
    assert united([{("甲", "申"): glyph}, {("甲", "申"): reader}]) == {
        ("甲", "申"): Entry("twin", 0.81, ("glyph", "reader"))
    }


def test_forms_that_are_simplified_to_one_character_are_paired_with_each_other(tmp_path):
    for table in ("STCharacters", "TSCharacters", "TWVariants", "HKVariants", "JPShinjitaiCharacters"):
        text = "# 表\n钟\t鐘 鍾\n" if table == "STCharacters" else ""
        (tmp_path / f"{table}.txt").write_text(text, encoding="utf-8")
    assert set(opencc_pairs(tmp_path)) == {("鍾", "鐘"), ("鍾", "钟"), ("鐘", "钟")}


def test_semantic_variants_that_are_both_usual_today_are_different_words():
    text = "# x\nU+5CF0\tkSemanticVariant\tU+5CEF<kMatthews\nU+5F6C\tkSemanticVariant\tU+658C\n"
    assert set(unihan_pairs(text)) == {("峯", "峰")}


def test_radicals_are_only_those_that_normalising_leaves():
    text = "2EA0 ; 6C11 # x\n2E9F ; 6BCD\n2F00 ; 4E00\n2ECC..2ECE ; 8FB6\n# 2E80; none\n"
    assert list(equivalents(text)) == [("⺠", "民"), ("⻌", "辶"), ("⻍", "辶"), ("⻎", "辶")]
