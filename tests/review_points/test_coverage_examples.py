"""Some less obvious expressions of the coverage files, tried with facts on both sides of their bounds."""

from datetime import date

import pytest

from review_points.expressions import Expression, parse
from review_points.facts import Facts
from review_points.operands import Surroundings
from tests.review_points.building import WeekCalendar, certain, lawful_idno
from tests.review_points.test_coverage import expressions_of, types_of

OLD, YOUNG = lawful_idno(date(1960, 1, 1)), lawful_idno()
DAY = {"case.received_on": "2026-11-02"}
EXAMPLES = [
    ("_common", "GEN-19.term", DAY | {"mandate.term_text": "至办结为止"}, "pass"),
    (
        "_common",
        "GEN-19.term",
        DAY | {"mandate.term_text": "半年", "mandate.term": "2026-01-01/2026-06-30"},
        "fail",
    ),
    (
        "_common",
        "GEN-30.place",
        {"form.biz_address": "福州市鼓楼区样例路8号", "param.jurisdiction": "福州市鼓楼区"},
        "pass",
    ),
    (
        "_common",
        "GEN-30.place",
        {
            "form.biz_address": "福州市台江区样例路8号",
            "param.jurisdiction": "福州市鼓楼区",
            "param.jurisdiction_codes": "350102;350103",
        },
        "pass",
    ),
    (
        "disabled_subsidy",
        "CJBT-03.member",
        {
            "form.idno": OLD,
            "registry.low_income.member_idnos": f"{YOUNG};{OLD}",
            "registry.low_income.valid": "true",
        },
        "pass",
    ),
    (
        "disabled_subsidy",
        "CJBT-03.member",
        {
            "form.idno": OLD,
            "registry.low_income.member_idnos": YOUNG,
            "registry.low_income.valid": "true",
        },
        "fail",
    ),
    (
        "disabled_subsidy",
        "CJBT-11.amount",
        {"result.amount": "360", "param.monthly_standard": "120", "form.months": "3"},
        "pass",
    ),
    (
        "drainage_permit",
        "PSXK-07.term",
        {
            "form.trade": "建筑施工",
            "form.valid_to": "2027-02-01",
            "form.works_to": "2027-01-31",
            "form.valid_years": "1",
            "param.most_years": "5",
        },
        "fail",
    ),
    (
        "drainage_permit",
        "PSXK-03.fits",
        {
            "form.trade": "餐饮",
            "param.pretreatment_by_trade": "餐饮=隔油池;洗车=沉淀池;洗车=隔油池",
            "form.pretreatment": "化粪池;隔油池",
        },
        "pass",
    ),
    (
        "elder_allowance",
        "GLJT-08.amount",
        {
            "result.amount": "300",
            "form.band": "90-99",
            "param.standard_by_band": "80-89=50;90-99=100",
            "form.months": "3",
        },
        "pass",
    ),
    (
        "elder_card",
        "LNYD-06.band",
        DAY
        | {
            "form.band": "60-64",
            "param.band_starts": "60-64=60;65-69=65",
            "param.band_ends": "60-64=64;65-69=69",
            "id_card.birth": "1961-11-02",
        },
        "fail",
    ),
    (
        "flexible_subsidy",
        "LHJY-03.amount",
        {
            "form.subsidy": "666.67",
            "registry.insurance.paid": "600;500",
            "param.month_base": "500",
            "param.ratio": "0.66667",
        },
        "pass",
    ),
    (
        "flexible_subsidy",
        "LHJY-08.once",
        {"form.months": "2026-01-01;2026-02-01", "registry.subsidies.months": "2025-12-01;2026-02-01"},
        "fail",
    ),
    (
        "food_license_new",
        "SPXB-03.scope",
        {
            "licence.scope": "许可项目:餐饮服务(依法须经批准的项目,经相关部门批准后方可开展经营活动)",
            "licence.scope_complete": "true",
            "form.biz_items": "热食类食品制售;自制饮品制售",
            "param.scope_dictionary": "热食类食品制售=餐饮服务;自制饮品制售=餐饮服务;自制饮品制售=饮品店",
        },
        "pass",
    ),
    (
        "food_license_new",
        "SPXB-09.enough",
        DAY
        | {
            "health_cert.valid_tos": "2026-11-02;2026-11-01;2027-01-01",
            "health_cert.complete": "true",
            "form.staff_count": "3",
        },
        "fail",
    ),
    (
        "food_license_renew",
        "SPYX-10.from",
        {
            "case.approved_on": "2026-11-05",
            "license.valid_to": "2026-11-20",
            "result.valid_from": "2026-11-21",
        },
        "pass",
    ),
    (
        "food_license_renew",
        "SPYX-10.from",
        {
            "case.approved_on": "2026-11-25",
            "license.valid_to": "2026-11-20",
            "result.valid_from": "2026-11-21",
        },
        "fail",
    ),
    (
        "freight_license",
        "DLHY-06.age",
        DAY | {"form.driver_idnos": f"{YOUNG};{OLD}", "param.most_driver_age": "60"},
        "fail",
    ),
    (
        "freight_license",
        "DLHY-06.age",
        DAY | {"form.driver_idnos": f"{YOUNG};{OLD}", "param.most_driver_age": "66"},
        "pass",
    ),
    (
        "housing_fund_rent",
        "GJZF-03.unit",
        {"form.amount": "1250", "param.amount_step": "100"},
        "fail",
    ),
    (
        "individual_setup",
        "GTSL-10.family",
        {
            "form.form": "家庭经营",
            "form.members": "林样例;林样本",
            "form.member_idnos": YOUNG,
            "form.members_signed": "true",
        },
        "fail",
    ),
    (
        "labor_dispatch_new",
        "LWXB-03.sum",
        {
            "articles.contributions": "1200000;800000.5",
            "articles.complete": "true",
            "licence.capital": "2000000.5",
        },
        "pass",
    ),
    (
        "labor_dispatch_renew",
        "LWYX-01.in_time",
        {"case.received_on": "2025-03-06", "permit.valid_to": "2025-05-05", "param.early_days": "60"},
        "pass",
    ),
    (
        "labor_dispatch_renew",
        "LWYX-01.in_time",
        {"case.received_on": "2025-03-07", "permit.valid_to": "2025-05-05", "param.early_days": "60"},
        "fail",
    ),
    (
        "labor_dispatch_renew",
        "LWYX-05.insured",
        {
            "business_report.dispatched": "100",
            "business_report.insured": "90",
            "param.insured_tolerance": "0.1",
        },
        "pass",
    ),
    (
        "logging_permit",
        "LMCF-03.area",
        {"form.area_ha": "0.5", "param.mu_per_ha": "15", "title.area_mu": "7.4"},
        "fail",
    ),
    (
        "nurse_renew",
        "HSYX-07.to",
        {"certificate.valid_to": "2026-11-20", "result.valid_to": "2031-11-20", "param.licence_years": "5"},
        "pass",
    ),
    (
        "public_place_new",
        "GGCS-05.items",
        {
            "form.category": "美容店",
            "param.items_by_category": "美容店=空气;美容店=微小气候;理发店=空气",
            "report.items": "室内空气质量;微小气候",
            "report.complete": "true",
        },
        "pass",
    ),
    (
        "special_equip_use",
        "TZSB-08.kind",
        {
            "product_data.code": "51103500020260001",
            "form.kind": "场(厂)内专用机动车辆",
            "param.code_by_kind": "电梯=3110;场(厂)内专用机动车辆=5110",
        },
        "pass",
    ),
    (
        "taiwan_individual",
        "TWGT-01.number",
        {"form.doc_type": "台湾居民来往大陆通行证", "form.doc_no": "A123456789", "form.birth": "1990-05-01"},
        "fail",
    ),
    (
        "teacher_cert",
        "JSZG-05.chinese",
        {
            "form.subject": "语文",
            "mandarin.level": "二级乙等",
            "param.mandarin_order": "三级乙等;三级甲等;二级乙等;二级甲等;一级乙等;一级甲等",
        },
        "fail",
    ),
    (
        "tobacco_renew",
        "YCYX-05.length",
        {"form.susp_from": "2026-12-01", "form.susp_to": "2027-12-02", "param.most_susp_days": "365"},
        "fail",
    ),
    (
        "vehicle_annual",
        "DLNS-01.plate",
        {"vehicle_licence.plate": "闽D·12345", "permit.plate": "闽D12345"},
        "pass",
    ),
    (
        "waste_transport_record",
        "ZYBA-05.amount",
        {
            "contract.unit_price": "12.5",
            "contract.quantity": "800",
            "contract.amount": "10001",
            "param.amount_gap": "1",
        },
        "pass",
    ),
    (
        "waste_transport_record",
        "ZYBA-07.vehicles",
        {
            "form.plates": "闽A12345;闽A54321",
            "registry.vehicles.plates": "闽A12345",
            "registry.vehicles.sealed_and_located": "true",
        },
        "fail",
    ),
]


@pytest.mark.parametrize(
    ("item", "name", "values", "expected"), EXAMPLES, ids=[f"{e[1]}-{e[3]}" for e in EXAMPLES]
)
def test_expressions_mean_what_their_points_say(item, name, values, expected):
    types = types_of(item)
    found = parse(expressions_of(item)[name], types)
    assert isinstance(found, Expression)
    facts = Facts({key: certain(key, types[key], value) for key, value in values.items()})
    verdict = found.condition.verdict(facts, Surroundings(calendar=WeekCalendar()))
    assert (verdict.outcome.value, verdict.errors) == (expected, frozenset())
