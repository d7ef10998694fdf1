"""The drafted refusal: grounds, law and facts found, in the words of 不予许可决定书. A person signs it.

Nothing is invented: how an applicant may object (复议、诉讼) is said only in the sentence the scenario gives;
where there is none, the draft shows the gap for the clerk to fill.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.notice import under
from cases.plain_words import Found, found_of, law_text, one_line
from review_points.conclude import RefusalGround
from review_points.facts import Facts
from review_points.findings import Finding
from scenarios.plan import Wording

_DECISION = "根据《中华人民共和国行政许可法》第三十八条的规定，决定不予行政许可。"
_GAP = "【待承办人填写：申请行政复议、提起行政诉讼的途径和期限（《中华人民共和国行政许可法》第三十八条）】"
_UNVERIFIED = "【待核：上述救济途径和期限，由承办人核对后删去本提示】"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground of a refusal, with the facts found and the law."""

    number: int
    says: str
    law: str
    found: tuple[Found, ...]

    @property
    def heading(self) -> str:
        """The number and the ground."""
        return f"{self.number}. {self.says}"

    @property
    def shows(self) -> str:
        """The facts found, and where; empty when there is nothing to show."""
        return f"查明：{'；'.join(each.words for each in self.found)}" if self.found else ""

    @property
    def rests(self) -> str:
        """The law, with its sentence where it is given."""
        return f"依据：{self.law}" if self.law else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a drafted refusal rests on: the department's words, and the grounds."""

    opinion: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalFrame:
    """What every refusal of a scenario says; `appeal` is the sentence on remedies, or the gap for it."""

    title: str
    decision: str
    appeal: tuple[str, ...]


def refusal_frame(wording: Wording) -> RefusalFrame:
    """Return what every refusal says in the department's own words."""
    return RefusalFrame(title=one_line(wording.refusal_title), decision=_DECISION, appeal=_appeal(wording))


def compose_refusal(
    grounds: Iterable[RefusalGround],
    findings: Sequence[Finding],
    *,
    wording: Wording,
    facts: Facts,
    material_names: Mapping[str, str],
    form_labels: Mapping[str, str],
) -> Refusal:
    """Put the grounds of a refusal into the words of its draft, with the facts each of them rests on."""
    decided = {finding.point: finding.decided_by for finding in findings}
    return Refusal(
        opinion=one_line(wording.refuse_opinion),
        grounds=tuple(
            Ground(
                number=number,
                says=one_line(ground.says),
                law=law_text(ground.basis),
                found=found_of(decided.get(ground.point, ()), facts, material_names, form_labels),
            )
            for number, ground in enumerate(grounds, 1)
        ),
    )


def refusal_text(grounds: Sequence[RefusalGround], *, heading: str = "") -> str:
    """Write the grounds of a drafted refusal under the heading, numbered, with their law."""
    lines = []
    for number, ground in enumerate(grounds, 1):
        law = f"（依据：{law_text(ground.basis)}）" if ground.basis else ""
        lines.append(f"{number}. {one_line(ground.says)}{law}")
    return under(heading, "\n".join(lines))


def _appeal(wording: Wording) -> tuple[str, ...]:
    if not wording.appeal:
        return (_GAP,)
    return (one_line(wording.appeal), *(() if wording.appeal_verified else (_UNVERIFIED,)))
