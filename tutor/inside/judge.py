"""The judge at work in the kernel: the session's commands about a step, and what follows each cell.

It holds one trial at a time: the step that is open. Once a step is accepted, cells are play and get no
verdict until the next step begins.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

from tutor.events import KernelState, PutBack, Verdict
from tutor.inside import variables
from tutor.inside.checkpoint import Checkpoint
from tutor.inside.checks import describe_end
from tutor.inside.commands import command
from tutor.inside.effects import Effect, same_effect
from tutor.inside.namespace import learner
from tutor.inside.quiet import Outcome, run_quietly
from tutor.inside.step import parse_step
from tutor.inside.syntax import literal_of, mentioned_names
from tutor.inside.trial import Trial
from tutor.inside.verdicts import Judgement, is_same_answer, judge_cell, judge_standing
from tutor.inside.wire import publish

PROGRESS_SECONDS = 0.1
"""The least time between two messages of a replay."""


class NoStep(Exception):
    """No step has begun."""


class GivenFails(Exception):
    """The code that a step is given, or its solution, does not run."""


_trial: Trial | None = None
_before: Checkpoint | None = None


def lesson_began() -> None:
    """Forgets the step and all that is known about it."""
    global _trial, _before
    _trial = _before = None


# ── around each cell of the learner's ──────────────────────────────────────────────────────────


def cell_started(code: str) -> None:
    """Remembers what the cell could change, before it runs."""
    global _before
    _before = None
    if (trial := _armed()) is not None:
        names = mentioned_names(code) | trial.step.spoken
        _before = Checkpoint(trial.namespace, names, earlier=trial.checkpoint)


def cell_ended(outcome: Outcome) -> Verdict | None:
    """The verdict on a cell that has run; None while no step waits for an answer."""
    trial = _armed()
    if trial is None or _before is None:
        return None
    try:
        judgement = judge_cell(trial, outcome, _before)
    finally:
        trial.note(outcome)
    return _conclude(trial, judgement)


def _armed() -> Trial | None:
    return _trial if _trial is not None and _trial.accepted is None else None


def _conclude(trial: Trial, judgement: Judgement) -> Verdict:
    if judgement.verdict.passed:
        trial.accept()
    if judgement.put_back:
        publish(PutBack(names=judgement.put_back))
    if judgement.seen:
        publish(*judgement.seen)
    return judgement.verdict


# ── commands ───────────────────────────────────────────────────────────────────────────────────


@command("begin_step")
def begin_step(step: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Puts back `names` where play changed them, runs `given` unseen, and arms the judge."""
    global _trial
    previous, _trial = _trial, None
    if previous is not None and (put_back := previous.settle(names)):
        publish(PutBack(names=put_back))
    begun = parse_step(step)
    namespace = learner()
    if begun.given:
        _demand(run_quietly(begun.given, namespace, seconds=None))
    _trial = Trial(begun, namespace, earlier=previous.checkpoint if previous is not None else None)
    variables.publish(marked=False)
    return {"left_out": _trial.checkpoint.left_out}


@command("check")
def check() -> dict[str, Any]:
    """Publishes a verdict on the namespace as it stands."""
    trial = _begun()
    verdict = _conclude(trial, judge_standing(trial))
    publish(verdict)
    return {"status": verdict.status}


@command("accept")
def accept() -> None:
    """Takes the step as done."""
    _begun().accept()


@command("restore")
def restore() -> None:
    """Puts the namespace back to where the step began, and waits for an answer again."""
    _begun().restart()
    variables.publish(marked=False)


@command("skip")
def skip() -> None:
    """Runs the solution in the learner's stead, visibly and from the checkpoint; the step is done."""
    from tutor.inside.cells import run_visibly  # which runs a cell under this judge's eyes

    trial = _begun()
    trial.restart()
    if not trial.step.asks_for_answer:
        outcome = run_visibly(trial.step.solution)
        if not trial.step.asks_for("raises"):
            _demand(outcome)
    trial.accept()
    variables.publish()


@command("replay")
def replay(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """Runs cells of the step again unseen; `failed` lists those that did not run to their end."""
    trial = _begun()
    failed = []
    last_told = time.monotonic()
    for index, cell in enumerate(cells):
        if time.monotonic() - last_told >= PROGRESS_SECONDS:
            publish(KernelState(state="replaying", done=index, total=len(cells)))
            last_told = time.monotonic()
        outcome = run_quietly(cell["code"], trial.namespace, seconds=None)
        trial.note(outcome)
        if outcome.failed:
            failed.append(index)
        if cell.get("accepted"):
            trial.accept()
    variables.publish(marked=False)
    return {"failed": failed}


@command("measure")
def measure() -> dict[str, Any]:
    """What the solution and each listed mistake do, from the checkpoint, and which cannot be told apart.

    `duplicates` are pairs of mistakes with one effect, `empty` mistakes without any, `same_as_solution`
    mistakes that do what the solution does.
    """
    trial = _begun()
    step = trial.step
    if step.asks_for_answer:
        answers = [literal_of(code)[1] for code in step.mistakes]
        return _report(
            literal_of(step.solution)[1], answers, repr, is_same_answer, lambda answer: answer is None
        )
    solution = trial.effect(step.solution, step.limit)
    mistakes = trial.effects(step.mistakes, step.limit)
    return _report(
        solution,
        mistakes,
        describe=Effect.describe,
        same=lambda one, other: same_effect(one, other, step),
        is_empty=lambda effect: effect.is_empty,
    )


def _report(
    solution: Any,
    mistakes: list[Any],
    describe: Callable[[Any], str],
    same: Callable[[Any, Any], bool],
    is_empty: Callable[[Any], bool],
) -> dict[str, Any]:
    pairs = combinations(range(len(mistakes)), 2)
    return {
        "solution": describe(solution),
        "mistakes": [describe(mistake) for mistake in mistakes],
        "duplicates": [[i, j] for i, j in pairs if same(mistakes[i], mistakes[j])],
        "empty": [index for index, mistake in enumerate(mistakes) if is_empty(mistake)],
        "same_as_solution": [index for index, mistake in enumerate(mistakes) if same(mistake, solution)],
    }


def _begun() -> Trial:
    if _trial is None:
        raise NoStep("no step has begun")
    return _trial


def _demand(outcome: Outcome) -> None:
    if outcome.failed:
        raise GivenFails(describe_end(outcome))
