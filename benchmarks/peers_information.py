"""The small rules in other engines. Runs in the peers' own environment and knows nothing of this product.

Reads JSON lines from standard input: {"when": condition or null, "check": condition, "cases": [[facts, facts
with some hidden], …]}, and writes for each line {engine: [answers before, answers after]}: one letter per
case, p pass, f fail, n not applicable, u error or undecided, x the engine can't say the rule. A fact that is
hidden is missing, as these engines know no other way to say it. Rules are written as their documents do.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

Condition = list[Any]
Case = dict[str, Any]
Judge = Callable[[list[Case]], str]
FACTS = tuple(f"{source}.{name}" for source in ("form", "paper") for name in ("name", "kind", "day", "count"))
CEL_FORMS = {
    "filled": '(has({0}) && {0} != "")',
    "equal": "({0} == {1})",
    "is": '({0} == "{1}")',
    "on_or_before": "({0} <= {1})",
    "not_more": "({0} <= {1})",
    "at_least": "({0} >= {1})",
    "at_most": "({0} <= {1})",
    "and": "({0} && {1})",
    "or": "({0} || {1})",
    "not": "(!{0})",
}
ZEN_FORMS = CEL_FORMS | {
    "filled": '({0} != null and {0} != "")',
    "on_or_before": "(d({0}) <= d({1}))",
    "and": "({0} and {1})",
    "or": "({0} or {1})",
    "not": "(not {0})",
}


def written(rule: Condition, forms: dict[str, str]) -> str:
    """Write a condition in a language given by one form per operator."""
    name, *rest = rule
    return forms[name].format(*(written(each, forms) if isinstance(each, list) else each for each in rest))


def nested(case: Case) -> Case:
    """Turn {"form.name": …} into {"form": {"name": …}}."""
    found: Case = {"form": {}, "paper": {}}
    for fact, value in case.items():
        source, _, name = fact.partition(".")
        found[source][name] = value
    return found


def expression_judge(compiled: Callable[[str], Callable[[Case], Any]], forms: dict[str, str]) -> Any:
    """Make a judge of an expression language: an error, or an answer that is no truth value, is undecided."""

    def judge(when: Condition | None, check: Condition) -> Judge:
        guard = compiled(written(when, forms)) if when else None
        body = compiled(written(check, forms))

        def answer(case: Case) -> str:
            data = nested(case)
            if guard is not None:
                applies = _truth(guard, data)
                if applies is not True:
                    return "u" if applies is None else "n"
            said = _truth(body, data)
            return "u" if said is None else "p" if said else "f"

        return lambda cases: "".join(map(answer, cases))

    return judge


def _truth(program: Callable[[Case], Any], data: Case) -> bool | None:
    try:
        said = program(data)
    except (RuntimeError, KeyError, ValueError, TypeError):
        return None
    return said if isinstance(said, bool) else None


def zen_engine() -> Any:
    """Return zen-engine's judge."""
    zen = importlib.import_module("zen")
    return expression_judge(lambda text: zen.compile_expression(text).evaluate, ZEN_FORMS)


def google_cel() -> Any:
    """Return the judge of Google's CEL, by cel-expr-python."""
    cel = importlib.import_module("cel_expr_python.cel")
    facts = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    env = cel.NewEnv(variables={"form": facts, "paper": facts})

    def compiled(text: str) -> Callable[[Case], Any]:
        program = env.compile(text)
        return lambda data: program.eval(data=data).plain_value()

    return expression_judge(compiled, CEL_FORMS)


def rust_cel() -> Any:
    """Return the judge of common-expression-language, CEL in Rust."""
    cel = importlib.import_module("cel")
    return expression_judge(lambda text: cel.compile(text).execute, CEL_FORMS)


def json_schema() -> Any:
    """Return JSON Schema's judge; it can't compare two properties."""
    validator: Any = importlib.import_module("jsonschema").Draft202012Validator

    def judge(when: Condition | None, check: Condition) -> Judge:
        try:
            guard = validator(schema_of(when)) if when else None
            body = validator(schema_of(check))
        except LookupError:
            return lambda cases: "x" * len(cases)

        def answer(case: Case) -> str:
            data = nested(case)
            if guard is not None and not guard.is_valid(data):
                return "n"
            return "p" if body.is_valid(data) else "f"

        return lambda cases: "".join(map(answer, cases))

    return judge


def schema_of(rule: Condition) -> Case:
    """Write a condition as JSON Schema; LookupError for what it can't say."""
    name, *rest = rule
    if name in ("and", "or"):
        return {"allOf" if name == "and" else "anyOf": [schema_of(each) for each in rest]}
    if name == "not":
        return {"not": schema_of(rest[0])}
    source, _, fact = rest[0].partition(".")
    wanted = {
        "filled": {"not": {"const": ""}},
        "is": {"const": rest[-1]},
        "at_least": {"minimum": rest[-1]},
        "at_most": {"maximum": rest[-1]},
    }[name]
    inner = {"properties": {fact: wanted}, "required": [fact]}
    return {"properties": {source: inner}, "required": [source]}


def pandera() -> Any:
    """Return pandera's judge: one frame per rule, a row fails when its check is among the failure cases."""
    pa, pd = importlib.import_module("pandera.pandas"), importlib.import_module("pandas")

    def failing(rule: Condition, frame: Any) -> set[int]:
        schema = pa.DataFrameSchema(checks=pa.Check(lambda rows: mask_of(rule, rows)))
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as errors:
            return set(errors.failure_cases["index"])
        return set()

    def judge(when: Condition | None, check: Condition) -> Judge:
        def answers(cases: list[Case]) -> str:
            frame = pd.DataFrame(cases, columns=list(FACTS))
            outside = failing(when, frame) if when else set()
            wrong = failing(check, frame)
            return "".join(
                "n" if row in outside else "f" if row in wrong else "p" for row in range(len(cases))
            )

        return answers

    return judge


def mask_of(rule: Condition, rows: Any) -> Any:
    """Return for each row of a frame whether a condition holds."""
    name, *rest = rule
    if name in ("and", "or", "not"):
        masks = [mask_of(each, rows) for each in rest]
        return ~masks[0] if name == "not" else masks[0] & masks[1] if name == "and" else masks[0] | masks[1]
    left = rows[rest[0]]
    right = rows[rest[1]] if name in ("equal", "on_or_before", "not_more") else rest[-1]
    if name == "filled":
        return left.notna() & (left != "")
    if name == "on_or_before":
        dates = importlib.import_module("pandas").to_datetime
        return dates(left) <= dates(right)
    if name in ("equal", "is"):
        return left == right
    return left >= right if name == "at_least" else left <= right


ENGINES: dict[str, Callable[[], Any]] = {
    "zen-engine": zen_engine,
    "cel-expr-python": google_cel,
    "common-expression-language": rust_cel,
    "jsonschema": json_schema,
    "pandera": pandera,
}


def installed() -> dict[str, Any]:
    """Return the judges of the engines that are installed here."""
    found = {}
    for name, make in ENGINES.items():
        try:
            found[name] = make()
        except ImportError:
            print(f"{name} is not installed", file=sys.stderr)
    return found


def main(lines: Iterable[str]) -> int:
    """Judge every line."""
    judges = installed()
    for line in lines:
        given = json.loads(line)
        answers = {}
        for name, judge in judges.items():
            decide = judge(given["when"], given["check"])
            answers[name] = [decide([pair[place] for pair in given["cases"]]) for place in (0, 1)]
        print(json.dumps(answers), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin))
