"""Certificates of the health, public security and transport offices."""

from simulator.paper.marks import Pen, Sheet
from simulator.paper.order import Order, listed, written
from simulator.paper.stamps import portrait, round_seal, square_code

Row = tuple[str, str, str]


def nurse_certificate(order: Order) -> tuple[Sheet, ...]:
    """护士执业证书: the booklet's two inner pages side by side; look b is the electronic certificate."""
    if order.look == "b":
        return _electronic_nurse(order)
    pen = Pen(width=250, height=176, font="song", size=11.5, tint=(253, 251, 244))
    pen.frame(8, 8, 234, 160, thick=0.5, colour=(150, 60, 60))
    pen.rule(125, 8, 125, 168, thick=0.3)
    pen.picture(20, 22, 32, 44, portrait(order.seed % 50, order["sex"] or "女"))
    style = "long" if order.look == "a" else "short"
    birth, first = written(order["birth"], style), written(order["first_registered"], style)
    _lines(pen, 60, 30, 60, (("姓　　名", order["name"], "name"), ("性　　别", order["sex"], "sex")))
    _lines(pen, 60, 56, 60, (("出生日期", birth, "birth"),))
    _lines(
        pen,
        18,
        82,
        102,
        (
            ("身份证号", order["idno"], "idno"),
            ("护士执业证书编号", order["cert_no"], "cert_no"),
            ("首次注册日期", first, "first_registered"),
            ("发证机关", order["issuer"], "issuer"),
        ),
    )
    pen.text(184, 24, "执业注册记录", size=15, font="song-bold", anchor="m")
    valid_to = written(order["valid_to"], style)
    _lines(
        pen,
        134,
        44,
        102,
        (("执业地点", order["institution"], "institution"), ("注册有效期至", valid_to, "valid_to")),
    )
    pen.text(134, 82, "变更记录", size=11)
    for y in (90, 104, 118):
        pen.frame(134, y, 100, 14, thick=0.2)
    pen.text(136, 99, "无", size=10)
    _seal(pen, order, 88, 143, 40)
    return (pen.sheet(),)


def _electronic_nurse(order: Order) -> tuple[Sheet, ...]:
    pen = Pen(width=297, height=210, font="song", size=13, tint=(250, 252, 255))
    pen.frame(10, 10, 277, 190, thick=0.8, colour=(60, 90, 150))
    pen.text(148, 34, "中华人民共和国护士执业证书", size=25, font="song-bold", anchor="m")
    pen.picture(30, 52, 38, 52, portrait(order.seed % 50, order["sex"] or "女"))
    pen.picture(236, 52, 34, 34, square_code(order.seed))
    pen.text(253, 92, "电子证照", size=9, anchor="m")
    rows = (
        ("姓名", order["name"], "name"),
        ("性别", order["sex"], "sex"),
        ("出生日期", written(order["birth"], "dashes"), "birth"),
        ("身份证号", order["idno"], "idno"),
        ("护士执业证书编号", order["cert_no"], "cert_no"),
        ("执业地点", order["institution"], "institution"),
        ("首次注册日期", written(order["first_registered"], "dashes"), "first_registered"),
        ("注册有效期至", written(order["valid_to"], "dashes"), "valid_to"),
        ("发证机关", order["issuer"], "issuer"),
    )
    for row, (label, text, element) in enumerate(rows):
        y = 58 + row * 13.5
        pen.text(80, y, f"{label}：")
        pen.text(126, y, text, font="hei", element=element)
    _seal(pen, order, 232, 160, 42)
    return (pen.sheet(),)


