"""The names that a step's expressions may count on, out of reach of the learner's own bindings."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import Any

import numpy as np

from engine import autograd, gluon, init, nd
from engine.compat import d2lzh, mxnet
from tutor.inside.limit import SECONDS, time_limit
from tutor.inside.reach import MISSING
from tutor.inside.step import CLEAN_NAMES

_BUILTINS = dict(vars(builtins))
CLEAN: dict[str, Any] = dict(
    zip(CLEAN_NAMES, (nd, autograd, gluon, gluon.nn, init, d2lzh, np, mxnet), strict=True)
)


def evaluate(expression: str, names: Mapping[str, Any], seconds: float | None = SECONDS) -> Any:
    """The value of a step's expression on these names, with the clean ones before them.

    Nothing is recorded. Raises what the expression raises, and `OutOfTime`.

    >>> evaluate("float(nd.ones(2).sum().asscalar()) + a", {"nd": 3, "float": None, "a": 1})
    3.0
    """
    scope = {**names, **_BUILTINS, **CLEAN, "__builtins__": _BUILTINS}
    with time_limit(seconds), autograd.pause():
        return eval(compile(expression.strip(), "<check>", "eval"), scope)


def resolve(name: str, names: Mapping[str, Any]) -> Any:
    """What a learner's name, or an expression such as `net.weight`, stands for; `MISSING` if nothing."""
    if name.isidentifier():
        return names.get(name, MISSING)
    try:
        return evaluate(name, names)
    except Exception:
        return MISSING
