"""A clerk with a browser that can do nothing but send requests, and plain cases for tests of the pages."""

import hashlib
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import httpx

from simulator.drawn import DrawnCase, RegisterRow
from simulator.province import Province
from simulator.web.reply import COOKIE

ON = date(2026, 11, 2)


@dataclass(frozen=True)
class WrittenFile:
    """A material for tests of the pages: its bytes are given, nothing is drawn."""

    slot: str
    name: str
    body: bytes

    @property
    def key(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    def data(self) -> bytes:
        return self.body


def plain_case(order: int, *, area: str = "fuzhou", flaw: str | None = None) -> DrawnCase:
    applicant = f"陈测{'一二三四五六七八九十'[order % 10]}{order}"
    form = {"姓名": applicant, "身份证号": f"35019919900101{order:04d}"}
    form |= {"联系电话": "14000000000", "变更原因": "调动"}
    files = (
        WrittenFile("护士执业证书", f"证书{order}.pdf", b"%PDF-1.4 " + b"x" * 60_000),
        WrittenFile("拟执业机构聘用证明", "聘用证明(盖章).jpg", b"\xff\xd8\xff" + bytes(range(256)) * 40),
    )
    return DrawnCase(
        number=f"350100-20261102-{order:06d}",
        item="nurse_change",
        item_name="护士执业注册（变更执业地点）",
        area=area,
        applicant=applicant,
        received_on=ON,
        form=form,
        files=files,
        flaw=flaw,
        expected=frozenset({"approve"} if flaw is None else {"return", "hand_over"}),
        register_rows=(RegisterRow(register="nurse_register", key=f"C{order}", record={"status": "有效"}),),
    )


Answer = httpx.Response


class Clerk:
    """Reads the captcha from the server's memory."""

    def __init__(self, province: Province, area: str = "fuzhou") -> None:
        self.province, self.area = province, area
        self.system = province.systems[area]
        self.http = httpx.Client(base_url=province.url(area), follow_redirects=True, trust_env=False)

    def log_in(self, place: int = 0, captcha: str | None = None) -> httpx.Response:
        self.http.get("/login.jsp")
        self.http.get("/captcha.jsp")
        asked = self.system.sessions.find(self.http.cookies[COOKIE]).captcha
        user, password = self.province.account(self.area, place)
        fields = {"username": user, "password": password, "captcha": captcha or asked}
        return self.http.post("/login.jsp", data=fields)

    def text(self, path: str, **query: str) -> str:
        url = f"{path}?{urlencode(query, encoding='gbk')}" if query else path
        return self.http.get(url).content.decode("gbk")

    def open(self, number: str) -> str:
        return self.text("/detail.jsp", id=str(self.system.row_id(number)))

    def decide(self, number: str, kind: str = "approve", opinion: str = "同意", **more: str) -> Answer:
        fields = {"bjbh": number, "result": kind, "opinion": opinion, **more}
        body = urlencode(fields, encoding="gbk", errors="xmlcharrefreplace")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.http.post("/decide.jsp", content=body.encode(), headers=headers)
