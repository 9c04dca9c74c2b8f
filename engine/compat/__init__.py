"""Programs written for MXNet and for the book's helper package, run on this engine unchanged.

After `install_as_mxnet()` the imports of such programs find modules under the names `mxnet` and `d2lzh`, each
of which is loaded when it is first imported.
"""

import os
import sys

from engine.compat import display, nearest
from engine.compat.finder import Finder

#: The names that MXNet's programs import, and the engine's modules behind them.
MODULES = {
    "mxnet": "engine.compat.mxnet",
    "mxnet.autograd": "engine.autograd",
    "mxnet.base": "engine.base",
    "mxnet.context": "engine.context",
    "mxnet.contrib": "engine.compat.contrib",
    "mxnet.contrib.ndarray": "engine.nd.contrib",
    "mxnet.gluon": "engine.gluon",
    "mxnet.gluon.block": "engine.gluon.block",
    "mxnet.gluon.contrib": "engine.gluon.contrib",
    "mxnet.gluon.contrib.nn": "engine.gluon.contrib.nn",
    "mxnet.gluon.contrib.rnn": "engine.gluon.contrib.rnn",
    "mxnet.gluon.data": "engine.gluon.data",
    "mxnet.gluon.data.dataloader": "engine.gluon.data.dataloader",
    "mxnet.gluon.data.dataset": "engine.gluon.data.dataset",
    "mxnet.gluon.data.sampler": "engine.gluon.data.sampler",
    "mxnet.gluon.data.vision": "engine.gluon.data.vision",
    "mxnet.gluon.data.vision.datasets": "engine.gluon.data.vision.datasets",
    "mxnet.gluon.data.vision.transforms": "engine.gluon.data.vision.transforms",
    "mxnet.gluon.loss": "engine.gluon.loss",
    "mxnet.gluon.model_zoo": "engine.gluon.model_zoo",
    "mxnet.gluon.model_zoo.vision": "engine.gluon.model_zoo.vision",
    "mxnet.gluon.nn": "engine.gluon.nn",
    "mxnet.gluon.nn.activations": "engine.gluon.nn.activations",
    "mxnet.gluon.nn.basic_layers": "engine.gluon.nn",
    "mxnet.gluon.nn.conv_layers": "engine.gluon.nn",
    "mxnet.gluon.parameter": "engine.gluon.parameter",
    "mxnet.gluon.rnn": "engine.gluon.rnn",
    "mxnet.gluon.rnn.rnn_cell": "engine.gluon.rnn",
    "mxnet.gluon.rnn.rnn_layer": "engine.gluon.rnn",
    "mxnet.gluon.trainer": "engine.gluon.trainer",
    "mxnet.gluon.utils": "engine.gluon.utils",
    "mxnet.init": "engine.init",
    "mxnet.initializer": "engine.init",
    "mxnet.io": "engine.io",
    "mxnet.lr_scheduler": "engine.lr_scheduler",
    "mxnet.metric": "engine.metric",
    "mxnet.nd": "engine.nd",
    "mxnet.nd.contrib": "engine.nd.contrib",
    "mxnet.nd.random": "engine.nd.random",
    "mxnet.ndarray": "engine.nd",
    "mxnet.ndarray.contrib": "engine.nd.contrib",
    "mxnet.ndarray.ndarray": "engine.ndarray",
    "mxnet.ndarray.random": "engine.nd.random",
    "mxnet.operator": "engine.operator",
    "mxnet.optimizer": "engine.optimizer",
    "mxnet.random": "engine.random",
    "d2lzh": "engine.compat.d2lzh",
}

_finder = Finder(MODULES)


def install_as_mxnet():
    """Makes `import mxnet` and `import d2lzh` find this engine, in this process.

    Calling it again does nothing. A name of a module that does not exist then raises AttributeError with
    the nearest one that does.

    Raises ImportError if another `mxnet` or `d2lzh` is imported already: two at once would mix arrays of
    two kinds. One that is installed and not imported is passed over.

    Examples
    --------
    >>> engine.install_as_mxnet()
    >>> from mxnet import nd
    >>> nd.ones(2)
    <BLANKLINE>
    [1. 1.]
    <NDArray 2 @cpu(0)>
    """
    for name in ("mxnet", "d2lzh"):
        found = sys.modules.get(name)
        if found is not None and found is not sys.modules.get(MODULES[name]):
            where = getattr(found, "__file__", None) or "elsewhere"
            raise ImportError(f"another {name} is imported already, from {where}; start a process without it")
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    nearest.answer(MODULES)
    display.install()
    # Columns of text have the dtype `object`, as when the book was written; pandas looks at its first import.
    os.environ.setdefault("PANDAS_FUTURE_INFER_STRING", "0")
