"""高龄津贴申领: clean cases and flaws."""

from datetime import date
from random import Random

from simulator.draft import CURABLE, FOR_A_CLERK, Draft, Flaw, ItemKit, Paper, days_after
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
from simulator.people import DISTRICT, Person, address, age_on, birth_between, person

AGENT_SHARE = 0.3


def make_clean(random: Random, seed: str, on: date) -> Draft:
    """Make up somebody of 80 to 97 years who applies, in person or through a relative."""
    elder = person(f"{seed}|elder", youngest=80, oldest=97, on=on)
    agent = person(f"{seed}|agent", youngest=30, oldest=60, on=on)
    values = _values(elder, agent, random) | {"sign_date": days_after(on, -random.randrange(0, 6))}
    papers = {
        material: Paper(kind=material, values=dict(values))
        for material in ("elder_application", "id_card", "household_register", "bank_card")
    }
    form = _form(values, elder, on)
    if random.random() < AGENT_SHARE:
        form |= {"agent_name": agent.name, "agent_rel": values["relation"]}
        papers["agent_letter"] = Paper(kind="agent_letter", values=dict(values))
        papers["agent_id_card"] = Paper(kind="id_card", values=_card(agent))
    draft = Draft(on=on, random=random, applicant=elder.name, form=form, papers=papers, rows={})
    _fill_registers(draft, values)
    return draft


def _values(elder: Person, agent: Person, random: Random) -> dict[str, str]:
    return _card(elder) | {
        "head": random.choice((elder.name, agent.name)),
        "moved_in": elder.moved_in,
        "bank": elder.bank,
        "bank_acct": elder.bank_acct,
        "acct_name": elder.name,
        "principal": elder.name,
        "agent_name": agent.name,
        "agent_idno": agent.idno,
        "relation": random.choice(("子女", "孙辈", "村居干部")),
    }


def _card(who: Person) -> dict[str, str]:
    return {
        "name": who.name,
        "sex": who.sex,
        "nation": who.nation,
        "birth": who.birth,
        "address": who.address,
        "idno": who.idno,
        "mobile": who.mobile,
        "issuer": who.id_issuer,
        "valid_from": who.id_valid_from,
        "valid_to": who.id_valid_to,
    }


def _form(values: dict[str, str], elder: Person, on: date) -> dict[str, str]:
    age = age_on(date.fromisoformat(elder.birth), on)
    return {
        "name": values["name"],
        "idno": values["idno"],
        "birth": values["birth"],
        "hukou": values["address"],
        "age_full": str(age),
        "band": _band(age),
        "bank_acct": values["bank_acct"],
        "acct_name": values["acct_name"],
        "agent_name": "",
        "agent_rel": "",
        "phone": values["mobile"],
    }


def _band(age: int) -> str:
    return "80-89" if age < 90 else "90-99" if age < 100 else "100+"


def _fill_registers(draft: Draft, values: dict[str, str]) -> None:
    keys = (values["idno"],)
    draft.know(
        "population_register",
        keys,
        status="正常",
        name=values["name"],
        birth=values["birth"],
        address=values["address"],
        district=DISTRICT,
        alive="true",
    )
    draft.know("allowance_register", keys, receiving="false", place="")
    draft.know("open_cases", keys, has_open="false")
    draft.rows["death_register"] = {}


def _too_young(draft: Draft) -> None:
    birth = birth_between(draft.random, 70, 78, draft.on)
    old = draft.form["idno"]
    new = identity_number(DISTRICT, birth.isoformat(), int(old[14:17]))
    draft.rename(old, new)
    draft.rename(draft.form["birth"], birth.isoformat())
    draft.form["age_full"] = str(age_on(birth, draft.on))


def _moved_away(draft: Draft) -> None:
    draft.correct("population_register", status=draft.random.choice(("迁出", "注销")))


def _unknown_resident(draft: Draft) -> None:
    draft.forget("population_register")


def _dead(draft: Draft) -> None:
    draft.know("death_register", (draft.form["idno"],), died_on=days_after(draft.on, -40), dead="true")
    draft.correct("population_register", alive="false")


def _receiving(draft: Draft) -> None:
    draft.correct("allowance_register", receiving="true", place="仿真市对岸区")


def _account_of_somebody_else(draft: Draft) -> None:
    other = another_name(draft.random, draft.form["acct_name"])
    draft.form["acct_name"] = other
    draft.write("acct_name", other)


def _card_of_somebody_else(draft: Draft) -> None:
    draft.write("acct_name", another_name(draft.random, draft.form["acct_name"]), "bank_card")


