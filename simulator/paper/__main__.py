"""Write sample papers beside their truth: python -m simulator.paper OUT [--kind K] [--n N] [--seed S]."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from simulator.paper import CAPTURES, DEFECTS, KINDS, LOOKS, DrawnFile, captures_of, draw, sample


def main(arguments: list[str] | None = None) -> int:
    """Draw what was asked for and print the paths."""
    options = _parser().parse_args(arguments)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator.paper", description="Draw sample papers.")
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument(
        "--kind", choices=KINDS, help="one kind only; without it all kinds in all looks and captures"
    )
    parser.add_argument("--look", choices=LOOKS)
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
