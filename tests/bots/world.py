"""A small province with plain papers, and robots on it that know the captcha from the server's memory."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import SecretStr

from bots.browser import BrowserThread
from bots.browser_find import find_browser
from bots.systems.driver import LegacySystem
from bots.systems.files import load_system
from cases.case import CaseRef, DeliveryKind, Intent
from simulator.drawn import DrawnCase, RegisterRow
from simulator.province import Province

ON = date(2026, 11, 2)
CODES = {"fuzhou": "350100", "pingtan": "350128"}


@dataclass(frozen=True)
class GivenFile:
    """A material whose bytes are given; nothing is drawn."""

    slot: str
    name: str
    body: bytes

    @property
    def key(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    def data(self) -> bytes:
        return self.body


def plain_case(order: int, *, area: str = "fuzhou") -> DrawnCase:
    applicant = f"陈测{'一二三四五六七八九十'[order % 10]}{order}"
    form = {"姓名": applicant, "身份证号": f"35019919900101{order:04d}"}
    form |= {"联系电话": "14000000000", "变更原因": "调动", "备注": "无"}
    files = (
        GivenFile("护士执业证书", f"证书{order}.pdf", b"%PDF-1.4 " + b"x" * 60_000 + str(order).encode()),
        GivenFile(
            "拟执业机构聘用证明",
            "聘用证明(盖章).jpg",
            b"\xff\xd8\xff" + bytes(range(256)) * 40 + str(order).encode(),
        ),
    )
    return DrawnCase(
        number=f"{CODES[area]}-20261102-{order:06d}",
        item="nurse_change",
        item_name="护士执业注册（变更执业地点）",
        area=area,
        applicant=applicant,
        received_on=ON,
        form=form,
        files=files,
        register_rows=(RegisterRow(register="nurse_register", key=f"C{order}", record={"status": "有效"}),),
    )


def captcha_from_memory(province: Province, area: str) -> Callable[[bytes], str]:
    """Return a reader of captchas that remembers what the server drew last."""
    sessions = province.systems[area].sessions
    draw, last = sessions.draw_captcha, [""]

    def remembering(session, *, wrong):
        picture = draw(session, wrong=wrong)
        last[0] = "2222" if wrong else session.captcha
        return picture

    sessions.draw_captcha = remembering
    return lambda picture: last[0]


@contextmanager
def robot_on(
    province: Province, area: str = "fuzhou", *, file: Path | None = None, timeout_s: float = 15.0
) -> Iterator[LegacySystem]:
    """Give a robot its browser and account on one area's system."""
    account, password = province.account(area)
    browser = BrowserThread(find_browser(), home=province.url(area), timeout_s=timeout_s)
    legacy = LegacySystem(
        load_system(file or Path(area)),
        browser,
        name=area,
        url=province.url(area),
        account=account,
        password=SecretStr(password),
        read_captcha=captcha_from_memory(province, area),
    )
    try:
        yield legacy
    finally:
        legacy.close()


def ref_of(case: DrawnCase) -> CaseRef:
    return CaseRef(
        system=case.area,
        number=case.number,
        item_name=case.item_name,
        applicant=case.applicant,
        received_on=case.received_on,
    )


def intent_for(ref: CaseRef, *, kind: DeliveryKind = DeliveryKind.APPROVE, trace: str = "K7QX2M9P") -> Intent:
    return Intent(
        case_key=ref.key,
        ref=ref,
        kind=kind,
        opinion=f"经审查，\n同意。〔闽审 {trace}〕",
        trace=trace,
        token=1,
        conclusion_sha256="0" * 64,
        decided_by="robot",
    )
