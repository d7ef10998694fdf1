"""Write sample papers beside their truth: python -m simulator.paper OUT [--kind K] [--n N] [--seed S].

Without OUT the kinds are listed: id, name, how each is drawn, and its looks.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from simulator.paper import (
    CAPTURES,
    DEFECTS,
    HELD_OUT_LOOKS,
    KINDS,
    LOOKS,
    DrawnFile,
    captures_of,
    draw,
    sample,
)
from simulator.paper.fonts import substituted
from simulator.paper.kind_files import paper_kinds

REMEDY = "for the own fonts of looks x and y: apt-get install fonts-arphic-uming fonts-wqy-zenhei"


def main(arguments: list[str] | None = None) -> int:
    """Draw what was asked for and print the paths."""
    options = _parser().parse_args(arguments)
    if options.out is None:
        print("\n".join(_listed()))
        if substituted():
            print(f"{', '.join(substituted())}: not installed, Noto stands in; {REMEDY}", file=sys.stderr)
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    for stem, drawn in _drawn(options):
        path = options.out / f"{stem}{Path(drawn.name).suffix}"
        path.write_bytes(drawn.data)
        truth = {"kind": drawn.kind, "defects": list(drawn.defects), "truth": dict(drawn.truth)}
        path.with_name(f"{path.name}.truth.json").write_text(
            json.dumps(truth, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        print(path)
    return 0


def _listed() -> Iterator[str]:
    """Say how each kind is drawn."""
    for kind, name in KINDS.items():
        drawn = paper_kinds().get(kind)
        how = f"kinds/{kind}.yaml, {drawn.family}" if drawn else "Python"
        looks = "".join((*LOOKS, *HELD_OUT_LOOKS) if drawn else LOOKS)
        yield f"{kind}\t{name}\t{how}\t{looks}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator.paper", description="Draw sample papers.")
    parser.add_argument("out", type=Path, nargs="?", help="folder to write to; without it kinds are listed")
    parser.add_argument(
        "--kind", choices=KINDS, help="one kind only; without it all kinds in all looks and captures"
    )
    parser.add_argument("--look", choices=(*LOOKS, *HELD_OUT_LOOKS), help="x and y are for benchmarks only")
    parser.add_argument("--capture", choices=CAPTURES)
    parser.add_argument("--defect", choices=DEFECTS, action="append", default=[])
    parser.add_argument(
        "--n", type=int, default=1, help="papers of each sort, with seeds counted from --seed"
    )
    parser.add_argument("--seed", type=int, default=0)
    return parser


def _drawn(options: argparse.Namespace) -> Iterator[tuple[str, DrawnFile]]:
    for kind in [options.kind] if options.kind else KINDS:
        for look in [options.look] if options.look else LOOKS:
            for capture in [options.capture] if options.capture else captures_of(kind):
                for seed in range(options.seed, options.seed + options.n):
                    stem = "-".join([kind, look, capture, *options.defect, str(seed)])
                    yield (
                        stem,
                        draw(
                            kind,
                            sample(kind, seed),
                            look=look,
                            capture=capture,
                            defects=options.defect,
                            seed=seed,
                        ),
                    )


if __name__ == "__main__":
    sys.exit(main())
