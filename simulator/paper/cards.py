"""Cards: identity card, bank card, driving licence, portrait photograph."""

from simulator.paper.marks import Colour, Pen, Sheet
from simulator.paper.order import Order, grouped, parts, period, written
from simulator.paper.stamps import portrait, square_code, square_seal

LABEL: Colour = (52, 96, 158)
CARD_W, CARD_H = 85.6, 54.0
SCALE = 1.72
ADDRESS_LINE = 11
LOWER_LINES = frozenset({"birth", "first_issued", "drv_class", "valid_to"})


def id_card(order: Order) -> tuple[Sheet, ...]:
    """居民身份证: both sides copied onto one page; in look b each side is a page of its own."""
    if order.look == "b":
        front, back = _card_page(), _card_page()
        _identity_front(front, order, 6, 6, SCALE)
        _identity_back(back, order, 6, 6, SCALE)
        return front.sheet(), back.sheet()
    pen = Pen()
    scale = 1.25 if order.look == "a" else 1.0
    x = (210 - CARD_W * scale) / 2
    _identity_front(pen, order, x, 40, scale)
    if "missing_page" not in order.whims:
        _identity_back(pen, order, x, 40 + CARD_H * scale + 24, scale)
    return (pen.sheet(),)


def _card_page() -> Pen:
    return Pen(width=CARD_W * SCALE + 12, height=CARD_H * SCALE + 12)


def _card(pen: Pen, x: float, y: float, scale: float, fill: Colour) -> None:
    pen.frame(x, y, CARD_W * scale, CARD_H * scale, thick=0.3, fill=fill, colour=(150, 160, 165))


