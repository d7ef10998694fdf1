"""食品经营许可（延续）: clean cases and flaws."""

from datetime import date, timedelta
from random import Random

from simulator.draft import FOR_A_CLERK, Draft, Flaw, ItemKit, Paper, days_after
from simulator.flaws import another_name, form_blank, form_differs, missing, paper_flaws, unlawful_number
from simulator.numbers import food_licence_number
from simulator.people import DISTRICT, MARKET_OFFICE, Firm, add_years, address, firm

FORMATS = ("1", "2", "3")
CHANGE = "烹饪区与库房位置互换，增设洗消间一处，其余布局流程不变。"
CHANGED_SHARE = 0.15


def make_clean(random: Random, seed: str, on: date) -> Draft:
    """Make up a food business whose licence ends in 45 to 90 days: well within 15 to 90 working days."""
    shop = firm(seed, on=on)
    valid_to = on + timedelta(days=random.randrange(45, 91))
    changed = random.random() < CHANGED_SHARE
    values = _values(shop, valid_to, changed) | {"sign_date": days_after(on, -random.randrange(0, 6))}
    papers = {
        "food_renew_application": Paper(kind="food_renew_application", values=dict(values)),
        "food_license": Paper(kind="food_license", values=dict(values)),
        "business_license": Paper(kind="business_license", values=dict(values)),
    }
    extra = "changed_layout" if changed else "unchanged_statement"
    papers[extra] = Paper(kind=extra, values=dict(values))
    form = _form(values, changed=changed)
    draft = Draft(on=on, random=random, applicant=shop.name, form=form, papers=papers, rows={})
    _fill_registers(draft, values)
    return draft


def _values(shop: Firm, valid_to: date, changed: bool) -> dict[str, str]:
    return {
        "uscc": shop.uscc,
        "org_name": shop.name,
        "operator": shop.name,
        "legal_person": shop.legal_person.name,
        "residence": shop.residence,
        "biz_address": shop.biz_address,
        "scope": shop.scope,
        "capital": shop.capital,
        "founded_on": shop.founded_on,
        "registrar": shop.registrar,
        "main_type": shop.main_type,
        "biz_items": ";".join(shop.biz_items),
        "license_no": shop.license_no,
        "mobile": shop.legal_person.mobile,
        "individual": str(shop.individual).lower(),
        "issuer": MARKET_OFFICE,
        "office": MARKET_OFFICE,
        "issued_on": (add_years(valid_to, -5) + timedelta(days=1)).isoformat(),
        "valid_to": valid_to.isoformat(),
        "statement": "已变化" if changed else "未变化",
        "option": "未变化",
        "description": CHANGE,
    }


def _form(values: dict[str, str], *, changed: bool) -> dict[str, str]:
    return {
        "license_no": values["license_no"],
        "applicant_name": values["operator"],
        "uscc": values["uscc"],
        "valid_to": values["valid_to"],
        "condition_changed": "是" if changed else "否",
        "change_desc": CHANGE if changed else "",
        "biz_address": values["biz_address"],
        "biz_items": values["biz_items"].replace(";", "；"),
        "contact_phone": values["mobile"],
        "sign_date": values["sign_date"],
    }


def _fill_registers(draft: Draft, values: dict[str, str]) -> None:
    draft.know(
        "food_licence_register",
        (values["license_no"],),
        status="有效",
        operator=values["operator"],
        uscc=values["uscc"],
        valid_to=values["valid_to"],
    )
    draft.know(
        "market_register",
        (values["uscc"],),
        status="存续",
        name=values["org_name"],
        legal_person=values["legal_person"],
        address=values["residence"],
    )
    draft.know("food_penalty_register", (values["uscc"], values["license_no"]), open_issue="false")
    draft.know("open_cases", (values["uscc"], values["license_no"]), has_open="false")
    draft.know(
        "ecert_register", (values["license_no"], values["uscc"]), status="有效", holder=values["operator"]
    )


def _set_end(draft: Draft, days: int) -> None:
    end = draft.on + timedelta(days=days)
    draft.form["valid_to"] = end.isoformat()
    draft.write("valid_to", end.isoformat())
    draft.write("issued_on", (add_years(end, -5) + timedelta(days=1)).isoformat())
    draft.correct("food_licence_register", valid_to=end.isoformat())


def _expired(draft: Draft) -> None:
    _set_end(draft, -draft.random.randrange(1, 200))


def _too_early(draft: Draft) -> None:
    _set_end(draft, draft.random.randrange(200, 900))


def _wrong_format_digit(draft: Draft) -> None:
    number = draft.form["license_no"]
    other = next(digit for digit in FORMATS if digit != number[2])
    draft.rename(number, food_licence_number(other, DISTRICT, int(number[11:15])))


def _cancelled(draft: Draft) -> None:
    draft.correct("food_licence_register", status=draft.random.choice(("注销", "吊销", "撤销")))


def _business_closed(draft: Draft) -> None:
    draft.correct("market_register", status=draft.random.choice(("注销", "吊销")))


def _penalty(draft: Draft) -> None:
    draft.correct("food_penalty_register", open_issue="true")


