"""The tables. Rows never leave this package: `rows.py` turns them into dataclasses."""

from sqlmodel import Field, SQLModel

SCHEMA_VERSION = 1


class SchemaRow(SQLModel, table=True):
    """Which shape the tables have."""

    __tablename__ = "minshen_schema"
    version: int = Field(primary_key=True)


class CaseRow(SQLModel, table=True):
    """One case; `token` grows with every claim and fences every write."""

    __tablename__ = "minshen_case"
    key: str = Field(primary_key=True)
    number: int = Field(index=True, unique=True)
    system: str = Field(index=True)
    ref: str
    state: str = Field(index=True)
    owner: str
    token: int
    scenario: str | None = None
    submission: str | None = None
    conclusion: str | None = None
    review_sha256: str | None = None
    note: str = ""
    updated_at: str
    parameters: str = "{}"


class IntentRow(SQLModel, table=True):
    """What is about to be entered; `attempted_at` is when the deciding control was last about to be used."""

    __tablename__ = "minshen_intent"
    trace: str = Field(primary_key=True)
    case_key: str = Field(index=True, foreign_key="minshen_case.key")
    intent: str
    written_at: str
    attempted_at: str | None = None


class ReceiptRow(SQLModel, table=True):
    """What was read back."""

    __tablename__ = "minshen_receipt"
    trace: str = Field(primary_key=True)
    case_key: str = Field(index=True, foreign_key="minshen_case.key")
    receipt: str


class DecisionRow(SQLModel, table=True):
    """What a clerk decided."""

    __tablename__ = "minshen_decision"
    number: int | None = Field(default=None, primary_key=True)
    case_key: str = Field(index=True, foreign_key="minshen_case.key")
    clerk: str
    kind: str
    reason: str
    opinion: str
    decided_at: str


class AuditRow(SQLModel, table=True):
    """One entry of the audit chain; triggers refuse any change."""

    __tablename__ = "minshen_audit"
    number: int = Field(primary_key=True)
    case_key: str = Field(index=True)
    actor: str
    event: str = Field(index=True)
    detail: str
    at: str
    previous: str = Field(unique=True)
    hash: str = Field(unique=True)


class FollowUpRow(SQLModel, table=True):
    """One thing that must still be done for a case, and who did it."""

    __tablename__ = "minshen_follow_up"
    id: str = Field(primary_key=True)
    case_key: str = Field(index=True, foreign_key="minshen_case.key")
    kind: str
    subject: str
    says: str
    opened_on: str
    due_on: str | None = Field(default=None, index=True)
    state: str = Field(index=True)
    closed_by: str = ""
    closed_at: str | None = None
    note: str = ""


class AlarmRow(SQLModel, table=True):
    """One alarm; `told` is set when people were told."""

    __tablename__ = "minshen_alarm"
    id: str = Field(primary_key=True)
    case_key: str = Field(index=True, foreign_key="minshen_case.key")
    subject: str
    stage: str
    due_on: str
    says: str
    raised_at: str
    told: bool = Field(default=False, index=True)


class UserRow(SQLModel, table=True):
    """One account of the console."""

    __tablename__ = "minshen_user"
    username: str = Field(primary_key=True)
    shown_name: str
    role: str
    password_hash: str
    disabled: bool = False
    created_at: str


class SessionRow(SQLModel, table=True):
    """One signed-in browser; `id` is the hash of the secret the browser holds."""

    __tablename__ = "minshen_session"
    id: str = Field(primary_key=True)
    username: str = Field(index=True, foreign_key="minshen_user.username")
    started_at: str
    expires_at: str
    revoked: bool = False
