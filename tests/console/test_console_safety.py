from dataclasses import replace

import pytest
from loguru import logger

from cases.errors import StorageError
from tests.console.province import nurse_case
from tests.console.world import FIRST, Browser

KEY = f"fuzhou:{FIRST}"
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</textarea><script>alert(2)</script>",
]


@pytest.mark.parametrize("path", ["/login", "/queue", f"/case/{KEY}", "/static/console.js", "/no/such/page"])
def test_every_answer_carries_the_safety_headers(clerk, path):
    headers = clerk.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/login", "/queue", f"/case/{KEY}"])
def test_pages_hold_no_inline_script_no_inline_style_and_no_outside_address(clerk, path):
    page = clerk.get(path).text
    assert "<script>" not in page
    assert " style=" not in page
    assert " on" + "click=" not in page
    assert "http://" not in page.replace("http://127.0.0.1", "")
    assert "https://" not in page


def test_pages_with_personal_data_are_not_kept_by_the_browser(clerk):
    assert clerk.get(f"/case/{KEY}").headers["cache-control"] == "no-store"
    assert clerk.get("/queue").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_an_applicant_wrote_is_shown_as_text(clerk, world, payload):
    seeded = nurse_case(world.evidence, "FZ-XSS-1", name=payload)
    files = tuple(replace(file, name=payload, slot=payload) for file in seeded.submission.files)
    notice = replace(seeded.review.words.notice, intro=payload)
    hostile = seeded.with_words(notice=notice, opinion=payload)
    world.add(replace(hostile, submission=replace(seeded.submission, files=files)))
    for path in ("/queue", "/case/fuzhou:FZ-XSS-1", f"/queue?q={payload}"):
        assert payload not in clerk.get(path).text


def test_what_looks_like_a_template_is_shown_as_it_stands(clerk, world):
    payload = "{{ 7*7 }}{% raw %}${jndi:x}"
    seeded = nurse_case(world.evidence, "FZ-XSS-2", name=payload)
    world.add(seeded.with_words(notice=replace(seeded.review.words.notice, intro=payload)))
    assert clerk.get("/case/fuzhou:FZ-XSS-2").text.count(payload) >= 2


@pytest.mark.parametrize("form", [{}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": "汉字"}])
def test_a_form_without_the_sessions_token_changes_nothing(clerk, world, form):
    review = world.cases.case(KEY).review_sha256
    answer = clerk.client.post(
        f"/decide/{KEY}", data={"kind": "return", "opinion": "退回", "review": review, **form}
    )
    assert answer.status_code == 403
    assert world.cases.case(KEY).decision is None


def test_the_token_of_another_session_does_not_fit(clerk, world):
    other = Browser(world.app())
    other.log_in("陈审批")
    answer = clerk.client.post("/logout", data={"csrf": other.token()})
    assert answer.status_code == 403


def test_a_request_started_by_another_site_is_refused_even_with_the_token(clerk):
    answer = clerk.client.post(
        "/logout", data={"csrf": clerk.token()}, headers={"origin": "http://evil.example"}
    )
    assert answer.status_code == 403


def test_reading_never_changes_anything(clerk):
    for path in (f"/decide/{KEY}", f"/decide/check/{KEY}", "/logout", "/admin/users/switch"):
        assert clerk.get(path).status_code in {404, 405}


def test_an_unforeseen_error_becomes_a_numbered_page_and_a_log_line_without_personal_data(clerk, world):
    def broken(*args, **more):
        raise RuntimeError("林晓岚 350199199203124026")

    lines: list[str] = []
    sink = logger.add(lines.append, format="{message} {extra}")
    world.cases.cases = broken
    answer = clerk.get("/queue")
    logger.remove(sink)
    assert answer.status_code == 500
    assert "错误编号" in answer.text
    number = answer.text.split("<strong>")[1].split("</strong>")[0]
    assert number in "".join(lines)
    assert "350199" not in answer.text + "".join(lines)
    assert "林晓岚" not in "".join(lines)
    assert answer.headers["content-security-policy"]


def test_a_typed_error_shows_its_own_remedy(clerk, world):
    def refused(*args, **more):
        raise StorageError("locked")

    world.cases.cases = refused
    answer = clerk.get("/queue")
    assert answer.status_code == 503
    assert "请检查数据库" in answer.text


def test_an_unknown_case_is_a_plain_not_found(clerk):
    answer = clerk.get("/case/fuzhou:none")
    assert answer.status_code == 404
    assert "查无此办件" in answer.text


def test_an_expired_session_sends_htmx_to_the_login(visitor):
    answer = visitor.client.get("/queue", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"].startswith("/login")
