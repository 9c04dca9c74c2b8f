"""A learner at a desk: types cells into a namespace of this process, judged as in the kernel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tutor.events import Operation, Verdict
from tutor.inside.checkpoint import Checkpoint
from tutor.inside.quiet import Outcome, run_quietly
from tutor.inside.step import parse_step
from tutor.inside.syntax import mentioned_names
from tutor.inside.trial import Trial
from tutor.inside.verdicts import judge_cell, judge_standing


class Desk:
    """The learner's names, the open step, what the last cell put back, and what it did on a second try."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__name__": "__main__"}
        exec("from engine import nd, autograd, gluon, init\nimport numpy as np", self.names)
        self.trial: Trial
        self.put_back: tuple[str, ...] = ()
        self.seen: tuple[Operation, ...] = ()

    def begin(self, *, names: tuple[str, ...] = (), **step: Any) -> Desk:
        """Begins a step, after putting back `names` where play has changed them."""
        if hasattr(self, "trial"):
            self.put_back = self.trial.settle(names)
        exec(step.get("given", ""), self.names)
        self.trial = Trial(parse_step({"id": "step", "solution": "pass", **step}), self.names)
        return self

    def type(self, code: str, **circumstances: Any) -> Verdict:
        """Runs a cell as the kernel does; `circumstances` are fields of its outcome."""
        trial = self.trial
        before = Checkpoint(self.names, mentioned_names(code) | trial.step.spoken)
        outcome: Outcome = replace(run_quietly(code, self.names, seconds=None), **circumstances)
        if trial.accepted is not None:
            return Verdict(status="")
        judgement = judge_cell(trial, outcome, before)
        trial.note(outcome)
        self.put_back, self.seen = judgement.put_back, judgement.seen
        if judgement.verdict.passed:
            trial.accept()
        return judgement.verdict

    def ask(self) -> Verdict:
        """Asks for a verdict on the names as they stand."""
        return judge_standing(self.trial).verdict

    def values(self, name: str) -> Any:
        """The values of the learner's array, as nested lists."""
        return self.names[name].asnumpy().tolist()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="session")
def make_desk() -> type[Desk]:
    """For tests that need several desks, or a new one for each of Hypothesis's examples."""
    return Desk
