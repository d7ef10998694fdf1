"""Accounts and sessions of the console, on SQLite and PostgreSQL."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.errors import UserConflict
from cases.storage import Role, UserStore

AT = datetime(2026, 11, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)


@pytest.fixture
def users(database) -> UserStore:
    return UserStore(database)


@pytest.fixture
def name(users) -> str:
    name = f"chen-{uuid.uuid4().hex[:8]}"
    users.create_user(username=name, role=Role.CLERK, password_hash="$argon2$", at=AT, shown_name="陈科员")
    return name


def test_an_account_comes_back_as_it_was_made(users, name):
    user = users.user(name)
    assert (user.role, user.shown_name, user.password_hash) == (Role.CLERK, "陈科员", "$argon2$")
    assert (user.disabled, user.created_at) == (False, AT)
    assert user in users.users()
    assert users.user("nobody") is None


def test_a_name_is_given_once_and_only_known_roles_exist(users, name):
    with pytest.raises(UserConflict):
        users.create_user(username=name, role=Role.ADMIN, password_hash="x", at=AT)
    with pytest.raises(ValueError, match="root"):
        users.create_user(username="other", role="root", password_hash="x", at=AT)
    with pytest.raises(UserConflict):
        users.set_disabled("nobody", True)


def test_a_session_is_valid_until_it_ends(users, name):
    secret = users.start_session(name, at=AT, expires_at=AT + HOUR)
    assert users.session(secret, at=AT).user.username == name
    assert users.session(secret, at=AT + HOUR) is None
    assert users.session("guessed", at=AT) is None
    users.revoke(secret)
    assert users.session(secret, at=AT) is None


@pytest.mark.parametrize("change", ["password", "disabled"])
def test_changing_or_disabling_an_account_signs_it_out_everywhere(users, name, change):
    secrets = [users.start_session(name, at=AT, expires_at=AT + HOUR) for _ in range(2)]
    if change == "password":
        users.set_password(name, "$new$")
        assert users.user(name).password_hash == "$new$"
    else:
        users.set_disabled(name, True)
        users.set_disabled(name, False)
    assert [users.session(secret, at=AT) for secret in secrets] == [None, None]
