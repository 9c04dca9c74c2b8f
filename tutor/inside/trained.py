"""What a training loop did to the parameters it was to move: nothing, or so much that no number is left."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from engine import gluon, nd
from tutor.inside.checkpoint import Checkpoint
from tutor.inside.checks import Failure
from tutor.inside.reach import is_a
from tutor.inside.step import Step
from tutor.inside.syntax import mentioned_names, parse_cell

_STEPS = {"record", "backward", "step"}


def is_training(code: str) -> bool:
    """Whether a cell loops over something that records, goes backward or makes an optimiser's step.

    >>> is_training("for X in batches: trainer.step(10)"), is_training("for X in batches: print(X)")
    (True, False)
    """
    try:
        nodes = list(ast.walk(parse_cell(code)))
    except (SyntaxError, ValueError):
        return False
    loops = (node for node in nodes if isinstance(node, ast.For | ast.While))
    inside = (inner for loop in loops for inner in ast.walk(loop))
    return any(isinstance(inner, ast.Attribute) and inner.attr in _STEPS for inner in inside)


def bad_end(step: Step, code: str, namespace: Mapping[str, Any], before: Checkpoint) -> Failure | None:
    """Why training failed whatever its goal: parameters that are no numbers any more, or have not moved."""
    names = step.spoken | (mentioned_names(step.solution) & mentioned_names(code))
    learnt = {name: values for name in sorted(names) if (values := list(_learnt(namespace.get(name))))}
    lost = [name for name, values in learnt.items() if not all(map(_is_finite, values))]
    if lost:
        return Failure("diverged", {"name": lost})
    if learnt and not before.changed(learnt):
        return Failure("unmoved", {"name": list(learnt)})
    return None


def _learnt(value: Any) -> Iterator[Any]:
    """The arrays that training changes: one with a gradient, or a network's parameters."""
    if is_a(value, nd.NDArray):
        if value.grad is not None:
            yield value
    elif is_a(value, gluon.Block):
        for parameter in value.collect_params().values():
            if parameter.grad_req != "null":
                try:
                    yield parameter.data()
                except Exception:  # it has no values yet
                    return


def _is_finite(values: Any) -> bool:
    return bool(np.isfinite(values.asnumpy()).all())
