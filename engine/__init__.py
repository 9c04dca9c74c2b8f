"""MXNet's imperative API, small and readable, over NumPy (or CuPy on a GPU).

`nd` holds arrays and functions, `autograd` gradients, `gluon` layers, losses and training, `init`
initialisers. `install_as_mxnet()` makes `from mxnet import nd` find all this.
"""

import importlib
import warnings

from engine import autograd, nd, random
from engine.base import MXNetError
from engine.context import Context, cpu, cpu_pinned, current_context, gpu, num_gpus

__all__ = [
    "Context",
    "MXNetError",
    "autograd",
    "cpu",
    "cpu_pinned",
    "current_context",
    "d2l",
    "gluon",
    "gpu",
    "init",
    "install_as_mxnet",
    "io",
    "lr_scheduler",
    "metric",
    "mx",
    "nd",
    "num_gpus",
    "operator",
    "optimizer",
    "random",
]

# Dividing by 0 gives inf and nan in silence, as in MXNet; a learner's own NumPy code still warns, but for
# sums and means, whose warnings name NumPy's file whoever calls.
warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"engine\.|numpy\._core\._methods")

#: Modules that are loaded when first asked for, so that arrays alone start fast.
_LATER = {
    "d2l": "engine.compat.d2lzh",
    "gluon": "engine.gluon",
    "init": "engine.init",
    "io": "engine.io",
    "lr_scheduler": "engine.lr_scheduler",
    "metric": "engine.metric",
    "mx": "engine.compat.mxnet",
    "operator": "engine.operator",
    "optimizer": "engine.optimizer",
}


def __getattr__(name):
    if name in _LATER:
        return importlib.import_module(_LATER[name])
    if name == "install_as_mxnet":
        return importlib.import_module("engine.compat").install_as_mxnet
    raise AttributeError(f"module 'engine' has no attribute {name!r}")
