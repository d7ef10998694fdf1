"""Pre-review for applicants: the same review as at the desk, bounded in every way, and nothing is kept."""

import json
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from loguru import logger

from cases.case import CaseState
from cases.replay import replay_each
from cases.review import ReviewDesk
from cases.verify import verify_all
from console.pre_review import Bounds
from console.pre_review_answer import PreReviewAnswer
from ocr.document import Refusal
from tests.console.world import Browser, empty_world
from tests.fakes import FakeBook, small_scenario
from tests.fakes.scenario import IDNO, a_letter, an_id_card

API = "/api/pre-review"
CASE = {
    "item": "nurse_change",
    "area": "fuzhou",
    "form": {"name": "林晓岚", "身份证号": IDNO},
    "materials": [{"file": "card.jpg", "name": "身份证"}],
}
FILES = [
    ("files", ("card.jpg", b"card", "image/jpeg")),
    ("files", ("letter.jpg", b"letter", "image/jpeg")),
]
KEY = "k" * 32
BEARER = {"authorization": f"Bearer {KEY}"}


@pytest.fixture
def desk(tmp_path, password_hash):
    """A world whose reader knows a card and an unsealed letter; anybody may ask."""
    made = empty_world(tmp_path, password_hash)
    made.bounds = Bounds(is_public=True, key=KEY)
    made.reader.knows(b"card", an_id_card())
    made.reader.knows(b"letter", a_letter(sealed=False))
    yield made
    made.cases.database.close()


def ask(browser: Browser, case: object = CASE, files=FILES, headers=None, **data: str):
    text = case if isinstance(case, str) else json.dumps(case, ensure_ascii=False)
    return browser.client.post(API, data={"case": text, **data}, files=files, headers=headers)


def test_a_review_comes_back_in_the_shape_of_the_command_line_with_the_notice_as_a_model(desk):
    told = ask(Browser(desk.app()), headers=BEARER).json()
    assert PreReviewAnswer.model_validate(told)
    assert told["scenario"] == "fuzhou/nurse_change"
    assert [one["code"] for one in told["deficiencies"]] == ["P-04_SEALED"]
    assert told["notice_model"]["groups"][0]["title"] == "聘用证明"
    assert "请改正" in told["notice"]
    assert told["elements"]["id_card.idno"]["value"] == IDNO
    assert [(one["file"], one["slot"], one["kind"]) for one in told["files"]] == [
        ("card.jpg", "身份证", "id_card"),
        ("letter.jpg", "", "employment_letter"),
    ]
    assert told["kept"] is None
    assert "不是受理或许可决定" in told["disclaimer"]


def test_the_scenario_may_be_named_and_the_case_may_be_sent_as_a_file(desk):
    browser = Browser(desk.app())
    bare = json.dumps({"form": CASE["form"]}, ensure_ascii=False).encode()
    parts = [("case", ("case.json", bare, "application/json")), *FILES]
    answer = browser.client.post(API, data={"scenario": "fuzhou/nurse_change"}, files=parts)
    assert answer.status_code == 200, answer.text
    assert answer.json()["scenario"] == "fuzhou/nurse_change"


