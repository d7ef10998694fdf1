"""The tables of look-alikes and variants: what must be in them, what must not, and how they are kept."""

import csv
import unicodedata
from importlib.resources import files
from itertools import combinations

import pytest

from review_points.look_alikes import (
    COUSINS,
    TWINS,
    VARIANTS,
    are_cousins,
    are_twins,
    are_variants,
    characters_of,
    is_rare,
)


def words(text: str) -> list[str]:
    return text.split()


MUST_HAVE = words(
    """己已巳 未末 土士 日曰 戊戌戍 衔街 大太犬 人入 天夭 千干 刀力 午牛 目自 免兔 史吏 冶治 洽恰 住往 折拆
    拔拨 沐沭 汩汨 炙灸 抠枢 梁粱 锦绵 孟盂 颖颍 宋宗 陈阵 王玉 鸟乌 今令 侯候 余佘 0O 1Il 2Z 5S 8B 0〇"""
)
MOST_TWINS = 12
MOST_PARTNERS = 20


def rows(name: str) -> list[dict[str, str]]:
    text = files("review_points").joinpath(name).read_text(encoding="utf-8")
    return list(
        csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t")
    )


@pytest.mark.parametrize("name", ["look_alikes.tsv", "variants.tsv"])
def test_the_tables_are_sorted_and_name_each_pair_once(name):
    pairs = [(row["one"], row["other"]) for row in rows(name)]
    assert pairs == sorted(set(pairs))
    assert all(one < other and len(one) == len(other) == 1 for one, other in pairs)


@pytest.mark.parametrize("table", [TWINS, COUSINS, VARIANTS])
def test_the_tables_are_symmetric_and_pair_no_character_with_itself(table):
    assert all(one in table[other] for one, partners in table.items() for other in partners)
    assert all(one not in partners for one, partners in table.items())


def test_the_tables_have_the_size_that_was_reviewed():
    assert 3_000 < len(rows("look_alikes.tsv")) < 5_000
    assert 5_000 < len(rows("variants.tsv")) < 7_000
    assert max(map(len, TWINS.values())) <= MOST_TWINS
    assert all(len(COUSINS[each] | TWINS.get(each, frozenset())) <= MOST_PARTNERS for each in COUSINS)


@pytest.mark.parametrize(
    "group",
    MUST_HAVE,
)
def test_pairs_that_every_reader_confuses_are_twins(group):
    assert all(are_twins(one, other) and are_twins(other, one) for one, other in combinations(group, 2))


@pytest.mark.parametrize("pair", words("37 林王 福厦 农衣 张强 人口 林李 走赵 必心 州建 12"))
def test_pairs_that_nobody_confuses_are_not_in_the_table(pair):
    assert not are_twins(*pair)
    assert not are_cousins(*pair)


def test_no_two_digits_are_twins():
    assert not any(are_twins(one, other) for one, other in combinations("0123456789", 2))
    assert are_cousins("1", "7")


@pytest.mark.parametrize("pair", words("张張 钟鐘 鍾鐘 台臺 峰峯 群羣 萧肖 裏里 傅付 㑮𫝈 昆崑"))
def test_forms_of_one_character_are_variants(pair):
    assert are_variants(*pair)


def test_no_pair_of_variants_is_one_character_after_folding():
    folded = [row for row in rows("variants.tsv") if _nfkc(row["one"]) == _nfkc(row["other"])]
    assert folded == []
    assert not are_variants("煜", "昱")


def _nfkc(character: str) -> str:
    return unicodedata.normalize("NFKC", character)


def test_marks_and_selectors_stay_with_their_base():
    assert characters_of("葛\U000e0101𠮷a\u0323") == ("葛\U000e0101", "𠮷", "a\u0323")
    assert characters_of("\u0323a") == ("\u0323", "a")
    assert are_variants("葛\U000e0101", "葛")
    assert are_variants("é", "e")
    assert not are_variants("e", "o")
    assert is_rare("𠮷")
    assert not is_rare("葛\U000e0101")
