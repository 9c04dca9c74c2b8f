"""From what a cell did to what it means: passed, exploration, or a failed attempt with one reason."""

from __future__ import annotations

import types
from dataclasses import replace
from typing import Any

from engine import nd
from tutor.events import Operation, Verdict
from tutor.inside.checkpoint import Checkpoint
from tutor.inside.checks import BrokenCheck, Failure
from tutor.inside.compare import difference
from tutor.inside.effects import Effect, effect_of
from tutor.inside.partly import goes_on, half_made, has_begun
from tutor.inside.quiet import Outcome
from tutor.inside.reach import is_a
from tutor.inside.syntax import assigned_names, literal_of, worked_out
from tutor.inside.trained import bad_end, is_training
from tutor.inside.trial import Findings, Trial
from tutor.inside.values import freeze, message_of, text_of
from tutor.record import record

_OTHERWISE = ("kind", "shape", "dtype", "value")
"""The reasons why a name that is there does not hold what it should."""


@record
class Judgement:
    """A verdict, the names that were put back on the way to it, and what the cell did from there."""

    verdict: Verdict
    put_back: tuple[str, ...] = ()
    seen: tuple[Operation, ...] = ()


def judge_cell(trial: Trial, outcome: Outcome, before: Checkpoint) -> Judgement:
    """What the learner's cell means for the step; `before` holds the names in question as they were.

    May leave the namespace as the cell would have made it from the step's checkpoint, if that is right.
    """
    if outcome.interrupted:
        return _judged(trial, "interrupted")
    if trial.step.asks_for_answer:
        return _judge_answer(trial, outcome, asked=False)
    found = trial.findings(outcome)
    answers = () if outcome.read_input else ([outcome.code], [*trial.cells, outcome.code])
    found, elsewhere = _tried_elsewhere(trial, found, *answers)
    if found.hold and elsewhere is None:
        return _judged(trial, "passed")
    effect = effect_of(before, trial.namespace, outcome, trial.step)
    attempt = is_attempt(trial, outcome, effect, before, found)
    # What is no attempt may be the right answer, met by what play has made of its names: `x.attach_grad()`.
    if not attempt and outcome.error is None and not trial.is_spoiled:
        return _judged(trial, "explored")
    if attempt and found.hold:
        if outcome.error is not None and not trial.step.asks_for("raises"):
            return _stopped(trial, outcome, trial.mistake_of(effect))
        return _judged(trial, "wrong", "literal", {"given": elsewhere})
    effects = [effect]
    if _may_retry(trial, outcome, found):
        retry = trial.retry(outcome)
        if retry.kept is not None:
            put_back = trial.adopt(retry.kept)
            return replace(_judged(trial, "passed", retried=True), put_back=put_back, seen=retry.seen)
        effects.append(retry.effect)
    if not attempt:
        return _judged(trial, "explored")
    return _failed(trial, outcome, found, effects, before)


def judge_standing(trial: Trial) -> Judgement:
    """A verdict on the namespace as it stands, because the learner asked for one."""
    if trial.step.asks_for_answer:
        return _judge_answer(trial, trial.last, asked=True)
    outcome = trial.last
    if not trial.step.asks_for("raises"):
        outcome = replace(outcome, error=None, limit="", interrupted=False)
    found, elsewhere = _tried_elsewhere(trial, trial.findings(outcome), trial.cells)
    if not found.hold:
        effect = effect_of(trial.checkpoint, trial.namespace, outcome, trial.step)
        return _failed(trial, outcome, found, [effect], trial.checkpoint)
    if elsewhere is not None:
        return _judged(trial, "wrong", "literal", {"given": elsewhere})
    return _judged(trial, "passed")


def _tried_elsewhere(trial: Trial, found: Findings, *answers: list[str]) -> tuple[Findings, str | None]:
    """Where all checks hold: the other `given` on which none of the answers is right, if there is one."""
    if not found.hold or not answers:
        return found, None
    try:
        return found, trial.fails_elsewhere(*answers)
    except BrokenCheck as error:
        return Findings({}, str(error)), None


