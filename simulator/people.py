"""Fictitious people, firms and medical institutions with lawful numbers, made from a seed.

All live in the district 350199 福建省仿真市样例区, which exists only for tests.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from simulator.numbers import bank_card_number, credit_code, food_licence_number, identity_number

DISTRICT = "350199"
PROVINCE, CITY, AREA = "福建省", "仿真市", "样例区"
TODAY = date(2026, 11, 2)
POLICE = "仿真市公安局样例分局"
MARKET_OFFICE = "仿真市样例区市场监督管理局"
HEALTH_OFFICE = "仿真市样例区卫生健康局"
TRANSPORT_OFFICE = "仿真市交通运输局"
FOREVER = "长期"

SURNAMES = (
    *"林陈黄郑吴张李王刘蔡许郭杨叶苏曾邱江何谢朱洪庄赖罗魏潘颜卢范钟余施翁柯傅詹游康连卓姚方严戴薛高阮",
    *"蓝雷涂简池章廖饶倪俞陆沈韩冯曹彭肖董袁蒋邓唐于程梁宋徐孙马胡周赵",
    "欧阳",
    "上官",
    "诸葛",
    "司徒",
)
RARE_SURNAMES = (*"闫酆逄亓仝昝佘郄厍璩缪蹇",)
GIVEN = (
    *"伟芳娜敏静丽强磊洋勇艳杰娟涛明超霞平刚桂英华玉萍红玲燕鹏辉鑫波斌宇浩凯健俊帆雪",
    *"琳颖倩婷慧莹瑶欣怡佳嘉梓涵轩泽睿晨曦博文思远志诚国栋建军海峰晓东春梅秋菊美兰淑珍金水火木土根",
    *"榕闽闽鹭潭屿岚澜涌溪泉清源流福寿康宁安泰和顺祥瑞吉庆丰裕",
)
RARE_GIVEN = (*"㛃赟翀璟曌昉喆祎珏琤堃骉彧钰鋆垚犇淼焱翊懿羿頔囍",)
ETHNIC = (("维吾尔", "阿依古丽·样例"), ("维吾尔", "迪力木拉提·吐尔洪"), ("藏", "扎西·平措"))
STREETS = ("测试街道", "示范街道", "样本镇", "演练乡")
ROADS = ("示范路", "样例大道", "仿真街", "海晏路", "榕荫路", "渔平路", "金井三路", "测试巷")
TRADES = (
    "小吃店",
    "餐饮店",
    "食品商行",
    "便利店",
    "餐饮管理有限公司",
    "食品有限公司",
    "贸易有限公司",
    "酒楼",
)
BRANDS = (
    "榕味",
    "海坛",
    "闽香",
    "岚岛",
    "福满",
    "石厝",
    "顺兴",
    "鼎盛",
    "万家",
    "阿嬷",
    "渔港",
    "福源",
    "和记",
    "好邻",
)
HOSPITALS = ("第一医院", "第二医院", "中医院", "妇幼保健院", "人民医院", "康复医院", "口腔医院")
CLINICS = ("测试街道社区卫生服务中心", "样本镇卫生院", "仁和综合门诊部", "惠民护理院")
BANKS = ("样例农村商业银行", "仿真银行", "福建样例银行", "测试邮政储蓄银行")
BUSINESS_FORMATS = {"食品销售经营者": "1", "餐饮服务经营者": "2", "单位食堂": "3"}
BUSINESS_ITEMS = {
    "食品销售经营者": ("预包装食品销售", "散装食品销售", "特殊食品销售"),
    "餐饮服务经营者": ("热食类食品制售", "冷食类食品制售", "自制饮品制售", "糕点类食品制售"),
    "单位食堂": ("热食类食品制售", "自制饮品制售"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person who doesn't exist; dates are ISO texts, `id_valid_to` may be 长期."""

    name: str
    sex: str
    nation: str
    birth: str
    idno: str
    address: str
    id_issuer: str
    id_valid_from: str
    id_valid_to: str
    mobile: str
    moved_in: str
    bank: str
    bank_acct: str
    driving_file_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A food business that doesn't exist."""

    name: str
    uscc: str
    legal_person: Person
    residence: str
    biz_address: str
    scope: str
    capital: str
    founded_on: str
    registrar: str
    main_type: str
    biz_items: tuple[str, ...]
    license_no: str
    individual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """A medical institution that doesn't exist."""

    name: str
    uscc: str
    registration_no: str
    address: str


def birth_between(rng: Random, youngest: int, oldest: int, on: date) -> date:
    """Return a birth date whose age in whole years on `on` lies between the two ages."""
    latest = date(on.year - youngest, on.month, min(on.day, 28))
    earliest = date(on.year - oldest - 1, on.month, min(on.day, 28)) + timedelta(days=1)
    return earliest + timedelta(days=rng.randrange((latest - earliest).days))


