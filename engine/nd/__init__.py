"""NDArrays: arrays that know their device and, when asked, their gradient.

Make arrays with `array`, `arange`, `zeros`, `ones`, `random.normal`; compute with them through operators,
methods and the functions here.

Examples
--------
>>> X = nd.arange(6).reshape((2, 3))
>>> nd.dot(X, X.T)
<BLANKLINE>
[[ 5. 14.]
 [14. 50.]]
<NDArray 2x2 @cpu(0)>
"""

from importlib import import_module as _import_module

from engine.nd.create import *  # noqa: F403
from engine.nd.create import __all__ as _created
from engine.nd.exchange import *  # noqa: F403
from engine.nd.exchange import __all__ as _exchanged
from engine.nd.files import load, load_frombuffer, save  # noqa: F401
from engine.ndarray import NDArray  # noqa: F401
from engine.ops.dispatch import functions as _functions

_OPERATIONS = (
    "arithmetic", "composed", "convolution", "copy", "correlation", "ctc", "elementwise", "index", "join",
    "linalg", "losses", "neural", "normalize", "places", "pooling", "recurrent", "reduce", "rnn", "sequence",
    "shape", "slices", "sort", "special", "stretch", "views", "write",
)  # fmt: skip

for _module in _OPERATIONS:
    _import_module(f"engine.ops.{_module}")  # makes its functions known, and no name of its own here

globals().update(_functions)

__all__ = sorted(
    {
        "NDArray",
        "contrib",
        "load",
        "load_frombuffer",
        "random",
        "save",
        *_created,
        *_exchanged,
        *(name for name in _functions if not name.startswith("_")),
    }
)


def __getattr__(name):
    if name in ("contrib", "random"):  # loaded when first asked for, so that arrays alone start fast
        return _import_module(f"engine.nd.{name}")
    sampler = name.removeprefix("random_").removeprefix("sample_")  # MXNet's other names for the samplers
    if sampler != name or name in ("normal", "shuffle", "uniform"):
        random = _import_module("engine.nd.random")
        others = _import_module("engine.nd.samplers").OTHERS
        if name in others:
            return others[name]
        if sampler in random.__all__:
            return getattr(random, sampler)
    if name == "ndarray":
        return _import_module("engine.ndarray")
    if name == "Custom":
        return _import_module("engine.operator").Custom
    if name.endswith("_update"):
        step = _import_module("engine.optimizer.steps").named(name)
        if step is not None:
            return step
    raise AttributeError(f"module 'engine.nd' has no attribute {name!r}")


def __dir__():
    return __all__
