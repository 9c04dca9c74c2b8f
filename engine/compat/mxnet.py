"""What `import mxnet as mx` finds."""

import importlib as _importlib

from engine import autograd, base, context, nd, random
from engine.base import MXNetError
from engine.compat import MODULES as _MODULES
from engine.context import Context, cpu, cpu_pinned, current_context, gpu, num_gpus

ndarray = nd

#: The version whose interface this is.
__version__ = "1.9.1"

_LATER = ("contrib", "gluon", "init", "initializer", "io", "lr_scheduler", "metric", "operator", "optimizer")

__all__ = [
    "Context",
    "MXNetError",
    "autograd",
    "base",
    "context",
    "cpu",
    "cpu_pinned",
    "current_context",
    "gpu",
    "nd",
    "ndarray",
    "num_gpus",
    "random",
]
__all__ += _LATER


def __getattr__(name):
    if name in _LATER:  # loaded when first asked for
        return globals().setdefault(name, _importlib.import_module(_MODULES[f"mxnet.{name}"]))
    raise AttributeError(f"module 'mxnet' has no attribute {name!r}")


def __dir__():
    return __all__
