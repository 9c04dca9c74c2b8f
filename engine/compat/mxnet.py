"""What `import mxnet as mx` finds."""

from engine import (
    autograd,
    base,
    context,
    gluon,
    init,
    io,
    lr_scheduler,
    metric,
    nd,
    operator,
    optimizer,
    random,
)  # fmt: skip
from engine.base import MXNetError
from engine.compat import contrib
from engine.context import Context, cpu, cpu_pinned, current_context, gpu, num_gpus

ndarray = nd
initializer = init

#: The version whose interface this is.
__version__ = "1.9.1"

__all__ = [
    "Context",
    "MXNetError",
    "autograd",
    "base",
    "context",
    "contrib",
    "cpu",
    "cpu_pinned",
    "current_context",
    "gluon",
    "gpu",
    "init",
    "initializer",
    "io",
    "lr_scheduler",
    "metric",
    "nd",
    "ndarray",
    "num_gpus",
    "operator",
    "optimizer",
    "random",
]


def __dir__():
    return __all__