def add_years(day: date, years: int) -> date:
    """Return the same day of another year, the 28th for a leap day."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def address(rng: Random, *, shop: bool = False) -> str:
    """Return an address in the district of tests."""
    place = f"{PROVINCE}{CITY}{AREA}{rng.choice(STREETS)}{rng.choice(ROADS)}{rng.randrange(1, 300)}号"
    if shop:
        return place + rng.choice(
            ("", "一层", f"{rng.randrange(1, 9)}幢{rng.randrange(101, 130)}店面", "之一")
        )
    return f"{place}{rng.randrange(1, 20)}幢{rng.randrange(1, 30)}0{rng.randrange(1, 5)}室"


def personal_name(rng: Random) -> tuple[str, str]:
    """Return nation and name; about one in twelve has a rare character, one in sixty an ethnic name."""
    if rng.random() < 1 / 60:
        return rng.choice(ETHNIC)
    surname = rng.choice(RARE_SURNAMES if rng.random() < 1 / 40 else SURNAMES)
    given = [rng.choice(GIVEN) for _ in range(1 if rng.random() < 0.25 else 2)]
    if rng.random() < 1 / 12:
        given[-1] = rng.choice(RARE_GIVEN)
    return ("畲" if surname in "蓝雷" and rng.random() < 0.5 else "汉"), surname + "".join(given)


def age_on(birth: date, on: date) -> int:
    """Return the age in whole years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def identity_card_end(birth: date, issued: date) -> str:
    """Return the end an identity card issued on a day has by law: 5, 10, 20 years or for ever, by age."""
    age = age_on(birth, issued)
    if age >= 46:
        return FOREVER
    years = 5 if age < 16 else 10 if age < 26 else 20
    return add_years(issued, years).isoformat()


def person(
    seed: int | str, *, youngest: int = 22, oldest: int = 55, sex: str = "", on: date = TODAY
) -> Person:
    """Return the person of that seed, between two ages on a day."""
    rng = Random(f"person|{seed}")
    nation, name = personal_name(rng)
    birth = birth_between(rng, youngest, oldest, on)
    chosen = sex or rng.choice("男女")
    issued = on - timedelta(days=rng.randrange(400, 1500))
    order = rng.randrange(100, 499) * 2 + (chosen == "男")
    return Person(
        name=name,
        sex=chosen,
        nation=nation,
        birth=birth.isoformat(),
        idno=identity_number(DISTRICT, birth.isoformat(), order),
        address=address(rng),
        id_issuer=POLICE,
        id_valid_from=issued.isoformat(),
        id_valid_to=identity_card_end(birth, issued),
        mobile=f"1400000{rng.randrange(10_000):04d}",
        moved_in=(on - timedelta(days=rng.randrange(900, 9000))).isoformat(),
        bank=rng.choice(BANKS),
        bank_acct=bank_card_number("62990001", rng.randrange(10**9)),
        driving_file_no=f"{DISTRICT}{rng.randrange(10**6):06d}",
    )


def firm(seed: int | str, *, on: date = TODAY) -> Firm:
    """Return the food business of that seed."""
    rng = Random(f"firm|{seed}")
    trade = rng.choice(TRADES)
    individual = not trade.endswith("公司")
    main_type = rng.choice(
        ("食品销售经营者",) if trade in {"食品商行", "便利店"} else ("餐饮服务经营者", "食品销售经营者")
    )
    items = BUSINESS_ITEMS[main_type]
    place = address(rng, shop=True)
    return Firm(
        name=f"{CITY}{AREA}{rng.choice(BRANDS)}{rng.choice(('', '', '轩', '源', '鲜', '旺'))}{trade}",
        uscc=credit_code("92" if individual else "91", DISTRICT, f"MA{rng.randrange(10**6):06d}"),
        legal_person=person(f"{seed}|legal", youngest=24, oldest=60, on=on),
        residence=place,
        biz_address=place,
        scope="许可项目:食品销售;餐饮服务。一般项目:日用百货销售;外卖递送服务;食用农产品零售。(依法须经批准的项目,经相关部门批准后方可开展经营活动)",
        capital=rng.choice(("伍拾万圆整", "壹佰万圆整", "贰佰万圆整", "伍佰万圆整")),
        founded_on=(on - timedelta(days=rng.randrange(1900, 4000))).isoformat(),
        registrar=MARKET_OFFICE,
        main_type=main_type,
        biz_items=tuple(items[: rng.randrange(1, len(items) + 1)]),
        license_no=food_licence_number(BUSINESS_FORMATS[main_type], DISTRICT, rng.randrange(10_000)),
        individual=individual,
    )


def institution(seed: int | str) -> Institution:
    """Return the medical institution of that seed."""
    rng = Random(f"institution|{seed}")
    name = f"{CITY}{rng.choice(HOSPITALS)}" if rng.random() < 0.6 else f"{CITY}{AREA}{rng.choice(CLINICS)}"
    return Institution(
        name=name,
        uscc=credit_code("12", DISTRICT, f"MB{rng.randrange(10**6):06d}"),
        registration_no=f"PDY{rng.randrange(10**5):05d}X{DISTRICT}A1001",
        address=address(rng, shop=True),
    )
