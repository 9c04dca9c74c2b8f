"""A stand-in for CuPy, for tests on machines without a GPU.

Its arrays compute with NumPy and behave as CuPy's where the two differ: nothing converts to NumPy by itself
or mixes with NumPy's arrays, a result without axes stays an array, indices beyond an axis wrap around, and
functions take no more parameters than CuPy's. Where CuPy forgives, the stand-in does not: an array of another
device than the current one is refused, as it is without access from one GPU to the other. `READS` counts how
often the host waited for a value.
"""

import contextlib
import operator
import sys
import threading
import warnings
from functools import partialmethod
from pathlib import Path
from types import SimpleNamespace

import numpy
from facts import KINDS, METHODS, OPERATORS

DEVICES = 3

SCALARS = (int, float, bool, complex, numpy.bool_, numpy.number)


class Reads:
    """Where values are read back to the host."""

    def __init__(self):
        self._places = None

    def add(self, value):
        """Notes a read of a value; gives the value."""
        if self._places is not None:
            frame = sys._getframe(1)
            while Path(frame.f_code.co_filename).stem.startswith("standin"):
                frame = frame.f_back
            self._places.append(f"{frame.f_code.co_filename}:{frame.f_lineno}")
        return value

    @contextlib.contextmanager
    def during(self):
        """The places from which the block reads, one for each read."""
        self._places = []
        try:
            yield self._places
        finally:
            self._places = None


READS = Reads()


class Device(threading.local):
    """The thread's current device."""

    id = 0


current = Device()


class CUDARuntimeError(RuntimeError):
    """What CuPy raises where there is no driver."""


class UsedDevice:
    """A device by its number, which can be made the current one."""

    def __init__(self, device_id):
        self.id = device_id
        self._before = []

    def use(self):
        if not 0 <= self.id < DEVICES:
            raise CUDARuntimeError("cudaErrorInvalidDevice: invalid device ordinal")
        current.id = self.id

    def __enter__(self):
        self._before.append(current.id)
        self.use()
        return self

    def __exit__(self, *exception):
        current.id = self._before.pop()


def checked(name, parameters, args, options):
    """Raises TypeError for arguments that CuPy's function does not take."""
    before, star, after = parameters.partition("*")
    known = before.split()
    if len(args) > len(known) and not parameters.startswith("*"):
        raise TypeError(f"{name} takes {len(known)} arguments, not {len(args)}")
    unknown = set(options) - {*known, *after.split()}
    if unknown and not (star and not after):
        raise TypeError(f"{name} has no parameter {', '.join(sorted(unknown))}")


def host(value):
    """The NumPy array behind an array of this device; scalars as they are; the rest is refused."""
    if isinstance(value, ndarray):
        if value._device != current.id:
            raise ValueError(f"the array lies on device {value._device}, and the current one is {current.id}")
        return value._host
    if isinstance(value, numpy.ndarray):
        raise TypeError(f"Unsupported type {type(value)}")
    if isinstance(value, (tuple, list)):
        return type(value)(host(part) for part in value)
    if isinstance(value, slice) or value is None or value is Ellipsis or isinstance(value, (*SCALARS, str)):
        return value
    if isinstance(value, (type, numpy.dtype, range)):
        return value
    raise TypeError(f"Unsupported type {type(value)}")


def device(value, sources=()):
    """NumPy's result as arrays of this device; `sources` are the arrays whose memory it may share."""
    if isinstance(value, (tuple, list)):
        return (list if isinstance(value, list) else tuple)(device(part, sources) for part in value)
    if not isinstance(value, (numpy.ndarray, numpy.generic)):
        return value
    made = ndarray.__new__(ndarray)
    made._host, made._device, made._base = numpy.asarray(value), current.id, None
    for source in sources:
        if isinstance(source, ndarray) and numpy.may_share_memory(source._host, made._host):
            made._base = source if source._base is None else source._base
    return made


