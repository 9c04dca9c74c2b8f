"""Puts the engine's, NumPy's and Python's own functions back where a learner's cell has replaced them.

`nd = 3` binds a name of the learner's; `nd.array = 3` or `builtins.len = 3` would change what the tutor
itself and every later step work with. What was added stays; what was there is there again.
"""

from __future__ import annotations

import builtins
import importlib
import random
import sys
import types
from typing import Any

import numpy as np

import engine
from engine.compat import MODULES

engine.install_as_mxnet()
for _name in MODULES:  # what is loaded by now, with its answers to missing names, is what can be put back
    importlib.import_module(_name)

# The shell exchanges these as it runs.
_LEFT_ALONE = frozenset({"input", "open", "display", "get_ipython"})

_set = setattr


def _functions_of(owner: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(owner).items()
        if (callable(value) or isinstance(value, property | types.ModuleType))
        and name not in _LEFT_ALONE
        and name != "__class__"
    }


def _owners() -> list[Any]:
    """Builtins, NumPy's first names, the engine's modules, and the classes that these define."""
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "engine"]
    modules = [module for module in modules if module.__name__ != "engine.hooks"]
    classes = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    own = [kind for kind in classes if kind.__module__.partition(".")[0] == "engine"]
    return [builtins, random, np, np.random, *modules, *dict.fromkeys(own)]


_PRISTINE: list[tuple[Any, dict[str, Any]]] = [(owner, _functions_of(owner)) for owner in _owners()]


def heal(namespace: dict[str, Any]) -> None:
    """Puts back what was replaced or deleted, the namespace's way to the builtins included.

    >>> from engine import nd
    >>> nd.ones = None
    >>> heal({})
    >>> nd.ones is None
    False
    """
    namespace["__builtins__"] = builtins
    for owner, functions in _PRISTINE:
        held = owner.__dict__
        for name, function in functions.items():
            if name not in held or held[name] is not function:
                _set(owner, name, function)
