"""Frozen values: what a value was, kept apart from the object, so that it can be compared later.

Freezing runs no code of the learner's: it asks for the type and takes built-in containers apart with
their own methods. What it cannot take apart stays `Opaque`.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine import nd
from tutor.inside.reach import fields_of, is_a
from tutor.record import record

MAX_ITEMS = 10_000
MAX_DEPTH = 12
TEXT_LENGTH = 120


@dataclass(frozen=True, slots=True, eq=False)
class ArrayValue:
    """An NDArray's values and gradient, or those of a NumPy array; `kind` says which."""

    kind: str
    values: Any
    gradient: Any = None

    @property
    def dtype(self) -> str:
        return str(self.values.dtype)


@record
class Number:
    """A number, its kind being the type's name: "int", "bool", "float32", …"""

    kind: str
    value: Any


@record
class Items:
    """A list, tuple, set or dict, or an object of the engine's or the learner's with its attributes.

    Of dicts and objects the items are pairs. `length` counts them all, also where not all are kept.
    """

    kind: str
    items: tuple[Any, ...]
    length: int


@record
class Opaque:
    """Anything else: the object itself, known by its type, and by its code where it is a function."""

    kind: str
    value: Any = field(repr=False)
    code: tuple[Any, ...] = ()


Frozen = Any  # ArrayValue | Number | Items | Opaque | str | bytes | None


def freeze(value: Any) -> Frozen:
    """What the value is at this moment; arrays are copied.

    >>> freeze([1.5, "a"])
    Items(kind='list', items=(Number(kind='float', value=1.5), 'a'), length=2)
    """
    return _Freezer().freeze(value)


class _Freezer:
    """Takes one value apart. What holds itself, lies too deep or comes after too many items stays opaque."""

    def __init__(self) -> None:
        self._left = MAX_ITEMS
        self._around: list[int] = []
        self._in_object = False

    def freeze(self, value: Any) -> Frozen:
        kind = type(value)
        if value is None or kind in (str, bytes):
            return value
        if issubclass(kind, int | float | complex | np.generic) and not issubclass(kind, np.str_ | np.bytes_):
            return Number(kind.__name__, value.item() if issubclass(kind, np.generic) else value)
        if issubclass(kind, nd.NDArray):
            gradient = nd.NDArray.grad.__get__(value)
            return ArrayValue("NDArray", numpy_of(value), None if gradient is None else numpy_of(gradient))
        if issubclass(kind, np.ndarray):
            return ArrayValue("ndarray", np.array(value, subok=False))
        for base in (list, tuple, set, frozenset):
            if issubclass(kind, base):
                return self._apart(base.__name__, value, list(base.__iter__(value)))
        if issubclass(kind, dict):
            return self._apart("dict", value, list(dict.items(value)))
        if (fields := fields_of(value)) is not None:
            outside, self._in_object = self._in_object, True
            frozen = self._apart(kind.__name__, value, sorted(fields.items()))
            self._in_object = outside
            return frozen
        return self._whole(value)

    def _apart(self, kind: str, value: Any, items: list[Any]) -> Frozen:
        kept = items[: max(self._left, 0)]
        if id(value) in self._around or len(self._around) >= MAX_DEPTH:
            return self._whole(value)
        self._left -= len(kept)
        self._around.append(id(value))
        frozen = tuple(map(self.freeze, kept))
        self._around.pop()
        return Items(kind, frozen, len(items))

    def _whole(self, value: Any) -> Frozen:
        # Inside an object two of one type count as equal: locks, callbacks, what is made anew each time.
        return Opaque(type(value).__name__, None if self._in_object else value, _code_of(value))


def numpy_of(array: Any) -> Any:
    """A NumPy copy of an NDArray, by the engine's own method whatever the learner's class says."""
    return np.array(nd.NDArray.asnumpy(array))


def kind_of(frozen: Frozen) -> str:
    """The name of the type that was frozen.

    >>> kind_of(freeze(3)), kind_of(freeze(None)), kind_of(freeze([]))
    ('int', 'NoneType', 'list')
    """
    return frozen.kind if hasattr(frozen, "kind") else type(frozen).__name__


def text_of(frozen: Frozen) -> str:
    """A short text of what was frozen.

    >>> text_of(freeze([1, 2.5, "a"])), text_of(freeze((3,))), text_of(freeze(np.zeros((4, 5))))
    ("[1, 2.5, 'a']", '(3,)', 'ndarray (4, 5) float64')
    """
    text = _text(frozen)
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"


def message_of(error: BaseException) -> str:
    """What an error says, cut to 300 characters; "" where its class fails to say it."""
    try:
        return str(error)[:300]
    except Exception:
        return ""


def number(value: Any) -> float | str:
    """A number as JSON can hold it, to 7 digits; "nan" and infinities as text.

    >>> number(np.float32(0.1)), number(float("inf"))
    (0.1, 'inf')
    """
    plain = float(value)
    return float(f"{plain:.7g}") if np.isfinite(plain) else str(plain)


def _code_of(value: Any) -> tuple[Any, ...]:
    if not is_a(value, types.FunctionType):
        return ()
    code = value.__code__
    plain = tuple(const for const in code.co_consts if not isinstance(const, types.CodeType))
    return code.co_code, plain, code.co_names


def _text(frozen: Frozen) -> str:
    match frozen:
        case ArrayValue():
            if frozen.values.size <= 12:
                return _text(freeze(frozen.values.tolist()))
            return f"{frozen.kind} {frozen.values.shape} {frozen.dtype}"
        case Number(value=value):
            return f"{value:.7g}" if isinstance(value, float) else str(value)
        case Items():
            return _items_text(frozen)
        case Opaque(kind=kind):
            return kind
        case _:
            return repr(frozen)


def _items_text(items: Items) -> str:
    shown = [_text(item) for item in items.items[:20]]
    if items.kind == "dict":
        shown = [": ".join(map(_text, getattr(pair, "items", (pair,)))) for pair in items.items[:20]]
    inner = ", ".join(shown) + (", …" if items.length > 20 else "")
    if items.kind not in ("list", "tuple", "set", "frozenset", "dict"):
        return items.kind
    if items.kind == "list":
        return f"[{inner}]"
    if items.kind == "tuple":
        return f"({inner},)" if items.length == 1 else f"({inner})"
    return f"{{{inner}}}" if items.items else f"{items.kind}()"
