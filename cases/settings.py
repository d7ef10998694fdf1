"""Settings: from the environment (MINSHEN_…) and, below it, from one optional file `minshen.toml`.

Secrets never stand in the file: passwords come from MINSHEN_PASSWORD_<SYSTEM>, keys are made once and kept
under the data folder, readable by the owner only.
"""

import os
import re
import secrets
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from cases.errors import SettingsError

_KEY_BYTES = 32


class SystemSettings(BaseModel):
    """One legacy system a robot may work on: its system file, its address, and the robot's account there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    file: Path
    url: str
    account: str
    simulated: bool = False
    """Whether this is the simulator: certificates earned there count nowhere else."""

    def password(self) -> SecretStr:
        """Return the account's password from the environment."""
        name = password_variable(self.id)
        value = os.environ.get(name)
        if not value:
            raise SettingsError(f"缺少环境变量 {name}")
        return SecretStr(value)


class Settings(BaseSettings):
    """Everything that differs between one installation and another."""

    model_config = SettingsConfigDict(
        env_prefix="MINSHEN_",
        toml_file="minshen.toml",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    data_dir: Path = Path("var")
    database_url: str = ""
    dbos_url: str = ""
    models_dir: Path = Path("var/models")
    chromium: Path | None = None
    systems: tuple[SystemSettings, ...] = ()
    registry_url: str = ""
    console_host: str = "127.0.0.1"
    console_port: int = Field(default=8000, ge=1, le=65535)
    console_secret: SecretStr = SecretStr("")
    audit_secret: SecretStr = SecretStr("")
    pre_review_public: bool = False
    """Whether applicants may ask for a pre-review without signing in and without a key."""
    pre_review_key: SecretStr = SecretStr("")
    """The key by which programs may ask for a pre-review; empty lets none in."""
    pre_review_hourly: int = Field(default=30, ge=1, le=10_000)
    pre_review_timeout_s: float = Field(default=120.0, gt=0, le=3600)
    ocr_processes: int = Field(default=1, ge=1, le=64)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the environment above the file."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))

    @property
    def business_url(self) -> str:
        """The business database; SQLite under the data folder unless another is named."""
        return self.database_url or f"sqlite:///{self.data_dir}/minshen.sqlite"

    @property
    def durable_url(self) -> str:
        """The durable engine's own database, never the business database's file."""
        return self.dbos_url or f"sqlite:///{self.data_dir}/dbos.sqlite"

    @property
    def evidence_dir(self) -> Path:
        """Where evidence lies."""
        return self.data_dir / "evidence"

    @property
    def templates_dir(self) -> Path:
        """Where a department's own templates of papers lie."""
        return self.data_dir / "templates"

    @property
    def calendar_dir(self) -> Path:
        """Where notices of working days are loaded from, one file per year."""
        return self.data_dir / "calendar"

    @property
    def certificates_dir(self) -> Path:
        """Where certificates lie that were earned here, beside clerks."""
        return self.data_dir / "certificates"

    @property
    def heads_file(self) -> Path:
        """Where heads of the audit chain are exported to; copy it to another machine."""
        return self.data_dir / "audit-heads.jsonl"

    def console_key(self) -> bytes:
        """Return the key the console signs its cookies with."""
        return self._key("console", self.console_secret)

    def audit_key(self) -> bytes:
        """Return the key by which cases are drawn for audit: nobody without it can tell which.

        A short one could be found by trying, as the audit chain holds what binds to it.
        """
        key = self._key("audit", self.audit_secret)
        if len(key) < _KEY_BYTES:
            raise SettingsError(f"MINSHEN_AUDIT_SECRET 过短，至少 {_KEY_BYTES} 个字符")
        return key

    def system(self, system_id: str) -> SystemSettings:
        """Return the settings of one legacy system."""
        for system in self.systems:
            if system.id == system_id:
                return system
        known = "、".join(system.id for system in self.systems) or "（无）"
        raise SettingsError(f"没有配置业务系统 {system_id}，已配置：{known}")

    def _key(self, name: str, given: SecretStr) -> bytes:
        return given.get_secret_value().encode() or kept_key(self.data_dir / f"{name}.key")


def load_settings() -> Settings:
    """Read the settings; raises SettingsError with every wrong one named, never with its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"{_shown_name(each['loc'])}：{each['msg']}" for each in error.errors(include_input=False)]
        raise SettingsError("；".join(wrong)) from None


def password_variable(system_id: str) -> str:
    """Return the environment variable that holds the password for a legacy system."""
    return "MINSHEN_PASSWORD_" + re.sub(r"[^A-Z0-9]", "_", system_id.upper())


def kept_key(path: Path) -> bytes:
    """Return the key in this file, making it at the first time; only the owner may read it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    except OSError as error:
        raise SettingsError(f"无法写入 {path}：{type(error).__name__}") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_KEY_BYTES))
    return _read_key(path)


def _read_key(path: Path) -> bytes:
    key = path.read_bytes().strip()
    if len(key) < _KEY_BYTES:
        raise SettingsError(f"{path} 中的密钥过短，请删除后重新生成")
    return key


def _shown_name(location: tuple[int | str, ...]) -> str:
    first, *rest = (str(part) for part in location)
    return ".".join([f"MINSHEN_{first.upper()}", *rest])
