"""Licences of the market regulation office: 营业执照 and 食品经营许可证."""

from simulator.paper.marks import Pen, Sheet
from simulator.paper.order import Order, listed, spread, typeset, written
from simulator.paper.stamps import round_seal, square_code

NOTICE = "市场主体应当于每年1月1日至6月30日通过国家企业信用信息公示系统报送公示年度报告。"
Row = tuple[str, str, str]


def business_license(order: Order) -> tuple[Sheet, ...]:
    """营业执照: landscape 副本; look b is the 个体工商户 or portrait edition."""
    return _portrait_licence(order) if order.look == "b" else _landscape_licence(order)


def _holder(order: Order) -> tuple[Row, ...]:
    """Return the rows that differ between companies and individual businesses."""
    individual = order["individual"] == "true"
    kind = "个体工商户" if individual else "有限责任公司（自然人独资）"
    return (
        (spread("名称", 5), order["org_name"], "org_name"),
        (spread("类型", 5), kind, ""),
        (spread("经营者", 5) if individual else "法定代表人", order["legal_person"], "legal_person"),
        (spread("经营范围", 5), typeset(order["scope"]), "scope"),
    )


def _landscape_licence(order: Order) -> tuple[Sheet, ...]:
    pen = Pen(width=297, height=210, font="song", size=11.5, tint=(253, 252, 246))
    gold = (176, 146, 84)
    pen.frame(8, 8, 281, 194, thick=0.9, colour=gold)
    pen.frame(11, 11, 275, 188, thick=0.3, colour=gold)
    pen.frame(141, 14, 15, 15, thick=0.4, colour=(190, 120, 110))
    pen.text(148.5, 52, "营业执照", size=36, font="song-bold", anchor="m", spacing=4)
    pen.text(148.5, 63, "（副　本）", size=14, anchor="m")
    pen.text(148.5, 70, "副本编号：1-1", size=9, anchor="m")
    pen.text(24, 44, "统一社会信用代码", size=11)
    pen.text(24, 52, order["uscc"], size=14, font="hei", element="uscc")
    pen.picture(238, 26, 28, 28, square_code(order.seed))
    pen.block(
        232, 58, "扫描二维码登录“国家企业信用信息公示系统”了解更多登记、备案、许可、监管信息。", 42, size=7
    )
    _column(pen, 28, 88, 54, 138, _holder(order))
    individual = order["individual"] == "true"
    right: tuple[Row, ...] = (
        (spread("组成形式", 4), "个人经营", "") if individual else ("注册资本", order["capital"], ""),
        ("注册日期" if individual else "成立日期", written(order["founded_on"], "long"), "founded_on"),
        ("经营场所" if individual else spread("住所", 4), order["residence"], "residence"),
    )
    _column(pen, 164, 88, 186, 270, right)
    _registrar(pen, order, 174, 150, 232, 174)
    pen.text(22, 194, "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", size=7)
    pen.text(160, 194, NOTICE, size=7, anchor="m")
    pen.text(277, 194, "国家市场监督管理总局监制", size=7, anchor="r")
    return (pen.sheet(),)


def _portrait_licence(order: Order) -> tuple[Sheet, ...]:
    pen = Pen(width=210, height=297, font="song", size=12, tint=(253, 252, 244))
    pen.frame(10, 10, 190, 277, thick=1.2, colour=(186, 150, 70))
    pen.frame(97, 18, 16, 16, thick=0.4, colour=(190, 120, 110))
    pen.text(105, 58, "营业执照", size=38, font="song-bold", anchor="m", spacing=5)
    pen.text(105, 70, "（副　本）", size=14, anchor="m")
    end = pen.text(58, 82, "统一社会信用代码", size=11)
    pen.text(end + 3, 82, order["uscc"], size=13, font="hei", element="uscc")
    holder = _holder(order)
    individual = order["individual"] == "true"
    rows: tuple[Row, ...] = (
        *holder[:2],
        (spread("经营场所" if individual else "住所", 5), order["residence"], "residence"),
        holder[2],
        *(() if individual else (("注册资本　", order["capital"], ""),)),
        (spread("成立日期", 5), written(order["founded_on"], "long"), "founded_on"),
        holder[3],
    )
    y = _column(pen, 28, 98, 60, 182, rows)
    _registrar(pen, order, 96, max(y + 14, 222), 154, max(y + 14, 222) + 25)
    pen.text(105, 280, NOTICE, size=8, anchor="m")
    return (pen.sheet(),)


