"""Counting read characters against drawn ones, whatever the order and the cutting of lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.text_errors import NO_ERRORS, normalised, text_errors


def counted(truth: list[str], read: list[str]) -> tuple[int, int, int]:
    found = text_errors(truth, read)
    return found.characters, found.errors, found.surplus


@pytest.mark.parametrize(
    ("truth", "read", "expected"),
    [
        (["姓名张三", "性别男"], ["性别", "男", "姓名张三"], (7, 0, 0)),
        (["身份证号350199"], ["身份证号", "350198"], (10, 1, 0)),
        (["身份证号350199"], ["身份证号35019"], (10, 1, 0)),
        (["一二三四五六"], ["一二三X四五六"], (6, 1, 0)),
        (["国家企业信用"], ["市场主体应当国家企业信用系统"], (6, 0, 8)),
        (["申请表"], [], (3, 3, 0)),
        (["申请表"], ["完全不同"], (3, 3, 4)),
        ([], ["公章"], (0, 0, 2)),
        (["姓 名：（张三）"], ["姓名:(张三)"], (4, 0, 0)),
    ],
)
def test_errors_are_counted_apart_from_order_cutting_and_surplus(
    truth: list[str], read: list[str], expected: tuple[int, int, int]
) -> None:
    assert counted(truth, read) == expected


def test_what_is_compared_is_in_one_form_and_one_case() -> None:
    assert normalised("Ａｂ １２，、 X_") == "ab12x"


def test_counts_add_up() -> None:
    both = text_errors(["甲乙"], ["甲丙"]) + text_errors(["丁戊"], ["丁戊"]) + NO_ERRORS
    assert (both.characters, both.errors) == (4, 1)
    assert both.rate == 0.25


@given(lines=st.lists(st.text("甲乙丙丁戊己12345", min_size=1, max_size=8), max_size=6), random=st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_same_lines_in_any_order_hold_no_error(lines: list[str], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = text_errors(lines, shuffled)
    assert (found.errors, found.surplus) == (0, 0)


@given(
    truth=st.lists(st.text("甲乙丙12", max_size=8), max_size=5),
    read=st.lists(st.text("甲乙丙12", max_size=8), max_size=5),
)
@settings(max_examples=60, deadline=None)
def test_every_character_is_accounted_for(truth: list[str], read: list[str]) -> None:
    found = text_errors(truth, read)
    assert found.characters == sum(map(len, truth))
    assert 0 <= found.surplus <= sum(map(len, read))
    assert max(0, found.characters - sum(map(len, read))) <= found.errors
