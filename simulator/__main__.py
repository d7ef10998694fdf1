"""Runs the province as a process of its own: prints where it listens as one JSON line, ends with its parent.

Usage: python -m simulator --areas fuzhou,pingtan --cases 40 [--seed 0] [--share-clean 0.6] [--on 2026-11-02]
[--folder DIR] [--port-base 8700] [--switch area:trouble:key=value:…]
"""

import argparse
import json
import signal
import sys
from datetime import date
from pathlib import Path
from threading import Event, Thread
from types import FrameType

from simulator.cases import ITEMS, make_mix
from simulator.province import Province


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM, SIGINT or the end of standard input."""
    asked = _parse(arguments)
    cases = make_mix(
        asked.areas, asked.cases, asked.seed, share_clean=asked.share_clean, on=asked.on, items=asked.items
    )
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: _end(ended, frame))
    with Province(
        cases, areas=asked.areas, folder=asked.folder, port_base=asked.port_base, seed=asked.seed
    ) as province:
        for area, switch in asked.switch:
            province.switches(area).turn_on(**switch)
        print(json.dumps(_addresses(province), ensure_ascii=False), flush=True)
        Thread(target=_watch_parent, args=(ended,), daemon=True).start()
        ended.wait()
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--areas", type=_names, default=("fuzhou", "pingtan"))
    parser.add_argument("--items", type=_names, default=ITEMS)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share-clean", type=float, default=0.6)
    parser.add_argument("--on", type=date.fromisoformat, default=None)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--port-base", type=int, default=0)
    parser.add_argument("--switch", type=_switch, action="append", default=[])
    return parser.parse_args(arguments)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _switch(text: str) -> tuple[str, dict[str, object]]:
    """Read fuzhou:slow_page:delay_s=2:times=1."""
    area, trouble, *rest = text.split(":")
    kinds = {"times": int, "seed": int, "delay_s": float, "probability": float}
    pairs = (part.partition("=") for part in rest)
    return area, {"trouble": trouble, **{key: kinds.get(key, str)(value) for key, _, value in pairs}}


def _addresses(province: Province) -> dict[str, object]:
    return {
        "areas": {
            area: {
                "url": province.url(area),
                "accounts": [account.model_dump() for account in province.systems[area].look.accounts],
                "cases": len(province.cases(area)),
            }
            for area in province.areas
        },
        "registers_url": province.registers_url,
        "control_url": province.control_url,
        "control_token": province.control_token,
    }


def _end(ended: Event, frame: FrameType | None) -> None:
    ended.set()


def _watch_parent(ended: Event) -> None:
    """Set the event when standard input ends; a parent that dies closes it."""
    while sys.stdin.read(4096):
        pass
    ended.set()


if __name__ == "__main__":
    sys.exit(main())
