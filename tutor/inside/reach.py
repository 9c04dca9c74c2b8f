"""What a value consists of, object by object: what a checkpoint copies, what it walks, what it leaves alone.

Walked are containers, the learner's own functions, classes and objects, and the engine's objects
(NDArrays, Blocks, Trainers, the nodes of the tape). Everything else (modules, files, generators,
other libraries' objects) is left as it is: it can be referred to, but not put back.

Nothing here calls a method that a learner could have written: the type is asked, never `__class__`.
"""

from __future__ import annotations

import pickle
import random
import sys
import types
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from engine import nd, tape

MISSING: Any = object()
"""Stands for a slot or cell without a value."""

ATOMS = frozenset({int, float, complex, bool, str, bytes, range, slice, type(None), type(...)})

Namespace = dict[str, Any]

Contents = Any


def is_a(value: object, kind: type | types.UnionType) -> bool:
    """`isinstance` that cannot be lied to and runs none of the value's code."""
    return issubclass(type(value), kind)


def is_buffer(value: object) -> bool:
    """Whether the value is an array of NumPy's, or of CuPy's where that is in use."""
    cupy = sys.modules.get("cupy")
    return is_a(value, np.ndarray) or (cupy is not None and is_a(value, cupy.ndarray))


def owner(array: Any) -> Any:
    """The array that owns the memory which `array` is a view of."""
    while is_buffer(array.base):
        array = array.base
    return array


def is_writeable(array: Any) -> bool:
    """Whether the array's memory may be written to; CuPy's always may."""
    return bool(getattr(array.flags, "writeable", True))


class Part:
    """How one kind of object is taken and put back; contents are compared item by item, by identity."""

    def take(self, value: Any) -> Contents:
        """A shallow copy of what the object holds."""
        return None

    def put(self, value: Any, contents: Contents) -> None:
        """Makes the object hold `contents` again."""

    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        """The objects that `contents` refers to."""
        return ()

    def same(self, now: Contents, before: Contents) -> bool:
        """Whether two contents hold the same objects, in the same order."""
        if isinstance(now, dict):
            return now.keys() == before.keys() and all(same_item(now[key], before[key]) for key in now)
        if isinstance(now, set):
            return {id(item) for item in now} == {id(item) for item in before}
        return now is before or (len(now) == len(before) and all(map(same_item, now, before)))


class _Items(Part):
    """A mutable sequence or set of the built-in kinds, or a subclass."""

    def __init__(self, copy: Any, clear: Any, fill: Any) -> None:
        self._copy, self._clear, self._fill = copy, clear, fill

    def take(self, value: Any) -> Contents:
        return self._copy(value)

    def put(self, value: Any, contents: Contents) -> None:
        self._clear(value)
        self._fill(value, contents)

    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        return contents


class _Mapping(_Items):
    def __init__(self, kind: type[dict[Any, Any]]) -> None:
        super().__init__(kind.items, kind.clear, kind.update)

    def take(self, value: Any) -> Contents:
        return dict(self._copy(value))  # dict.copy would ask a subclass for its keys()

    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        return contents.values()


class _Tuple(Part):
    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        return tuple.__iter__(value)


class _Fields(Part):
    """An object of Python code: its slots, and its attributes through `__dict__`."""

    def take(self, value: Any) -> Contents:
        return {name: _slot(slot, value) for name, slot in _slots(type(value)).items()}

    def put(self, value: Any, contents: Contents) -> None:
        for name, slot in _slots(type(value)).items():
            if contents[name] is not MISSING:
                slot.__set__(value, contents[name])
            elif _slot(slot, value) is not MISSING:
                slot.__delete__(value)

    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        yield from contents.values()
        yield attributes_of(value)


class _NDArray(_Fields):
    """An NDArray: it counts as changed with its values or gradient, not with its place on the tape."""

    def same(self, now: Contents, before: Contents) -> bool:
        return super().same(_without_tape(now), _without_tape(before))


class _Node(_Fields):
    """A node of the tape: its operation's row is the engine's own affair."""

    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        return [contents[f"Node.{name}"] for name in ("inputs", "values", "value")]


class _Function(Part):
    """A learner's function: what it closes over, its defaults and attributes."""

    def take(self, value: Any) -> Contents:
        cells = value.__closure__ or ()
        return [_cell(cell) for cell in cells] + [value.__defaults__, value.__kwdefaults__, value.__code__]

    def put(self, value: Any, contents: Contents) -> None:
        *cells, value.__defaults__, value.__kwdefaults__, value.__code__ = contents
        for cell, held in zip(value.__closure__ or (), cells, strict=True):
            if held is not MISSING:
                cell.cell_contents = held

    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        yield from contents[:-1]
        yield value.__dict__


