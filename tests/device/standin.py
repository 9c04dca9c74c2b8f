"""The stand-in's library: functions, draws and devices by CuPy's names; see `standin_array.py`."""

import importlib.machinery
import operator
from functools import lru_cache
from types import ModuleType, SimpleNamespace

import numpy
from facts import DRAWS, FUNCTIONS, FUNCTIONS_THAT_WAIT, SHARED, UFUNCS, UFUNCS_AT
from standin_array import (
    DEVICES,
    READS,
    CUDARuntimeError,
    UsedDevice,
    array,
    asarray,
    checked,
    current,
    device,
    host,
    ndarray,
    places,
)

from engine import special as special_of_numpy


def function_of(name, parameters, compute=None):
    """CuPy's function of a name: NumPy's, with CuPy's parameters."""
    compute = compute or operator.attrgetter(name)(numpy)

    def function(*args, **options):
        checked(name, parameters, args, options)
        if name in FUNCTIONS_THAT_WAIT:
            READS.add(None)
        out = options.get("out")
        with numpy.errstate(all="ignore"):
            result = compute(*map(host, args), **{key: host(value) for key, value in options.items()})
        return out if out is not None else device(result, args)

    function.__name__ = name
    return function


class Ufunc:
    """A function that works element by element."""

    def __init__(self, name):
        self.name = name
        self._compute = getattr(numpy, name)

    def __call__(self, *args, out=None, dtype=None, casting="same_kind"):
        if out is None and len(args) > self._compute.nin:
            *args, out = args
        with numpy.errstate(all="ignore"):
            result = self._compute(*map(host, args), out=None if out is None else host(out), dtype=dtype)
        return device(result) if out is None else out

    def at(self, a, indices, b=None):
        """In place, repeated indices counted each time."""
        if self.name not in UFUNCS_AT:
            raise NotImplementedError(f"`{self.name}.at` is not supported yet")
        if a.dtype.name not in UFUNCS_AT[self.name].split():
            raise TypeError(f"{self.name}.at does not take {a.dtype}")
        self._compute.at(host(a), places(a, indices), host(b))


def asnumpy(a, stream=None, order="C", out=None, *, blocking=True):
    """A NumPy copy of an array."""
    return a.get()


def put_along_axis(arr, indices, values, axis):
    """In place; indices wrap around."""
    numpy.put_along_axis(host(arr), host(indices) % arr.shape[axis], host(values), axis)


def take_along_axis(a, indices, axis):
    """Indices wrap around."""
    if axis is None:
        a, axis = a.ravel(), 0
    return device(numpy.take_along_axis(host(a), host(indices) % a.shape[axis], axis))


def where(condition, x=None, y=None):
    """Elements of one or the other; with a condition alone the places where it holds, which waits."""
    if not isinstance(condition, ndarray):
        raise AttributeError("the condition must be an array of a device")
    if x is None or y is None:
        READS.add(None)
        return device(numpy.nonzero(host(condition)))
    return device(numpy.where(host(condition), host(x), host(y)))


def concatenate(tup, axis=0, out=None, *, dtype=None, casting="same_kind"):
    """Arrays of this device, joined."""
    if not all(isinstance(part, ndarray) for part in tup):
        raise TypeError("Only cupy arrays can be concatenated")
    return device(numpy.concatenate(host(list(tup)), axis))


class BitGenerator:
    """Where a generator's bits come from. It cannot say where it stands."""

    def __init__(self, seed=None, *, size=-1):
        self._host = numpy.random.default_rng(host(seed))
        self._device = current.id


class Generator:
    """Draws on a device."""

    def __init__(self, bit_generator):
        self.bit_generator = bit_generator


