"""How many small rules a second other engines judge. Runs in the peers' own environment.

Reads {"rules": [[when or null, check], …], "cases": [facts, …]} from standard input, judges every case by
every rule that the engine can say, one case at a time as cases come, and writes {engine: rules a second}.
Only the engine's own calls are timed: rules are compiled and facts put into its form beforehand. None gives
a trace.
"""

import importlib
import json
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from peers_information import (
    CEL_FORMS,
    ENGINES,
    ZEN_FORMS,
    Case,
    Condition,
    mask_of,
    nested,
    schema_of,
    written,
)

ROUNDS = 5
Program = Callable[[Any], object]
Rule = tuple[Condition | None, Condition]


def zen_engine(rule: Condition) -> Program:
    """Compile a rule for zen-engine."""
    program: Program = importlib.import_module("zen").compile_expression(written(rule, ZEN_FORMS)).evaluate
    return program


def google_cel(rule: Condition) -> Program:
    """Compile a rule for Google's CEL."""
    cel = importlib.import_module("cel_expr_python.cel")
    facts = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    program = cel.NewEnv(variables={"form": facts, "paper": facts}).compile(written(rule, CEL_FORMS))
    return lambda data: program.eval(data=data).plain_value()


def rust_cel(rule: Condition) -> Program:
    """Compile a rule for CEL in Rust."""
    program: Program = importlib.import_module("cel").compile(written(rule, CEL_FORMS)).execute
    return program


def json_schema(rule: Condition) -> Program:
    """Compile a rule to JSON Schema."""
    program: Program = importlib.import_module("jsonschema").Draft202012Validator(schema_of(rule)).is_valid
    return program


def pandera(rule: Condition) -> Program:
    """Compile a rule to a pandera schema; a case is a frame of one row."""
    pa = importlib.import_module("pandera.pandas")
    program: Program = pa.DataFrameSchema(checks=pa.Check(lambda rows: mask_of(rule, rows))).validate
    return program


def one_row(case: Case) -> Any:
    """Put a case into a frame."""
    return importlib.import_module("pandas").DataFrame([case])


COMPILERS: dict[str, tuple[Callable[[Condition], Program], Callable[[Case], Any], int]] = {
    "zen-engine": (zen_engine, nested, 200),
    "cel-expr-python": (google_cel, nested, 200),
    "common-expression-language": (rust_cel, nested, 200),
    "jsonschema": (json_schema, nested, 200),
    "pandera": (pandera, one_row, 5),
}
"""How each engine compiles a rule and takes a case, and how many cases are enough to time it."""


def judged(programs: list[tuple[Program | None, Program]], cases: list[Any]) -> int:
    """Judge every case by every rule; an error of the engine is an answer too."""
    answers = 0
    errors: tuple[type[Exception], ...] = (RuntimeError, ValueError, TypeError, KeyError, *pandera_errors())
    for case in cases:
        for guard, body in programs:
            with suppress(*errors):
                if guard is None or guard(case):
                    body(case)
            answers += 1
    return answers


def pandera_errors() -> tuple[type[Exception], ...]:
    """Return what pandera raises where a row fails."""
    errors = importlib.import_module("pandera.errors")
    return errors.SchemaError, errors.SchemaErrors


def rate(engine: str, rules: list[Rule], cases: list[Case]) -> float:
    """Return rules a second of processor time, the middle of several rounds."""
    compiled, put, enough = COMPILERS[engine]
    programs = []
    for when, check in rules:
        try:
            programs.append((compiled(when) if when else None, compiled(check)))
        except LookupError:  # the engine can't say the rule
            continue
    ready = [put(case) for case in cases[:enough]]
    rates = []
    for _ in range(ROUNDS):
        started = time.process_time()
        answers = judged(programs, ready)
        rates.append(answers / (time.process_time() - started))
    return statistics.median(rates)


def main() -> None:
    """Time every engine that is installed."""
    asked = json.load(sys.stdin)
    found = {engine: round(rate(engine, asked["rules"], asked["cases"])) for engine in ENGINES}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