def everything_in(folder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("headers", [None, BEARER], ids=["anybody", "key"])
def test_nothing_at_all_is_left_in_the_data_folder_or_in_the_log(desk, tmp_path, headers):
    browser = Browser(desk.app())
    lines: list[str] = []
    sink = logger.add(lines.append, format="{message} {extra}", level=0)
    before = everything_in(tmp_path)
    answer = ask(browser, headers=headers)
    logger.remove(sink)
    assert answer.status_code == 200
    assert everything_in(tmp_path) == before
    assert desk.cases.cases() == ()
    assert not any(secret in line for line in lines for secret in ("林晓岚", IDNO, "card.jpg"))


def test_the_key_and_the_signed_in_are_told_what_registers_say_and_nobody_else(desk):
    known = ask(Browser(desk.app()), headers=BEARER).json()
    assert known["elements"]["registry.nurses.status"]["value"] == "有效"
    asked = len(desk.registry.asked)
    public = ask(Browser(desk.app())).json()
    assert public["elements"]["registry.nurses.status"]["value"] is None
    assert len(desk.registry.asked) == asked


def test_the_public_is_not_told_what_would_help_a_forger(desk):
    desk.reader.knows(b"letter", replace(a_letter(), integrity=("tamper_suspected", "hidden_text")))
    public, known = ask(Browser(desk.app())).json(), ask(Browser(desk.app()), headers=BEARER).json()
    assert {"tamper_suspected", "hidden_text"} <= {one["code"] for one in known["reasons"]}
    assert {one["code"] for one in public["reasons"]} == {"needs_clerk"}
    assert "tamper" not in json.dumps(public)


def test_without_the_setting_one_must_sign_in_or_have_the_key(desk):
    desk.bounds = replace(desk.bounds, is_public=False)
    browser = Browser(desk.app())
    refused = ask(browser)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert refused.json()["code"] == "unauthorized"
    assert ask(browser, headers={"authorization": f"Bearer {KEY[:-1]}x"}).status_code == 401
    assert ask(browser, headers={"authorization": f"Basic {KEY}"}).status_code == 401
    assert ask(browser, headers=BEARER).status_code == 200
    browser.log_in("陈审批")
    assert ask(browser).status_code == 200
    assert browser.get("/pre-review").status_code == 200
    assert Browser(desk.app()).get("/pre-review").headers["location"].startswith("/login")


def test_without_a_configured_key_no_key_opens(desk):
    desk.bounds = Bounds()
    assert ask(Browser(desk.app()), headers={"authorization": "Bearer "}).status_code == 401


def test_a_page_of_another_site_can_not_ask(desk):
    answer = ask(Browser(desk.app()), headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "forbidden"


def test_keeping_needs_somebody_signed_in_and_the_sessions_token(desk):
    browser = Browser(desk.app())
    assert ask(browser, keep="true").status_code == 403
    assert ask(browser, keep="true", headers=BEARER).status_code == 403
    browser.log_in("陈审批")
    refused = ask(browser, keep="true", csrf="0" * 64)
    assert (refused.status_code, refused.json()["code"]) == (403, "may_not_keep")
    assert desk.cases.cases() == ()


def test_what_was_kept_is_a_case_that_can_be_verified_and_replayed(desk):
    browser = Browser(desk.app())
    browser.log_in("陈审批")
    told = ask(browser, keep="true", csrf=browser.token()).json()
    (case,) = desk.cases.cases()
    assert told["kept"] == case.ref.key
    assert case.state is CaseState.REVIEWED
    assert verify_all(store=desk.cases, evidence=desk.evidence) == ()
    assert {entry.actor for entry in desk.cases.audit_entries(case.ref.key)} == {"陈审批"}
    (again,) = replay_each(
        desk.cases.reviewed(),
        book=FakeBook(small_scenario()),
        evidence=desk.evidence,
        desk=ReviewDesk(registry=desk.registry, audit_key=b"k"),
    )
    assert again.identical, again


def many(n: int):
    return [("files", (f"{i}.jpg", b"card", "image/jpeg")) for i in range(n)]


@pytest.mark.parametrize(
    ("sent", "status", "code", "says"),
    [
        ({"files": many(31)}, 413, "too_many_files", "最多提交 30 个"),
        ({"files": [("files", ("a.jpg", b"x" * 2_000, ""))]}, 413, "file_too_big", "a.jpg"),
        ({"files": many(1), "padding": "x" * 30_000}, 413, "form_too_big", "过多"),
        ({"files": [("files", ("a.jpg", b"x" * 200_000, ""))]}, 413, "too_big", "不能超过"),
        ({"files": [("files", ("a.jpg", b"", ""))]}, 422, "empty_file", "是空的"),
        (
            {"files": [("files", ("a.jpg", b"1", "")), ("files", ("b/a.jpg", b"2", ""))]},
            422,
            "same_name",
            "同名",
        ),
        ({"files": [("other", ("a.jpg", b"1", ""))]}, 422, "unknown_part", "other"),
        ({"surprise": "1"}, 422, "unknown_part", "surprise"),
        ({"case": "{"}, 422, "bad_case_file", "不是合法的 JSON"),
        ({"case": "[" * 5_000}, 422, "bad_case_file", "case.json"),
        ({"case": '{"form": {"name": "a", "name": "b"}}'}, 422, "bad_case_file", "写了两次"),
        ({"case": {**CASE, "form": {"nmae": "x"}}}, 422, "bad_case_file", "nmae"),
        ({"case": {**CASE, "materials": [{"file": "none.jpg"}]}}, 422, "bad_case_file", "none.jpg"),
        ({"case": {"form": {}}}, 422, "bad_case_file", "scenario"),
        ({"scenario": "../../etc"}, 404, "scenario_missing", "没有适用的场景"),
        ({"case": {**CASE, "received_on": "2026-02-30"}}, 422, "bad_case_file", "应为日期"),
    ],
)
def test_what_is_too_much_or_wrong_is_told_in_chinese(desk, sent, status, code, says):
    desk.bounds = replace(desk.bounds, file_bytes=1_000, total_bytes=100_000, case_bytes=20_000)
    answer = ask(Browser(desk.app()), **{"files": FILES, **sent})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert says in answer.json()["message"]
    assert desk.cases.cases() == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        (b"\x00\xff" * 500, "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="case"\r\n\r\n\xff\xfe\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\n" + b"A: b\r\n" * 5_000, "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="case"\r\n\r\n{}\r\n--x--\r\n',
            "multipart/form-data; boundary=x; charset=no-such-charset",
        ),
        (b"{}", "application/json"),
        (b"case=1", "application/x-www-form-urlencoded"),
    ],
)
def test_broken_requests_are_refused_in_chinese_and_break_nothing(desk, body, kind):
    browser = Browser(desk.app())
    answer = browser.client.post(API, content=body, headers={"content-type": kind})
    assert 400 <= answer.status_code < 500, answer.text
    assert any("\u4e00" <= character <= "\u9fff" for character in answer.json()["message"])
    assert ask(browser).status_code == 200


