"""Values for a paper whose truth was not given in full: those of the seed's person, firm and institution."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from ocr.values import ElementType, canonical
from simulator.paper.kind_files import PaperKind, paper_kinds
from simulator.paper.wording import Filling
from simulator.people import (
    HEALTH_OFFICE,
    MARKET_OFFICE,
    TODAY,
    TRANSPORT_OFFICE,
    Firm,
    Person,
    add_years,
    age_on,
    firm,
    institution,
    person,
)

POSTS = ("护士", "护师", "主管护师", "社区护士")
RELATIONS = ("子女", "配偶", "孙辈", "村居干部")
FREIGHT = "经营性道路货物运输驾驶员"
_BY_PYTHON: Mapping[str, tuple[str, ...]] = {
    "nurse_application": (
        *("name", "cert_no", "idno", "old_inst", "new_inst"),
        *("opinion", "signature", "sign_date", "seal"),
    ),
    "nurse_certificate": (
        *("name", "sex", "birth", "idno", "cert_no"),
        *("institution", "first_registered", "valid_to", "issuer", "seal"),
    ),
    "employment_letter": ("name", "post", "institution", "sign_date", "seal"),
    "food_renew_application": ("license_no", "operator", "statement", "signature", "sign_date", "seal"),
    "food_license": (
        *("operator", "uscc", "legal_person", "residence", "biz_address", "main_type"),
        *("biz_items", "license_no", "issuer", "issued_on", "valid_to", "seal"),
    ),
    "business_license": (
        *("uscc", "org_name", "legal_person", "scope", "residence", "founded_on", "registrar", "seal"),
    ),
    "unchanged_statement": ("operator", "license_no", "option", "signature", "sign_date", "seal"),
    "changed_layout": ("operator", "description", "seal"),
    "elder_application": ("name", "idno", "bank_acct", "acct_name", "signature", "sign_date"),
    "id_card": ("name", "sex", "nation", "birth", "address", "idno", "issuer", "valid_from", "valid_to"),
    "household_register": ("head", "name", "idno", "birth", "address", "moved_in", "seal"),
    "bank_card": ("acct_name", "bank_acct", "bank"),
    "agent_letter": ("principal", "agent_name", "agent_idno", "relation", "signature", "sign_date"),
    "driver_application": ("name", "idno", "cert_no", "category", "signature", "sign_date"),
    "practice_certificate": (
        *("name", "sex", "birth", "address", "cert_no", "drv_class", "category"),
        *("first_issued", "valid_from", "valid_to", "issuer", "seal"),
    ),
    "driving_licence": (
        *("idno", "name", "sex", "address", "birth", "first_issued", "drv_class"),
        *("valid_from", "valid_to", "file_no", "status", "seal"),
    ),
    "portrait_photo": (),
}
ELEMENTS: Mapping[str, tuple[str, ...]] = {
    **_BY_PYTHON,
    **{kind.id: kind.elements for kind in paper_kinds().values()},
}
SEALED_BY = {
    "nurse_application": "new_inst",
    "employment_letter": "institution",
    "food_renew_application": "operator",
    "unchanged_statement": "operator",
    "changed_layout": "operator",
    "nurse_certificate": "issuer",
    "food_license": "issuer",
    "business_license": "registrar",
    "practice_certificate": "issuer",
}
SEALED_NAME = {"household_register": "仿真市公安局样例分局", "driving_licence": "仿真市公安局交通警察支队"}
SEAL_KINDS = {
    "food_license": "行政审批专用章",
    "practice_certificate": "业务专用章",
    "household_register": "户口专用章",
}
SIGNED_BY = {
    "nurse_application": "name",
    "food_renew_application": "legal_person",
    "unchanged_statement": "legal_person",
    "elder_application": "name",
    "agent_letter": "principal",
    "driver_application": "name",
}


def sample(kind: str, seed: int = 0, *, on: date = TODAY) -> dict[str, str]:
    """Return a full and lawful truth for a kind; the same seed gives the same people on all kinds."""
    values = _values(kind, seed, on, {})
    return {element: values[element] for element in ELEMENTS[kind]}


def complete(kind: str, truth: Mapping[str, str], seed: int, *, on: date = TODAY) -> dict[str, str]:
    """Return the truth with everything else a paper of that kind shows; what is given stays as it is."""
    given = {key: value for key, value in truth.items() if (key, value) != ("signature", "true")}
    values = _values(kind, seed, on, given) | given
    number = values.get("idno", "")
    if len(number) == 18 and number[:17].isdigit():
        derived = {
            "birth": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
            "sex": "女男"[int(number[16]) % 2],
        }
        values |= {key: value for key, value in derived.items() if key not in truth}
    follow = {"seal": SEALED_BY, "signature": SIGNED_BY}
    for key, sources in follow.items():
        if kind in sources and key not in given:
            values[key] = values.get(sources[kind], "")
    return values


def _values(kind: str, seed: int, on: date, given: Mapping[str, str]) -> dict[str, str]:
    if kind in paper_kinds():
        return _filled(paper_kinds()[kind], seed, on, given)
    values = _MAKERS[kind](seed, on)
    values.setdefault("seal", SEALED_NAME.get(kind) or values.get(SEALED_BY.get(kind, ""), ""))
    values.setdefault("seal_kind", SEAL_KINDS.get(kind, ""))
    values.setdefault("signature", values.get(SIGNED_BY.get(kind, ""), ""))
    return values


def _filled(kind: PaperKind, seed: int, on: date, given: Mapping[str, str]) -> dict[str, str]:
    """Fill the templates of a kind in their order; what is given takes the place of what would be made."""
    values = {"seal": "", "seal_kind": "", "signature": ""}
    filling = Filling(kind=kind.id, seed=seed, on=on, values=values, trades=kind.trades)
    for key, template in kind.values.items():
        values[key] = given[key] if key in given else _made(kind, key, filling.value(template, key))
    return values


def _made(kind: PaperKind, key: str, text: str) -> str:
    """Return a made value canonically; ticked options stand in the order in which the paper prints them."""
    if key in kind.options:
        chosen = text.split(";")
        return ";".join(option for option in kind.options[key] if option in chosen)
    return canonical(ElementType.TEXT, text) or text


def _of_person(who: Person) -> dict[str, str]:
    return {
        "name": who.name,
        "sex": who.sex,
        "nation": who.nation,
        "birth": who.birth,
        "idno": who.idno,
        "address": who.address,
        "mobile": who.mobile,
    }


def _nurse(seed: int, on: date) -> dict[str, str]:
    who = person(f"{seed}|nurse", youngest=23, oldest=52, sex="女" if seed % 8 else "男", on=on)
    rng = Random(f"nurse|{seed}")
    registered = date(int(who.birth[:4]) + 22, rng.randrange(1, 13), rng.randrange(1, 29))
    while add_years(registered, 5) <= on + timedelta(days=60):
        registered = add_years(registered, 5)
    first = date(int(who.birth[:4]) + 22, registered.month, registered.day)
    old, new = institution(f"{seed}|old").name, institution(f"{seed}|new").name
    if old == new:
        new = institution(f"{seed}|other").name + "分院"
    return _of_person(who) | {
        "cert_no": f"{first.year}35{rng.randrange(10**6):06d}",
        "old_inst": old,
        "institution": old,
        "new_inst": new,
        "opinion": "同意",
        "post": rng.choice(POSTS),
        "first_registered": first.isoformat(),
        "valid_to": add_years(registered, 5).isoformat(),
        "issuer": HEALTH_OFFICE,
        "office": HEALTH_OFFICE,
        "sign_date": _lately(rng, on),
    }


def _letter(seed: int, on: date) -> dict[str, str]:
    values = _nurse(seed, on)
    return values | {"institution": values["new_inst"]}


def _food(seed: int, on: date) -> dict[str, str]:
    shop = firm(seed, on=on)
    rng = Random(f"food|{seed}")
    valid_to = on + timedelta(days=rng.randrange(40, 110))
    return _of_firm(shop) | {
        "license_no": shop.license_no,
        "operator": shop.name,
        "main_type": shop.main_type,
        "biz_items": ";".join(shop.biz_items),
        "statement": "未变化",
        "option": "未变化",
        "description": "烹饪区与库房位置互换,增设洗消间一处,其余布局流程不变。",
        "issuer": MARKET_OFFICE,
        "office": MARKET_OFFICE,
        "issued_on": (add_years(valid_to, -5) + timedelta(days=1)).isoformat(),
        "valid_to": valid_to.isoformat(),
        "sign_date": _lately(rng, on),
    }


def _of_firm(shop: Firm) -> dict[str, str]:
    return {
        "uscc": shop.uscc,
        "org_name": shop.name,
        "legal_person": shop.legal_person.name,
        "residence": shop.residence,
        "biz_address": shop.biz_address,
        "scope": shop.scope,
        "capital": shop.capital,
        "founded_on": shop.founded_on,
        "registrar": shop.registrar,
        "mobile": shop.legal_person.mobile,
        "individual": str(shop.individual).lower(),
    }


def _elder(seed: int, on: date) -> dict[str, str]:
    who = person(f"{seed}|elder", youngest=80, oldest=97, on=on)
    agent = person(f"{seed}|agent", youngest=30, oldest=60, on=on)
    rng = Random(f"elder|{seed}")
    return _card(who) | {
        "head": who.name if rng.random() < 0.6 else agent.name,
        "moved_in": who.moved_in,
        "bank": who.bank,
        "bank_acct": who.bank_acct,
        "acct_name": who.name,
        "principal": who.name,
        "agent_name": agent.name,
        "agent_idno": agent.idno,
        "relation": rng.choice(RELATIONS),
        "sign_date": _lately(rng, on),
    }


def _card(who: Person) -> dict[str, str]:
    return _of_person(who) | {
        "issuer": who.id_issuer,
        "valid_from": who.id_valid_from,
        "valid_to": who.id_valid_to,
    }


def _driver(seed: int, on: date) -> dict[str, str]:
    who = person(f"{seed}|driver", youngest=28, oldest=58, sex="男" if seed % 9 else "女", on=on)
    rng = Random(f"driver|{seed}")
    end = on + timedelta(days=rng.randrange(3, 29))
    first = add_years(end, -6 * rng.randrange(1, 3)) + timedelta(days=1)
    return _of_person(who) | {
        "cert_no": who.idno,
        "category": FREIGHT,
        "drv_class": rng.choice(("A2", "B2", "A2;D", "B2;E")),
        "first_issued": first.isoformat(),
        "valid_from": (add_years(end, -6) + timedelta(days=1)).isoformat(),
        "valid_to": end.isoformat(),
        "issuer": TRANSPORT_OFFICE,
        "office": TRANSPORT_OFFICE,
        "sign_date": _lately(rng, on),
    }


def _driving(seed: int, on: date) -> dict[str, str]:
    values = _driver(seed, on)
    birth = date.fromisoformat(values["birth"])
    rng = Random(f"driving|{seed}")
    first = add_years(birth, rng.randrange(20, 23)) + timedelta(days=rng.randrange(300))
    start = first
    for years in (6, 10):
        if add_years(start, years) <= on:
            start = add_years(start, years)
    end = "长期" if age_on(first, on) >= 16 else add_years(start, 10 if start > first else 6).isoformat()
    return values | {
        "first_issued": first.isoformat(),
        "valid_from": start.isoformat(),
        "valid_to": end,
        "file_no": person(f"{seed}|driver").driving_file_no,
        "status": "正常",
    }


def _identity(seed: int, on: date) -> dict[str, str]:
    elder = seed % 2 == 0
    role, youngest, oldest = ("elder", 80, 97) if elder else ("driver", 28, 58)
    sex = "" if elder else ("男" if seed % 9 else "女")
    return _card(person(f"{seed}|{role}", youngest=youngest, oldest=oldest, sex=sex, on=on))


def _lately(rng: Random, on: date) -> str:
    return (on - timedelta(days=rng.randrange(0, 6))).isoformat()


_MAKERS: Mapping[str, Callable[[int, date], dict[str, str]]] = {
    "nurse_application": _nurse,
    "nurse_certificate": _nurse,
    "employment_letter": _letter,
    "food_renew_application": _food,
    "food_license": _food,
    "business_license": _food,
    "unchanged_statement": _food,
    "changed_layout": _food,
    "elder_application": _elder,
    "id_card": _identity,
    "household_register": _elder,
    "bank_card": _elder,
    "agent_letter": _elder,
    "driver_application": _driver,
    "practice_certificate": _driver,
    "driving_licence": _driving,
    "portrait_photo": _driver,
}
