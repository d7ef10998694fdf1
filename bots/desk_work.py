"""What a person asks for at the desk, without a legacy system: review, read, verify."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bots.desk_papers import Wanted, write_papers
from bots.workplace import open_desk, open_evidence, open_reader, open_scenarios, open_store
from cases.audit import Problem, heads_in
from cases.clock import SystemClock
from cases.errors import CaseUnknown, SettingsError
from cases.folder import review_folder
from cases.report import report
from cases.settings import Settings
from cases.verify import verify_all, verify_case
from ocr import json_form
from ocr.document import Document
from review_points.reasons import REASONS

CONCLUSIONS = {"approve": "通过", "return": "退回补正", "refuse": "不予许可", "hand_over": "转人工"}
OUTCOMES = {"fail": "✗ 不通过", "unknown": "？无法判定", "pass": "✓ 通过", "not_applicable": "－ 不适用"}


def review(folder: Path, scenario: str | None, settings: Settings, papers: Wanted) -> dict[str, Any]:
    """Review a folder with `case.json` and material files; returns the stable object of `review --json`.

    `papers` are written as well, each to its file.
    """
    started = time.perf_counter()
    with open_reader(settings) as reader:
        done = review_folder(
            folder,
            scenario,
            book=open_scenarios(settings, simulated=False),
            reader=reader,
            desk=open_desk(settings),
            clock=SystemClock(),
        )
    seconds = time.perf_counter() - started
    write_papers(done, folder, papers, own_templates=settings.templates_dir)
    return report(done.case, done.review, seconds=seconds)


def read(files: Sequence[Path], settings: Settings) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Read files one after another; gives each document and its stable object of `read --json`.

    At the desk an archive is read file by file; as a material it is refused.
    """
    with open_reader(settings) as reader:
        for file in files:
            try:
                data = file.read_bytes()
            except OSError as error:
                raise SettingsError(f"无法读取 {file}：{type(error).__name__}") from error
            for name, part in reader.unpacked(data, file.name):
                document = reader.read(part, name)
                yield document, json_form.to_json(document)


def review_text(done: dict[str, Any]) -> str:
    """Put a review into words: the conclusion, its reasons, every finding that did not pass, the notice."""
    lines = [f"{done['case']}　{done['scenario']}　结论：{CONCLUSIONS[done['conclusion']]}"]
    if done["conclusion"] == "hand_over" and done["proposal"] != "hand_over":
        lines.append(f"  建议：{CONCLUSIONS[done['proposal']]}")
    lines += [f"  原因：{reason['text']}" for reason in done["reasons"]]
    for outcome, words in OUTCOMES.items():
        found = [each for each in done["findings"] if each["outcome"] == outcome]
        if outcome in ("fail", "unknown"):
            lines += [f"{words}　{each['point']} {each['message']}" for each in found]
        elif found:
            lines.append(f"{words}　{len(found)} 项：{'、'.join(each['point'] for each in found)}")
    if done["notice"]:
        lines += ["", done["notice"]]
    return "\n".join([*lines, f"用时 {done['seconds']} 秒"])


def reading_text(document: Document) -> str:
    """Put one read file into words: what it is, its elements, its seals, then its lines."""
    if document.refusal is not None:
        return f"{document.name}　未打开：{document.refusal.message}"
    if document.parts:
        return "\n".join(map(reading_text, document.parts))
    kind = document.kind or "未识别种类"
    lines = [f"{document.name}　{kind}（{document.kind_confidence:.2f}）　{len(document.pages)} 页"]
    for key, readings in document.readings.items():
        for each in readings:
            shown = each.value if each.value is not None else f"（{each.state.value}）"
            lines.append(
                f"  {key:<18}{shown}　[{each.confidence:.2f}] 第{each.page or '-'}页 {each.source.value}"
            )
    lines += [f"  存疑：{REASONS.get(code, code)}" for code in document.integrity]
    for page in document.pages:
        lines += [f"  印章：{seal.text or '（未读出）'}　第{seal.page}页" for seal in page.seals]
        lines += [f"  第{page.number}页　{line.text}　[{line.confidence:.2f}]" for line in page.lines]
    return "\n".join(lines)


def verify(key: str | None, settings: Settings) -> tuple[Problem, ...]:
    """Verify evidence and audit chain of one case, or of all."""
    store, evidence = open_store(settings), open_evidence(settings)
    file = settings.heads_file
    heads = heads_in(file.read_text(encoding="utf-8")) if file.exists() else ()
    if key is None:
        return verify_all(store=store, evidence=evidence, heads=heads)
    if store.case(key) is None:
        raise CaseUnknown(key)
    return verify_case(key, store=store, evidence=evidence, heads=heads)
