"""Build review_points/variants.tsv: forms of one character, simplified, traditional or variant.

`python -m tools.variants --opencc FOLDER --unihan FILE` takes the character tables of OpenCC (Apache-2.0; the
folder `dicts` of the PyPI package opencc-purepy) and Unicode's Unihan_Variants.txt, packed with bzip2 as
Debian's package unicode-data has it. The table makes no two values equal: it says what is for a clerk.
"""

import argparse
import bz2
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from tools.glyphs import gb2312_characters

TARGET = Path(__file__).parents[1] / "review_points" / "variants.tsv"
OPENCC_TABLES = ("STCharacters", "TSCharacters", "TWVariants", "HKVariants", "JPShinjitaiCharacters")
UNIHAN_FIELDS = frozenset({"kSemanticVariant", "kZVariant"})
REVIEWED = (
    "萧肖",
    "蕭肖",
    "阎闫",
    "閻闫",
    "傅付",
    "戴代",
    "蓝兰",
    "藍兰",
    "秋穐",
    "麟驎",
    "裴裵",
    "珏玨",
    "邱丘",
)
"""Surnames whose second simplification (1977, withdrawn 1986) lives on, and forms seen in names."""
_HEADER = """\
# Forms of one character: simplified, traditional, variant. Made by tools/variants.py; don't edit.
# opencc: Open Chinese Convert (Apache-2.0).
# unihan: Unicode Han Database, © Unicode, Inc., www.unicode.org/terms_of_use.html.
# reviewed: kept by hand.
"""
Pair = tuple[str, str]


def opencc_pairs(folder: Path) -> Iterator[Pair]:
    """Yield each two of a character and its forms, so that 鍾 and 鐘 (both 钟) are a pair too."""
    for table in OPENCC_TABLES:
        for line in _lines((folder / f"{table}.txt").read_text(encoding="utf-8")):
            key, _, forms = line.partition("\t")
            yield from _pairs({key, *forms.split()})


def unihan_pairs(text: str) -> Iterator[Pair]:
    """Yield the variants one of which is in GB 2312; two that both are stand for different words today."""
    usual = set(gb2312_characters())
    for line in _lines(text):
        code, field, values = line.split("\t")
        if field in UNIHAN_FIELDS:
            for value in values.split():
                pair = {_character(code), _character(value.partition("<")[0])}
                if len(pair & usual) == 1:
                    yield from _pairs(pair)


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _character(code: str) -> str:
    return chr(int(code.removeprefix("U+"), 16))


def _pairs(forms: set[str]) -> Iterator[Pair]:
    """Pair forms with each other; those that NFKC makes one are no pair."""
    single = {unicodedata.normalize("NFKC", each) for each in forms if len(each) == 1}
    return combinations(sorted(single), 2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the sources, write the table in a stable order."""
    parser = argparse.ArgumentParser(prog="python -m tools.variants", description=__doc__)
    parser.add_argument("--opencc", type=Path, required=True)
    parser.add_argument("--unihan", type=Path, required=True)
    options = parser.parse_args(arguments)
    sources: defaultdict[Pair, list[str]] = defaultdict(list)
    unihan = bz2.decompress(options.unihan.read_bytes()).decode("utf-8")
    for name, pairs in (
        ("opencc", opencc_pairs(options.opencc)),
        ("unihan", unihan_pairs(unihan)),
        ("reviewed", (pair for group in REVIEWED for pair in _pairs(set(group)))),
    ):
        for pair in sorted(set(pairs)):
            sources[pair].append(name)
    lines = [f"{one}\t{other}\t{'+'.join(names)}\n" for (one, other), names in sorted(sources.items())]
    TARGET.write_text(_HEADER + "one\tother\tsource\n" + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} pairs in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
