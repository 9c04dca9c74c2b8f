"""What an object says of itself: kind, signature, documentation, source. Nothing of the learner's is run."""

from __future__ import annotations

import inspect
import types
from typing import Any

from tutor.inside.members import kind_of

_DOCUMENTED = types.ModuleType | type | property


def kind(found: Any) -> str:
    """ "module", "class", "property", "function", "method", or the name of the object's class.

    >>> kind(len), kind("a".upper), kind(int), kind(3)
    ('function', 'method', 'class', 'int')
    """
    if isinstance(found, types.ModuleType):
        return "module"
    if isinstance(found, type):
        return "class"
    if isinstance(found, property):
        return "property"
    if not inspect.isroutine(found):
        return kind_of(found).__name__
    bound = getattr(found, "__self__", None)
    free = bound is None or isinstance(bound, types.ModuleType)
    return "function" if free and not inspect.ismethoddescriptor(found) else "method"


def parameters(found: Any) -> inspect.Signature | None:
    """How an object is called; None for what is not called or does not say."""
    if not (isinstance(found, type) or inspect.isroutine(found)):
        call = inspect.getattr_static(kind_of(found), "__call__", None)
        if not isinstance(call, types.FunctionType):
            return None
        found = types.MethodType(call, found)
    try:
        return inspect.signature(found)
    except (TypeError, ValueError):
        return None


def signature(found: Any, name: str) -> str:
    """The call as it may be written; "" for what is not called.

    >>> signature(len, "len")
    'len(obj, /)'
    """
    known = parameters(found)
    return "" if known is None else f"{name}{known}"


def text(found: Any) -> str:
    """The documentation; of an object that has none of its own, its class's."""
    own = isinstance(found, _DOCUMENTED) or inspect.isroutine(found)
    return inspect.getdoc(found if own else kind_of(found)) or ""


def first_line(found: Any) -> str:
    """The first line of what is documented itself; "" for other objects.

    >>> first_line(len), first_line(3)
    ('Return the number of items in a container.', '')
    """
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    if not (isinstance(found, _DOCUMENTED) or inspect.isroutine(found)):
        return ""
    return (inspect.getdoc(found) or "").partition("\n")[0]


def source(found: Any) -> str:
    """The source, where there is one."""
    written: Any = found.fget if isinstance(found, property) else found
    try:
        return inspect.getsource(written)
    except (OSError, TypeError):
        return ""
