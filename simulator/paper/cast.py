"""Who plays a part on a paper that is drawn from data: people, firms and institutions by role.

A role is any word in the tables below, with a figure behind it when several people play it (`staff2`). The
same seed and role always give the same one. All are fictitious and live in the district of tests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

from simulator.numbers import credit_code
from simulator.people import (
    AREA,
    BRANDS,
    CITY,
    DISTRICT,
    PROVINCE,
    Firm,
    Institution,
    Person,
    age_on,
    firm,
    institution,
    person,
)

AGES: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(("person", "agent", "staff", "head", "spouse", "guardian", "driver"), (23, 57)),
    **dict.fromkeys(("expert", "manager", "landlord", "member", "doctor", "boss"), (30, 59)),
    "elder": (65, 79),
    "student": (22, 26),
    "graduate": (23, 45),
}
FIRMS = frozenset({"firm", "client", "builder", "maker", "lab", "accountant", "owner", "platform"})
LONG_BRAND = "海峡两岸合作示范园区"
LONG_SHARE = 0.12
LONG_ADDRESS = "样例商业广场（二期）3号楼B座一层101、102、103单元"
PUBLIC = ("医院", "学校", "中心", "大学", "学院", "院")


class UnknownRoleError(LookupError):
    """A paper names a role or an attribute that nobody plays."""


def played(role: str, attribute: str, *, seed: int, on: date, trades: Sequence[str]) -> str:
    """Return an attribute of whoever plays a role, such as the idno of `agent`.

    Args:
        role: a word of AGES or FIRMS, or `hospital`, with or without a figure behind it.
        attribute: such as name, idno, birth, address; of firms also uscc, legal, legal_id.
        seed: the paper's seed.
        on: the day on which people have the ages of AGES.
        trades: what a firm's name may end in; without any the firm sells food.

    Raises:
        UnknownRoleError: nobody plays this role or it has no such attribute.
    """
    plain = role.rstrip("0123456789")
    if plain in AGES:
        found = _of_person(_person(plain, role, seed, on), on)
    elif plain in FIRMS:
        found = _of_firm(_firm(role, seed, on, trades), seed)
    elif plain == "hospital":
        found = _of_institution(institution(f"{seed}|{role}"))
    else:
        raise UnknownRoleError(
            f"nobody plays {role}; known: {', '.join((*AGES, *sorted(FIRMS), 'hospital'))}"
        )
    if attribute not in found:
        raise UnknownRoleError(f"{role} has no {attribute}; known: {', '.join(found)}")
    return found[attribute]()


def is_person(role: str) -> bool:
    """Tell whether a person plays the role."""
    return role.rstrip("0123456789") in AGES


def _person(plain: str, role: str, seed: int, on: date) -> Person:
    youngest, oldest = AGES[plain]
    return person(f"{seed}|{role}", youngest=youngest, oldest=oldest, on=on)


def _firm(role: str, seed: int, on: date, trades: Sequence[str]) -> Firm:
    """Return the firm of a role; one in eight has a very long name."""
    made = firm(f"{seed}|{role}", on=on)
    if not trades:
        return made
    rng = Random(f"{role}|{seed}|{'|'.join(trades)}")
    trade = rng.choice(tuple(trades))
    brand = rng.choice(BRANDS) + rng.choice(BRANDS)[0]
    place = CITY + (LONG_BRAND if rng.random() < LONG_SHARE else rng.choice((AREA, AREA, "")))
    category = "12" if trade.endswith(PUBLIC) else "91" if trade.endswith("公司") else "92"
    body = "MB" if category == "12" else "MA"
    return replace(
        made,
        name=f"{place}{brand}{trade}",
        uscc=credit_code(category, DISTRICT, f"{body}{rng.randrange(10**6):06d}"),
        individual=category == "92",
    )


Attributes = Mapping[str, Callable[[], str]]


def _of_person(who: Person, on: date) -> Attributes:
    return {
        "name": lambda: who.name,
        "sex": lambda: who.sex,
        "nation": lambda: who.nation,
        "birth": lambda: who.birth,
        "idno": lambda: who.idno,
        "address": lambda: who.address,
        "mobile": lambda: who.mobile,
        "bank": lambda: who.bank,
        "bank_acct": lambda: who.bank_acct,
        "age": lambda: str(age_on(date.fromisoformat(who.birth), on)),
        "short_address": lambda: who.address.removeprefix(PROVINCE),
    }


def _of_firm(who: Firm, seed: int) -> Attributes:
    return {
        "name": lambda: who.name,
        "uscc": lambda: who.uscc,
        "legal": lambda: who.legal_person.name,
        "legal_id": lambda: who.legal_person.idno,
        "mobile": lambda: who.legal_person.mobile,
        "address": lambda: _place(who.biz_address, f"{who.uscc}|{seed}"),
    }


def _place(address: str, salt: str) -> str:
    """Return the address, made very long for one in six."""
    return address + LONG_ADDRESS if Random(salt).random() < 1 / 6 else address


def _of_institution(who: Institution) -> Attributes:
    return {"name": lambda: who.name, "address": lambda: who.address}
