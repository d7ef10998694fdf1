"""Papers in the wordings and layouts in which they are issued all over the country, printed by a web browser.

They lie in nationwide_papers.yaml as HTML with places for values. People and firms are the simulator's
fictitious ones; what a paper says of them is its truth.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from playwright.sync_api import Browser
from ruamel.yaml import YAML

from benchmarks.foreign_papers import DAMAGES, FONTS, ForeignPaper
from simulator.paper import sample

PAPERS = Path(__file__).with_suffix(".yaml")
_SHEETS: Mapping[str, str] = {"card": "760px", "page": "840px", "wide": "1180px"}
_STYLE = """
body { margin: 0; padding: 40px 48px; font-size: 22px; line-height: 1.6; }
h1 { text-align: center; font-size: 38px; margin: 8px 0 14px; }
h2 { text-align: center; font-size: 27px; margin: 4px 0; font-weight: normal; }
table { border-collapse: collapse; width: 100%; }
td { border: 1px solid #333; padding: 7px 10px; text-align: center; }
p { margin: 7px 0; } small { font-size: 17px; } .c { color: #2a5d9c; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 26px; align-content: start; } dd { margin: 0; }
dt { white-space: nowrap; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 0 50px; }
.en { font: normal 12px sans-serif; display: block; }
.l { display: inline-block; width: 96px; line-height: 1.1; }
.l, .l + * { vertical-align: top; } u { text-underline-offset: 6px; } .mark { color: #ccc; font-size: 16px; }
"""
_SIZE = "[document.documentElement.offsetWidth, document.documentElement.offsetHeight]"
_HAN = "〇一二三四五六七八九"


class _Values:
    """The values of a paper by name, remembering which of them were written."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values
        self.written: dict[str, str] = {}

    def __getitem__(self, key: str) -> str:
        self.written[key] = value = str(self._values[key])
        return value


def nationwide_papers(browser: Browser, seeds: Sequence[int]) -> Iterator[ForeignPaper]:
    """Print each paper once per seed, with fonts and damages in turn, as JPEG."""
    page = browser.new_page(viewport={"width": 400, "height": 300}, device_scale_factor=1.6)
    listed: list[dict[str, str]] = YAML(typ="safe").load(PAPERS.read_text(encoding="utf-8"))
    for seed in seeds:
        for place, paper in enumerate(listed):
            damage = tuple(DAMAGES)[(place + seed) % len(DAMAGES)]
            values = _Values(sample(paper["kind"], seed))
            body = _ENVIRONMENT.from_string(paper["body"]).render(v=values)
            width = _SHEETS[paper["sheet"]]
            font = FONTS[(place + seed) % 2]
            style = f"{_STYLE} html {{ width: {width}; }} body {{ font-family: '{font}'; {DAMAGES[damage]} }}"
            page.set_content(f"<style>{style}</style><body>{body}<p class=mark>样例 样例 样例</p></body>")
            box = page.evaluate(_SIZE)
            page.set_viewport_size({"width": box[0] + 20, "height": box[1] + 20})
            data = page.screenshot(full_page=True, type="jpeg", quality=75)
            page.set_viewport_size({"width": 400, "height": 300})
            name = f"{paper['kind']}-{paper['variant']}-{damage}-{seed}.jpg"
            yield ForeignPaper(
                paper["kind"], paper["variant"], damage, name, data, dict(values.written), frozenset()
            )
    page.close()


def _parts(value: str) -> tuple[int, int, int]:
    year, month, day = (int(part) for part in value.split("-"))
    return year, month, day


def _day(value: str) -> str:
    return "{}年{:02}月{:02}日".format(*_parts(value))


def _short(value: str) -> str:
    return "{}年{}月{}日".format(*_parts(value))


def _apart(value: str) -> str:
    return "{} 年 {} 月 {} 日".format(*_parts(value))


def _dots(value: str) -> str:
    return value.replace("-", ".")


def _han(value: str) -> str:
    year, month, day = _parts(value)
    return f"{''.join(_HAN[int(digit)] for digit in str(year))}年{_han_number(month)}月{_han_number(day)}日"


def _han_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{_HAN[tens] if tens > 1 else ''}{'十' if tens else ''}{_HAN[ones] if ones else ''}"


def _list(value: str) -> str:
    return value.replace(";", "、")


def _groups(value: str) -> str:
    return " ".join(value[at : at + 4] for at in range(0, len(value), 4))


def _wan(value: str) -> str:
    return f"{int(value) / 10_000:g}"


_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined)
_FILTERS: Mapping[str, Any] = {
    "day": _day,
    "short": _short,
    "apart": _apart,
    "dots": _dots,
    "han": _han,
    "list": _list,
    "groups": _groups,
    "wan": _wan,
}
_ENVIRONMENT.filters.update(_FILTERS)
