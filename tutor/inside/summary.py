"""Values as events carry them: an array's corner and extremes, a short text for everything else.

Nothing here runs a learner's `__repr__`, `__len__` or property: what is not a known type is shown by the
name of its type.
"""

from __future__ import annotations

import math
import types
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from reprlib import Repr
from typing import Any

import numpy as np

from engine import backend, gluon, nd
from tutor.events import Array, Operand
from tutor.inside.reach import is_a

MAX_VALUES = 64
MAX_HASHED = 1_000_000
"""Arrays of more elements are known by their identity alone."""

MAX_SCANNED = 4_000_000
"""Arrays of more elements are summarised without their extremes."""

TEXT_LENGTH = 120


def is_array(value: object) -> bool:
    """Whether the value is an NDArray, or an array of NumPy's."""
    return is_a(value, nd.NDArray | np.ndarray)


def raw(value: Any) -> Any:
    """The backend's array under an NDArray; NumPy's own array as it is."""
    return value._raw if is_a(value, nd.NDArray) else value


def summarise(value: Any) -> Array:
    """An NDArray or NumPy array as at most `MAX_VALUES` values and its extremes.

    >>> array = summarise(np.arange(100.0).reshape(2, 50))
    >>> array.shape, array.block, array.values[-1], array.low, array.high
    ((2, 50), (2, 32), 99.0, 0.0, 99.0)
    """
    if is_a(value, nd.NDArray):
        return summarise_raw(value._raw, device=str(value.context), kind="NDArray")
    return summarise_raw(value, device="", kind="ndarray")


def summarise_raw(array: Any, device: str = "cpu(0)", kind: str = "NDArray") -> Array:
    """The summary of a backend's array; see `events.Array` for which values it keeps."""
    shape, dtype = array.shape, array.dtype
    if dtype.kind not in "biuf":
        return Array(shape, _name(dtype), device, kind=kind)
    block = corner_shape(shape)
    corner = array if block == shape else _corner(array, block)
    if not backend.is_host(corner):
        corner = backend.to_host(corner)
    values = tuple(map(float, corner.ravel().tolist()))
    low, high = _extremes(array, values)
    return Array(shape, _name(dtype), device, values, block, low, high, kind)


@cache
def _name(dtype: Any) -> str:
    """A dtype's name, which NumPy composes anew each time."""
    return str(dtype)


def _extremes(array: Any, values: tuple[float, ...]) -> tuple[float | None, float | None]:
    """The least and the greatest element, given the values kept."""
    if not 0 < array.size <= MAX_SCANNED or not all(map(math.isfinite, values)):
        return None, None
    if array.size == len(values):
        return min(values), max(values)
    low, high = float(array.min()), float(array.max())
    return (low, high) if math.isfinite(low) and math.isfinite(high) else (None, None)


def corner_shape(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of the block that a summary keeps: everything, or a corner of the last two axes.

    >>> corner_shape((8, 8)), corner_shape((100,)), corner_shape((5, 3, 1000)), corner_shape((50, 60))
    ((8, 8), (64,), (1, 3, 21), (8, 8))
    """
    if math.prod(shape) <= MAX_VALUES:
        return shape
    if len(shape) == 1:
        return (MAX_VALUES,)
    rows, columns = shape[-2:]
    side = math.isqrt(MAX_VALUES)
    kept_rows = min(rows, max(side, MAX_VALUES // columns))
    return (*(1,) * (len(shape) - 2), kept_rows, min(columns, MAX_VALUES // kept_rows))


def _corner(array: Any, block: tuple[int, ...]) -> Any:
    for axis, (kept, size) in enumerate(zip(block, array.shape, strict=True)):
        if kept == size:
            continue
        if axis < len(block) - 2:
            array = array[(slice(None),) * axis + (slice(1),)]
        else:
            array = array.take([*range(kept - 1), size - 1], axis=axis)
    return array


def operand(value: Any, name: str = "") -> Operand:
    """An NDArray with the learner's name for it."""
    return Operand(summarise(value), name)


def fingerprint(value: Any) -> Any:
    """What tells whether a value has changed in place: of an array its values and gradient, else its text.

    Two fingerprints of one object are equal as long as nobody wrote into it. Large arrays always seem
    unchanged.
    """
    if is_a(value, nd.NDArray):
        grad = value.grad
        return (_digest(value._raw), None if grad is None else _digest(grad._raw))
    if is_a(value, np.ndarray):
        return _digest(value)
    if is_a(value, gluon.Block):
        return tuple(fingerprint(array) for _, array in parameters(value))
    return describe(value)


def parameters(block: gluon.Block) -> Iterator[tuple[str, nd.NDArray]]:
    """The parameters of a network that have values by now, under their own names."""
    for name, parameter in block.collect_params().items():
        with suppress(RuntimeError):  # not initialised, or its shape not known yet
            for array in parameter.list_data():
                yield name, array


def _digest(array: Any) -> Any:
    if array.size > MAX_HASHED or array.dtype.hasobject:
        return (array.shape, str(array.dtype))
    return (array.shape, str(array.dtype), zlib.crc32(np.ascontiguousarray(backend.to_host(array)).data))


_PLAIN = {bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, slice, type(None)}


class _ShortRepr(Repr):
    """Containers and scalars of the built-in types, cut; anything else by its type."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxstring, self.maxother, self.maxlong = 4, TEXT_LENGTH, 60, 40
        self.maxlist = self.maxtuple = 8

    def repr1(self, x: Any, level: int) -> str:
        if is_a(x, nd.NDArray | np.ndarray):
            return f"{type(x).__name__} {tuple(x.shape)}"
        if is_a(x, types.FunctionType | types.BuiltinFunctionType | type):
            return x.__name__
        if type(x) in _PLAIN or is_a(x, np.generic):
            return super().repr1(x, level)
        return type(x).__name__


_SHORT = _ShortRepr()


def describe(value: Any) -> tuple[str, str]:
    """The kind of a value and a short text for it, on one line.

    >>> describe(3), describe([1, "a"]), describe(np.zeros((2, 3))), describe(describe)
    (('int', '3'), ('list', "[1, 'a']"), ('ndarray', ''), ('function', '(value)'))
    """
    if is_array(value):
        return type(value).__name__, ""
    if is_a(value, types.FunctionType):
        code = value.__code__
        return "function", f"({', '.join(code.co_varnames[: code.co_argcount])})"
    if is_a(value, type):
        return "class", value.__name__
    kind = type(value).__name__
    if is_a(value, gluon.Block):
        return kind, _cut(" ".join(repr(value).split()))
    text = _SHORT.repr(value)
    return kind, "" if text == kind else _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"
