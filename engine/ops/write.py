"""Writing into an array: `x[key] = value`."""

import math

import numpy

from engine import backend, hooks
from engine.base import MXNetError, error
from engine.indexing import is_everything, raw_key
from engine.modes import is_recording
from engine.ndarray import NDArray
from engine.ops import explain
from engine.ops.dispatch import NO_INPLACE, refuse_write_to_tape
from engine.tape import live


def _write(self, key, value):
    """`x[key] = value`: in place; the value is cast to the array's dtype and broadcast."""
    if is_recording() and _write_while_recording(self, key, value):
        return
    if (
        type(value) is NDArray
        and is_everything(key)
        and hooks.on_op is hooks.on_write is None
        and type(value._raw) is type(self._raw) is numpy.ndarray
        and value._raw.shape == self._raw.shape
    ):
        self._raw[...] = value._raw  # the quickest way for what every step of training does
        return
    raw = getattr(value, "_raw", value)
    if isinstance(raw, (list, tuple)):
        raw = self._context.xp.asarray(raw, dtype=self._raw.dtype)
    if hasattr(raw, "dtype") and raw.size == 1:
        raw = raw.reshape(())  # x[0] = y[0]: a place without axes takes only what has none
    if not (raw is None or hasattr(raw, "dtype") or isinstance(raw, (int, float, list, tuple))):
        raise TypeError(f"the elements of an NDArray are numbers; a {type(value).__name__} is none")
    place = ... if is_everything(key) else raw_key(self, key)
    if (on_write := hooks.on_write) is not None:
        on_write(self, place, value)
    try:
        self._raw[place] = raw
    except IndexError as problem:
        raise error("index", (self.shape,), str(problem), kind=IndexError) from None
    except (ValueError, TypeError) as problem:
        _write_across(self, place, raw, problem)
    if (on_op := hooks.on_op) is not None:
        on_op("setitem", (self,), {"key": key}, self)


def _write_while_recording(self, key, value):
    """Whether a write goes on the tape, and has been done: `x[:] = …` of what is on it already."""
    refuse_write_to_tape(self)
    if not isinstance(value, NDArray) or live(value) is None:
        return False
    if not is_everything(key):
        raise MXNetError(NO_INPLACE)
    if value.shape != self.shape:
        value = value.broadcast_to(self.shape)
    value.copyto(self)
    return True


def _write_across(self, place, raw, problem):
    """Writes what the array library did not take: values of another device, and None for nan.

    Raises what stands in the way if it is something else.
    """
    own, xp = self._raw, self._context.xp
    if raw is None and own.dtype.kind == "f":
        moved = math.nan
    elif hasattr(raw, "dtype"):
        moved = backend.beside(raw, own)
    else:
        moved = raw
    if moved is raw and (xp is numpy or len(backend.gpus) < 2):  # else `xp` has made its GPU the current one
        if isinstance(problem, ValueError):
            problem = _does_not_fill(own[place].shape, raw, problem)
        raise problem from None
    try:
        own[place] = moved
    except ValueError as problem:
        raise _does_not_fill(own[place].shape, raw, problem) from None


def _does_not_fill(room, value, problem):
    """The error for a value that does not have the shape of the places it should fill."""
    if not hasattr(value, "shape"):
        return problem
    clash = explain.broadcast("setitem", (room, value.shape))
    reason = "the value does not have the shape of the places that it should fill"
    axes = clash.axes if clash is not None else ()
    return error("setitem", (room, value.shape), reason, axes, kind=ValueError)


NDArray.__setitem__ = _write