class _Class(Part):
    """A learner's class: its own attributes."""

    def take(self, value: Any) -> Contents:
        return {k: v for k, v in vars(value).items() if k not in ("__dict__", "__weakref__", "__doc__")}

    def put(self, value: Any, contents: Contents) -> None:
        now = self.take(value)
        for name in now.keys() - contents.keys():
            type.__delattr__(value, name)
        for name, held in contents.items():
            if now.get(name, MISSING) is not held:
                type.__setattr__(value, name, held)

    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        return contents.values()


class _Method(Part):
    def children(self, value: Any, contents: Contents) -> Iterable[Any]:
        return (value.__self__, value.__func__)


class _State(Part):
    """A random generator; its state is kept as bytes, so that two can be compared."""

    def __init__(self, get: Callable[[Any], Any], put: Callable[[Any, Any], None]) -> None:
        self._get, self._put = get, put

    def take(self, value: Any) -> Contents:
        return [pickle.dumps(self._get(value))]

    def put(self, value: Any, contents: Contents) -> None:
        self._put(value, pickle.loads(contents[0]))


def _set_bits(generator: Any, state: Any) -> None:
    generator.bit_generator.state = state


_PARTS: tuple[tuple[type, Part], ...] = (
    (nd.NDArray, _NDArray()),
    (tape.Node, _Node()),
    (list, _Items(list.copy, list.clear, list.extend)),
    (OrderedDict, _Mapping(OrderedDict)),
    (dict, _Mapping(dict)),
    (tuple, _Tuple()),
    (set, _Items(set.copy, set.clear, set.update)),
    (deque, _Items(deque.copy, deque.clear, deque.extend)),
    (bytearray, _Items(bytearray.copy, bytearray.clear, bytearray.extend)),
    (types.MethodType, _Method()),
    (random.Random, _State(lambda g: g.getstate(), lambda g, state: g.setstate(state))),
    (np.random.RandomState, _State(lambda g: g.get_state(), lambda g, state: g.set_state(state))),
    (np.random.Generator, _State(lambda g: g.bit_generator.state, _set_bits)),
)
_FIELDS, _FUNCTION, _CLASS = _Fields(), _Function(), _Class()


def part_of(value: Any, namespace: Namespace) -> Part | None:
    """How to take and put back a value of the namespace; None where it is to be left alone."""
    kind = type(value)
    if kind in ATOMS:
        return None
    if kind is types.FunctionType:
        return _FUNCTION if value.__globals__ is namespace else None
    if issubclass(kind, type):
        return _CLASS if _home_of(value) == "__main__" else None
    for base, part in _PARTS:
        if issubclass(kind, base):
            return part
    return _FIELDS if _home_of(kind) in ("__main__", "engine") else None


def fields_of(value: Any) -> dict[str, Any] | None:
    """Slots and attributes of an object of the engine's or of a class of the learner's; None for others."""
    if issubclass(type(value), type) or _home_of(type(value)) not in ("__main__", "engine"):
        return None
    slots = {name: held for name, held in _FIELDS.take(value).items() if held is not MISSING}
    return slots | (attributes_of(value) or {})


def _home_of(kind: type) -> str:
    """The package in which a class was defined: "__main__" for the learner's own."""
    return str(type.__getattribute__(kind, "__module__")).partition(".")[0]


def attributes_of(value: Any) -> Any:
    """The object's `__dict__` where it has one that is a plain dict, else None."""
    try:
        found = object.__getattribute__(value, "__dict__")
    except Exception:  # a property of the learner's own stands in its place
        return None
    return found if type(found) is dict else None


def is_recorded(value: Any) -> bool:
    """Whether the value is a node of the tape that stands for an operation."""
    return type(value) is tape.Node


def same_item(now: Any, before: Any) -> bool:
    """Whether two values are one object, or equal atoms."""
    return now is before or (type(now) is type(before) and type(now) in ATOMS and bool(now == before))


def _without_tape(contents: dict[str, Any]) -> dict[str, Any]:
    return {name: held for name, held in contents.items() if not is_recorded(held) and held is not None}


_ENGINE_SLOTS: dict[type, dict[str, Any]] = {}


def _slots(kind: type) -> dict[str, Any]:
    """The slots of a class by the class and name they have, those of its bases included."""
    if _home_of(kind) == "__main__":  # a learner's metaclass may refuse to be hashed
        return _find_slots(kind)
    if kind not in _ENGINE_SLOTS:
        _ENGINE_SLOTS[kind] = _find_slots(kind)
    return _ENGINE_SLOTS[kind]


def _find_slots(kind: type) -> dict[str, Any]:
    return {
        f"{base.__qualname__}.{name}": slot
        for base in kind.__mro__
        for name, slot in vars(base).items()
        if type(slot) is types.MemberDescriptorType
    }


def _slot(slot: Any, value: Any) -> Any:
    try:
        return slot.__get__(value, type(value))
    except AttributeError:
        return MISSING


def _cell(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return MISSING
