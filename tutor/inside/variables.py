"""Watches the namespace: after each cell, what every name of the learner's holds and whether it changed."""

from __future__ import annotations

from typing import Any

from engine import nd
from tutor.events import Variable, Variables
from tutor.inside import wire
from tutor.inside.namespace import learner, visible
from tutor.inside.reach import is_a
from tutor.inside.summary import describe, fingerprint, is_array, summarise

MAX_SHOWN = 200

_last: dict[str, tuple[int, Any]] = {}


def publish(*, marked: bool = True) -> None:
    """Sends the namespace; what differs from the last time is marked "new" or "changed" if `marked`."""
    wire.publish(event(marked=marked))


def event(*, marked: bool = True) -> Variables:
    """The namespace as it stands, which is the last time from now on."""
    now: dict[str, tuple[int, Any]] = {}
    shown = []
    for name, value in list(visible(learner()))[:MAX_SHOWN]:
        now[name] = (id(value), fingerprint(value))
        shown.append(_variable(name, value, _change(name, now[name]) if marked else ""))
    _last.clear()
    _last.update(now)
    return Variables(variables=tuple(shown))


def _change(name: str, state: tuple[int, Any]) -> str:
    if name not in _last:
        return "new"
    return "" if _last[name] == state else "changed"


def _variable(name: str, value: Any, change: str) -> Variable:
    kind, text = describe(value)
    if not is_array(value):
        return Variable(name, kind, text, change=change)
    gradient = value.grad if is_a(value, nd.NDArray) else None
    return Variable(
        name,
        kind,
        array=summarise(value),
        gradient=None if gradient is None else summarise(gradient),
        has_gradient=gradient is not None,
        change=change,
    )
