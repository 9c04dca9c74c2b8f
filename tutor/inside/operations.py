"""Watches operations: the last one that the learner's own cell called, with the names of its operands."""

from __future__ import annotations

import sys
import threading
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import engine
from engine import hooks
from tutor.events import Array, Operand, Operation
from tutor.inside import wire, written
from tutor.inside.namespace import learner, names_by_identity
from tutor.inside.source import is_cell
from tutor.inside.summary import operand, raw, summarise, summarise_raw

MAX_OPERATIONS = 100
"""Past so many operations a cell is a loop; the watcher leaves, and shows nothing."""

_ENGINE = str(Path(engine.__file__).parent)
_HELPERS = str(Path(engine.__file__).parent / "compat")


class _Last(NamedTuple):
    """An operation as it was called, and the namespace of then, in which its inputs' names are found."""

    op: str
    inputs: tuple[Any, ...]
    names: dict[str, Any]
    arguments: dict[str, str]
    output: Any
    view: bool
    before: Any  # what the output's raw array held, if it was written into


@dataclass(slots=True)
class _Watch:
    seen: int = 0
    last: _Last | None = None


_watch = _Watch()


def begin() -> None:
    """Watches the cell that begins."""
    global _watch
    _watch = _Watch()
    hooks.on_op = _on_op
    written.begin()


def end() -> None:
    """Sends the last operation."""
    if told := found():
        wire.publish(*told)


def found() -> tuple[Operation, ...]:
    """The last operation, if any, its output under the name that it has by now; the watch is over."""
    last = _watch.last
    leave()
    if last is None:
        return ()
    names = names_by_identity(last.names)
    operation = Operation(
        op=last.op,
        inputs=tuple(Operand(_input(value, last), names.get(id(value), "")) for value in last.inputs),
        output=operand(last.output, names_by_identity(learner()).get(id(last.output), "")),
        arguments=last.arguments,
        view=last.view,
    )
    return (operation,)


def leave() -> None:
    """A loop that trains has no operation to show."""
    hooks.on_op = None
    _watch.last = None
    written.leave()


def _input(value: Any, last: _Last) -> Array:
    """An input as the operation found it: of one that it has written into, what was there before."""
    if last.before is None or value is not last.output:
        return summarise(value)
    return summarise_raw(last.before, device=str(value.context))


def _on_op(op: str, inputs: tuple[Any, ...], arguments: dict[str, Any], output: Any) -> None:
    if threading.current_thread() is not threading.main_thread():
        return  # a loader's worker, which makes a batch meanwhile
    _watch.seen += 1
    if _watch.seen > MAX_OPERATIONS:
        leave()
        return
    if not _called_from_cell():
        return
    try:
        _keep(op, inputs, arguments, output[0] if isinstance(output, list) else output)
    except Exception:  # watching never disturbs what is watched
        leave()


def _keep(op: str, inputs: tuple[Any, ...], arguments: dict[str, Any], output: Any) -> None:
    _watch.last = _Last(
        op=op,
        inputs=inputs,
        names=learner().copy(),
        arguments={name: repr(value)[:80] for name, value in arguments.items()},
        output=output,
        view=bool(inputs) and np.may_share_memory(raw(output), raw(inputs[0])),
        before=written.before(output),
    )


def _called_from_cell() -> bool:
    """Whether the first caller outside the engine is a cell; the book's helpers count as outside."""
    frame: types.FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename.startswith(_ENGINE):
        if frame.f_code.co_filename.startswith(_HELPERS):
            return False
        frame = frame.f_back
    return frame is not None and is_cell(frame.f_code)
