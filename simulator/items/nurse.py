"""护士执业注册（变更执业地点）: clean cases and flaws."""

from datetime import date
from random import Random

from simulator.draft import FOR_A_CLERK, Draft, Flaw, ItemKit, Paper, days_after
from simulator.flaws import (
    another_name,
    form_blank,
    form_differs,
    look_alike_name,
    missing,
    other_name,
    paper_flaws,
)
from simulator.people import HEALTH_OFFICE, Institution, add_years, institution, person

ACTIVE = "有效"


def make_clean(random: Random, seed: str, on: date) -> Draft:
    """Make up a nurse who moves from one institution to another, with everything in order."""
    nurse = person(f"{seed}|nurse", youngest=24, oldest=52, sex=random.choice("女女女女男"), on=on)
    old, new = _two_institutions(seed)
    valid_to = days_after(on, random.randrange(60, 1500))
    first = _first_registration(date.fromisoformat(nurse.birth), date.fromisoformat(valid_to))
    values = {
        "name": nurse.name,
        "sex": nurse.sex,
        "birth": nurse.birth,
        "idno": nurse.idno,
        "mobile": nurse.mobile,
        "nation": nurse.nation,
        "address": nurse.address,
        "cert_no": f"{first.year}35{random.randrange(10**6):06d}",
        "old_inst": old.name,
        "new_inst": new.name,
        "opinion": "同意",
        "post": random.choice(("护士", "护师", "主管护师")),
        "first_registered": first.isoformat(),
        "valid_to": valid_to,
        "issuer": HEALTH_OFFICE,
        "office": HEALTH_OFFICE,
        "sign_date": days_after(on, -random.randrange(0, 6)),
    }
    draft = Draft(
        on=on,
        random=random,
        applicant=nurse.name,
        form=_form(values, new, random),
        rows={},
        papers={
            "nurse_application": Paper(kind="nurse_application", values=dict(values)),
            "nurse_certificate": Paper(kind="nurse_certificate", values={**values, "institution": old.name}),
            "employment_letter": Paper(kind="employment_letter", values={**values, "institution": new.name}),
        },
    )
    _fill_registers(draft, values, new)
    return draft


def _form(values: dict[str, str], new: Institution, random: Random) -> dict[str, str]:
    copied = ("name", "idno", "cert_no", "valid_to", "old_inst", "new_inst")
    return {key: values[key] for key in copied} | {
        "new_inst_code": new.registration_no,
        "reason": random.choice(("调动", "聘用")),
        "phone": values["mobile"],
    }


def _fill_registers(draft: Draft, values: dict[str, str], new: Institution) -> None:
    draft.know(
        "nurse_register",
        (values["cert_no"], values["idno"]),
        status=ACTIVE,
        name=values["name"],
        idno=values["idno"],
        cert_no=values["cert_no"],
        institution=values["old_inst"],
        valid_to=values["valid_to"],
    )
    draft.know(
        "institution_register",
        (new.registration_no, new.name),
        status=ACTIVE,
        name=new.name,
        code=new.registration_no,
        approver=HEALTH_OFFICE,
        checked="true",
    )
    draft.know("open_cases", (values["idno"], values["cert_no"]), has_open="false")
    draft.know("ecert_register", (values["cert_no"], values["idno"]), status=ACTIVE, holder=values["name"])