def _renamed_business(draft: Draft) -> None:
    new = draft.form["applicant_name"].replace("样例区", "样例区新")
    draft.write("org_name", new, "business_license")
    draft.correct("market_register", name=new)


def _company_form(draft: Draft) -> None:
    """有限公司 on one licence, 有限责任公司 on the other: not the same firm."""
    old = draft.form["applicant_name"]
    new = old.removesuffix("有限公司")[:14] + "食品有限公司"
    draft.rename(old, new)
    draft.write("org_name", new.replace("有限公司", "有限责任公司"), "business_license")
    draft.correct("market_register", name=new.replace("有限公司", "有限责任公司"))


def _other_legal_person(draft: Draft) -> None:
    new = another_name(draft.random, draft.papers["business_license"].values["legal_person"])
    draft.write("legal_person", new, "business_license")
    draft.correct("market_register", legal_person=new)


def _business_moved(draft: Draft) -> None:
    new = address(draft.random, shop=True) + "二层"
    draft.write("residence", new, "business_license")
    draft.correct("market_register", address=new)


def _more_items(draft: Draft) -> None:
    draft.form["biz_items"] += "；生食类食品制售"


def _moved(draft: Draft) -> None:
    draft.form["biz_address"] = address(draft.random, shop=True) + "三层"


def _to_unchanged(draft: Draft) -> None:
    """Make the case one whose conditions did not change, so that the statement can be spoiled."""
    if "changed_layout" in draft.papers:
        values = draft.papers.pop("changed_layout").values
        draft.papers["unchanged_statement"] = Paper(kind="unchanged_statement", values=values)
        draft.write("statement", "未变化")
        draft.form |= {"condition_changed": "否", "change_desc": ""}


def _statement_unsigned(draft: Draft) -> None:
    _to_unchanged(draft)
    draft.write("signature", "", "unchanged_statement")


def _statement_says_changed(draft: Draft) -> None:
    _to_unchanged(draft)
    draft.write("option", "已变化", "unchanged_statement")


def _statement_missing(draft: Draft) -> None:
    _to_unchanged(draft)
    del draft.papers["unchanged_statement"]


def _changed_without_layout(draft: Draft) -> None:
    _to_unchanged(draft)
    draft.form |= {"condition_changed": "是", "change_desc": CHANGE}
    draft.write("statement", "已变化")
    del draft.papers["unchanged_statement"]


def _application_unsigned(draft: Draft) -> None:
    draft.write("signature", "", "food_renew_application")


def _swapped(draft: Draft) -> None:
    values = draft.papers["business_license"].values
    draft.papers["business_license"] = Paper(kind="food_license", values=dict(values))


KIT = ItemKit(
    item="food_license_renew",
    make_clean=make_clean,
    flaws={
        "licence_expired": Flaw(plant=_expired, point="SPYX-01"),
        "too_early": Flaw(plant=_too_early, point="SPYX-01"),
        "number_unlawful": Flaw(plant=unlawful_number("license_no"), point="SPYX-02"),
        "format_digit_differs": Flaw(plant=_wrong_format_digit, point="SPYX-02"),
        "licence_cancelled": Flaw(plant=_cancelled, point="SPYX-03", expected=FOR_A_CLERK),
        "not_in_register": Flaw(plant=lambda d: d.forget("food_licence_register"), point="SPYX-03"),
        "business_renamed": Flaw(plant=_renamed_business, point="SPYX-04"),
        "company_form_differs": Flaw(plant=_company_form, point="SPYX-04"),
        "legal_person_differs": Flaw(plant=_other_legal_person, point="SPYX-04"),
        "business_moved": Flaw(plant=_business_moved, point="SPYX-04"),
        "items_exceeded": Flaw(plant=_more_items, point="SPYX-05"),
        "form_address_moved": Flaw(plant=_moved, point="SPYX-06"),
        "statement_unsigned": Flaw(plant=_statement_unsigned, point="SPYX-07"),
        "statement_says_changed": Flaw(plant=_statement_says_changed, point="SPYX-07"),
        "statement_missing": Flaw(plant=_statement_missing, point="SPYX-07"),
        "layout_missing": Flaw(plant=_changed_without_layout, point="SPYX-08"),
        "penalty_open": Flaw(plant=_penalty, point="SPYX-09", expected=FOR_A_CLERK),
        "form_number_differs": Flaw(plant=form_differs("license_no"), point="SPYX-02"),
        "form_uscc_differs": Flaw(plant=form_differs("uscc"), point="GEN-14"),
        "uscc_unlawful": Flaw(plant=unlawful_number("uscc"), point="GEN-14"),
        "business_closed": Flaw(plant=_business_closed, point="GEN-16", expected=FOR_A_CLERK),
        "form_address_blank": Flaw(plant=form_blank("biz_address"), point="GEN-06"),
        "application_unsigned": Flaw(plant=_application_unsigned, point="GEN-07"),
        "business_licence_missing": Flaw(plant=missing("business_license"), point="GEN-01"),
        "business_licence_swapped": Flaw(plant=_swapped, point="GEN-05"),
        **paper_flaws("food_license", None),
    },
)
