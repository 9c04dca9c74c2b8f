"""The learner's namespace: what a lesson starts with, and which of its names are the learner's own."""

from __future__ import annotations

import random
import types
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import numpy as np
from IPython.core.autocall import IPyAutocall
from IPython.core.interactiveshell import InteractiveShell

import engine.random
from engine import gluon, nd
from tutor.events import Notice
from tutor.inside import lookups
from tutor.inside.reach import is_a
from tutor.inside.summary import parameters
from tutor.inside.wire import publish


class _Stay(IPyAutocall):
    """Says how the tutor is left, in place of ending the kernel under the session's feet.

    IPython calls it where its name stands alone, as it does with its own `exit`.
    """

    rewrite = False

    def __call__(self) -> None:
        publish(Notice(code="notice.exit"))


class _Help(IPyAutocall):
    """`help` as a word of its own opens the beginning, too, instead of telling what kind of object it is."""

    rewrite = False
    __call__ = staticmethod(lookups.quiet_help)


OWN: dict[str, Any] = {
    "dir": lookups.quiet_dir,
    "help": _Help(),
    "exit": _Stay(),
    "quit": _Stay(),
}
"""Names that the tutor puts there; `here` comes with each lesson."""


def shell() -> Any:
    """IPython's shell."""
    return InteractiveShell.instance()


def learner() -> dict[str, Any]:
    """The learner's namespace, one dict for the life of the process."""
    return shell().user_ns


def furnish(here: Path | None = None) -> None:
    """Puts the tutor's own names there."""
    own = dict(OWN) if here is None else {**OWN, "here": here}
    shell().push(own, interactive=False)


def fresh(seed: int, here: Path) -> None:
    """A namespace as at a lesson's start: IPython's names and the tutor's own, generators seeded."""
    shell().reset(new_session=True)
    furnish(here)
    random.seed(seed)
    np.random.seed(seed)
    engine.random.seed(seed)


def visible(namespace: MutableMapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Names and values that the learner made, in the order they came.

    Left out: names that begin with `_`, IPython's and the tutor's own, modules, and functions and
    classes that were only imported.
    """
    hidden = shell().user_ns_hidden
    for name, value in list(namespace.items()):
        if name.startswith("_") or (name in hidden and hidden[name] is value) or _is_shell_history(name):
            continue
        if is_a(value, types.ModuleType) or _is_imported(value, namespace):
            continue
        yield name, value


def names_by_identity(namespace: MutableMapping[str, Any]) -> dict[int, str]:
    """The learner's name for each object; the first one where an object has several."""
    found: dict[int, str] = {}
    for name, value in visible(namespace):
        found.setdefault(id(value), name)
    return found


def named_arrays(namespace: MutableMapping[str, Any]) -> dict[str, Any]:
    """NDArrays by the learner's names, and the parameters of the learner's networks by their own."""
    arrays: dict[str, Any] = {}
    items = list(namespace.items())
    for name, value in visible({n: v for n, v in items if issubclass(type(v), (nd.NDArray, gluon.Block))}):
        if is_a(value, nd.NDArray):
            arrays[name] = value
        elif is_a(value, gluon.Block):
            for own, array in parameters(value):
                arrays.setdefault(own, array)
    return arrays


def _is_shell_history(name: str) -> bool:
    return name in ("In", "Out")


def _is_imported(value: Any, namespace: MutableMapping[str, Any]) -> bool:
    if is_a(value, types.BuiltinFunctionType):
        return True
    return is_a(value, types.FunctionType | type) and value.__module__ != namespace.get("__name__")
