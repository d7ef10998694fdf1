"""A material that will be drawn when somebody asks for it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from simulator.paper import DrawnFile, draw


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """Everything that decides what the file looks like; the same plan always gives the same bytes.

    `material` is the id of the material it stands for, `kind` the kind of paper really drawn: another one
    when the flaw is a swapped material.
    """

    slot: str
    name: str
    material: str
    kind: str
    truth: Mapping[str, str]
    look: str
    capture: str
    defects: tuple[str, ...] = ()
    seed: int = 0

    @property
    def key(self) -> str:
        """A text that is the same exactly when the drawn bytes are the same."""
        plan = asdict(self)
        del plan["slot"], plan["name"], plan["material"]
        text = json.dumps(plan, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def drawn(self) -> DrawnFile:
        """Draw the paper, with the truth about what stands on it."""
        return draw(
            self.kind, self.truth, look=self.look, capture=self.capture, defects=self.defects, seed=self.seed
        )

    def data(self) -> bytes:
        """Draw the paper and return the file's bytes."""
        return self.drawn().data
