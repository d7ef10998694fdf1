"""经营性道路货物运输驾驶员从业资格证换证: clean cases and flaws."""

from datetime import date, timedelta
from random import Random

from simulator.draft import FOR_A_CLERK, Draft, Flaw, ItemKit, Paper, days_after
from simulator.flaws import (
    EITHER,
    another_name,
    form_blank,
    form_differs,
    look_alike_name,
    missing,
    other_name,
    paper_flaws,
    spoiled,
    unlawful_number,
)
from simulator.numbers import identity_number, lawful_neighbour
from simulator.people import DISTRICT, TRANSPORT_OFFICE, Person, add_years, age_on, birth_between, person

FREIGHT = "经营性道路货物运输驾驶员"
PHOTO = "已上传"


def make_clean(random: Random, seed: str, on: date) -> Draft:
    """Make up a driver of 28 to 58 years whose certificate ends within 30 days."""
    driver = person(f"{seed}|driver", youngest=28, oldest=58, sex=random.choice("男男男男女"), on=on)
    values = _values(driver, random, on)
    licence = _licence_terms(driver, random, on)
    papers = {
        "driver_application": Paper(kind="driver_application", values=dict(values)),
        "id_card": Paper(kind="id_card", values=_card(driver)),
        "practice_certificate": Paper(kind="practice_certificate", values=dict(values)),
        "driving_licence": Paper(kind="driving_licence", values={**values, **licence}),
        "portrait_photo": Paper(kind="portrait_photo", values={"sex": driver.sex}),
    }
    form = {
        "name": values["name"],
        "idno": values["idno"],
        "cert_no": values["cert_no"],
        "kind": FREIGHT,
        "valid_to": values["valid_to"],
        "drv_class": values["drv_class"].replace(";", "；"),
        "drv_valid_to": licence["valid_to"],
        "photo": PHOTO,
        "credit": random.choice(("AAA", "AA", "A")),
        "mobile": values["mobile"],
    }
    draft = Draft(on=on, random=random, applicant=driver.name, form=form, papers=papers, rows={})
    _fill_registers(draft, values, licence)
    return draft


def _values(driver: Person, random: Random, on: date) -> dict[str, str]:
    end = on + timedelta(days=random.randrange(3, 29))
    terms = random.randrange(1, 3) if age_on(date.fromisoformat(driver.birth), on) > 36 else 1
    return {
        "name": driver.name,
        "sex": driver.sex,
        "nation": driver.nation,
        "birth": driver.birth,
        "address": driver.address,
        "idno": driver.idno,
        "mobile": driver.mobile,
        "cert_no": driver.idno,
        "category": FREIGHT,
        "drv_class": random.choice(("A2", "B2")),
        "first_issued": (add_years(end, -6 * terms) + timedelta(days=1)).isoformat(),
        "valid_from": (add_years(end, -6) + timedelta(days=1)).isoformat(),
        "valid_to": end.isoformat(),
        "issuer": TRANSPORT_OFFICE,
        "office": TRANSPORT_OFFICE,
        "sign_date": days_after(on, -random.randrange(0, 6)),
    }


def _licence_terms(driver: Person, random: Random, on: date) -> dict[str, str]:
    """Return the terms of a driving licence that runs for at least a year more."""
    start = add_years(on, -random.randrange(1, 5)) - timedelta(days=random.randrange(1, 200))
    adult = add_years(date.fromisoformat(driver.birth), 20)
    first = max(adult, add_years(start, -6)) if random.random() < 0.5 else start
    return {
        "first_issued": first.isoformat(),
        "valid_from": start.isoformat(),
        "valid_to": add_years(start, 6 if first == start else 10).isoformat(),
        "file_no": driver.driving_file_no,
        "status": "正常",
    }


def _card(who: Person) -> dict[str, str]:
    return {
        "name": who.name,
        "sex": who.sex,
        "nation": who.nation,
        "birth": who.birth,
        "address": who.address,
        "idno": who.idno,
        "issuer": who.id_issuer,
        "valid_from": who.id_valid_from,
        "valid_to": who.id_valid_to,
    }


def _fill_registers(draft: Draft, values: dict[str, str], licence: dict[str, str]) -> None:
    keys = (values["idno"],)
    draft.know(
        "driver_licence_register",
        keys,
        status="正常",
        name=values["name"],
        classes=values["drv_class"],
        valid_to=licence["valid_to"],
    )
    draft.know(
        "transport_register",
        keys,
        status="有效",
        name=values["name"],
        category=FREIGHT,
        credit=draft.form["credit"],
        edu_done="true",
        blocked="false",
        valid_to=values["valid_to"],
    )
    draft.know("open_cases", keys, has_open="false")
    draft.know("ecert_register", keys, status="有效", holder=values["name"])


def _too_old(draft: Draft) -> None:
    birth = birth_between(draft.random, 61, 68, draft.on)
    old = draft.form["idno"]
    new = identity_number(DISTRICT, birth.isoformat(), int(old[14:17]))
    draft.rename(old, new)
    draft.rename(draft.papers["id_card"].values["birth"], birth.isoformat())


def _licence_suspended(draft: Draft) -> None:
    draft.correct(
        "driver_licence_register", status=draft.random.choice(("超分", "暂扣", "逾期未换证", "注销"))
    )


