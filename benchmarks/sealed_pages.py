"""Pages with one seal each and what it says: engravings, sizes, inks, print beneath, captures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ocr.crops import Picture
from simulator.paper import capture as camera
from simulator.paper.engravings import HELD_OUT, OTHERS, USUAL, Engraving
from simulator.paper.fonts import font
from simulator.paper.raster import watermarked
from simulator.paper.stamps import round_seal

CAPTURES = ("clean", "scan", "photo", "grey", "copy")
"""`grey` is a scan without colour, `copy` a photocopy in black and white: both show copied seals."""
COPIED = frozenset({"grey", "copy"})
_KINDS = ("", "", "", "合同专用章", "财务专用章", "业务专用章", "发票专用章")
_DPI = 200
_RESOLUTIONS = (150, 200, 200, 240)
_A4 = (1654, 2339)
_WORDS = (
    "兹证明该同志在我单位工作期间遵纪守法，工作认真，无不良记录。",
    "以上所填内容真实有效，如有虚假，愿承担相应的法律责任。",
    "申请人承诺符合许可条件，提交的材料与原件一致。",
    "本证明自开具之日起三十日内有效，复印件无效。",
    "经办人：    联系电话：0591-00000000    日期：2026年11月2日",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What one half of the pages is made of; the halves share nothing but the words of trades."""

    places: Sequence[str]
    brands: Sequence[str]
    tails: Sequence[str]
    engravings: Sequence[Engraving]
    seed: int


DEV = Split(
    places=("福州市样例区", "样例市", "厦门样例", "平潭样例", "仿真市样例区", "泉州市样例县"),
    brands=("榕味", "海坛", "闽香", "顺兴", "鼎盛", "万家", "渔港", "福源", "宏达", "华信", "瑞康", "金辉"),
    tails=(
        *("餐饮管理有限公司", "食品有限公司", "贸易有限公司", "建设工程有限公司", "护理院", "小吃店"),
        *("口腔门诊部", "律师事务所", "幼儿园", "社区卫生服务中心", "市场监督管理局", "运输有限责任公司"),
    ),
    engravings=(USUAL, *OTHERS.values()),
    seed=1,
)
TEST = Split(
    places=("三明市仿真区", "宁德仿真", "莆田市演练区", "龙岩演练", "南平市仿真县", "漳州仿真"),
    brands=("丰泽", "锦绣", "博雅", "祥瑞", "恒通", "嘉禾", "东晟", "雅集", "盛源", "聚贤", "安泽", "崇德"),
    tails=(
        *("物业服务有限公司", "医院", "卫生健康局", "电子科技有限公司", "药房", "设计院", "职业培训学校"),
        *("村民委员会", "会计师事务所", "养老服务中心", "交通运输局", "农产品专业合作社"),
    ),
    engravings=tuple(HELD_OUT.values()),
    seed=2,
)
SPLITS: Mapping[str, Split] = {"dev": DEV, "held-out": TEST}


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPage:
    """One captured page (BGR) with one seal: the name along its ring, its kind, 公章 without words."""

    capture: str
    picture: Picture
    name: str
    kind: str


def sealed_pages(split: Split, capture: str, count: int) -> Iterator[SealedPage]:
    """Draw pages of one half in one capture; the same pages every time."""
    for number in range(count):
        rng = Random(f"{split.seed}|{capture}|{number}")
        name = f"{rng.choice(split.places)}{rng.choice(split.brands)}{rng.choice(split.tails)}"
        kind = rng.choice(_KINDS)
        page = _page(split, rng, name, kind)
        picture = _captured(page, capture, split.seed * 1000 + number)
        yield SealedPage(capture=capture, picture=picture, name=name, kind=kind or "公章")


def _page(split: Split, rng: Random, name: str, kind: str) -> Image.Image:
    """Draw a sheet of print with a seal over it, or beside it."""
    sheet = Image.new("RGB", _A4, (255, 255, 255))
    draw = ImageDraw.Draw(sheet)
    pixels = rng.choice((29, 33, 39))
    for line in range(18):
        text = _WORDS[(line + rng.randrange(5)) % len(_WORDS)]
        draw.text((180, 250 + line * 78), text, font=font("song", pixels), fill=(35, 35, 35))
    ink = (rng.randrange(165, 225), rng.randrange(20, 70), rng.randrange(25, 75))
    seal = round_seal(name, kind, rng.randrange(97), ink, rng.choice(split.engravings))
    turn = rng.choice((0, 0, rng.uniform(-25, 25), rng.uniform(-8, 8)))
    size = round(rng.choice((38, 40, 40, 42, 45)) / 25.4 * _DPI)
    small = seal.rotate(turn, resample=Image.Resampling.BICUBIC).resize(
        (size, size), Image.Resampling.LANCZOS
    )
    if rng.random() < 0.3:  # worn or dry ink
        worn = small.getchannel("A").filter(ImageFilter.GaussianBlur(0.8))
        small.putalpha(worn.point([round(level * 0.75) for level in range(256)]))
    at = rng.randrange(250, 1250), rng.choice((rng.randrange(300, 1500), 1750))
    sheet.paste(small, at, small)
    share = rng.choice(_RESOLUTIONS) / _DPI
    scaled = sheet.resize((round(_A4[0] * share), round(_A4[1] * share)), Image.Resampling.LANCZOS)
    return watermarked(scaled)


def _captured(page: Image.Image, capture: str, seed: int) -> Picture:
    if capture == "photo":
        shown = camera.photo(page, seed)
    elif capture == "copy":
        shown = camera.photocopied(camera.scan(page, seed, grey=True), seed)
    elif capture == "clean":
        shown = page
    else:
        shown = camera.scan(page, seed, grey=capture == "grey")
    if capture == "clean":
        return np.ascontiguousarray(np.asarray(shown)[:, :, ::-1])
    data = np.frombuffer(camera.jpeg(shown, camera.quality(seed, capture)), dtype=np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