def practice_certificate(order: Order) -> tuple[Sheet, ...]:
    """从业资格证: two card-like halves with a photo; look b is a single sheet with all lines."""
    if order.look == "b":
        return _practice_sheet(order)
    pen = Pen(width=210, height=148, font="song", size=10.5, tint=(247, 250, 246))
    pen.frame(8, 8, 194, 132, thick=0.5, colour=(60, 110, 70))
    pen.rule(105, 8, 105, 140, thick=0.3)
    pen.text(56, 20, "中华人民共和国", size=12, font="song-bold", anchor="m")
    pen.text(56, 29, "道路运输从业人员从业资格证", size=13, font="song-bold", anchor="m")
    pen.picture(76, 36, 24, 33, portrait(order.seed % 50, order["sex"] or "男"))
    _lines(
        pen,
        13,
        42,
        62,
        (
            ("姓　　名", order["name"], "name"),
            ("性　　别", order["sex"], "sex"),
            ("出生日期", written(order["birth"], "dashes"), "birth"),
        ),
        step=11,
    )
    _lines(pen, 13, 75, 88, (("国　　籍", "中国", ""), ("住　　址", order["address"], "address")), step=10)
    _lines(
        pen,
        13,
        104,
        88,
        (
            ("证　　号", order["cert_no"], "cert_no"),
            ("准驾车型", listed(order["drv_class"], ""), "drv_class"),
        ),
    )
    category = (
        ("从业资格类别", order["category"], "category"),
        ("初次领证日期", written(order["first_issued"], "dashes"), "first_issued"),
        ("有效起始日期", written(order["valid_from"], "dashes"), "valid_from"),
        ("有效期限", _until(order), "valid_to"),
        ("发证机关", order["issuer"], "issuer"),
    )
    _lines(pen, 111, 26, 86, category, step=15)
    _seal(pen, order, 168, 110, 38)
    return (pen.sheet(),)


def _until(order: Order) -> str:
    return f"至{written(order['valid_to'], 'dashes')}" if order["valid_to"] else ""


def _practice_sheet(order: Order) -> tuple[Sheet, ...]:
    pen = Pen(width=210, height=297, font="hei", size=12)
    pen.text(105, 36, "道路运输从业人员从业资格证", size=20, font="hei-bold", anchor="m")
    pen.text(105, 45, "（电子证照）", size=11, anchor="m")
    pen.picture(154, 56, 32, 44, portrait(order.seed % 50, order["sex"] or "男"))
    rows: tuple[Row, ...] = (
        ("姓名", order["name"], "name"),
        ("性别", order["sex"], "sex"),
        ("出生日期", written(order["birth"]), "birth"),
        ("国籍", "中国", ""),
        ("住址", order["address"], "address"),
        ("证号", order["cert_no"], "cert_no"),
        ("准驾车型", listed(order["drv_class"], "、"), "drv_class"),
        ("从业资格类别", order["category"], "category"),
        ("初次领证日期", written(order["first_issued"]), "first_issued"),
        ("有效起始日期", written(order["valid_from"]), "valid_from"),
        ("有效期限", written(order["valid_to"]), "valid_to"),
        ("发证机关", order["issuer"], "issuer"),
    )
    y = 62.0
    for label, text, element in rows:
        pen.text(24, y, f"{label}：", colour=(70, 70, 80))
        end = pen.block(60, y, text, 88 if y < 104 else 126, element=element)
        y = max(y + 13.5, end + 5)
    _seal(pen, order, 150, y + 6, 42)
    return (pen.sheet(),)


def household_register(order: Order) -> tuple[Sheet, ...]:
    """户口簿: first page with the head of the household above the person's page; look b has two pages."""
    if order.look == "b":
        head, member = (
            Pen(width=148, height=105, tint=(251, 248, 240)),
            Pen(width=148, height=210, tint=(251, 248, 240)),
        )
        _household_head(head, order, 8, 8)
        _household_member(member, order, 8, 8)
        return head.sheet(), member.sheet()
    pen = Pen(tint=(251, 248, 240))
    _household_head(pen, order, 39, 14)
    _household_member(pen, order, 39, 104)
    return (pen.sheet(),)


