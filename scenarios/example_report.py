"""What running examples gave, for every file and in total, as JSON and for people."""

from dataclasses import dataclass

from scenarios.mutation import Mutation, Survivor
from scenarios.problem import Problem

LEAST_SCORE = 0.95
_DECIMALS = 4
_NO_MUTATION = Mutation()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What running one point's examples gave."""

    file: str
    point: str
    examples: int = 0
    problems: tuple[Problem, ...] = ()
    branches_seen: int = 0
    branches: int = 0
    mutation: Mutation = _NO_MUTATION

    def as_json(self) -> dict[str, object]:
        """Return the file's scores with stable keys."""
        return {
            "file": self.file,
            "point": self.point,
            "examples": self.examples,
            "failed": len(self.problems),
            "branch_coverage": _share(self.branches_seen, self.branches),
            "mutants": self.mutation.killed + len(self.mutation.survivors),
            "killed": self.mutation.killed,
            "equivalent": self.mutation.equivalent,
            "mutation_score": _share(
                self.mutation.killed, self.mutation.killed + len(self.mutation.survivors)
            ),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleReport:
    """What running examples gave over all files; `unreadable` are problems of files that can't be read."""

    files: tuple[FileReport, ...] = ()
    unreadable: tuple[Problem, ...] = ()

    @property
    def points(self) -> int:
        """How many point files ran."""
        return len(self.files)

    @property
    def examples(self) -> int:
        """How many examples ran."""
        return sum(each.examples for each in self.files)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that went otherwise than an example says."""
        return (*self.unreadable, *(problem for each in self.files for problem in each.problems))

    @property
    def failed(self) -> int:
        """How many things went otherwise than an example says."""
        return len(self.problems)

    @property
    def killed(self) -> int:
        """How many mutants an example notices."""
        return sum(each.mutation.killed for each in self.files)

    @property
    def equivalent(self) -> int:
        """How many mutants are proven to be no wrong versions; they count neither way."""
        return sum(each.mutation.equivalent for each in self.files)

    @property
    def survivors(self) -> tuple[Survivor, ...]:
        """The mutants that no example notices."""
        return tuple(survivor for each in self.files for survivor in each.mutation.survivors)

    @property
    def branch_coverage(self) -> float:
        """The share of the checks' outcomes that some example brings about."""
        return _share(
            sum(each.branches_seen for each in self.files), sum(each.branches for each in self.files)
        )

    @property
    def mutation_score(self) -> float:
        """The share of mutants, equivalent ones left out, that some example notices."""
        return _share(self.killed, self.killed + len(self.survivors))

    @property
    def is_good_enough(self) -> bool:
        """Tell whether every example came out as it says and enough mutants were noticed."""
        return not self.failed and self.mutation_score >= LEAST_SCORE

    def as_json(self) -> dict[str, object]:
        """Return the stable keys, with details behind them."""
        return {
            "points": self.points,
            "examples": self.examples,
            "failed": self.failed,
            "branch_coverage": self.branch_coverage,
            "mutation_score": self.mutation_score,
            "mutants": self.killed + len(self.survivors),
            "equivalent": self.equivalent,
            "problems": [each.as_json() for each in self.problems],
            "survivors": [each.as_json() for each in self.survivors],
            "files": [each.as_json() for each in self.files],
        }

    def as_text(self) -> str:
        """Return the report for people."""
        lines = [*map(str, self.problems), *map(str, self.survivors)]
        lines.append(
            f"要点 {self.points}，示例 {self.examples}，不符 {self.failed}，"
            f"分支覆盖 {self.branch_coverage:.1%}，变异 {self.killed + len(self.survivors)}"
            f"（另有等价 {self.equivalent}），变异得分 {self.mutation_score:.1%}"
        )
        if self.mutation_score < LEAST_SCORE:
            lines.append(f"变异得分低于 {LEAST_SCORE:.0%}：请为上面列出的改动补充示例。")
        return "\n".join(lines)


def _share(part: int, whole: int) -> float:
    return round(part / whole, _DECIMALS) if whole else 1.0
