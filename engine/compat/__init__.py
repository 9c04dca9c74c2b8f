"""Programs written for MXNet and for the book's helper package, run on this engine unchanged.

`install_as_mxnet()` puts modules under the names `mxnet` and `d2lzh`, so that the imports of such programs
find them.
"""

import importlib
import os
import sys

from engine.compat import display, nearest

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
    "mxnet.gluon.data.vision": "engine.gluon.data.vision",
    "mxnet.gluon.data.vision.datasets": "engine.gluon.data.vision.datasets",
    "mxnet.gluon.data.vision.transforms": "engine.gluon.data.vision.transforms",
    "mxnet.gluon.loss": "engine.gluon.loss",
    "mxnet.gluon.model_zoo": "engine.gluon.model_zoo",
    "mxnet.gluon.model_zoo.vision": "engine.gluon.model_zoo.vision",
    "mxnet.gluon.nn": "engine.gluon.nn",
    "mxnet.gluon.parameter": "engine.gluon.parameter",
    "mxnet.gluon.rnn": "engine.gluon.rnn",
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
    modules = {name: importlib.import_module(path) for name, path in MODULES.items()}
    for name in ("mxnet", "d2lzh"):
        if sys.modules.get(name, modules[name]) is not modules[name]:
            where = getattr(sys.modules[name], "__file__", None) or "elsewhere"
            raise ImportError(f"another {name} is imported already, from {where}; start a process without it")
    for name, module in modules.items():
        nearest.suggest(module, name)
    sys.modules.update(modules)
    display.install()
    # Columns of text have the dtype `object`, as when the book was written; pandas looks at its first import.
    os.environ.setdefault("PANDAS_FUTURE_INFER_STRING", "0")