class ndarray:
    """An array on a device."""

    __slots__ = ("__weakref__", "_base", "_device", "_host")
    __array_ufunc__ = None
    __hash__ = None

    @property
    def shape(self):
        return self._host.shape

    @shape.setter
    def shape(self, shape):
        self._host.shape = shape

    dtype = property(lambda self: self._host.dtype)
    size = property(lambda self: self._host.size)
    ndim = property(lambda self: self._host.ndim)
    nbytes = property(lambda self: self._host.nbytes)
    itemsize = property(lambda self: self._host.itemsize)
    strides = property(lambda self: self._host.strides)
    base = property(lambda self: self._base)
    device = property(lambda self: UsedDevice(self._device))
    T = property(lambda self: self.transpose())

    @property
    def flags(self):
        flags = self._host.flags
        return SimpleNamespace(
            c_contiguous=flags.c_contiguous, f_contiguous=flags.f_contiguous, owndata=self._base is None
        )

    def __array__(self, *args, **options):
        raise TypeError("Implicit conversion to a NumPy array is not allowed. Please use `.get()`")

    def __array_function__(self, function, *args):
        raise TypeError(f"numpy.{function.__name__} does not take an array of a device")

    # What waits for a value

    def get(self):
        """A NumPy copy."""
        return READS.add(self._host.copy())

    def item(self):
        return READS.add(self._host).item()

    def tolist(self):
        return READS.add(self._host).tolist()

    def tobytes(self):
        return READS.add(self._host).tobytes()

    def __bool__(self):
        return bool(READS.add(self._host))

    def __int__(self):
        return int(READS.add(self._host).item())

    def __float__(self):
        return float(READS.add(self._host).item())

    def __complex__(self):
        return complex(READS.add(self._host).item())

    def __str__(self):
        return str(READS.add(self._host))

    def __repr__(self):
        return repr(READS.add(self._host))

    def __format__(self, spec):
        return format(READS.add(self._host), spec)

    def __reduce__(self):
        return array, (READS.add(self._host).copy(),)

    # Reading and writing

    def __len__(self):
        return len(self._host)

    def __iter__(self):
        if not self.ndim:
            raise TypeError("iteration over a 0-d array")
        return (self[index] for index in range(len(self)))

    def __getitem__(self, key):
        result = self._host[places(self, key)]
        if isinstance(result, numpy.generic):  # a number of NumPy's is a copy, an array here a view
            result = self._host[(*(key if isinstance(key, tuple) else (key,)), ...)]
        return device(result, (self,))

    def __setitem__(self, key, value):
        key = places(self, key)
        if isinstance(value, numpy.ndarray):
            if value.ndim:
                raise ValueError("non-scalar numpy.ndarray cannot be used for fill")
            value = value.item()
        value = host(value)
        if value is None or isinstance(value, (list, tuple)):
            raise TypeError(f"elements are filled with a number or an array, not with {value!r}")
        if isinstance(value, numpy.ndarray):
            while value.ndim and len(value) == 1:
                value = value[0, ...]
        self._host[key] = value

    def fill(self, value):
        if isinstance(value, ndarray) and value.ndim:
            raise ValueError("non-scalar array cannot be used for fill")
        self._host.fill(host(value))


def places(self, key):
    """A key for the host: integers in arrays wrap around their axis, as on a GPU, where nothing looks."""
    host(self)
    key = key if isinstance(key, tuple) else (key,)
    axis, parts = 0, []
    counted = sum(part is not None and part is not Ellipsis for part in key)
    for part in key:
        if part is Ellipsis:
            axis += self.ndim - counted
        if isinstance(part, (list, range)):
            part = array(list(part))
        part = host(part)
        if isinstance(part, numpy.ndarray):
            if part.dtype.kind not in "biu":
                raise IndexError("arrays used as indices must be of integer or boolean type")
            if part.dtype.kind == "b":
                READS.add(part)
            elif axis < self.ndim:
                part = part % self.shape[axis]
        parts.append(part)
        axis += part is not None and part is not Ellipsis
    return parts[0] if len(parts) == 1 else tuple(parts)


