"""The driver on real pages in a real browser, with everything the old systems do to a robot."""

import pytest

from cases.case import DeliveryKind, Standing
from cases.errors import (
    CaptchaFailed,
    DeliveryDoubt,
    LoginFailed,
    PageTimeout,
    UnexpectedDialog,
    WrongCase,
)
from simulator.province import Province
from tests.bots.world import intent_for, plain_case, ref_of, robot_on
from tests.fakes import MemoryEvidence

pytestmark = pytest.mark.browser
AREAS = ("fuzhou", "pingtan")


@pytest.fixture
def evidence():
    return MemoryEvidence()


@pytest.mark.parametrize("area", AREAS)
def test_the_list_is_read_over_all_its_pages_without_doubles(area, province, robots):
    refs = robots[area].list_waiting()
    waiting = [
        n for n, c in province.systems[area].cases.items() if province.systems[area].decision(n) is None
    ]
    assert sorted(ref.number for ref in refs) == sorted(waiting)
    assert len(refs) > 10
    by_number = {ref.number: ref for ref in refs}
    for number in waiting:
        assert by_number[number] == ref_of(province.systems[area].cases[number])


@pytest.mark.parametrize("area", AREAS)
def test_form_and_materials_come_as_handed_in(area, untouched, robots, evidence):
    case = untouched(area)
    submission = robots[area].read(ref_of(case), evidence)
    assert submission.form == case.form
    assert submission.received_on == case.received_on
    assert [(file.slot, file.name) for file in submission.files] == [(f.slot, f.name) for f in case.files]
    assert [evidence.get(file.sha256) for file in submission.files] == [f.data() for f in case.files]
    assert submission.complete


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("kind", list(DeliveryKind))
def test_a_decision_is_entered_and_read_back(area, kind, province, untouched, robots, evidence):
    case = untouched(area)
    intent = intent_for(ref_of(case), kind=kind)
    assert robots[area].look(intent, evidence).standing is Standing.WAITING
    robots[area].act(intent, evidence)
    look = robots[area].look(intent, evidence)
    assert look.standing is Standing.OURS
    assert look.opinion == intent.opinion
    assert evidence.get(look.screenshot_sha256).startswith(b"\xff\xd8")
    assert intent.trace in evidence.get(look.text_sha256).decode()
    written = [write for write in province.ledger(area).writes if write.number == case.number]
    assert [(write.kind, write.opinion) for write in written] == [(kind.value, intent.opinion)]


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("page", ["list", "detail", "download"])
def test_a_lost_session_is_renewed_and_the_case_goes_on(area, page, province, untouched, robots, evidence):
    case = untouched(area)
    robots[area].list_waiting()
    province.switches(area).turn_on("session_lost", at=page, times=1)
    assert robots[area].read(ref_of(case), evidence).complete
    assert [strike.page for strike in province.switches(area).struck][-1] == page


@pytest.mark.parametrize("area", AREAS)
def test_a_session_lost_while_submitting_is_doubt_and_nothing_was_written(
    area, province, untouched, robots, evidence
):
    case = untouched(area)
    province.switches(area).turn_on("session_lost", at="submit", times=1)
    intent = intent_for(ref_of(case))
    with pytest.raises(DeliveryDoubt):
        robots[area].act(intent, evidence)
    assert robots[area].look(intent, evidence).standing is Standing.WAITING
    assert province.systems[area].decision(case.number) is None


def test_a_slow_page_is_waited_for(province, untouched, robots, evidence):
    case = untouched()
    province.switches("fuzhou").turn_on("slow_page", at="detail", delay_s=1.5, times=1)
    assert robots["fuzhou"].read(ref_of(case), evidence).form == case.form


@pytest.mark.parametrize("area", AREAS)
def test_an_error_page_after_the_write_is_doubt_and_a_look_tells(area, province, untouched, robots, evidence):
    case = untouched(area)
    province.switches(area).turn_on("error_after_write", case=case.number, times=1)
    intent = intent_for(ref_of(case))
    with pytest.raises(DeliveryDoubt):
        robots[area].act(intent, evidence)
    assert robots[area].look(intent, evidence).standing is Standing.OURS