def _column(pen: Pen, x: float, y: float, start: float, end: float, rows: tuple[Row, ...]) -> float:
    """Write labels and values below each other; long values are broken."""
    for label, text, element in rows:
        pen.text(x, y, label)
        small = element == "scope"
        after = pen.block(
            start,
            y,
            text,
            end - start,
            size=10.5 if small else 11.5,
            leading=1.4,
            font="hei" if not small else "song",
            element=element,
        )
        y = max(y + 14, after + 7)
    return y


def _registrar(pen: Pen, order: Order, x: float, y: float, seal_x: float, seal_y: float) -> None:
    end = pen.text(x, y, "登记机关", size=12)
    pen.text(end + 4, y, order["registrar"], size=12, element="registrar")
    pen.text(x + 24, y + 20, written(order["founded_on"], "spaced"), size=12)
    _seal(pen, order, seal_x, seal_y, 42)


def food_license(order: Order) -> tuple[Sheet, ...]:
    """食品经营许可证: landscape in two columns; look b is portrait in one column."""
    return _portrait_food(order) if order.look == "b" else _landscape_food(order)


def _holder_rows(order: Order) -> tuple[Row, ...]:
    short = order.look == "c"
    return (
        ("经营者名称", order["operator"], "operator"),
        ("社会信用代码" if short else "社会信用代码（身份证号码）", order["uscc"], "uscc"),
        ("法定代表人（负责人）", order["legal_person"], "legal_person"),
        ("住　所", order["residence"], "residence"),
        ("经营场所", order["biz_address"], "biz_address"),
        ("主体业态", order["main_type"], "main_type"),
        ("经营项目", listed(order["biz_items"], "；" if order.look != "c" else "，"), "biz_items"),
    )


def _office_rows(order: Order, dates: str) -> tuple[Row, ...]:
    return (
        ("许可证编号", order["license_no"], "license_no"),
        ("日常监督管理机构", "样例区市场监管所", ""),
        ("投诉举报电话", "12315", ""),
        ("发证机关", order["issuer"], "issuer"),
        ("签发人", "样例", ""),
        ("签发日期", written(order["issued_on"], dates), "issued_on"),
        ("有效期至", written(order["valid_to"], dates), "valid_to"),
    )


def _landscape_food(order: Order) -> tuple[Sheet, ...]:
    pen = Pen(width=297, height=210, font="song", size=11, tint=(252, 252, 250))
    pen.frame(8, 8, 281, 194, thick=0.8, colour=(70, 130, 90))
    pen.text(148.5, 36, "食品经营许可证", size=30, font="song-bold", anchor="m", spacing=3)
    pen.picture(252, 16, 24, 24, square_code(order.seed))
    _rows(pen, 22, 60, 150, _holder_rows(order), 16)
    _rows(pen, 164, 60, 278, _office_rows(order, "short"), 16)
    pen.text(148.5, 192, "国家市场监督管理总局监制", size=8, anchor="m")
    _seal(pen, order, 246, 124, 40)
    return (pen.sheet(),)


def _portrait_food(order: Order) -> tuple[Sheet, ...]:
    pen = Pen(width=210, height=297, font="hei", size=11)
    pen.text(105, 36, "食品经营许可证", size=26, font="hei-bold", anchor="m")
    pen.picture(166, 44, 22, 22, square_code(order.seed))
    y = _rows(pen, 24, 76, 186, _holder_rows(order), 13)
    _rows(pen, 24, y, 186, _office_rows(order, "long"), 13)
    _seal(pen, order, 150, min(y + 62, 264), 40)
    return (pen.sheet(),)


def _rows(pen: Pen, x: float, y: float, end: float, rows: tuple[Row, ...], step: float) -> float:
    for label, text, element in rows:
        start = pen.text(x, y, f"{label}：") + 1
        after = pen.block(
            start,
            y,
            text,
            end - start,
            font="hei" if pen.font == "song" else "song",
            leading=1.35,
            element=element,
        )
        y = max(y + step, after + step - 6)
    return y


def _seal(pen: Pen, order: Order, x: float, y: float, size: float) -> None:
    pen.elements.add("seal")
    if order.seal:
        pen.stamp(
            x + order.number("seal", 9) - 4, y, size, round_seal(order.seal, order.seal_kind, order.seed % 97)
        )