def _first_registration(birth: date, valid_to: date) -> date:
    """Return the day, at an age of about 20, on which the five-year terms began that end on `valid_to`."""
    terms = max(1, (valid_to.year - birth.year - 20) // 5)
    return add_years(valid_to, -5 * terms)


def _two_institutions(seed: str) -> tuple[Institution, Institution]:
    old = institution(f"{seed}|old")
    number = 0
    while institution(f"{seed}|new|{number}").name == old.name:
        number += 1
    return old, institution(f"{seed}|new|{number}")


def _expired(draft: Draft) -> None:
    end = days_after(draft.on, -draft.random.randrange(1, 300))
    draft.form["valid_to"] = end
    draft.write("valid_to", end)
    draft.correct("nurse_register", valid_to=end)


def _cancelled(draft: Draft) -> None:
    draft.correct("nurse_register", status=draft.random.choice(("注销", "暂停", "吊销")))


def _number_differs(draft: Draft) -> None:
    number = draft.form["cert_no"]
    draft.form["cert_no"] = number[:-1] + str((int(number[-1]) + draft.random.randrange(1, 9)) % 10)


def _application_number_differs(draft: Draft) -> None:
    number = draft.form["cert_no"]
    draft.write("cert_no", number[:-2] + number[-1] + str((int(number[-2]) + 3) % 10), "nurse_application")


def _old_institution_differs(draft: Draft) -> None:
    other = institution(f"elsewhere|{draft.random.randrange(10**6)}").name + "东院区"
    draft.write("institution", other, "nurse_certificate")


def _letter_unsealed(draft: Draft) -> None:
    draft.write("seal", "", "employment_letter")


def _letter_sealed_by_other(draft: Draft) -> None:
    draft.write("seal", draft.form["old_inst"], "employment_letter")


def _letter_of_other_institution(draft: Draft) -> None:
    draft.write("institution", draft.form["old_inst"], "employment_letter")


def _letter_for_somebody_else(draft: Draft) -> None:
    draft.write("name", another_name(draft.random, draft.form["name"]), "employment_letter")


def _institution_closed(draft: Draft) -> None:
    draft.correct("institution_register", status="注销", checked="false")


def _institution_of_other_office(draft: Draft) -> None:
    draft.correct("institution_register", approver="仿真市对岸区卫生健康局")


def _same_institution(draft: Draft) -> None:
    old = draft.form["old_inst"]
    draft.form["new_inst"] = old
    draft.write("new_inst", old, "nurse_application", "nurse_certificate", "employment_letter")
    draft.write("institution", old, "employment_letter")
    draft.correct("institution_register", name=old)


def _disagreed(draft: Draft) -> None:
    draft.write("opinion", "不同意", "nurse_application")


def _no_opinion(draft: Draft) -> None:
    draft.write("opinion", "", "nurse_application")


def _unsigned(draft: Draft) -> None:
    draft.write("signature", "", "nurse_application")


def _certificate_of_somebody_else(draft: Draft) -> None:
    other = person(f"stranger|{draft.random.randrange(10**6)}", sex="女", on=draft.on)
    for element, value in (("name", other.name), ("idno", other.idno), ("birth", other.birth), ("sex", "女")):
        draft.write(element, value, "nurse_certificate")


def _swapped(draft: Draft) -> None:
    certificate = draft.papers["nurse_certificate"]
    draft.papers["nurse_certificate"] = Paper(
        kind="id_card", values=_card_values(certificate.values, draft.on)
    )


def _card_values(values: dict[str, str], on: date) -> dict[str, str]:
    kept = {key: values[key] for key in ("name", "sex", "nation", "birth", "address", "idno")}
    return kept | {
        "issuer": "仿真市公安局样例分局",
        "valid_from": days_after(on, -900),
        "valid_to": days_after(on, 2700),
    }


KIT = ItemKit(
    item="nurse_change",
    make_clean=make_clean,
    flaws={
        "certificate_expired": Flaw(plant=_expired, point="HSBG-01"),
        "registration_cancelled": Flaw(plant=_cancelled, point="HSBG-02", expected=FOR_A_CLERK),
        "not_in_register": Flaw(plant=lambda draft: draft.forget("nurse_register"), point="HSBG-02"),
        "form_name_differs": Flaw(plant=other_name("name"), point="HSBG-03"),
        "look_alike_name": Flaw(
            plant=look_alike_name("name", lambda draft: draft.applicant), point="HSBG-03"
        ),
        "form_idno_differs": Flaw(plant=form_differs("idno"), point="HSBG-03"),
        "form_number_differs": Flaw(plant=_number_differs, point="HSBG-03"),
        "application_number_differs": Flaw(plant=_application_number_differs, point="HSBG-03"),
        "old_institution_differs": Flaw(plant=_old_institution_differs, point="HSBG-03"),
        "certificate_of_somebody_else": Flaw(plant=_certificate_of_somebody_else, point="HSBG-03"),
        "letter_unsealed": Flaw(plant=_letter_unsealed, point="HSBG-04"),
        "letter_sealed_by_other": Flaw(plant=_letter_sealed_by_other, point="HSBG-04"),
        "letter_of_other_institution": Flaw(plant=_letter_of_other_institution, point="HSBG-04"),
        "letter_for_somebody_else": Flaw(plant=_letter_for_somebody_else, point="HSBG-04"),
        "institution_closed": Flaw(plant=_institution_closed, point="HSBG-05"),
        "institution_of_other_office": Flaw(plant=_institution_of_other_office, point="HSBG-05"),
        "same_institution": Flaw(plant=_same_institution, point="HSBG-06"),
        "disagreed": Flaw(plant=_disagreed, point="HSBG-09"),
        "no_opinion": Flaw(plant=_no_opinion, point="HSBG-09"),
        "form_number_blank": Flaw(plant=form_blank("cert_no"), point="GEN-06"),
        "application_unsigned": Flaw(plant=_unsigned, point="HSBG-09"),
        "letter_missing": Flaw(plant=missing("employment_letter"), point="GEN-01"),
        "certificate_swapped": Flaw(plant=_swapped, point="GEN-05"),
        **paper_flaws("nurse_certificate", "nurse_application"),
    },
)