def _identity_front(pen: Pen, order: Order, left: float, top: float, scale: float) -> None:
    _card(pen, left, top, scale, (236, 244, 243))

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * CARD_W * scale, top + y * CARD_H * scale

    def label(x: float, y: float, text: str) -> None:
        pen.text(*at(x, y), text, size=6.6 * scale, font="hei", colour=LABEL)

    def value(x: float, y: float, text: str, element: str) -> None:
        pen.text(*at(x, y), text, size=8.2 * scale, font="hei", element=element)

    label(0.055, 0.165, "姓  名")
    value(0.18, 0.17, order["name"], "name")
    label(0.055, 0.295, "性  别")
    value(0.18, 0.30, order["sex"], "sex")
    label(0.305, 0.295, "民  族")
    value(0.43, 0.30, order["nation"], "nation")
    label(0.055, 0.42, "出  生")
    if order["birth"]:
        year, month, day = parts(order["birth"])
        for x, figure, sign_x, sign in (
            (0.18, year, 0.302, "年"),
            (0.352, month, 0.412, "月"),
            (0.46, day, 0.52, "日"),
        ):
            value(x, 0.425, str(figure), "birth")
            label(sign_x, 0.42, sign)
    label(0.055, 0.55, "住  址")
    address = order["address"]
    for row in range(0, max(1, -(-len(address) // ADDRESS_LINE))):
        value(0.18, 0.555 + 0.088 * row, address[row * ADDRESS_LINE : (row + 1) * ADDRESS_LINE], "address")
    label(0.055, 0.91, "公民身份号码")
    pen.text(
        *at(0.335, 0.915),
        order["idno"],
        size=9.4 * scale,
        font="hei-bold",
        spacing=0.55 * scale,
        element="idno",
    )
    x, y = at(0.635, 0.13)
    pen.picture(
        x, y, 0.31 * CARD_W * scale, 0.61 * CARD_H * scale, portrait(order.seed % 50, order["sex"] or "男")
    )


def _identity_back(pen: Pen, order: Order, left: float, top: float, scale: float) -> None:
    _card(pen, left, top, scale, (244, 243, 236))

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * CARD_W * scale, top + y * CARD_H * scale

    x, y = at(0.06, 0.10)
    side = 0.17 * CARD_W * scale
    pen.frame(x, y, side, side, thick=0.4, colour=(190, 120, 110))
    pen.text(
        *at(0.58, 0.25), "中华人民共和国", size=13 * scale, font="song-bold", anchor="m", spacing=0.8 * scale
    )
    pen.text(
        *at(0.58, 0.47), "居民身份证", size=17 * scale, font="song-bold", anchor="m", spacing=1.5 * scale
    )
    pen.text(*at(0.24, 0.785), "签发机关", size=7 * scale, font="hei")
    pen.text(*at(0.41, 0.785), order["issuer"], size=8 * scale, font="hei", element="issuer")
    pen.text(*at(0.24, 0.905), "有效期限", size=7 * scale, font="hei")
    term = period(order["valid_from"], order["valid_to"])
    pen.text(*at(0.41, 0.905), term, size=8 * scale, font="hei", element="valid_to")
    pen.elements.add("valid_from")


def bank_card(order: Order) -> tuple[Sheet, ...]:
    """银行卡 or 社保卡: bank, number in groups, holder; look b is a passbook's first page."""
    if order.look == "b":
        return _passbook(order)
    scale = 1.6
    pen = Pen(width=CARD_W * scale + 16, height=CARD_H * scale + 16, font="hei")
    blue = (206, 222, 240) if order.look == "a" else (240, 226, 204)
    pen.frame(8, 8, CARD_W * scale, CARD_H * scale, thick=0.4, fill=blue, colour=(120, 140, 170))
    pen.text(14, 20, order["bank"], size=14, font="hei-bold", element="bank")
    pen.text(8 + CARD_W * scale - 6, 20, "社会保障卡" if order.look == "c" else "借记卡", size=11, anchor="r")
    pen.frame(16, 32, 18, 14, thick=0.5, fill=(226, 196, 110), colour=(150, 120, 40))
    pen.text(16, 66, "卡号", size=8)
    pen.text(27, 66, grouped(order["bank_acct"]), size=17, font="hei-bold", spacing=0.35, element="bank_acct")
    pen.text(16, 84, "户名", size=8)
    pen.text(27, 84, order["acct_name"], size=13, element="acct_name")
    pen.text(
        8 + CARD_W * scale - 6, 84, "银联 样例", size=11, font="hei-bold", anchor="r", colour=(150, 40, 40)
    )
    return (pen.sheet(),)


def _passbook(order: Order) -> tuple[Sheet, ...]:
    pen = Pen(width=150, height=100, font="song", size=11)
    pen.text(75, 18, f"{order['bank']}活期存折", size=16, font="song-bold", anchor="m")
    for row, (label, text, element) in enumerate(
        (
            ("户名", order["acct_name"], "acct_name"),
            ("账号", order["bank_acct"], "bank_acct"),
            ("开户行", order["bank"], "bank"),
        )
    ):
        y = 36 + row * 14
        pen.text(16, y, f"{label}：")
        pen.text(38, y, text, font="hei", size=12, element=element)
        pen.rule(37, y + 2, 136, y + 2, thick=0.2)
    pen.text(16, 84, "币种：人民币　　通兑范围：全省", size=9)
    return (pen.sheet(),)


def driving_licence(order: Order) -> tuple[Sheet, ...]:
    """机动车驾驶证: main page and second page side by side; look b is the electronic licence."""
    if order.look == "b":
        return _electronic_licence(order)
    pen = Pen(width=210, height=150 if order.look == "a" else 297, font="song", size=9.5)
    _driving_main(pen, order, 10, 14)
    _driving_second(pen, order, 10, 14)
    return (pen.sheet(),)


def _driving_main(pen: Pen, order: Order, x: float, y: float) -> None:
    pen.frame(x, y, 112, 78, thick=0.4, fill=(243, 247, 244))
    pen.text(x + 56, y + 9, "中华人民共和国机动车驾驶证", size=12.5, font="hei-bold", anchor="m")
    pen.text(x + 56, y + 13, "Driving License of the People's Republic of China", size=6, anchor="m")
    pen.text(x + 5, y + 20, "证号", colour=LABEL)
    pen.text(x + 22, y + 20, order["idno"], font="hei", size=12, spacing=0.3, element="idno")
    rows = (
        (28, "姓名", order["name"], "name"),
        (36, "住址", order["address"], "address"),
        (50, "出生日期", written(order["birth"], "dashes"), "birth"),
        (57.5, "初次领证日期", written(order["first_issued"], "dashes"), "first_issued"),
        (65, "准驾车型", order["drv_class"].replace(";", ""), "drv_class"),
        (72.5, "有效期限", _licence_term(order), "valid_to"),
    )
    for down, label, text, element in rows:
        lower = element in LOWER_LINES
        pen.text(x + (30 if lower else 5), y + down, label, size=8.5, colour=LABEL)
        start = x + (50 if lower else 22)
        limit = 112 - (start - x) - (24 if lower else 5)
        pen.block(
            start, y + down, text, limit, leading=1.25, size=8.5 if lower else 10, font="hei", element=element
        )
    pen.text(x + 62, y + 28, "性别", size=8.5, colour=LABEL)
    pen.text(x + 71, y + 28, order["sex"], font="hei", element="sex")
    pen.text(x + 82, y + 28, "国籍", size=8.5, colour=LABEL)
    pen.text(x + 91, y + 28, "中国", font="hei")
    pen.elements.add("valid_from")
    pen.picture(x + 89, y + 46, 20, 28, portrait(order.seed % 50, order["sex"] or "男"))
    if order.seal:
        pen.stamp(x + 16, y + 61, 21, square_seal(order.seal, order.seed % 97))
    pen.elements.add("seal")


def _licence_term(order: Order) -> str:
    return period(order["valid_from"], order["valid_to"], "dashes", "至")


def _driving_second(pen: Pen, order: Order, x: float, y: float) -> None:
    left = x + 116
    pen.frame(left, y, 74, 78, thick=0.4, fill=(243, 247, 244))
    pen.text(left + 37, y + 9, "机动车驾驶证副页", size=10.5, font="hei-bold", anchor="m")
    for down, label, text, element in (
        (19, "证号", order["idno"], ""),
        (28, "姓名", order["name"], ""),
        (37, "档案编号", order["file_no"], "file_no"),
        (46, "状态", order["status"], "status"),
    ):
        pen.text(left + 4, y + down, label, size=8.5, colour=LABEL)
        pen.text(left + 20, y + down, text, font="hei", size=10, element=element)
    pen.text(left + 4, y + 56, "记录", size=8.5, colour=LABEL)
    pen.block(
        left + 20,
        y + 56,
        "请于每个记分周期结束后三十日内接受审验。无记分的，免予本次审验。",
        50,
        size=8,
        font="hei",
    )


def _electronic_licence(order: Order) -> tuple[Sheet, ...]:
    """Draw the licence as the traffic police's app shows it: one column on a tall page."""
    pen = Pen(width=108, height=192, font="hei", size=10.5, tint=(240, 245, 250))
    pen.text(54, 14, "电子驾驶证", size=15, font="hei-bold", anchor="m")
    pen.frame(6, 20, 96, 166, thick=0.2, fill=(255, 255, 255), colour=(190, 205, 220))
    pen.picture(79, 25, 20, 28, portrait(order.seed % 50, order["sex"] or "男"))
    rows = (
        ("姓名", order["name"], "name"),
        ("证号", order["idno"], "idno"),
        ("性别", order["sex"], "sex"),
        ("国籍", "中国", ""),
        ("出生日期", written(order["birth"], "dashes"), "birth"),
        ("住址", order["address"], "address"),
        ("初次领证日期", written(order["first_issued"], "dashes"), "first_issued"),
        ("准驾车型", order["drv_class"].replace(";", ""), "drv_class"),
        ("有效期限", _licence_term(order), "valid_to"),
        ("档案编号", order["file_no"], "file_no"),
        ("状态", order["status"], "status"),
    )
    y = 31.0
    for label, text, element in rows:
        pen.text(10, y, label, size=9.5, colour=(110, 120, 130))
        end = pen.block(36, y, text, 41 if y < 56 else 62, leading=1.3, element=element)
        y = max(y + 9.5, end + 4)
    pen.elements |= {"valid_from", "seal"}
    pen.picture(14, y, 24, 24, square_code(order.seed))
    if order.seal:
        pen.stamp(78, y + 12, 24, square_seal(order.seal, order.seed % 97))
    return (pen.sheet(),)


def portrait_photo(order: Order) -> tuple[Sheet, ...]:
    """近期免冠照片: a drawn head on white; look b has a blue ground and shoulders cut closer."""
    pen = Pen(width=35, height=49)
    picture = portrait(order.seed % 50, order["sex"] or "男", (413, 579) if order.look != "b" else (358, 441))
    pen.picture(0, 0, 35, 49, picture)
    return (pen.sheet(),)
