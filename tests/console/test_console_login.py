from datetime import timedelta

import pytest

from console.throttle import HourlyLimit, LoginThrottle
from console.visitors import COOKIE
from tests.console.world import NOW, PASSWORD, Browser


@pytest.mark.parametrize(
    "path", ["/", "/queue", "/case/fuzhou:x", "/admin/users", "/audit", "/picture/ab/1/fuzhou:x"]
)
def test_nobody_sees_a_page_without_logging_in(visitor, path):
    answer = visitor.get(path)
    while answer.headers.get("location") == "/queue":
        answer = visitor.get("/queue")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


def test_the_right_password_opens_a_session_in_a_strict_cookie(visitor):
    answer = visitor.log_in("陈审批")
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 303
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "陈" not in cookie
    assert visitor.get("/queue").status_code == 200


def test_over_https_the_cookie_never_travels_in_the_clear(world):
    answer = Browser(world.app(), base_url="https://127.0.0.1").log_in("陈审批")
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("name", "password"), [("陈审批", "wrong password"), ("nobody", PASSWORD), ("' OR 1=1 --", "x")]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(visitor, name, password):
    answer = visitor.log_in(name, password)
    assert answer.status_code == 401
    assert "账号或密码不对" in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


def test_the_store_never_holds_the_cookie_itself(visitor, world):
    visitor.log_in("陈审批")
    secret = visitor.client.cookies[COOKIE]
    raw = world.cases.database.engine.raw_connection().driver_connection.execute(
        "SELECT id FROM minshen_session"
    )
    assert secret not in [row[0] for row in raw.fetchall()]


def test_wrong_passwords_slow_the_account_down_and_time_heals_it(visitor, world):
    statuses = [visitor.log_in("陈审批", "wrong").status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 401, 429]
    assert visitor.log_in("陈审批").status_code == 429
    world.clock.at = NOW + timedelta(minutes=1)
    assert visitor.log_in("陈审批").status_code == 303


def test_the_back_off_doubles_up_to_its_longest_and_knows_few_names():
    throttle = LoginThrottle(free=1, longest_s=10, size=2)
    waits = []
    for _ in range(5):
        throttle.failed("a", NOW)
        waits.append(throttle.wait_s("a", NOW))
    assert waits == [2, 4, 8, 10, 10]
    throttle.failed("b", NOW)
    throttle.failed("c", NOW)
    assert throttle.wait_s("a", NOW) == 0


def test_logging_out_ends_the_session_on_the_server(clerk):
    secret = clerk.client.cookies[COOKIE]
    clerk.send("/logout")
    clerk.client.cookies.set(COOKIE, secret)
    assert clerk.get("/queue").status_code == 303


@pytest.mark.parametrize("pause", [timedelta(minutes=31), timedelta(hours=11)])
def test_an_idle_session_ends(clerk, world, pause):
    world.clock.at = NOW + pause
    assert clerk.get("/queue").status_code == 303


def test_a_disabled_account_is_out_at_once(clerk, world):
    world.users.set_disabled("陈审批", True)
    assert clerk.get("/queue").status_code == 303
    assert clerk.log_in("陈审批").status_code == 401


@pytest.mark.parametrize(
    "target", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_login_leads_to_our_own_pages_only(visitor, target):
    answer = visitor.client.post("/login", data={"name": "陈审批", "password": PASSWORD, "to": target})
    assert answer.headers["location"] == "/queue"


def test_another_site_can_not_log_anybody_in(visitor):
    form = {"name": "陈审批", "password": PASSWORD}
    assert (
        visitor.client.post("/login", data=form, headers={"origin": "http://evil.example"}).status_code == 403
    )
    assert (
        visitor.client.post("/login", data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    )


def test_logins_stand_in_the_audit_chain_without_the_tried_name(visitor, world):
    visitor.log_in("350199199203124026", "x" * 12)
    visitor.log_in("陈审批")
    entries = [entry for entry in world.cases.audit_entries() if entry.event in {"login", "login_failed"}]
    assert [(entry.actor, entry.event) for entry in entries] == [
        ("未登录", "login_failed"),
        ("陈审批", "login"),
    ]


def test_the_hourly_limit_counts_each_client_by_itself_and_forgets_after_an_hour():
    limit = HourlyLimit(2, size=2)
    assert [limit.wait_s("a", NOW), limit.wait_s("a", NOW + timedelta(minutes=10))] == [0, 0]
    assert limit.wait_s("a", NOW + timedelta(minutes=20)) == 40 * 60
    assert limit.wait_s("b", NOW + timedelta(minutes=20)) == 0
    assert limit.wait_s("a", NOW + timedelta(hours=1)) == 0
    assert limit.wait_s("a", NOW + timedelta(hours=1)) == 10 * 60


def test_the_hourly_limit_remembers_only_so_many_clients():
    limit = HourlyLimit(1, size=2)
    assert [limit.wait_s(client, NOW) for client in ("a", "b", "c")] == [0, 0, 0]
    assert limit.wait_s("c", NOW) > 0
    assert limit.wait_s("a", NOW) == 0