def is_attempt(trial: Trial, outcome: Outcome, effect: Effect, before: Checkpoint, found: Findings) -> bool:
    """Whether a cell after which the checks do not hold was meant as an answer, and not as play."""
    step = trial.step
    spoken, assigned = step.spoken, assigned_names(outcome.code)
    if before.changed(spoken) or assigned & spoken:
        return True
    if outcome.has_value and (step.asks_for("result") or _unkept(trial, outcome, found) is not None):
        return True
    if outcome.printed.strip() and step.asks_for("prints"):
        return True
    if outcome.error is not None and step.asks_for("raises"):
        return True
    if outcome.lookups and step.asks_for("looked_up"):
        return True
    if step.kind == "train" and is_training(outcome.code):
        return True
    if _astray(trial, outcome, effect, found) is not None:
        return True
    return trial.mistake_of(effect) >= 0


def _may_retry(trial: Trial, outcome: Outcome, found: Findings) -> bool:
    """Whether the checkpoint can differ from what the cell met, and running it again is harmless."""
    if found.broken or any(failure.reason == "time" for failure in found.failures.values()):
        return False
    return trial.ran > 0 and trial.step.kind != "train" and not outcome.read_input and not outcome.limit


# ── a failed attempt's reason ──────────────────────────────────────────────────────────────────


def _failed(
    trial: Trial, outcome: Outcome, found: Findings, effects: list[Effect], before: Checkpoint
) -> Judgement:
    for index, failure in found.failures.items():
        if failure.raised and not found.broken and not trial.is_sound(index):
            found = replace(found, broken=failure.facts["error"])
    if found.broken:
        return _judged(trial, "broken", "broken", {"text": found.broken})
    mistake = next((index for index in map(trial.mistake_of, effects) if index >= 0), -1)
    if outcome.limit:
        return _judged(trial, outcome.limit, outcome.limit, mistake=mistake)
    check = _decisive(trial, outcome, found, effects[0])
    failure = found.failures[check]
    if outcome.error is not None and failure.reason != "raises":
        return _stopped(trial, outcome, mistake)
    astray = _astray(trial, outcome, effects[0], found)
    if astray is not None:
        return _judged(trial, "wrong", astray.reason, astray.facts, mistake=mistake)
    takes_long = trial.step.kind == "train"
    if takes_long and (end := bad_end(trial.step, outcome.code, trial.namespace, before)):
        return _judged(trial, "wrong", end.reason, end.facts, mistake=mistake)
    # what is shown and only not kept was meant as the rest
    meant_as_all = mistake >= 0 or _unkept(trial, outcome, found) is not None
    if not meant_as_all and (facts := half_made(trial.step, outcome, found, effects[0])):
        return _judged(trial, "partly", "partly", facts)
    solution = trial.step.solution
    unfinished = mistake >= 0 and goes_on(solution, trial.step.mistakes[mistake])
    if unfinished or goes_on(solution, outcome.code, trial.cells):
        return _judged(trial, "partly", "begun", mistake=mistake)
    if (
        not meant_as_all
        and not takes_long
        and has_begun(trial.step.checks, found, trial.stages(), effects[0])
    ):
        return _judged(trial, "partly", "begun", check=check)
    failure = _refined(trial, outcome, check, failure, effects[0])
    status = "time" if failure.reason == "time" else "wrong"
    return _judged(trial, status, failure.reason, failure.facts, mistake=mistake, check=check)


def _stopped(trial: Trial, outcome: Outcome, mistake: int) -> Judgement:
    """An attempt that an error ended."""
    error = outcome.error
    assert error is not None
    facts = {"error": type(error).__name__, "message": message_of(error)}
    return _judged(trial, "error", "error", facts, mistake=mistake)


def _astray(trial: Trial, outcome: Outcome, effect: Effect, found: Findings) -> Failure | None:
    """Why a name is missing though the cell made what it should hold: not kept, or under another name.

    A name that the step has not begun with is missing, too, while it holds an earlier, wrong answer. Only
    arrays and functions count, unless the names differ in capitals alone: a plain number may be what it
    should be by chance.
    """
    missing = {
        failure.facts["name"]
        for failure in found.failures.values()
        if failure.reason == "missing"
        or (failure.reason in _OTHERWISE and failure.facts["name"] not in trial.checkpoint.bindings)
    }
    if len(missing) != 1 or trial.step.kind == "train" or outcome.failed:
        return None
    name = missing.pop()
    if not name.isidentifier():
        return None
    if is_a(outcome.value, nd.NDArray) and trial.would_hold(name, outcome.value, outcome):
        return Failure("not_kept", {"name": name})
    for other in effect.names.keys() - trial.step.spoken:
        value = trial.namespace.get(other)
        meant = is_a(value, nd.NDArray | types.FunctionType) or other.lower() == name.lower()
        if meant and trial.would_hold(name, value, outcome):
            return Failure("missing", {"name": name, "kept_as": other})
    return None