def _household_head(pen: Pen, order: Order, x: float, y: float) -> None:
    rows = (
        (("户别", "居民家庭户口", ""), ("户主姓名", order["head"], "head")),
        (("户号", f"35019900{order.number('户号', 10**4):04d}", ""), ("住址", order["address"], "address")),
    )
    pen.text(x + 66, y + 9, "居民户口簿", size=15, font="song-bold", anchor="m")
    _grid(pen, x, y + 15, 132, rows, high=20)
    _seal(pen, order, x + 100, y + 74, 36)
    pen.text(x + 4, y + 72, "户口登记机关（盖章）", size=9.5, font="song")


def _household_member(pen: Pen, order: Order, x: float, y: float) -> None:
    relation = "户主" if order["name"] == order["head"] else "父母"
    rows: tuple[tuple[Row, ...], ...] = (
        (("姓名", order["name"], "name"), ("户主或与户主关系", relation, "")),
        (("曾用名", "", ""), ("性别", order["sex"], "")),
        (("出生地", "福建省仿真市样例区", ""), ("民族", order["nation"] or "汉", "")),
        (("籍贯", "福建省仿真市", ""), ("出生日期", written(order["birth"]), "birth")),
        (("本市其他住址", "", ""), ("宗教信仰", "无", "")),
        (("公民身份证件编号", order["idno"], "idno"),),
        (("文化程度", "小学", ""), ("婚姻状况", "有配偶", "")),
        (("服务处所", "无", ""), ("职业", "无", "")),
        (
            (
                "何时由何地迁来本市",
                f"{written(order['moved_in'])}由福建省仿真市迁入" if order["moved_in"] else "",
                "moved_in",
            ),
        ),
    )
    pen.text(x + 66, y + 9, "常住人口登记卡", size=15, font="song-bold", anchor="m")
    _grid(pen, x, y + 14, 132, rows, high=15)
    _seal(pen, order, x + 108, y + 158, 34)
    pen.text(x + 4, y + 158, "承办人签章：", size=9.5, font="song")
    pen.text(x + 60, y + 158, f"登记日期：{written(order['moved_in'])}", size=9.5, font="song")


def _grid(pen: Pen, x: float, y: float, wide: float, rows: tuple[tuple[Row, ...], ...], high: float) -> None:
    """Draw rows of label and value cells."""
    for row in rows:
        cell = wide / len(row)
        for place, (label, text, element) in enumerate(row):
            left = x + place * cell
            label_w = 22.0 if len(row) > 1 else 36.0
            pen.frame(left, y, label_w, high, thick=0.2)
            pen.frame(left + label_w, y, cell - label_w, high, thick=0.2)
            top = y + high / 2 + (1.3 if len(label) <= 5 or len(row) == 1 else -0.6)
            pen.block(left + 1.5, top, label, label_w - 2, size=9.5, font="song", leading=1.2)
            limit = cell - label_w - 4
            count = max(1, -(-int(len(text) * 3.9) // int(limit)))
            first = y + high / 2 + 1.3 - (count - 1) * 2.4
            pen.block(
                left + label_w + 2, first, text, limit, size=10.5, font="hei", leading=1.3, element=element
            )
        y += high


def _lines(pen: Pen, x: float, y: float, wide: float, rows: tuple[Row, ...], *, step: float = 13.0) -> float:
    """Write label and value over a thin line; a long value takes a second line."""
    for label, text, element in rows:
        start = max(x + 24, pen.text(x, y, label) + 3)
        end = pen.block(start, y, text, x + wide - start, leading=1.3, font="hei", element=element)
        bottom = max(y, end - 6) + 1.6
        pen.rule(start - 1, bottom, x + wide, bottom, thick=0.15)
        y = max(y + step, bottom + step - 3)
    return y


def _seal(pen: Pen, order: Order, x: float, y: float, size: float) -> None:
    pen.elements.add("seal")
    if order.seal:
        shift = order.number(f"seal{x}", 7) - 3
        pen.stamp(x + shift, y, size, round_seal(order.seal, order.seal_kind, order.seed % 97))
