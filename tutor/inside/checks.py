"""The checks of a step, subject by subject: what is expected, and whether the namespace has it.

`expect` runs where the namespace stands at the step's checkpoint, `failure_of` on what the learner made of
it. Both may change the namespace, by what an expression calls; their caller puts it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from engine import nd
from tutor.inside.calls import call_results
from tutor.inside.clean import evaluate, resolve
from tutor.inside.compare import difference
from tutor.inside.limit import OutOfTime
from tutor.inside.lookups import is_same_thing, name_of
from tutor.inside.quiet import Outcome, run_quietly
from tutor.inside.reach import MISSING, Namespace, is_a
from tutor.inside.step import Check, Step
from tutor.inside.values import ArrayValue, Frozen, freeze, kind_of, text_of
from tutor.record import record


class BrokenCheck(Exception):
    """A check of the lesson's cannot be evaluated: never the learner's fault, and never a pass."""


@record
class Failure:
    """Why a check does not hold: a reason's code and the facts of its sentence.

    `raised` tells that its expression raised, which may be the learner's doing or the lesson's.
    """

    reason: str
    facts: dict[str, Any] = field(default_factory=dict)
    raised: bool = False


# ── what is expected ───────────────────────────────────────────────────────────────────────────

_FROM_SOLUTION: Any = object()


def expect(step: Step, namespace: Namespace) -> tuple[Any, ...]:
    """For each check what it expects, taken at the checkpoint; an exception where that cannot be had."""
    names = dict(namespace)
    expected = [_own_expectation(check, names) for check in step.checks]
    if any(value is _FROM_SOLUTION for value in expected):
        outcome = run_quietly(step.solution, namespace, step.limit)
        for index, check in enumerate(step.checks):
            if expected[index] is not _FROM_SOLUTION:
                continue
            if outcome.failed:
                expected[index] = BrokenCheck(f"the solution fails: {describe_end(outcome)}")
            else:
                expected[index] = _guarded(_left_behind, check, namespace)
    return tuple(expected)


def _own_expectation(check: Check, names: Mapping[str, Any]) -> Any:
    """What the lesson's own expression gives; `_FROM_SOLUTION` where there is none."""
    match check.subject:
        case "array" | "value" | "gradient":
            return _FROM_SOLUTION if check.equals is None else _guarded(_evaluate_frozen, check.equals, names)
        case "result":
            return _guarded(_evaluate_frozen, check.equals or check.text, names)
        case "looked_up":
            return _guarded(evaluate, check.text, names)
        case "function":
            return _FROM_SOLUTION
        case _:
            return None


def _left_behind(check: Check, namespace: Namespace) -> Any:
    """What the solution has made of what the check speaks of."""
    if check.subject == "function":
        calls = call_results(check, namespace)
        if any(call.out_of_time for call in calls):
            raise BrokenCheck("the solution's function is out of time")
        return calls
    value = resolve(check.text, namespace)
    if value is MISSING:
        raise BrokenCheck(f"the solution leaves no {check.text}")
    return freeze(gradient_of(value) if check.subject == "gradient" else value)


def _evaluate_frozen(expression: str, names: Mapping[str, Any]) -> Frozen:
    return freeze(evaluate(expression, names))


