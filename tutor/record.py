"""Frozen dataclasses that are quickly made: all share the methods that `dataclass` compiles for each.

Compiling them takes half a millisecond a class, and a start makes a hundred classes before the first screen.
An instance takes a little longer to make, which is why arrays of numbers are tuples, not records.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from typing import Any, TypeVar, dataclass_transform

Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(kind: type[Kind]) -> type[Kind]:
    """Makes a class what `dataclass(frozen=True, slots=True)` makes it; `replace` and `fields` know it.

    >>> @record
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(x=1) == Point(1, 0), len({Point(1), Point(1)})
    (Point(x=1, y=0), True, 1)
    >>> Point(1).x = 2
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'x'
    >>> Point(y=2)
    Traceback (most recent call last):
    TypeError: Point: `x` is missing
    """
    made = dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    share(made)
    return made


def share(made: type[Any]) -> None:
    """Gives a dataclass that was made without methods those of a record."""
    for name, method in _METHODS.items():
        setattr(made, name, method)


_set = object.__setattr__


def _init(self: Any, *values: Any, **named: Any) -> None:
    names = self.__match_args__
    if not named and len(values) == len(names):
        for name, value in zip(names, values, strict=True):
            _set(self, name, value)
        return
    fields = self.__dataclass_fields__
    for name, value in zip(names, values, strict=False):
        if name in named:
            raise TypeError(f"{type(self).__name__}: `{name}` is given twice")
        named[name] = value
    if len(values) > len(names) or not named.keys() <= set(names):
        raise TypeError(f"{type(self).__name__} has the fields {', '.join(names)}")
    for name in names:
        if name in named:
            value = named[name]
        elif fields[name].default is not MISSING:
            value = fields[name].default
        elif fields[name].default_factory is not MISSING:
            value = fields[name].default_factory()
        else:
            raise TypeError(f"{type(self).__name__}: `{name}` is missing")
        _set(self, name, value)


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__match_args__)


def _repr(self: Any) -> str:
    shown = (name for name in self.__match_args__ if self.__dataclass_fields__[name].repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _eq(self: Any, other: object) -> Any:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), _values(self)


def _setattr(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_METHODS = {
    "__init__": _init,
    "__repr__": _repr,
    "__eq__": _eq,
    "__hash__": _hash,
    "__reduce__": _reduce,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
}
