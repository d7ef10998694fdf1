"""闽审 on the command line: parse, call one function, print, exit code. No logic."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bots import demo as demonstration
from bots import desk_work, doctor, ladder_work, past_work, worker
from bots import schedule as schedules
from bots import whatif as whatifs
from bots.desk_papers import wanted_papers
from bots.systems.lint import lint_systems
from cases.clock import SystemClock
from cases.errors import MinShenError
from cases.log import set_up_log
from cases.risk import measure_risk
from cases.settings import Settings, load_settings
from cases.triage import triage
from console.reading_page import write_reading_page
from console.serve import serve as serve_console
from scenarios.examples import run_examples
from scenarios.lint import explain_rule
from scenarios.lint import lint as lint_scenarios
from scenarios.load import shipped_book
from simulator.cases import ITEMS, make_mix
from simulator.province import Province
from simulator.trials import make_trials

app = typer.Typer(help="闽审：福建省政务服务智能审批机器人", no_args_is_help=True, add_completion=False)
scenario_app = typer.Typer(help="场景文件", no_args_is_help=True)
app.add_typer(scenario_app, name="scenario")
Json = Annotated[bool, typer.Option("--json", help="输出机器可读的 JSON")]
screen = Console()


def show(value: Any) -> None:
    """Print one JSON value on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Print words for people as they are: what is read from papers is no markup, and lines are not cut."""
    screen.print(text, markup=False, highlight=False, soft_wrap=True)


def settings_with_log(*, quiet: bool = False) -> Settings:
    """Read the settings and start the log in the data folder."""
    settings = load_settings()
    set_up_log(settings.data_dir / "minshen.log", stream=None if quiet else sys.stderr, level="WARNING")
    return settings


@app.command("demo")
def demo(
    cases: Annotated[int, typer.Option(min=1, help="办件数")] = 48,
    areas: Annotated[str, typer.Option(help="地区，用逗号分隔")] = "fuzhou,pingtan",
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
    as_json: Json = False,
    serve: Annotated[bool, typer.Option(help="结束后打开工作台")] = sys.stdout.isatty(),
) -> None:
    """用真实浏览器和真实 OCR 办理一批模拟办件，并打印结果。"""
    settings = demonstration.demo_settings(settings_with_log(quiet=True))
    mix = make_mix(tuple(areas.split(",")), cases, seed)
    with Province(mix, folder=settings.data_dir / "province") as province:
        result = demonstration.run_demo(province, settings)
    demonstration.print_result(result, screen if not as_json else Console(stderr=True))
    if serve:
        serve_console(settings, with_clerk=True)
    show(result.as_json())
    raise typer.Exit(0 if result.is_sound else 1)


@app.command("work")
def work(
    system: Annotated[str, typer.Option(help="业务系统标识")],
    once: Annotated[bool, typer.Option("--once", help="办完当前待办即结束")] = False,
    as_json: Json = False,
) -> None:
    """运行一个业务系统上的机器人。"""
    done = worker.work(settings_with_log(), system, once=once)
    show(done.as_json()) if as_json else say(done.as_text())


@app.command("serve")
def serve() -> None:
    """打开审批人员的审查工作台。"""
    serve_console(settings_with_log())


@app.command("schedule")
def schedule() -> None:
    """按各场景的计划把工作放入队列。"""
    schedules.run_schedule(settings_with_log())


@app.command("review")
def review(
    folder: Path,
    scenario: Annotated[str | None, typer.Option(help="场景，如 fuzhou/nurse_change")] = None,
    notice: Annotated[Path | None, typer.Option(help="一次性告知书另存为 .html、.docx 或 .pdf")] = None,
    refusal: Annotated[Path | None, typer.Option(help="不予许可决定书草稿另存为")] = None,
    report: Annotated[Path | None, typer.Option(help="否定报备情况表另存为")] = None,
    as_json: Json = False,
) -> None:
    """预审一个文件夹：case.json（表单）和材料文件。"""
    papers = wanted_papers(notice=notice, refusal=refusal, report=report)
    done = desk_work.review(folder, scenario, settings_with_log(), papers)
    show(done) if as_json else say(desk_work.review_text(done))


@app.command("read")
def read(
    files: list[Path],
    html: Annotated[Path | None, typer.Option(help="另存为网页：图像、方框、要素和存疑处")] = None,
    as_json: Json = False,
) -> None:
    """查看 OCR 从文件中读到了什么。"""
    settings = settings_with_log()
    for document, found in desk_work.read(files, settings):
        show(found) if as_json else say(desk_work.reading_text(document))
    if html is not None:
        write_reading_page(files, html, settings)


@app.command("lint")
def lint(
    paths: Annotated[list[Path] | None, typer.Argument()] = None,
    explain: Annotated[str, typer.Option(help="说明一条规则，如 L031")] = "",
    as_json: Json = False,
) -> None:
    """检查场景、审查要点和业务系统文件。"""
    if explain:
        say(explain_rule(explain))
        return
    problems = (*lint_scenarios(paths or ()), *lint_systems(paths or ()))
    _print_problems(problems, as_json)


@app.command("test-points")
def points(paths: Annotated[list[Path] | None, typer.Argument()] = None, as_json: Json = False) -> None:
    """运行审查要点的样例，并计算分支覆盖与变异得分。"""
    report = run_examples(paths or ())
    show(report.as_json()) if as_json else say(report.as_text())
    raise typer.Exit(0 if report.is_good_enough else 1)


@app.command("ladder")
def ladder(
    scenario: Annotated[str | None, typer.Argument(help="场景，如 fuzhou/nurse_change；不写为全部")] = None,
    certify: Annotated[str | None, typer.Option("--certify", help="为该场景签发放行凭据")] = None,
    as_json: Json = False,
) -> None:
    """列出各场景与人工决定的比对、误差上界和还缺的件数；比对足够时签发放行凭据。"""
    settings = settings_with_log()
    if certify is not None:
        done = ladder_work.certify(certify, settings)
        show(done.as_json()) if as_json else say(done.as_text())
        raise typer.Exit(0 if done.file else 1)
    found = ladder_work.rungs(scenario, settings)
    show([each.as_json() for each in found]) if as_json else say("\n".join(each.as_text() for each in found))


@app.command("audit-draw")
def audit_draw(
    cases: list[str],
    key_file: Annotated[Path | None, typer.Option(help="抽检密钥文件；不写为本机的密钥")] = None,
    as_json: Json = False,
) -> None:
    """用抽检密钥重做已审查办件的抽签，并与当时的记录和审计链登记的密钥核对。"""
    found = ladder_work.draws(cases, key_file, settings_with_log())
    show([each.as_json() for each in found]) if as_json else say("\n".join(each.as_text() for each in found))
    raise typer.Exit(0 if all(each.is_confirmed for each in found) else 6)


@app.command("risk")
def risk(
    cases: Annotated[int, typer.Option(min=1, help="模拟办件数")] = 600,
    seed: Annotated[int, typer.Option(help="随机种子")] = 1,
    as_json: Json = False,
) -> None:
    """在模拟办件上按把握要求列出自动办理的比例、其中有误的数量及其上界。"""
    today = SystemClock().today()
    scenarios = [each for each in shipped_book().all(today) if each.item in ITEMS]
    report = measure_risk(make_trials(scenarios, cases, on=today, seed=seed), on=today)
    show(report.as_json()) if as_json else say(report.as_text())


@app.command("replay")
def replay(
    cases: Annotated[list[str] | None, typer.Argument(metavar="CASE…")] = None,
    every: Annotated[bool, typer.Option("--all", help="全部已审查的办件")] = False,
    processes: Annotated[int, typer.Option(min=1, max=64, help="同时使用的进程数")] = 2,
    as_json: Json = False,
) -> None:
    """用留存的证据重新审查办件，结论必须完全一致。"""
    if bool(cases) is every:
        raise typer.BadParameter("请写明办件编号，或用 --all 重新审查全部办件")
    done = past_work.replay(cases or (), settings_with_log(), processes=processes)
    show(done.as_json()) if as_json else say(done.as_text())
    raise typer.Exit(6 if done.different else 0)


@scenario_app.command("whatif")
def whatif(
    changed: Annotated[list[Path], typer.Argument(metavar="CHANGED.yaml…", exists=True, dir_okay=False)],
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="只试算该日起收件的办件")
    ] = None,
    as_json: Json = False,
) -> None:
    """试算尚未发布的要点、事项或地区文件：哪些已审查的办件会改变结论。"""
    done = whatifs.try_change(changed, settings_with_log(), since=since.date() if since else None)
    show(done.as_json()) if as_json else say(done.as_text())
    raise typer.Exit(1 if done.problems else 0)


@app.command("verify")
def verify(case: Annotated[str | None, typer.Argument()] = None, as_json: Json = False) -> None:
    """校验证据与审计链，找出任何一个被改动的字节。"""
    problems = desk_work.verify(case, settings_with_log())
    show([{"where": each.where, "what": each.what} for each in problems]) if as_json else None
    if not as_json:
        say("\n".join(f"{each.where}：{each.what}" for each in problems) or "证据与审计链完整。")
    raise typer.Exit(6 if problems else 0)


@app.command("doctor")
def check_up(as_json: Json = False) -> None:
    """检查设置、浏览器、模型、字体、数据库和业务系统，说明问题与改法。"""
    results = doctor.check(load_settings())
    show([each.as_json() for each in results]) if as_json else doctor.print_results(results, screen)
    raise typer.Exit(0 if all(each.ok for each in results) else 3)


def _print_problems(problems: tuple[Any, ...], as_json: bool) -> None:
    if as_json:
        show([each.as_json() for each in problems])
    else:
        say("\n".join(map(str, problems)) or "没有发现问题。")
    raise typer.Exit(1 if any(each.level == "error" for each in problems) else 0)


def main(run: Callable[[], Any] = app) -> None:
    """Run one command; an error is told in one line that names the remedy, and ends with its exit code."""
    try:
        run()
    except Exception as error:
        says = str(error) if isinstance(error, MinShenError) else f"{type(error).__name__}：{error}"
        Console(stderr=True).print(f"错误：{says}", markup=False)
        raise SystemExit(triage(error).exit_code) from error


if __name__ == "__main__":
    main()
