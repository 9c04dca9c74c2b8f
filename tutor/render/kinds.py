"""The engine's operations by kind, as far as their pictures differ."""

from __future__ import annotations

from typing import Final

from tutor.events import Operation

RESHAPES: Final = frozenset({"reshape", "expand_dims", "flatten", "squeeze"})
TURNS: Final = frozenset({"transpose", "swapaxes"})
JOINS: Final = frozenset({"concat", "stack"})
REDUCTIONS: Final = frozenset({"sum", "mean", "max", "min", "prod", "norm", "argmax", "argmin"})
READS: Final = frozenset({"getitem"})
WRITES: Final = frozenset({"setitem"})

_SIGNS: Final = {
    "add": "+", "subtract": "-", "multiply": "×", "divide": "/", "modulo": "%", "power": "**",
    "dot": "·", "batch_dot": "·", "equal": "==", "not_equal": "!=",
    "greater": ">", "greater_equal": ">=", "lesser": "<", "lesser_equal": "<=",
}  # fmt: skip
_DEFAULT_AXIS: Final = {"concat": 1, "stack": 0}


def sign_of(op: str) -> str:
    """The sign between the two arrays of an operation, or nothing.

    >>> sign_of("add"), sign_of("dot"), sign_of("concat")
    ('+', '·', '')
    """
    return _SIGNS.get(op, "")


def axis_of(event: Operation) -> int | None:
    """The one axis along which an operation works, counted from 0; None where there is none."""
    text = event.arguments.get("axis", event.arguments.get("dim", ""))
    try:
        axis = int(text)
    except ValueError:
        axis = _DEFAULT_AXIS.get(event.op, -100)
    axes = max((len(operand.array.shape) for operand in event.inputs), default=0)
    if event.op == "stack":
        axes += 1
    axis += axes if axis < 0 else 0
    return axis if 0 <= axis < axes else None
