"""Accounts of the console and their sessions; password hashes are made and checked in the console."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import col, select

from cases.errors import UserConflict
from cases.storage.database import Database
from cases.storage.tables import SessionRow, UserRow


class Role(StrEnum):
    """What an account may do in the console."""

    CLERK = "clerk"
    ADMIN = "admin"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """One account of the console."""

    username: str
    shown_name: str
    role: Role
    password_hash: str
    disabled: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser."""

    user: User
    started_at: datetime
    expires_at: datetime


class UserStore:
    """Accounts and sessions, in the same database as the cases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create_user(
        self, *, username: str, role: Role, password_hash: str, at: datetime, shown_name: str = ""
    ) -> User:
        """Create an account; UserConflict when the name is taken."""
        row = UserRow(
            username=username,
            shown_name=shown_name or username,
            role=Role(role).value,
            password_hash=password_hash,
            created_at=at.isoformat(),
        )
        with self._database.writing() as session:
            if session.get(UserRow, username) is not None:
                raise UserConflict(username)
            session.add(row)
            return _user_of(row)

    def user(self, username: str) -> User | None:
        """Return the account of that name."""
        with self._database.reading() as session:
            row = session.get(UserRow, username)
            return _user_of(row) if row else None

    def users(self) -> tuple[User, ...]:
        """Return all accounts by name."""
        with self._database.reading() as session:
            return tuple(
                _user_of(row) for row in session.exec(select(UserRow).order_by(col(UserRow.username)))
            )

    def set_password(self, username: str, password_hash: str) -> None:
        """Change the password and sign the account out everywhere."""
        self._change(username, password_hash=password_hash)
        self.revoke_all(username)

    def set_disabled(self, username: str, disabled: bool) -> None:
        """Disable the account (signing it out everywhere) or enable it again."""
        self._change(username, disabled=disabled)
        self.revoke_all(username)

    def start_session(self, username: str, *, at: datetime, expires_at: datetime) -> str:
        """Start a session and return its secret; only its hash is kept."""
        secret = secrets.token_urlsafe(32)
        row = SessionRow(
            id=_hashed(secret),
            username=username,
            started_at=at.isoformat(),
            expires_at=expires_at.isoformat(),
        )
        with self._database.writing() as session:
            session.add(row)
        return secret

    def session(self, secret: str, *, at: datetime) -> Session | None:
        """Return the session of that secret while it is valid: not revoked, not expired, account enabled."""
        with self._database.reading() as session:
            row = session.get(SessionRow, _hashed(secret))
            owner = session.get(UserRow, row.username) if row else None
            if row is None or owner is None or row.revoked or owner.disabled:
                return None
            found = Session(
                user=_user_of(owner),
                started_at=datetime.fromisoformat(row.started_at),
                expires_at=datetime.fromisoformat(row.expires_at),
            )
        return found if at < found.expires_at else None

    def revoke(self, secret: str) -> None:
        """End one session."""
        with self._database.writing() as session:
            session.connection().execute(
                update(SessionRow).where(col(SessionRow.id) == _hashed(secret)).values(revoked=True)
            )

    def revoke_all(self, username: str) -> None:
        """End all sessions of an account."""
        with self._database.writing() as session:
            session.connection().execute(
                update(SessionRow).where(col(SessionRow.username) == username).values(revoked=True)
            )

    def _change(self, username: str, **values: str | bool) -> None:
        with self._database.writing() as session:
            done = session.connection().execute(
                update(UserRow).where(col(UserRow.username) == username).values(**values)
            )
            if done.rowcount != 1:
                raise UserConflict(username)


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _user_of(row: UserRow) -> User:
    return User(
        username=row.username,
        shown_name=row.shown_name,
        role=Role(row.role),
        password_hash=row.password_hash,
        disabled=row.disabled,
        created_at=datetime.fromisoformat(row.created_at),
    )