def test_more_is_not_read_than_allowed_whatever_was_announced(desk):
    desk.bounds = replace(desk.bounds, total_bytes=10_000)

    def pieces():
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        for _ in range(1_000):
            sent.append(1)
            yield b"x" * 1_000

    sent: list[int] = []
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = Browser(desk.app()).client.post(API, content=pieces(), headers=headers)
    assert answer.json()["code"] == "too_big"


def test_too_many_requests_of_one_client_are_told_to_wait_and_others_are_not(desk):
    desk.bounds = replace(desk.bounds, hourly=2)
    browser = Browser(desk.app())
    assert [ask(browser).status_code for _ in range(3)] == [200, 200, 429]
    late = ask(browser)
    assert int(late.headers["retry-after"]) == 3600
    assert "60 分钟" in late.json()["message"]
    assert ask(browser, headers=BEARER).status_code == 200
    desk.clock.at += timedelta(hours=1)
    assert ask(browser).status_code == 200


def test_a_review_that_takes_too_long_is_told_to_come_back_and_a_full_queue_too(desk):
    desk.bounds = replace(desk.bounds, timeout_s=2.0, waiting=0)
    go_on, began = Event(), Event()

    def slowly(name: str) -> None:
        began.set()
        go_on.wait(20)

    desk.reader.before_reading = slowly
    browser = Browser(desk.app())
    with browser.client:
        late = ask(browser)
        busy = ask(browser)
        assert (late.status_code, late.json()["code"]) == (503, "timeout")
        assert (busy.status_code, busy.json()["code"]) == (503, "busy")
        assert int(late.headers["retry-after"]) > 0
        assert int(busy.headers["retry-after"]) > 0
        assert browser.get("/login").status_code == 200
        go_on.set()
    assert began.is_set()
    assert desk.reader.read_names == ["card.jpg"], "whoever gave up leaves no work behind"
    assert desk.reader.is_closed


def test_a_reader_that_breaks_is_an_error_number_and_the_next_one_is_served(desk):
    def broken(name: str) -> None:
        raise RuntimeError(f"林晓岚 {IDNO}")

    browser = Browser(desk.app())
    desk.reader.before_reading = broken
    answer = ask(browser)
    assert answer.status_code == 500
    assert answer.json()["number"]
    assert "林晓岚" not in answer.text
    desk.reader.before_reading = None
    assert ask(browser).status_code == 200