def _draw_of(name, parameters):
    def draw(self, *args, **options):
        checked(name, parameters, args, options)
        bits = self.bit_generator
        if bits._device != current.id:
            raise RuntimeError("This Generator state is allocated in a different device")
        given = dict(zip(parameters.split(), args, strict=False), **options)
        if name == "integers":
            given["low"], given["high"] = int(given["low"]), int(given["high"])
        for key in {"lam", "shape"} & set(given):
            if not isinstance(given[key], ndarray) and type(given[key]) not in (int, float):
                raise TypeError(f"{key} is required to be an array of a device or a scalar")
            given[key] = numpy.maximum(host(given[key]), 0)  # nobody looks whether it makes a distribution
        given["size"] = given.get("size", ())
        return device(getattr(bits._host, name)(**{key: host_or_own(value) for key, value in given.items()}))

    return draw


def host_or_own(value):
    """As `host`; what is NumPy's already stays."""
    return value if isinstance(value, (numpy.ndarray, numpy.generic)) else host(value)


for _name, _parameters in DRAWS.items():
    setattr(Generator, _name, _draw_of(_name, _parameters))


def _special(name):
    """A special function, in the dtype of its argument."""
    compute = getattr(special_of_numpy, name)

    def function(x):
        if not isinstance(x, ndarray):
            raise TypeError(f"Unsupported type {type(x)}")
        return device(compute(host(x)).astype(x.dtype if x.dtype.kind == "f" else "float64"))

    return function


def polygamma(n, x):
    """Both are arrays: a plain number fails inside CuPy."""
    if not isinstance(n, ndarray):
        raise AttributeError("'bool' object has no attribute 'astype'")
    orders = numpy.unique(host(n))
    assert len(orders) == 1, "the engine asks for one order"
    return device(special_of_numpy.polygamma(int(orders[0]), host(x)))


def _module(name, members):
    """A module; names with dots go into modules of its own."""
    made = ModuleType(name)
    made.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
    made.__path__ = []
    for path, member in members.items():
        *parents, last = path.split(".")
        owner = made
        for parent in parents:
            owner = vars(owner).setdefault(parent, SimpleNamespace())
        setattr(owner, last, member)
    made.__getattr__ = lambda name: _unknown(made, name)
    return made


def _unknown(module, name):
    raise AttributeError(f"{module.__name__}.{name}: if CuPy has it, it belongs into tests/device/facts.py")


def _count(devices):
    if not devices:
        raise CUDARuntimeError("cudaErrorInsufficientDriver")
    return devices


@lru_cache
def modules(devices=DEVICES):
    """CuPy's modules by their names, for `sys.modules`."""
    own = (array, asarray, asnumpy, put_along_axis, take_along_axis, where, concatenate)
    stream = SimpleNamespace(synchronize=lambda: READS.add(None))
    cupy = _module(
        "cupy",
        {name: getattr(numpy, name) for name in SHARED}
        | {name: Ufunc(name) for name in UFUNCS}
        | {name: function_of(name, parameters) for name, parameters in FUNCTIONS.items()}
        | {function.__name__: function for function in own}
        | {
            "__version__": "14.2.0",
            "ndarray": ndarray,
            "take": lambda a, indices, axis=None, out=None: a.take(indices, axis, out),
            "random.Generator": Generator,
            "random.XORWOW": BitGenerator,
            "random.Philox4x3210": BitGenerator,
            "random.default_rng": lambda seed=None: Generator(BitGenerator(seed)),
            "cuda.Device": UsedDevice,
            "cuda.get_current_stream": lambda: stream,
            "cuda.runtime.CUDARuntimeError": CUDARuntimeError,
            "cuda.runtime.getDeviceCount": lambda: _count(devices),
            "get_default_memory_pool": lambda: SimpleNamespace(free_all_blocks=lambda: None),
        },
    )
    names = {name: _special(name) for name in ("erf", "erfinv", "gamma", "gammaln")}
    special = _module("cupyx.scipy.special", names | {"polygamma": polygamma})
    cupyx = _module("cupyx", {"scatter_add": lambda a, slices, value: cupy.add.at(a, slices, value)})
    scipy = _module("cupyx.scipy", {"special": special})
    cupyx.scipy = scipy
    return {"cupy": cupy, "cupyx": cupyx, "cupyx.scipy": scipy, "cupyx.scipy.special": special}
