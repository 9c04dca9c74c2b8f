"""What an object has, found without running anything of the learner's: no property, no `__getattr__`."""

from __future__ import annotations

import inspect
import types
from typing import Any, Final

from tutor.record import record

MISSING: Final = object()
"""What stands for an attribute that is not there."""

_OURS = ("engine", "numpy")
_BOUND = (
    types.FunctionType,
    types.MethodDescriptorType,
    types.WrapperDescriptorType,
    types.ClassMethodDescriptorType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    classmethod,
    staticmethod,
)


@record
class AnyOf:
    """Some object of a class, where the code tells no more than that."""

    kind: type


def kind_of(found: Any) -> type:
    """The class whose members the object has."""
    return found.kind if type(found) is AnyOf else type(found)


def member(owner: Any, name: str) -> Any:
    """An attribute; of a property the property itself; `MISSING` where there is none.

    >>> class Box:
    ...     lid = property(lambda self: print("opened"))
    >>> type(member(Box(), "lid")), member(3, "nothing") is MISSING, member("a", "upper")()
    (<class 'property'>, True, 'A')
    """
    if type(owner) is types.ModuleType:
        return getattr(owner, name, MISSING)
    if type(owner) is AnyOf:
        static = inspect.getattr_static(owner.kind, name, MISSING)
        return types.MethodType(static, owner) if isinstance(static, types.FunctionType) else static
    static = inspect.getattr_static(owner, name, MISSING)
    if isinstance(static, _BOUND):
        instance, kind = (None, owner) if isinstance(owner, type) else (owner, type(owner))
        return static.__get__(instance, kind)
    if static is MISSING and type(owner).__module__.partition(".")[0] in _OURS:
        return getattr(owner, name, MISSING)  # a network's parameters
    return static


def names_in(owner: Any) -> list[str]:
    """The names of an object's attributes in the order of the alphabet, as far as they stand still."""
    if type(owner) is types.ModuleType:
        return sorted(dir(owner))
    found: set[str] = set()
    if isinstance(owner, type):
        kinds = owner.__mro__
    else:
        kinds = kind_of(owner).__mro__
        own = inspect.getattr_static(owner, "__dict__", None)
        if isinstance(own, types.GetSetDescriptorType):
            found.update(map(str, own.__get__(owner)))
    for kind in kinds:
        found.update(vars(kind))
    return sorted(found)