def _licence_status_printed(draft: Draft) -> None:
    draft.write("status", "超分", "driving_licence")
    draft.correct("driver_licence_register", status="超分")


def _light_vehicles_only(draft: Draft) -> None:
    draft.form["drv_class"] = "C1"
    draft.write("drv_class", "C1")
    draft.correct("driver_licence_register", classes="C1")


def _licence_expired(draft: Draft) -> None:
    end = days_after(draft.on, -draft.random.randrange(1, 200))
    draft.form["drv_valid_to"] = end
    draft.write("valid_to", end, "driving_licence")
    draft.write("valid_from", add_years(date.fromisoformat(end), -6).isoformat(), "driving_licence")
    draft.correct("driver_licence_register", valid_to=end)


def _certificate_long_expired(draft: Draft) -> None:
    end = draft.on - timedelta(days=draft.random.randrange(190, 600))
    draft.form["valid_to"] = end.isoformat()
    for material in ("practice_certificate", "driver_application"):
        draft.write("valid_to", end.isoformat(), material)
    draft.write("valid_from", (add_years(end, -6) + timedelta(days=1)).isoformat(), "practice_certificate")
    draft.correct("transport_register", valid_to=end.isoformat())


def _certificate_revoked(draft: Draft) -> None:
    draft.correct("transport_register", status=draft.random.choice(("注销", "吊销")))


def _blocked(draft: Draft) -> None:
    draft.correct("transport_register", blocked="true")


def _poor_credit(draft: Draft) -> None:
    draft.form["credit"] = "B"
    draft.correct("transport_register", credit="B", edu_done="false")


def _licence_number_differs(draft: Draft) -> None:
    draft.write("idno", lawful_neighbour(draft.form["idno"], 5), "driving_licence")


def _certificate_name_differs(draft: Draft) -> None:
    draft.write("name", another_name(draft.random, draft.form["name"]), "practice_certificate")


def _unsigned(draft: Draft) -> None:
    draft.write("signature", "", "driver_application")


def _card_expired(draft: Draft) -> None:
    end = draft.on - timedelta(days=draft.random.randrange(1, 300))
    draft.write("valid_to", end.isoformat(), "id_card")
    draft.write("valid_from", add_years(end, -20).isoformat(), "id_card")


def _form_end_differs(draft: Draft) -> None:
    draft.form["valid_to"] = days_after(date.fromisoformat(draft.form["valid_to"]), 365)


def _swapped(draft: Draft) -> None:
    values = draft.papers["practice_certificate"].values
    draft.papers["practice_certificate"] = Paper(kind="driving_licence", values={**values, "status": "正常"})


KIT = ItemKit(
    item="freight_driver_renew",
    make_clean=make_clean,
    flaws={
        "too_old": Flaw(plant=_too_old, point="CYHZ-01", expected=FOR_A_CLERK),
        "licence_suspended": Flaw(plant=_licence_suspended, point="CYHZ-02"),
        "licence_status_printed": Flaw(plant=_licence_status_printed, point="CYHZ-02"),
        "light_vehicles_only": Flaw(plant=_light_vehicles_only, point="CYHZ-02"),
        "licence_expired": Flaw(plant=_licence_expired, point="CYHZ-03"),
        "certificate_long_expired": Flaw(plant=_certificate_long_expired, point="CYHZ-04", expected=EITHER),
        "certificate_revoked": Flaw(plant=_certificate_revoked, point="CYHZ-05", expected=FOR_A_CLERK),
        "not_in_register": Flaw(
            plant=lambda d: d.forget("transport_register"), point="CYHZ-05", expected=EITHER
        ),
        "licence_number_differs": Flaw(plant=_licence_number_differs, point="CYHZ-06"),
        "certificate_name_differs": Flaw(plant=_certificate_name_differs, point="CYHZ-06"),
        "photo_missing": Flaw(plant=missing("portrait_photo"), point="CYHZ-07", expected=EITHER),
        "poor_credit": Flaw(plant=_poor_credit, point="CYHZ-08"),
        "blocked": Flaw(plant=_blocked, point="CYHZ-09", expected=FOR_A_CLERK),
        "form_class_blank": Flaw(plant=form_blank("drv_class"), point="GEN-06"),
        "application_unsigned": Flaw(plant=_unsigned, point="CYHZ-10"),
        "idno_unlawful": Flaw(plant=unlawful_number("idno"), point="GEN-11", expected=EITHER),
        "id_card_expired": Flaw(plant=_card_expired, point="GEN-12"),
        "card_birth_differs": Flaw(plant=spoiled("id_card", "wrong_birth"), point="GEN-11", expected=EITHER),
        "card_back_missing": Flaw(plant=spoiled("id_card", "missing_page"), point="GEN-12"),
        "form_idno_differs": Flaw(plant=form_differs("idno"), point="GEN-13"),
        "form_name_differs": Flaw(plant=other_name("name"), point="GEN-13"),
        "look_alike_name": Flaw(plant=look_alike_name("name", lambda draft: draft.applicant), point="GEN-13"),
        "form_end_differs": Flaw(plant=_form_end_differs, point="CYHZ-04"),
        "licence_missing": Flaw(plant=missing("driving_licence"), point="GEN-01"),
        "certificate_swapped": Flaw(plant=_swapped, point="GEN-05"),
        **paper_flaws("practice_certificate", None),
    },
)