def _decisive(trial: Trial, outcome: Outcome, found: Findings, effect: Effect) -> int:
    """The check to speak about: one whose value was shown, else one that the cell touched, else the first."""
    unkept = _unkept(trial, outcome, found)
    if unkept is not None:
        return unkept
    checks = trial.step.checks
    touched = (index for index in found.failures if checks[index].spoken & effect.names.keys())
    return next(touched, next(iter(found.failures)))


def _unkept(trial: Trial, outcome: Outcome, found: Findings) -> int | None:
    """The failing check whose expected value the cell showed, but did not keep."""
    if not outcome.has_value:
        return None
    shown = freeze(outcome.value)
    return next((index for index in found.failures if _is_expected(trial, index, shown)), None)


def _is_expected(trial: Trial, index: int, value: Any) -> bool:
    check, expected = trial.step.checks[index], trial.expected()[index]
    if check.subject not in ("array", "value") or isinstance(expected, Exception):
        return False
    return difference(value, expected, check.dtype) is None


def _refined(trial: Trial, outcome: Outcome, check: int, failure: Failure, effect: Effect) -> Failure:
    """The failure, or what explains it better: shown but not kept, kept under another name."""
    name = trial.step.checks[check].text
    if _unkept(trial, outcome, Findings({check: failure})) is not None:
        return Failure("not_kept", {"name": name})
    if failure.reason == "missing":
        others = (other for other, value in effect.names.items() if _is_expected(trial, check, value))
        return Failure("missing", {**failure.facts, "kept_as": next(others, "")})
    return failure


# ── steps that ask for a literal ───────────────────────────────────────────────────────────────


def _judge_answer(trial: Trial, outcome: Outcome, *, asked: bool) -> Judgement:
    """A prediction, or the number of an option. A number may be worked out, as in `2 * 7`."""
    step = trial.step
    is_literal, answer = literal_of(outcome.code)
    number = worked_out(outcome.code) if step.kind == "predict" and not is_literal else None
    if number is not None and is_same_answer(number, literal_of(step.solution)[1]):
        return _judged(trial, "passed")
    if not is_literal and is_same_answer(outcome.code.strip(), literal_of(step.solution)[1]):
        return _judged(trial, "wrong", "answer", {"found": outcome.code.strip(), "quoted": step.solution})
    if not is_literal:
        return _judged(trial, "wrong", "answer", {"found": ""}) if asked else _judged(trial, "explored")
    text = text_of(freeze(answer))
    if step.kind == "choose" and not (type(answer) in (int, float) and answer in range(1, step.options + 1)):
        return _judged(trial, "wrong", "choice", {"found": text, "options": step.options})
    known, right = literal_of(step.solution)
    if not known:
        return _judged(trial, "broken", "broken", {"text": f"the solution is no literal: {step.solution}"})
    if is_same_answer(answer, right):
        return _judged(trial, "passed")
    mistakes = enumerate(map(literal_of, step.mistakes))
    mistake = next((index for index, (_, other) in mistakes if is_same_answer(answer, other)), -1)
    facts = {"found": text, "tuple": text_of(freeze(right)) if _lacks_only_brackets(answer, right) else ""}
    return _judged(trial, "wrong", "answer", facts, mistake=mistake)


def _lacks_only_brackets(answer: Any, right: Any) -> bool:
    """Whether an answer has the numbers of a tuple, and is none: a list, or a number alone."""
    if not isinstance(right, tuple) or isinstance(answer, tuple):
        return False
    return is_same_answer(tuple(answer) if isinstance(answer, list) else (answer,), right)


def is_same_answer(answer: Any, other: Any) -> bool:
    """Whether two literals are one answer: numbers within tolerance, and no number is True or False.

    >>> is_same_answer((3, 4), (3, 4)), is_same_answer(0, False), is_same_answer(0.33333, 1 / 3)
    (True, False, True)
    """
    if isinstance(answer, bool) is not isinstance(other, bool):
        return False
    return difference(freeze(answer), freeze(other)) is None


def _judged(
    trial: Trial,
    status: str,
    reason: str = "",
    facts: dict[str, Any] | None = None,
    *,
    mistake: int = -1,
    check: int = -1,
    retried: bool = False,
) -> Judgement:
    verdict = Verdict(
        step=trial.step.id,
        status=status,
        reason=reason,
        facts=facts or {},
        mistake=mistake,
        check=check,
        retried=retried,
    )
    return Judgement(verdict)
