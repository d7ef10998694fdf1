"""The ladder and the audit sample on the command line: rungs, certificates, draws repeated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bots.workplace import open_evidence, open_reader, open_scenarios, open_store
from cases.canonical import sha256
from cases.clock import SystemClock
from cases.errors import CaseUnknown, SettingsError
from cases.ladder import (
    CERTIFIED,
    LEDGER,
    Rung,
    certificate_of,
    compared_cases,
    is_scenario_frozen,
    rung_of,
)
from cases.review_record import stands_of
from cases.sampling import Draw, draw_again
from cases.settings import Settings
from scenarios.plan import Scenario
from scenarios.schema import CertificateFile

_ACTOR = "runner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certifying:
    """What certifying came to: the rung, and the file, None when the comparisons don't support one."""

    rung: Rung
    file: Path | None

    def as_json(self) -> Mapping[str, Any]:
        """Return it as the command line prints it."""
        return {**self.rung.as_json(), "certificate": str(self.file) if self.file else None}

    def as_text(self) -> str:
        """Return it as Chinese lines."""
        if self.file is None:
            return f"{self.rung.as_text()}\n  未签发：误差上界超出预算"
        return f"{self.rung.as_text()}\n  已签发 {self.file}；重新启动机器人后生效"


def rungs(scenario: str | None, settings: Settings) -> tuple[Rung, ...]:
    """Say where each scenario stands today, or one of them; raises ScenarioMissing."""
    return tuple(_rungs(_scenarios(scenario, settings), settings))


def certify(scenario: str, settings: Settings) -> Certifying:
    """Write a certificate into the data folder, when what clerks decided supports one, and into the chain."""
    (found,) = _scenarios(scenario, settings)
    (rung,) = _rungs([found], settings)
    if not rung.may_be_certified:
        return Certifying(rung=rung, file=None)
    today, version = SystemClock().today(), open_reader(settings).version
    certificate = certificate_of(rung, found, reader_version=version, on=today)
    text = _yaml(certificate)
    settings.certificates_dir.mkdir(parents=True, exist_ok=True)
    file = settings.certificates_dir / f"{scenario.replace('/', '-')}.yaml"
    file.write_text(text, encoding="utf-8")
    store = open_store(settings)
    detail = {
        "scenario": found.versioned_id,
        "rules": found.rules_sha256,
        "reader": version,
        "compared": str(rung.compared),
        "errors": str(rung.errors),
        "certificate_sha256": sha256(text.encode()),
    }
    store.append_audit(
        case_key=LEDGER + scenario, actor=_ACTOR, event=CERTIFIED, detail=detail, at=SystemClock().now()
    )
    (after,) = _rungs(_scenarios(scenario, settings), settings)
    return Certifying(rung=after, file=file)


def draws(keys: Sequence[str], key_file: Path | None, settings: Settings) -> tuple[Draw, ...]:
    """Repeat the draws of reviewed cases, with the key of a file or the installation's own."""
    store, evidence = open_store(settings), open_evidence(settings)
    secret = _secret(key_file) if key_file else settings.audit_key()
    kept = {each.case_key: each for each in store.reviewed()}
    missing = [key for key in keys if key not in kept]
    if missing:
        raise CaseUnknown("、".join(missing) + " 不存在或尚未审查")
    return tuple(
        draw_again(stands_of(evidence.get(kept[key].review_sha256)), key=secret, store=store) for key in keys
    )


def _scenarios(scenario: str | None, settings: Settings) -> list[Scenario]:
    """Return the scenarios in force today, each with the certificate that counts for its system."""
    simulated = {each.id for each in settings.systems if each.simulated}
    today, real = SystemClock().today(), open_scenarios(settings, simulated=False)
    ids = [scenario] if scenario else [each.id for each in real.book.all(today)]
    found = [real.by_id(each, on=today) for each in ids]
    tried = open_scenarios(settings, simulated=True)
    return [tried.by_id(each.id, on=today) if each.system in simulated else each for each in found]


def _rungs(scenarios: Sequence[Scenario], settings: Settings) -> list[Rung]:
    store, today = open_store(settings), SystemClock().today()
    version = open_reader(settings).version
    compared = tuple(compared_cases(store.cases(), open_evidence(settings)))
    return [
        rung_of(
            each,
            compared,
            reader_version=version,
            is_frozen=is_scenario_frozen(store, each.id),
            on=today,
        )
        for each in scenarios
    ]


def _yaml(certificate: CertificateFile) -> str:
    written = StringIO()
    content = certificate.model_dump()
    YAML().dump(content | {"systems": list(certificate.systems)}, written)
    return written.getvalue()


def _secret(file: Path) -> bytes:
    try:
        return file.read_bytes().strip()
    except OSError as error:
        raise SettingsError(f"无法读取 {file}：{type(error).__name__}") from error
