"""Flaws that several items share: what happens to papers, names and numbers in any kind of case."""

from collections.abc import Callable
from random import Random

from simulator.draft import CURABLE, FOR_A_CLERK, Draft, Flaw
from simulator.numbers import lawful_neighbour, one_digit_off
from simulator.people import person

LOOK_ALIKES = (("未", "末"), ("己", "已"), ("士", "土"), ("戊", "戌"), ("王", "玉"), ("日", "曰"))
EITHER = CURABLE | FOR_A_CLERK
Plant = Callable[[Draft], None]


def form_differs(key: str) -> Plant:
    """Plant another lawful number in the form than stands on the papers."""

    def plant(draft: Draft) -> None:
        draft.form[key] = lawful_neighbour(draft.form[key], draft.random.randrange(1000))

    return plant


def unlawful_number(key: str) -> Plant:
    """Plant the same number with a wrong check digit in the form, on every paper and in the registers."""

    def plant(draft: Draft) -> None:
        draft.rename(draft.form[key], one_digit_off(draft.form[key], draft.random.randrange(1000)))

    return plant


def look_alike_name(key: str, name_on_papers: Callable[[Draft], str]) -> Plant:
    """Plant a name that differs from the papers in one character which looks almost the same."""

    def plant(draft: Draft) -> None:
        true, typed = draft.random.choice(LOOK_ALIKES)
        old = name_on_papers(draft)
        new = old[:-1] + true
        draft.rename(old, new)
        draft.form[key] = new[:-1] + typed

    return plant


def other_name(key: str) -> Plant:
    """Plant the name of somebody else in the form."""

    def plant(draft: Draft) -> None:
        draft.form[key] = another_name(draft.random, draft.form[key])

    return plant


def missing(material: str) -> Plant:
    """Leave out a material."""

    def plant(draft: Draft) -> None:
        del draft.papers[material]

    return plant


def spoiled(material: str, defect: str) -> Plant:
    """Have a material drawn with a defect of `simulator.paper`."""

    def plant(draft: Draft) -> None:
        draft.spoil(material, defect)

    return plant


def another_name(random: Random, name: str) -> str:
    """Return a name that is surely not this one."""
    other = name
    while other == name:
        other = person(f"other|{random.randrange(10**9)}").name
    return other


def form_blank(key: str) -> Plant:
    """Leave a field of the form empty."""

    def plant(draft: Draft) -> None:
        draft.form[key] = ""

    return plant


def open_elsewhere(draft: Draft) -> None:
    """Let the register of open cases know another open case of the applicant."""
    draft.correct("open_cases", has_open="true")


def paper_flaws(readable: str, paged: str | None, point_unread: str = "GEN-03") -> dict[str, Flaw]:
    """Return the flaws that every item has: unreadable, hidden text, page missing, case open elsewhere."""
    flaws = {
        "blurred": Flaw(plant=spoiled(readable, "blurred"), point=point_unread),
        "tiny": Flaw(plant=spoiled(readable, "tiny"), point=point_unread),
        "dark": Flaw(plant=spoiled(readable, "dark"), point=point_unread),
        "blank_page": Flaw(plant=spoiled(readable, "blank_page"), point=point_unread),
        "hidden_text": Flaw(plant=spoiled(readable, "hidden_text"), point="guard", expected=EITHER),
        "open_case": Flaw(plant=open_elsewhere, point="GEN-26", expected=FOR_A_CLERK),
    }
    if paged:
        flaws["page_missing"] = Flaw(plant=spoiled(paged, "missing_page"), point="GEN-04")
    return flaws