def test_a_list_that_moved_never_opens_another_case_unnoticed(province, untouched, robots, evidence):
    case = untouched()
    intent = intent_for(ref_of(case))
    province.switches("fuzhou").turn_on("list_reordered", times=1)
    with pytest.raises(WrongCase):
        robots["fuzhou"].act(intent, evidence)
    assert province.systems["fuzhou"].decision(case.number) is None
    assert robots["fuzhou"].look(intent, evidence).standing is Standing.WAITING


@pytest.mark.parametrize("area", AREAS)
def test_an_undeclared_dialog_is_dismissed_kept_and_nothing_is_entered(
    area, province, untouched, robots, evidence
):
    case = untouched(area)
    province.switches(area).turn_on("unexpected_dialog", case=case.number, times=1)
    intent = intent_for(ref_of(case))
    with pytest.raises(UnexpectedDialog) as raised:
        robots[area].act(intent, evidence)
    assert province.systems[area].decision(case.number) is None
    assert [w.kind for w in province.ledger(area).writes if w.number == case.number] == []
    picture, text = raised.value.evidence
    assert evidence.get(picture).startswith(b"\xff\xd8")
    assert province.systems[area].look.texts["extra_dialog"] in evidence.get(text).decode()


def test_an_undeclared_dialog_on_opening_stops_the_reading(province, untouched, robots, evidence):
    case = untouched()
    province.switches("fuzhou").turn_on("unexpected_dialog", at="detail", case=case.number, times=1)
    with pytest.raises(UnexpectedDialog):
        robots["fuzhou"].read(ref_of(case), evidence)


@pytest.mark.parametrize("area", AREAS)
def test_the_decision_of_a_colleague_is_seen_as_foreign(area, province, untouched, robots, evidence):
    case = untouched(area)
    province.switches(area).turn_on("decided_by_other", case=case.number)
    intent = intent_for(ref_of(case))
    with pytest.raises(DeliveryDoubt):
        robots[area].act(intent, evidence)
    assert robots[area].look(intent, evidence).standing is Standing.FOREIGN


def test_a_download_cut_short_is_fetched_again(province, untouched, robots, evidence):
    case = untouched()
    province.switches("fuzhou").turn_on("download_cut", case=case.number, times=1)
    submission = robots["fuzhou"].read(ref_of(case), evidence)
    assert [evidence.get(file.sha256) for file in submission.files] == [f.data() for f in case.files]


def test_a_download_that_is_always_cut_makes_the_submission_incomplete(province, untouched, robots, evidence):
    case = untouched()
    province.switches("fuzhou").turn_on("download_cut", case=case.number)
    submission = robots["fuzhou"].read(ref_of(case), evidence)
    assert not submission.complete
    assert submission.files == ()


def test_what_the_permit_raises_leaves_the_control_untouched(province, untouched, robots, evidence):
    case = untouched()

    def refuse() -> None:
        raise PageTimeout("no")

    with pytest.raises(PageTimeout):
        robots["fuzhou"].act(intent_for(ref_of(case)), evidence, refuse)
    assert province.systems["fuzhou"].decision(case.number) is None


def test_a_case_nobody_knows_is_missing(robots, evidence):
    stranger = intent_for(ref_of(plain_case(999)))
    assert robots["fuzhou"].look(stranger, evidence).standing is Standing.MISSING


def test_another_applicant_under_the_number_is_not_the_case(untouched, robots, evidence):
    case = untouched()
    other = ref_of(plain_case(998))
    mixed = type(other)(
        system="fuzhou", number=case.number, item_name=case.item_name, applicant=other.applicant
    )
    with pytest.raises(WrongCase):
        robots["fuzhou"].look(intent_for(mixed), evidence)


def test_a_wrong_captcha_is_tried_again_and_a_wrong_password_is_not(tmp_path):
    with Province([plain_case(1)], folder=tmp_path) as province:
        province.switches("fuzhou").turn_on("wrong_captcha", times=2)
        with robot_on(province) as robot:
            assert len(robot.list_waiting()) == 1
        province.switches("fuzhou").turn_on("wrong_captcha")
        with robot_on(province) as robot, pytest.raises(CaptchaFailed):
            robot.list_waiting()
        province.switches("fuzhou").turn_off()
        province.account = lambda area, place=0: ("fzrobot", "wrong")
        with robot_on(province) as robot, pytest.raises(LoginFailed):
            robot.list_waiting()