def _card_number_differs(draft: Draft) -> None:
    draft.write("bank_acct", lawful_neighbour(draft.form["bank_acct"], 3), "bank_card")


def _unsigned(draft: Draft) -> None:
    draft.write("signature", "", "elder_application")


def _form_birth_differs(draft: Draft) -> None:
    birth = draft.form["birth"]
    draft.form["birth"] = days_after(date.fromisoformat(birth), 31)


def _register_of_somebody_else(draft: Draft) -> None:
    draft.write("name", another_name(draft.random, draft.form["name"]), "household_register")


def _household_elsewhere(draft: Draft) -> None:
    draft.form["hukou"] = address(draft.random) + "附一"


def _with_agent(draft: Draft) -> None:
    """Make the case one that a relative hands in."""
    if "agent_letter" in draft.papers:
        return
    agent = person(f"agent|{draft.random.randrange(10**9)}", youngest=30, oldest=60, on=draft.on)
    values = dict(draft.papers["elder_application"].values)
    values |= {"agent_name": agent.name, "agent_idno": agent.idno}
    draft.form |= {"agent_name": agent.name, "agent_rel": values["relation"]}
    draft.papers["agent_letter"] = Paper(kind="agent_letter", values=values)
    draft.papers["agent_id_card"] = Paper(kind="id_card", values=_card(agent))


def _agent_letter_missing(draft: Draft) -> None:
    _with_agent(draft)
    del draft.papers["agent_letter"]


def _agent_letter_unsigned(draft: Draft) -> None:
    _with_agent(draft)
    draft.write("signature", "", "agent_letter")


def _other_agent(draft: Draft) -> None:
    _with_agent(draft)
    draft.write("agent_name", another_name(draft.random, draft.form["agent_name"]), "agent_letter")


def _agent_page_missing(draft: Draft) -> None:
    _with_agent(draft)
    draft.spoil("agent_letter", "missing_page")


def _swapped(draft: Draft) -> None:
    values = draft.papers["bank_card"].values
    draft.papers["bank_card"] = Paper(kind="household_register", values=dict(values))


KIT = ItemKit(
    item="elder_allowance",
    make_clean=make_clean,
    flaws={
        "too_young": Flaw(plant=_too_young, point="GLJT-01"),
        "moved_away": Flaw(plant=_moved_away, point="GLJT-02"),
        "not_in_register": Flaw(plant=_unknown_resident, point="GLJT-02"),
        "dead": Flaw(plant=_dead, point="GLJT-03", expected=FOR_A_CLERK),
        "receiving_already": Flaw(plant=_receiving, point="GLJT-04"),
        "account_of_somebody_else": Flaw(plant=_account_of_somebody_else, point="GLJT-05"),
        "bank_card_of_somebody_else": Flaw(plant=_card_of_somebody_else, point="GLJT-05"),
        "bank_card_number_differs": Flaw(plant=_card_number_differs, point="GLJT-05"),
        "agent_letter_missing": Flaw(plant=_agent_letter_missing, point="GLJT-06", expected=EITHER),
        "agent_letter_unsigned": Flaw(plant=_agent_letter_unsigned, point="GLJT-06", expected=EITHER),
        "other_agent": Flaw(plant=_other_agent, point="GEN-20", expected=CURABLE),
        "page_missing": Flaw(plant=_agent_page_missing, point="GEN-04"),
        "form_account_blank": Flaw(plant=form_blank("bank_acct"), point="GEN-06"),
        "application_unsigned": Flaw(plant=_unsigned, point="GEN-07"),
        "idno_unlawful": Flaw(plant=unlawful_number("idno"), point="GEN-11", expected=EITHER),
        "form_idno_differs": Flaw(plant=form_differs("idno"), point="GEN-13"),
        "form_name_differs": Flaw(plant=other_name("name"), point="GEN-13"),
        "look_alike_name": Flaw(plant=look_alike_name("name", lambda draft: draft.applicant), point="GEN-13"),
        "card_birth_differs": Flaw(plant=spoiled("id_card", "wrong_birth"), point="GEN-11", expected=EITHER),
        "form_birth_differs": Flaw(plant=_form_birth_differs, point="GEN-13"),
        "register_of_somebody_else": Flaw(plant=_register_of_somebody_else, point="GEN-13"),
        "household_elsewhere": Flaw(plant=_household_elsewhere, point="GLJT-02"),
        "bank_card_missing": Flaw(plant=missing("bank_card"), point="GEN-01"),
        "household_register_missing": Flaw(plant=missing("household_register"), point="GEN-01"),
        "bank_card_swapped": Flaw(plant=_swapped, point="GEN-05"),
        **paper_flaws("id_card", None),
    },
)
