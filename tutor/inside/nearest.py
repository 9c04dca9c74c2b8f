"""The name that a learner may have meant, where one is not there, and the import that would bring it."""

from __future__ import annotations

import difflib
import re
import sys
import types
from collections.abc import Iterable, Mapping
from typing import Any

from engine import nd
from tutor.inside.summary import is_array

_CUTOFF = 0.7
_HABITS = {"np": "nd"}
"""What those write who come from NumPy."""
_CONSTANTS = ("True", "False", "None")
_IMPORTED = re.compile(r"cannot import name '(.+?)' from")
_IMPORTS = {
    "nd": "from mxnet import nd",
    "autograd": "from mxnet import autograd",
    "gluon": "from mxnet import gluon",
    "init": "from mxnet import init",
    "nn": "from mxnet.gluon import nn",
    "gloss": "from mxnet.gluon import loss as gloss",
    "gdata": "from mxnet.gluon import data as gdata",
    "mx": "import mxnet as mx",
    "mxnet": "import mxnet",
    "np": "import numpy as np",
    "d2l": "import d2lzh as d2l",
}
"""What is usually imported under a name."""


def nearest(error: BaseException, names: Mapping[str, Any]) -> str:
    """What `names`, or the object that was asked, has instead of the name the error misses; "" for nothing.

    Nothing of the learner's is run: attributes are read off the classes.

    >>> names = {"nd": nd, "Weight": 3}
    >>> [nearest(NameError(name=name), names) for name in ("weight", "np", "arange", "banana")]
    ['Weight', 'nd', 'nd.arange', '']
    >>> nearest(NameError(name="false"), names)
    'False'
    >>> nearest(AttributeError(name="reshapes", obj=nd.ones(2)), names)
    'reshape'
    >>> nearest(AttributeError(name="dot", obj=nd.ones(2)), names)
    'nd.dot'
    >>> nearest(ImportError("cannot import name 'arrange' from 'engine.nd'", name="engine.nd"), names)
    'arange'
    """
    wanted = getattr(error, "name", None)
    if not isinstance(wanted, str) or wanted.startswith("_"):
        return ""
    if isinstance(error, AttributeError):
        if is_array(error.obj) and wanted in nd.__all__:
            return f"nd.{wanted}"
        return _close(wanted, _attributes(error.obj))
    if isinstance(error, ImportError):
        asked = _IMPORTED.match(str(error))
        return _close(asked[1], _attributes(sys.modules[wanted])) if asked and wanted in sys.modules else ""
    if not isinstance(error, NameError):
        return ""
    if _HABITS.get(wanted) in names:
        return _HABITS[wanted]
    if "nd" in names and wanted in nd.__all__:
        return f"nd.{wanted}"
    return "" if wanted in _IMPORTS else _close(wanted, [*names, *_CONSTANTS])


def brought_by(error: BaseException) -> str:
    """The import that brings the name that an error misses; "" where the name is no usual one.

    >>> brought_by(NameError(name="nn")), brought_by(NameError(name="banana"))
    ('from mxnet.gluon import nn', '')
    """
    return _IMPORTS.get(str(error.name), "") if isinstance(error, NameError) else ""


def _close(wanted: str, known: Iterable[str]) -> str:
    small = {name.lower(): name for name in known if not name.startswith("_") and name != wanted}
    close = difflib.get_close_matches(wanted.lower(), small, n=1, cutoff=_CUTOFF)
    return small[close[0]] if close else ""


def _attributes(value: Any) -> list[str]:
    if isinstance(value, types.ModuleType):
        return list(vars(value).get("__all__") or vars(value))
    return [name for kind in type.__dict__["__mro__"].__get__(type(value)) for name in vars(kind)]
