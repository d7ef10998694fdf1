"""Accounts: roles and what they may, passwords, the first administrator."""

import re
import secrets
from datetime import datetime
from enum import StrEnum

from pwdlib import PasswordHash

from cases.storage import Role, User, UserStore

SHORTEST_PASSWORD = 10
NAME = re.compile(r"[\w.@-]{2,64}")
HASHER = PasswordHash.recommended()
NOBODY = HASHER.hash(secrets.token_urlsafe(16))


class Right(StrEnum):
    """What a page or a form asks for."""

    READ = "read"
    DECIDE = "decide"
    ADMINISTER = "administer"
    AUDIT = "audit"


RIGHTS = {
    Role.CLERK: frozenset({Right.READ, Right.DECIDE}),
    Role.ADMIN: frozenset({Right.READ, Right.ADMINISTER, Right.AUDIT}),
    Role.AUDITOR: frozenset({Right.READ, Right.AUDIT}),
}


class AccountRefused(ValueError):  # noqa: N818 (says what happened, as cases/errors.py does)
    """The account can't be made like this; the message is for the administrator."""


def may(role: Role, right: Right) -> bool:
    """Tell whether a role holds a right."""
    return right in RIGHTS[role]


def checked(users: UserStore, username: str, password: str) -> User | None:
    """Return the account when the password is right; takes equally long for a name nobody has."""
    user = users.user(username)
    is_right = HASHER.verify(password, user.password_hash if user else NOBODY)
    return user if user and is_right and not user.disabled else None


def create(users: UserStore, *, username: str, role: Role, password: str, at: datetime) -> User:
    """Create an account, or say why not."""
    if not NAME.fullmatch(username):
        raise AccountRefused("账号名只能用 2 到 64 个字母、数字、汉字、点、横线或 @。")
    if len(password) < SHORTEST_PASSWORD:
        raise AccountRefused(f"密码至少 {SHORTEST_PASSWORD} 位。")
    if users.user(username):
        raise AccountRefused(f"账号“{username}”已经存在。")
    return users.create_user(username=username, role=role, password_hash=HASHER.hash(password), at=at)


def ensure(users: UserStore, *, username: str, role: Role, password: str, at: datetime) -> str | None:
    """Create the account unless it is there; without a password a random one is made and returned."""
    if users.user(username):
        return None
    made = password or secrets.token_urlsafe(12)
    create(users, username=username, role=role, password=made, at=at)
    return None if password else made