def _guarded(function: Any, *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except OutOfTime:
        return BrokenCheck("out of time")
    except Exception as error:
        return error


# ── what is found ──────────────────────────────────────────────────────────────────────────────


def failure_of(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    """None where the check holds for the namespace and the cell's outcome.

    Raises `BrokenCheck` where that cannot be told, `OutOfTime` where the learner's code takes too long.
    """
    if isinstance(expected, BrokenCheck):
        raise BrokenCheck(str(expected))
    if isinstance(expected, Exception):
        raise BrokenCheck(error_text(expected)) from expected
    try:
        return _JUDGES[check.subject](check, expected, namespace, outcome)
    except Exception as error:
        raise BrokenCheck(error_text(error)) from error


def gradient_of(value: Any) -> Any:
    """An NDArray's gradient, whatever the learner's class says; None for anything else."""
    return nd.NDArray.grad.__get__(value, type(value)) if is_a(value, nd.NDArray) else None


def _judge_value(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    value = resolve(check.text, namespace)
    if value is MISSING:
        return Failure("missing", {"name": check.text})
    found = freeze(value)
    if check.subject == "array" and not (isinstance(found, ArrayValue) and found.kind == "NDArray"):
        return Failure("kind", {"name": check.text, "found": kind_of(found), "expected": "NDArray"})
    differing = difference(found, expected, check.dtype)
    return None if differing is None else Failure(differing.reason, {"name": check.text, **differing.facts})


def _judge_gradient(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    value = resolve(check.text, namespace)
    if value is MISSING:
        return Failure("missing", {"name": check.text})
    if not is_a(value, nd.NDArray):
        return Failure("kind", {"name": check.text, "found": type(value).__name__, "expected": "NDArray"})
    gradient = gradient_of(value)
    if gradient is None:
        return Failure("no_gradient", {"name": check.text})
    found = difference(freeze(gradient), expected, check.dtype)
    if found is None:
        return None
    return Failure("gradient", {"name": check.text, "cause": found.reason, **found.facts})


def _judge_result(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    value = freeze(outcome.value)
    found = difference(value, expected, check.dtype)
    shown = not outcome.has_value and outcome.printed.strip() == text_of(expected)
    if found is None or shown:  # `print(x.shape)` shows it, too
        return None
    texts = {"found": text_of(value) if outcome.has_value else "", "expected": text_of(expected)}
    return Failure("result", {**found.facts, "cause": found.reason if outcome.has_value else "none", **texts})


def _judge_prints(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    wanted, printed = check.text.split(), outcome.printed.split()
    if any(printed[at : at + len(wanted)] == wanted for at in range(len(printed) - len(wanted) + 1)):
        return None
    return Failure("prints", {"found": " ".join(printed)[:200], "expected": " ".join(wanted)})


def _judge_looked_up(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    if any(check.by in (None, by) and is_same_thing(thing, expected) for by, thing in outcome.lookups):
        return None
    found = [name_of(thing) for _, thing in outcome.lookups]
    return Failure("looked_up", {"found": found, "expected": check.text, "by": check.by or ""})


def _judge_raises(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    kinds = [kind.__name__ for kind in type(outcome.error).__mro__] if outcome.error is not None else []
    if check.text.rpartition(".")[2] in kinds:
        return None
    return Failure("raises", {"found": kinds[0] if kinds else "", "expected": check.text})


def _judge_function(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    value = resolve(check.text, namespace)
    if value is MISSING:
        return Failure("missing", {"name": check.text})
    if not callable(value):
        return Failure("kind", {"name": check.text, "found": type(value).__name__, "expected": "function"})
    try:
        calls = call_results(check, namespace)
    except NameError as error:  # play has deleted what the arguments are made of
        return Failure("missing", {"name": error.name})
    for arguments, found, wanted in zip(check.on, calls, expected, strict=True):
        if found.out_of_time:
            return Failure("time")
        if (differs := found.differs_from(wanted)) is not None:
            facts = dict(zip(("cause", "found", "expected"), differs, strict=True))
            return Failure("function", {"name": check.text, "arguments": arguments, **facts})
    return None


def _judge_holds(check: Check, expected: Any, namespace: Namespace, outcome: Outcome) -> Failure | None:
    try:
        if bool(evaluate(check.text, namespace)):
            return None
    except NameError as error:
        if error.name in check.spoken and error.name not in namespace:
            return Failure("missing", {"name": error.name})
        return _raised(check, error)
    except Exception as error:
        return _raised(check, error)
    return Failure("holds", {"expression": check.text})


_JUDGES = {
    "array": _judge_value,
    "value": _judge_value,
    "gradient": _judge_gradient,
    "result": _judge_result,
    "prints": _judge_prints,
    "looked_up": _judge_looked_up,
    "raises": _judge_raises,
    "function": _judge_function,
    "holds": _judge_holds,
}


def _raised(check: Check, error: Exception) -> Failure:
    return Failure("holds", {"expression": check.text, "error": error_text(error)}, raised=True)


def error_text(error: BaseException) -> str:
    """`Type: message`, short, whatever the error's own `__str__` does."""
    try:
        return f"{type(error).__name__}: {error}"[:300]
    except Exception:
        return type(error).__name__


def describe_end(outcome: Outcome) -> str:
    """How a cell of the lesson's own ended, for its author.

    >>> describe_end(Outcome("x", error=ValueError("no")))
    'ValueError: no'
    >>> describe_end(Outcome("x", limit="time"))
    'too much time'
    """
    if outcome.error is not None:
        return error_text(outcome.error)
    return f"too much {outcome.limit}" if outcome.limit else "interrupted"
