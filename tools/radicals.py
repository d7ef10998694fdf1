"""Build ocr/radicals.tsv: radicals that look like characters, and the characters they stand for.

`python -m tools.radicals --unicode FILE` takes Unicode's EquivalentUnifiedIdeograph.txt (Debian's package
unicode-data has it). Text layers of PDF files hold such radicals where a person sees an ordinary character;
NFKC folds the Kangxi radicals and leaves those of the supplement, which are kept here.
"""

import argparse
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

TARGET = Path(__file__).parents[1] / "ocr" / "radicals.tsv"
SUPPLEMENT = range(0x2E80, 0x2F00)
_HEADER = """\
# Radicals that NFKC leaves as they are. Made by tools/radicals.py; don't edit.
# Unicode Character Database, © Unicode, Inc., www.unicode.org/terms_of_use.html.
"""


def equivalents(text: str) -> Iterator[tuple[str, str]]:
    """Yield each radical of the supplement that NFKC leaves, with the character it stands for."""
    for line in text.splitlines():
        codes, _, rest = line.partition("#")[0].partition(";")
        if not rest.strip():
            continue
        first, _, last = codes.strip().partition("..")
        for code in range(int(first, 16), int(last or first, 16) + 1):
            radical, character = chr(code), chr(int(rest.strip(), 16))
            if code in SUPPLEMENT and unicodedata.normalize("NFKC", radical) == radical:
                yield radical, character


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the source, write the table."""
    parser = argparse.ArgumentParser(prog="python -m tools.radicals", description=__doc__)
    parser.add_argument("--unicode", type=Path, required=True)
    options = parser.parse_args(arguments)
    rows = sorted(equivalents(options.unicode.read_text(encoding="utf-8")))
    lines = "".join(f"{radical}\t{character}\n" for radical, character in rows)
    TARGET.write_text(_HEADER + "radical\tcharacter\n" + lines, encoding="utf-8")
    print(f"{len(rows)} radicals in {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
