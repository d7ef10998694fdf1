"""People, firms and institutions are lawful, varied and the same for the same seed."""

from datetime import date

import pytest

from simulator.numbers import (
    card_check_digit,
    credit_check_digit,
    identity_check_digit,
    lawful_neighbour,
    licence_check_digit,
    one_digit_off,
    organisation_check_digit,
    with_check_digit,
)
from simulator.people import DISTRICT, add_years, age_on, firm, identity_card_end, institution, person

SEEDS = range(60)


@pytest.mark.parametrize(
    ("body", "digit"), [("11010519491231002", "X"), ("35019919850312901", "1"), ("35019919680902909", "X")]
)
def test_identity_check_digits_are_those_of_known_numbers(body, digit):
    assert identity_check_digit(body) == digit


def test_other_check_digits_are_those_of_known_numbers():
    assert credit_check_digit("11350128345071904") == "J"
    assert credit_check_digit("11100000MB0143028") == "R"
    assert organisation_check_digit("34507190") == "4"
    assert organisation_check_digit("MB014302") == "8"
    assert licence_check_digit("1350104000670") == "8"
    assert card_check_digit("411111111111111") == "1"


def test_people_have_lawful_numbers_that_agree_with_birth_and_sex():
    for seed in SEEDS:
        who = person(seed)
        assert with_check_digit(who.idno) == who.idno
        assert who.idno.startswith(DISTRICT)
        assert who.idno[6:14] == who.birth.replace("-", "")
        assert "女男"[int(who.idno[16]) % 2] == who.sex
        assert with_check_digit(who.bank_acct) == who.bank_acct


def test_people_have_the_age_that_was_asked_for():
    on = date(2026, 11, 2)
    ages = {
        age_on(date.fromisoformat(person(seed, youngest=80, oldest=97, on=on).birth), on) for seed in SEEDS
    }
    assert min(ages) >= 80
    assert max(ages) <= 97
    assert len(ages) > 8


@pytest.mark.parametrize(
    ("birth", "end"),
    [
        (date(2015, 1, 1), "2029-05-01"),
        (date(2004, 1, 1), "2034-05-01"),
        (date(1990, 1, 1), "2044-05-01"),
        (date(1970, 1, 1), "长期"),
    ],
)
def test_identity_cards_end_as_the_law_says_for_the_age_at_issue(birth, end):
    assert identity_card_end(birth, date(2024, 5, 1)) == end


def test_a_leap_day_moves_to_the_28th_in_another_year():
    assert add_years(date(2024, 2, 29), 6) == date(2030, 2, 28)


def test_firms_and_institutions_have_lawful_codes():
    for seed in SEEDS:
        shop, hospital = firm(seed), institution(seed)
        assert with_check_digit(shop.uscc) == shop.uscc
        assert with_check_digit(hospital.uscc) == hospital.uscc
        assert with_check_digit(shop.license_no) == shop.license_no
        assert shop.uscc.startswith(("91350199MA", "92350199MA"))
        assert hospital.uscc.startswith("12350199MB")


def test_the_same_seed_gives_the_same_person_and_other_seeds_others():
    assert person(7) == person(7)
    assert firm("a") == firm("a")
    assert len({person(seed).name for seed in SEEDS}) > 50
    assert len({person(seed).name[0] for seed in SEEDS}) > 20


@pytest.mark.parametrize("number", [person(1).idno, firm(1).uscc, firm(1).license_no, person(1).bank_acct])
@pytest.mark.parametrize("seed", range(12))
def test_spoiled_numbers_differ_and_are_lawful_only_when_asked(number, seed):
    spoiled, neighbour = one_digit_off(number, seed), lawful_neighbour(number, seed)
    assert sum(a != b for a, b in zip(number, spoiled, strict=True)) == 1
    assert with_check_digit(spoiled) != spoiled
    assert neighbour != number
    assert with_check_digit(neighbour) == neighbour


@pytest.mark.parametrize("seed", range(20))
def test_a_lawful_neighbour_keeps_birth_and_sex(seed):
    who = person(seed)
    other = lawful_neighbour(who.idno, seed)
    assert other[:14] == who.idno[:14]
    assert int(other[16]) % 2 == int(who.idno[16]) % 2
