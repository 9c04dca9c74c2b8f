"""What a learner's cell means for the step."""

from __future__ import annotations

from tutor.events import Verdict
from tutor.inside.quiet import Outcome


def lesson_began() -> None:
    """A fresh lesson: no step is armed."""


def cell_started(code: str) -> None:
    """Called before each cell of the learner."""


def cell_ended(outcome: Outcome) -> Verdict | None:
    """Called after each cell of the learner; None while no step is armed."""
    return None
