"""Whether two frozen values are equal, and if not, the one difference worth telling."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np

from tutor.inside.values import ArrayValue, Frozen, Items, Number, Opaque, kind_of, number, text_of
from tutor.record import record

RTOL = 1e-4
ATOL = 1e-6


@record
class Difference:
    """A reason's code ("kind", "shape", "dtype" or "value") and the facts of its sentence."""

    reason: str
    facts: dict[str, Any] = field(default_factory=dict)


def difference(found: Frozen, expected: Frozen, dtype: str | None = None) -> Difference | None:
    """The first thing in which `found` is not as `expected`, None where nothing is.

    Numbers are equal within `RTOL` and `ATOL`, whatever their type; an array's dtype counts only where
    `dtype` is given.

    >>> from tutor.inside.values import freeze
    >>> difference(freeze(1.00001), freeze(1)) is None
    True
    >>> difference(freeze(np.zeros((2, 3))), freeze(np.zeros((3, 2)))).reason
    'shape'
    """
    if isinstance(expected, ArrayValue):
        if not isinstance(found, ArrayValue) or found.kind != expected.kind:
            return _other_kind(found, expected)
        return array_difference(found.values, expected.values, dtype)
    if isinstance(expected, Number):
        if not isinstance(found, Number):
            return _other_kind(found, expected)
        return _number_difference(found, expected)
    if kind_of(found) != kind_of(expected):
        return _other_kind(found, expected)
    if isinstance(expected, Items):
        return None if _same_items(found, expected) else _other_value(found, expected)
    if isinstance(expected, Opaque):
        return None if _same_opaque(found, expected) else _other_value(found, expected)
    return None if found == expected else _other_value(found, expected)


def alike(found: Frozen, expected: Frozen) -> bool:
    """Whether two frozen values are of one type, shape, dtype, value and gradient."""
    if kind_of(found) != kind_of(expected) or difference(found, expected) is not None:
        return False
    if isinstance(found, ArrayValue):
        gradients = found.gradient, expected.gradient
        if found.dtype != expected.dtype or (gradients[0] is None) != (gradients[1] is None):
            return False
        return gradients[0] is None or array_difference(*gradients) is None
    return True


def array_difference(found: Any, expected: Any, dtype: str | None = None) -> Difference | None:
    """The difference of two NumPy arrays: shape, dtype if asked for, then value."""
    if found.shape != expected.shape:
        shapes = {"found": list(found.shape), "expected": list(expected.shape)}
        return Difference("shape", {**shapes, "hint": _shape_hint(found, expected)})
    if dtype is not None and str(found.dtype) != dtype:
        return Difference("dtype", {"found": str(found.dtype), "expected": dtype})
    if found.dtype == expected.dtype and found.dtype.kind != "O" and np.array_equal(found, expected):
        return None
    differing = ~_close(found, expected)
    count = int(differing.sum())
    if not count:
        return None
    index = tuple(int(i) for i in np.argwhere(differing)[0])
    facts = {
        "count": count,
        "size": int(found.size),
        "index": list(index),
        "found": _plain(found[index]),
        "expected": _plain(expected[index]),
        "off": _off(found[index], expected[index]),
        "hint": "transposed" if _is_transposed(found, expected) else "",
    }
    return Difference("value", facts)


def _close(found: Any, expected: Any) -> Any:
    if found.dtype.kind in "biufc" and expected.dtype.kind in "biufc":
        # Subtracting must neither wrap around (unsigned) nor be refused (booleans).
        wide = np.complex128 if "c" in (found.dtype.kind, expected.dtype.kind) else np.float64
        with np.errstate(all="ignore"):
            return np.isclose(found.astype(wide), expected.astype(wide), RTOL, ATOL, equal_nan=True)
    if found.dtype.kind == expected.dtype.kind and found.dtype.kind in "SU":
        return np.asarray(found == expected)
    return np.fromiter(map(_is_same, found.flat, expected.flat), bool, found.size).reshape(found.shape)


def _shape_hint(found: Any, expected: Any) -> str:
    if _is_transposed(found, expected):
        return "transposed"
    if found.ndim == 1 and found.size == expected.size and _close(found, expected.ravel()).all():
        return "flattened"
    return ""


def _is_transposed(found: Any, expected: Any) -> bool:
    return found.ndim > 1 and found.shape == expected.shape[::-1] and bool(_close(found, expected.T).all())


def _number_difference(found: Number, expected: Number) -> Difference | None:
    if bool(_close(np.asarray(found.value), np.asarray(expected.value)).all()):
        return None
    facts = {"found": _plain(found.value), "expected": _plain(expected.value)}
    return Difference(
        "value",
        facts | {"count": 1, "size": 1, "index": [], "hint": ""} | {"off": _off(found.value, expected.value)},
    )


def _off(found: Any, expected: Any) -> float | str:
    try:
        return number(float(found) - float(expected))
    except (TypeError, ValueError, OverflowError):
        return ""


def _plain(value: Any) -> Any:
    """A fact that JSON can hold."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    try:
        return number(value)
    except (TypeError, ValueError, OverflowError):
        return str(value) if isinstance(value, complex | np.complexfloating | str) else type(value).__name__


def _same_items(found: Items, expected: Items) -> bool:
    if found.length != expected.length:
        return False
    one, other = list(found.items), list(expected.items)
    if expected.kind in ("set", "frozenset", "dict"):
        one.sort(key=text_of)
        other.sort(key=text_of)
    return len(one) == len(other) and all(difference(*pair) is None for pair in zip(one, other, strict=True))


def _same_opaque(found: Opaque, expected: Opaque) -> bool:
    if expected.code:
        return found.code == expected.code
    if type(found.value) is not type(expected.value):
        return False
    try:  # the type's own equality: a context, a dtype, a date
        return found.value is expected.value or (expected.value == found.value) is True
    except Exception:
        return False


def _is_same(found: Any, expected: Any) -> bool:
    try:
        return found is expected or bool(found == expected)
    except Exception:
        return False


def _other_kind(found: Frozen, expected: Frozen) -> Difference:
    return Difference("kind", {"found": kind_of(found), "expected": kind_of(expected)})


def _other_value(found: Frozen, expected: Frozen) -> Difference:
    facts = {"found": text_of(found), "expected": text_of(expected)}
    return Difference("value", facts | {"count": 1, "size": 1, "index": [], "off": "", "hint": ""})