def test_the_interface_describes_itself_with_examples_and_nothing_but_itself(desk):
    told = Browser(desk.app()).get("/api/openapi.json").json()
    assert list(told["paths"]) == [API]
    post = told["paths"][API]["post"]
    parts = post["requestBody"]["content"]["multipart/form-data"]
    assert parts["schema"]["required"] == ["case"]
    assert json.loads(parts["examples"]["nurse"]["value"]["case"])["item"] == "nurse_change"
    assert {"200", "401", "413", "415", "422", "429", "503"} <= set(post["responses"])
    for status, described in post["responses"].items():
        if status != "200":
            assert set(described["content"]["application/json"]["example"]) == {"code", "message"}


PAGE = "/pre-review"


def send_page(browser: Browser, files=(), **fields: str):
    data = {"scenario": "fuzhou/nurse_change", "field:name": "林晓岚", "field:idno": IDNO, **fields}
    parts = list(files) or [("file:", ("", b"", "application/octet-stream"))]
    return browser.client.post(PAGE, data=data, files=parts)


ON_PAGE = [
    ("file:id_card", ("x.jpg", b"card", "image/jpeg")),
    ("file:letter", ("x.jpg", b"letter", "image/jpeg")),
]


def test_the_page_lets_choose_fill_in_and_shows_what_to_mend(desk):
    browser = Browser(desk.app())
    assert "护士执业注册（变更执业地点）" in browser.get(PAGE).text
    form = browser.get(f"{PAGE}?scenario=fuzhou/nurse_change").text
    assert 'name="field:idno"' in form
    assert 'name="file:letter"' in form
    page = send_page(browser, ON_PAGE).text
    assert "发现 1 处需要补正" in page
    assert "请改正" in page
    assert "依据：《护士条例》第十条" in page
    assert 'value="林晓岚"' in page, "what was typed still stands there"
    assert desk.cases.cases() == ()


def test_the_page_takes_a_form_without_files_and_says_that_materials_are_missing(desk):
    page = send_page(Browser(desk.app())).text
    assert "pre-result" in page
    assert "收到的文件" not in page


def test_the_page_shows_refused_files_and_problems_and_keeps_what_was_typed(desk):
    refused = Refusal(code="encrypted", message="文件有密码")
    desk.reader.knows(b"locked", replace(an_id_card(), pages=(), readings={}, kind=None, refusal=refused))
    browser = Browser(desk.app())
    assert "文件有密码" in send_page(browser, [("file:id_card", ("a.pdf", b"locked", ""))]).text
    stale = send_page(browser, [("file:gone", ("a.pdf", b"locked", ""))])
    assert stale.status_code == 422
    assert "页面已过期" in stale.text
    assert 'value="林晓岚"' in stale.text


@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"]
)
def test_the_page_shows_what_was_typed_as_text(desk, payload):
    fields = {"field:name": payload}
    page = send_page(Browser(desk.app()), [("file:id_card", (f"{payload}.jpg", b"card", ""))], **fields).text
    assert payload.replace("{{ 7*7 }}", "49") not in page
    assert "pre-result" in page


def test_the_page_keeps_for_the_signed_in_only_when_asked(desk):
    browser = Browser(desk.app())
    browser.log_in("陈审批")
    form = browser.get(f"{PAGE}?scenario=fuzhou/nurse_change").text
    token = form.split('name="csrf" value="')[1].split('"')[0]
    send_page(browser, ON_PAGE, csrf=token)
    assert desk.cases.cases() == ()
    page = send_page(browser, ON_PAGE, csrf=token, keep="true").text
    assert desk.cases.cases()[0].ref.key in page
    assert "保存本次预审" not in Browser(desk.app()).get(f"{PAGE}?scenario=fuzhou/nurse_change").text


def test_a_page_that_is_refused_in_the_middle_says_why(desk):
    desk.bounds = replace(desk.bounds, hourly=1)
    browser = Browser(desk.app())
    send_page(browser, ON_PAGE)
    again = send_page(browser, ON_PAGE)
    assert again.status_code == 429
    assert "预审次数过多" in again.text
    assert again.headers["retry-after"]
    assert browser.get(f"{PAGE}?scenario=no/thing").status_code == 404
