"""A step that asks for several things, of which a cell made the first: progress, and no mistake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.inside.checks import Failure
from tutor.inside.effects import Effect
from tutor.inside.quiet import Outcome
from tutor.inside.step import Check, Step
from tutor.inside.syntax import statements_of
from tutor.inside.trial import Findings


def half_made(step: Step, outcome: Outcome, found: Findings, effect: Effect) -> dict[str, list[str]]:
    """The names that the cell made `right`, and those still `missing`; nothing where it touched what fails.

    A name that is not there yet is to come, whatever else its check speaks of.
    """
    checks = step.checks
    for index, failure in found.failures.items():
        absent = failure.facts.get("name") if failure.reason == "missing" else None
        to_come = absent in step.spoken and absent not in effect.names
        if not to_come and _touches(checks[index], outcome, effect):
            return {}
    made = [check for index, check in enumerate(checks) if index not in found.failures]
    right = _named(check for check in made if _touches(check, outcome, effect))
    return {"right": right, "missing": _named(checks[index] for index in found.failures)} if right else {}


def goes_on(solution: str, code: str, earlier: Iterable[str] = ()) -> bool:
    """Whether a cell is the next lines of the solution after those of `earlier` cells, with more to come.

    >>> slope = "x.attach_grad()\\nwith autograd.record(): y = x * x\\ny.backward()"
    >>> goes_on(slope, "x . attach_grad( )")
    True
    >>> goes_on(slope, "with autograd.record(): y = x*x", ["x.attach_grad()"])
    True
    >>> goes_on(slope, "with autograd.record(): y = x * x"), goes_on(slope, slope), goes_on(slope, "x = 1")
    (False, False, False)
    """
    wanted, cell = statements_of(solution), statements_of(code)
    done = {statement for each in earlier for statement in statements_of(each)}
    starts = range(len(wanted) - len(cell)) if cell else ()
    return any(wanted[at : at + len(cell)] == cell and done.issuperset(wanted[:at]) for at in starts)


def has_begun(
    checks: Sequence[Check], found: Findings, stages: list[dict[int, Failure]], effect: Effect
) -> bool:
    """Whether a cell made something right, and fails no check but as the solution does on its way.

    `stages` are the failures before the solution and after each of its statements.
    """
    start, *later = stages or [{}]
    touched = [index for index, check in enumerate(checks) if check.spoken & effect.names.keys()]
    gained = any(index in start and index not in found.failures for index in touched)
    on_the_way = {
        (index, failure.reason, failure.raised) for stage in later for index, failure in stage.items()
    }
    failing = ((index, found.failures[index]) for index in touched if index in found.failures)
    return gained and all((index, failure.reason, failure.raised) in on_the_way for index, failure in failing)


def _touches(check: Check, outcome: Outcome, effect: Effect) -> bool:
    """Whether a cell did something that decides the check."""
    match check.subject:
        case "result":
            return outcome.has_value
        case "prints":
            return bool(outcome.printed.strip())
        case "looked_up":
            return bool(outcome.lookups)
        case "raises":
            return outcome.error is not None
    return bool(check.spoken & effect.names.keys())


def _named(checks: Iterable[Check]) -> list[str]:
    """The names and gradients that the checks are about, each once; nothing of those about anything else."""
    ends = {"array": "", "value": "", "function": "", "gradient": ".grad"}
    return list(dict.fromkeys(c.text + ends[c.subject] for c in checks if c.subject in ends))
