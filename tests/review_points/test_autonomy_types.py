"""An approval without its proof does not even type-check: mypy refuses it before anything runs."""

import textwrap

import pytest
from mypy import api

LEAD = """
from review_points.approval import Approval, Autonomy, Policy, Scope, prove
from review_points.certificate import Certificate
from review_points.conclude import Conclusion, ConclusionKind, conclude
from review_points.findings import Finding

def use(certificate: Certificate, findings: tuple[Finding, ...], policy: Policy, scope: Scope) -> None:
"""
WRONG = {
    "a certificate is no approval": "Conclusion(kind=ConclusionKind.APPROVE, approval=certificate)",
    "true is no approval": "Conclusion(kind=ConclusionKind.APPROVE, approval=True)",
    "an approval without a certificate": "Approval(findings=findings, policy=policy, scope=scope)",
    "an approval with no certificate": (
        "Approval(findings=findings, certificate=None, policy=policy, scope=scope)"
    ),
    "a proof that does not say whether it was drawn": (
        "prove(findings, certificate=certificate, scope=scope, policy=policy)"
    ),
    "autonomy as a word": "Policy(autonomy='auto')",
    "a conclusion without the policy": "conclude(findings, scope=scope, drawn_for_audit=False)",
    "an approval that is changed afterwards": (
        "prove(findings, certificate=certificate, scope=scope, policy=policy, drawn_for_audit=False)"
        ".policy = policy"
    ),
}
RIGHT = "prove(findings, certificate=certificate, scope=scope, policy=policy, drawn_for_audit=False)"


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> str:
    """Type-check all snippets in one run; each is one line."""
    file = tmp_path_factory.mktemp("types") / "snippets.py"
    lines = textwrap.indent("\n".join([*WRONG.values(), RIGHT]), "    ")
    file.write_text(LEAD + lines + "\n", encoding="utf-8")
    cache = tmp_path_factory.mktemp("mypy")
    output, _, _ = api.run([str(file), "--strict", "--no-error-summary", "--cache-dir", str(cache)])
    return output


@pytest.mark.parametrize("name", WRONG)
def test_mypy_refuses(told, name):
    line = LEAD.count("\n") + 1 + list(WRONG).index(name)
    assert f"snippets.py:{line}: error" in told


def test_mypy_lets_the_one_lawful_way_pass(told):
    line = LEAD.count("\n") + 1 + len(WRONG)
    assert f"snippets.py:{line}: error" not in told
