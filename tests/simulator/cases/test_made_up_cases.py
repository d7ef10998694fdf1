"""Cases are the same for the same seed, clean ones are lawful, and every flaw changes something."""

from datetime import date, timedelta

import holidays
import pytest

from simulator.cases import ITEMS, flaws, item_texts, make_case, make_mix
from simulator.draft import CURABLE, FOR_A_CLERK
from simulator.numbers import credit_check_digit, identity_check_digit, licence_check_digit
from simulator.people import age_on

ON = date(2026, 11, 2)
EVERY_FLAW = [(item, name) for item in ITEMS for name in flaws(item)]
SEEDS = range(1, 26)


def clean(item: str, seed: int):
    return make_case(item, "fuzhou", seed, on=ON)


def texts(case) -> dict[str, str]:
    return dict(case.truth)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("item", ITEMS)
def test_the_same_arguments_give_the_same_case_and_other_seeds_another(item):
    assert clean(item, 1) == clean(item, 1)
    assert clean(item, 1).applicant != clean(item, 2).applicant or clean(item, 1).form != clean(item, 2).form
    assert clean(item, 1).number != clean(item, 2).number


def handed_in(case):
    papers = {file.material: (file.kind, file.defects) for file in case.files}
    rows = frozenset((row.register, row.key, *row.record.items()) for row in case.register_rows)
    return case.truth, papers, rows


@pytest.mark.parametrize(("item", "flaw"), EVERY_FLAW)
def test_every_flaw_changes_form_papers_or_registers_of_the_same_case(item, flaw):
    for seed in (1, 2, 3, 4, 5):
        planted = make_case(item, "fuzhou", seed, flaw=flaw, on=ON)
        assert handed_in(planted) != handed_in(clean(item, seed))
        assert (planted.flaw, planted.number) == (flaw, clean(item, seed).number)
        assert "approve" not in planted.expected
        assert planted.expected
        assert planted.expected <= CURABLE | FOR_A_CLERK


@pytest.mark.parametrize("item", ITEMS)
def test_at_least_ten_flaws_of_each_kind_of_trouble(item):
    names = flaws(item)
    assert len(names) >= 20
    assert {"blurred", "hidden_text", "open_case"} <= set(names)
    assert any(flaw.expected == FOR_A_CLERK for flaw in names.values())
    assert sum(flaw.expected == CURABLE for flaw in names.values()) >= 10


RETURNING = {
    "nurse_change": {"01", "03", "04", "05", "06", "09"},
    "food_license_renew": {"01", "02", "04", "05", "06", "07", "08"},
    "elder_allowance": {"01", "02", "04", "05", "06"},
    "freight_driver_renew": {"02", "03", "04", "06", "08", "10"},
}


@pytest.mark.parametrize("item", ITEMS)
def test_every_point_that_returns_a_case_has_a_flaw_for_it(item):
    aimed = {flaw.point[-2:] for flaw in flaws(item).values() if not flaw.point.startswith("GEN")}
    assert RETURNING[item] <= aimed


def test_numbers_on_clean_papers_have_their_check_digits():
    for seed in SEEDS:
        for item in ITEMS:
            for name, value in texts(clean(item, seed)).items():
                element = name.split(".")[1]
                if element in {"idno", "agent_idno"}:
                    assert identity_check_digit(value[:17]) == value[17]
                if element == "uscc":
                    assert credit_check_digit(value[:17]) == value[17]
                if element == "license_no":
                    assert licence_check_digit(value[2:15]) == value[15]


def test_clean_nurses_are_registered_and_move():
    for seed in SEEDS:
        case = clean("nurse_change", seed)
        values = texts(case)
        assert day(values["form.valid_to"]) > case.received_on + timedelta(days=30)
        assert values["form.old_inst"] != values["form.new_inst"] == values["employment_letter.institution"]
        first = day(values["nurse_certificate.first_registered"])
        end = day(values["nurse_certificate.valid_to"])
        assert first < case.received_on
        assert (end.year - first.year) % 5 == 0


