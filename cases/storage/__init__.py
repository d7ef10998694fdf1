"""The business database: SQLite on one machine, PostgreSQL when there are several; the same code for both."""

from cases.storage.store import SqlCaseStore
from cases.storage.users import Role, Session, User, UserStore

__all__ = ["Role", "Session", "SqlCaseStore", "User", "UserStore"]
