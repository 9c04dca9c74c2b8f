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
from engine.ndarray import NDArray  # noqa: F401
from engine.ops.dispatch import functions as _functions

_OF_ARRAYS = (
    "arithmetic", "composed", "copy", "elementwise", "index", "join", "linalg", "neural", "places", "reduce",
    "shape", "slices", "sort", "stretch", "views", "write",
)  # fmt: skip

#: Nothing of the others needs these: they are loaded when a name is first asked for that is not known yet, so
#: that arrays alone start fast.
_OF_LAYERS = (
    "convolution", "correlation", "ctc", "losses", "normalize", "pooling", "recurrent", "rnn", "sequence",
    "special",
)  # fmt: skip
_OTHERS = ("exchange", "files")


def _know(functions):
    """Takes in functions by their names, but for names that are known already."""
    known = globals()
    known.update({name: function for name, function in functions.items() if name not in known})


def _know_operations(modules):
    """Takes in the functions of modules of operations, which have no names of their own here."""
    for module in modules:
        _import_module(f"engine.ops.{module}")
    _know(_functions)


_know_operations(_OF_ARRAYS)


def _know_all():
    """Takes in the rest; with it `__all__` is known, which it returns."""
    _know_operations(_OF_LAYERS)
    names = {"NDArray", "contrib", "random", *_created, *(name for name in _functions if name[0] != "_")}
    for module in _OTHERS:
        found = _import_module(f"engine.nd.{module}")
        _know({name: getattr(found, name) for name in found.__all__})
        names.update(found.__all__)
    return globals().setdefault("__all__", sorted(names))


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
    if "__all__" not in globals():
        _know_all()
        if name in globals():
            return globals()[name]
    raise AttributeError(f"module 'engine.nd' has no attribute {name!r}")


def __dir__():
    return globals().get("__all__") or _know_all()