def test_clean_food_licences_end_within_15_to_90_working_days_and_agree_with_their_format():
    calendar = holidays.country_holidays("CN", years=range(2026, 2028))
    formats = {"食品销售经营者": "1", "餐饮服务经营者": "2", "单位食堂": "3"}
    for seed in SEEDS:
        case = clean("food_license_renew", seed)
        values = texts(case)
        days = (day(values["form.valid_to"]) - case.received_on).days
        left = sum(calendar.is_working_day(case.received_on + timedelta(days=n)) for n in range(1, days + 1))
        assert 15 <= left <= 90
        assert values["food_license.license_no"][2] == formats[values["food_license.main_type"]]
        assert ("changed_layout.operator" in values) == (values["form.condition_changed"] == "是")


def test_clean_elders_are_80_and_own_their_account():
    for seed in SEEDS:
        case = clean("elder_allowance", seed)
        values = texts(case)
        assert age_on(day(values["form.birth"]), case.received_on) == int(values["form.age_full"]) >= 80
        assert values["form.acct_name"] == values["form.name"] == values["bank_card.acct_name"]
        assert bool(values["form.agent_name"]) == ("agent_letter.agent_idno" in values)


def test_clean_drivers_are_at_most_60_and_ask_within_30_days():
    for seed in SEEDS:
        case = clean("freight_driver_renew", seed)
        values = texts(case)
        assert age_on(day(values["id_card.birth"]), case.received_on) <= 60
        assert timedelta(0) <= day(values["form.valid_to"]) - case.received_on <= timedelta(days=30)
        assert day(values["driving_licence.valid_to"]) > case.received_on
        assert values["driving_licence.valid_from"] <= case.received_on.isoformat()
        ends = values["id_card.valid_to"]
        assert ends == "长期" or day(ends) > case.received_on


def test_a_mix_is_the_same_for_a_seed_and_has_the_share_of_clean_cases():
    mix = make_mix(("fuzhou", "pingtan"), 40, seed=5, on=ON)
    assert mix == make_mix(("fuzhou", "pingtan"), 40, seed=5, on=ON)
    assert mix != make_mix(("fuzhou", "pingtan"), 40, seed=6, on=ON)
    assert sum(case.flaw is None for case in mix) == 24
    assert len({case.number for case in mix}) == 40
    assert {case.item for case in mix} == set(ITEMS)
    assert {case.area for case in mix} == {"fuzhou", "pingtan"}
    assert len({(case.item, case.flaw) for case in mix if case.flaw}) == 16


def test_a_mix_holds_every_kind_of_file():
    mix = make_mix(("fuzhou", "pingtan"), 120, seed=5, on=ON)
    captures = {file.capture for case in mix for file in case.files}
    assert captures == {"scan", "photo", "pdf_text", "pdf_scan", "docx"}


def test_a_case_number_tells_area_and_day():
    case = make_case("nurse_change", "pingtan", 123, on=ON)
    assert case.number == f"350128-{case.received_on:%Y%m%d}-000123"


@pytest.mark.parametrize("item", ITEMS)
def test_form_and_slots_carry_the_printed_names(item):
    case = clean(item, 7)
    assert list(case.form) == list(item_texts()[item].form.values())
    assert {file.slot for file in case.files} <= set(item_texts()[item].slots.values())


@pytest.mark.parametrize(
    ("item", "capture"),
    [
        ("nurse_change", "docx"),
        ("food_license_renew", "pdf_text"),
        ("elder_allowance", "photo"),
        ("freight_driver_renew", "scan"),
    ],
)
def test_papers_are_drawn_alike_each_time_and_are_named_after_what_they_are(item, capture):
    case = make_case(item, "fuzhou", 3, on=ON, capture=capture)
    for file in case.files:
        drawn = file.drawn()
        assert drawn.data == file.data()
        assert file.name.rsplit(".", 1)[1] == drawn.name.rsplit(".", 1)[1]
        for element, value in drawn.truth.items():
            given = file.truth.get(element)
            assert given is None or given == value, (file.kind, element)