def method_of(name, parameters):
    """An array's method of a name: NumPy's, with CuPy's parameters."""

    def method(self, *args, **options):
        checked(name, parameters, args, options)
        if options.get("casting") is not None or options.get("subok") is not None:
            raise TypeError("casting is not supported yet")
        out = options.get("out")
        given = {key: host(value) for key, value in options.items() if value is not None}
        keepdims = given.pop("keepdims", False) if name in ("argmax", "argmin") else None
        with numpy.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
            result = getattr(host(self), name)(*map(host, args), **given)
        if keepdims:
            result = numpy.expand_dims(result, options.get("axis", args[0] if args else None))
        if name == "astype" and result is self._host:
            return self
        return out if out is not None else device(result, (self,))

    return method


for _name, _parameters in METHODS.items():
    setattr(ndarray, _name, method_of(_name, _parameters))


def _take(self, indices, axis=None, out=None):
    """CuPy's `take` wraps indices around, and has no other mode."""
    indices = indices if isinstance(indices, ndarray) else asarray(indices)
    if indices.dtype.kind not in "iu":
        raise IndexError("indices must be integers")
    if out is not None:
        raise NotImplementedError
    return device(host(self).take(host(indices), axis=axis, mode="wrap"))


ndarray.take = _take


def _power(base, exponent):
    """As `**`, but an integer to a negative power, which NumPy refuses, is the whole part of the fraction."""
    try:
        return base**exponent
    except ValueError:
        return numpy.trunc(1.0 / base ** numpy.negative(exponent)).astype(numpy.result_type(base, exponent))


def _operator(compute, turned=False):
    def method(self, other):
        if not isinstance(other, (ndarray, *SCALARS)):
            if isinstance(other, numpy.ndarray):
                raise TypeError(f"Unsupported type {type(other)}")
            return NotImplemented
        pair = (host(other), host(self)) if turned else (host(self), host(other))
        with numpy.errstate(all="ignore"):
            return device(compute(*pair))

    return method


def _unary(self, compute):
    return device(compute(host(self)))


def _inplace(compute):
    def method(self, other):
        if isinstance(host(other), (list, tuple)):
            raise TypeError("Unsupported type")
        with numpy.errstate(all="ignore"):
            compute(host(self), host(other))  # NumPy's arrays change in place
        return self

    return method


for _name in OPERATORS:
    _compute = _power if _name == "pow" else getattr(operator, f"__{_name}__")
    setattr(ndarray, f"__{_name}__", _operator(_compute))
    setattr(ndarray, f"__r{_name}__", _operator(_compute, turned=True))
    setattr(ndarray, f"__i{_name}__", _inplace(getattr(operator, f"i{_name}")))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(ndarray, f"__{_name}__", _operator(getattr(operator, _name)))
for _name in ("neg", "pos", "abs", "invert"):
    setattr(ndarray, f"__{_name}__", partialmethod(_unary, getattr(operator, _name)))


def array(obj, dtype=None, copy=True, order="K", subok=False, ndmin=0, *, blocking=False):
    """An array on this device with the values of anything, copied."""
    if isinstance(obj, ndarray):  # of any device: this is how arrays move between them
        values = obj._host
    elif isinstance(obj, (list, tuple)) and any(isinstance(part, ndarray) for part in obj):
        values = numpy.array(host(list(obj)))
    else:
        values = obj
    made = numpy.array(values, dtype=dtype, ndmin=ndmin)
    if made.dtype.kind not in KINDS or made.dtype.itemsize > 16:
        raise ValueError(f"Unsupported dtype {made.dtype}")
    return device(made)


def asarray(a, dtype=None, order=None, *, copy=None, blocking=False):
    """As `array`; an array of this device and dtype is itself."""
    here = isinstance(a, ndarray) and a._device == current.id and dtype in (None, a.dtype)
    return a if here and not copy else array(a, dtype)
