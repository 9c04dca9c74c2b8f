"""The one module that knows which array library stands behind a device.

A CPU is NumPy, a GPU is CuPy; both have the same functions, and the rest of the engine is written
against either as `xp`. CuPy is imported when a GPU is first used, never before.
"""

import importlib

import numpy

from engine.base import MXNetError

#: The GPUs that have been used, by number: CuPy, and what makes each the thread's current one.
gpus = {}


def namespace(device_type, device_id):
    """The array library of a device: NumPy for a CPU, CuPy for a GPU, which becomes the current one.

    Raises MXNetError for a GPU that cannot be used, saying whether the GPU or CuPy is missing.
    """
    if device_type != "gpu":
        return numpy
    cupy, use = gpus.get(device_id) or _first_use(device_id)
    use()
    return cupy


def _first_use(device_id):
    """What is kept of a GPU, if it can be used."""
    from importlib.util import find_spec

    if find_spec("cupy") is None:
        raise MXNetError(
            f"gpu({device_id}): CuPy, which computes on a GPU, is not installed: "
            "pip install 'd2l-tutor[cuda12]', or [cuda13] for a driver of CUDA 13"
        )
    try:
        import cupy
    except ImportError as problem:
        raise MXNetError(
            f"gpu({device_id}): CuPy is installed and cannot be loaded ({problem}); install it again: "
            "pip install 'd2l-tutor[cuda12]', or [cuda13] for a driver of CUDA 13"
        ) from None
    runtime = cupy.cuda.runtime
    try:
        count = runtime.getDeviceCount()
    except runtime.CUDARuntimeError:
        count = 0
    if not 0 <= device_id < count:
        found = f"{count} found" if count else "no NVIDIA GPU or driver was found on this machine"
        raise MXNetError(f"gpu({device_id}): there is no such GPU ({found}); use cpu() instead")
    use = cupy.cuda.Device(device_id).use
    try:
        use()
        cupy.ones(1).dot(cupy.ones(1) + 1)  # a kernel compiled, and the library of products loaded
    except (ImportError, OSError, RuntimeError) as problem:
        raise MXNetError(
            f"gpu({device_id}): CuPy cannot compute on it ({problem}). CUDA's own libraries come with "
            "pip install 'd2l-tutor[cuda12]', or [cuda13] for a driver of CUDA 13"
        ) from None
    gpus[device_id] = cupy, use
    return gpus[device_id]


def gpu_count():
    """How many GPUs can be used: 0 where CuPy or a GPU is missing."""
    try:
        return namespace("gpu", 0).cuda.runtime.getDeviceCount()
    except MXNetError:
        return 0


def wait():
    """Returns when all GPUs that have been used have computed what they were given."""
    for cupy, use in gpus.values():
        use()
        cupy.cuda.get_current_stream().synchronize()


def generator(xp, seed):
    """A random number generator of the array library `xp`, started from `seed`, a list of integers."""
    return numpy.random.default_rng(seed) if xp is numpy else DeviceGenerator(xp, seed)


def generator_state(generator):
    """Where a generator stands, as a value that can be kept."""
    return generator.drawn if isinstance(generator, DeviceGenerator) else generator.bit_generator.state


def restore_generator(generator, state):
    """Puts a generator back to where it stood."""
    if isinstance(generator, DeviceGenerator):
        generator.drawn = state
    else:
        generator.bit_generator.state = state


class DeviceGenerator:
    """A GPU's random numbers, with the draws that NumPy's generator has.

    CuPy's generators cannot say where they stand. Here each draw has one of its own, started from the seed
    and the number of draws before; so that number is the state.
    """

    def __init__(self, xp, seed):
        self._random = xp.random
        self._floor = xp.floor
        self._seed = seed
        self.drawn = 0

    def _next(self):
        """The generator of the next draw. Philox starts in one step, where CuPy's default takes many."""
        self.drawn += 1
        return self._random.Generator(self._random.Philox4x3210([*self._seed, self.drawn]))

    def random(self, size):
        """Numbers from 0 up to 1."""
        return self._next().random(size)

    def standard_normal(self, size):
        """Numbers of the normal distribution."""
        return self._next().standard_normal(size)

    def standard_exponential(self, size):
        """Numbers of the exponential distribution."""
        return self._next().standard_exponential(size)

    def standard_gamma(self, shape, size):
        """Numbers of a gamma distribution; ValueError for a shape below 0, where it is a number."""
        return self._next().standard_gamma(_parameter("shape", shape), size)

    def poisson(self, lam, size=None):
        """Counts; ValueError for a mean below 0, where it is a number."""
        return self._next().poisson(_parameter("lam", lam), size)

    def integers(self, low, high, size):
        """Integers from `low` up to `high`, which may be arrays; CuPy takes numbers only."""
        if hasattr(low, "shape"):
            return self._floor(low + (high - low) * self.random(size))
        return self._next().integers(int(low), int(high), size)

    def permutation(self, count):
        """The integers below `count` in a random order."""
        return self.random(count).argsort()


def _parameter(name, value):
    """A distribution's parameter as CuPy takes it: an array, or a Python number that makes a distribution."""
    if hasattr(value, "shape"):
        return value
    if value < 0:
        raise ValueError(f"{name} < 0")
    return float(value)


def take(xp, array, indices, axis, mode):
    """The slices that integers name along an axis; `mode` says whether those beyond it clip or wrap."""
    if xp is numpy:
        return array.take(indices, axis, None, mode)
    if mode == "clip":  # CuPy's `take` always wraps
        indices = xp.clip(indices, 0, array.shape[axis] - 1)
    return array.take(indices, axis)


def add_at(xp, array, places, values):
    """Adds values to the places of an array, in place; a place that stands twice gets both."""
    if xp is numpy or array.dtype.itemsize > 2 or array.dtype.kind == "f":
        xp.add.at(array, places, values)
    else:  # CuPy has no atomic sums of small integers
        wide = array.astype("int32")
        xp.add.at(wide, places, values.astype("int32"))
        array[...] = wide


def library(raw):
    """The array library that a raw array belongs to."""
    if is_host(raw):
        return numpy
    import cupy

    return cupy


def polygamma(xp, order, array):
    """The derivative of some order of the logarithm of the gamma function's derivative."""
    return special(xp).polygamma(order if xp is numpy else xp.asarray(order), array)


def special(xp):
    """The module of special functions, such as `erf`, for an array library."""
    return importlib.import_module("engine.special" if xp is numpy else "cupyx.scipy.special")


def is_host(raw):
    """Whether a raw array lies in the CPU's memory."""
    return isinstance(raw, (numpy.ndarray, numpy.generic))


def indices(xp, raw, size):
    """Integers as indices of a GPU, into an axis of a size, none for an axis that is not there.

    It does not look whether they lie within; those that come from the host are held against the size here.
    Raises IndexError where they do not.
    """
    if size is not None and is_host(raw):
        beyond = raw[(raw < -size) | (raw >= size)]
        if beyond.size:
            raise IndexError(f"index {beyond[0]} is out of bounds for an axis of size {size}")
    return xp.asarray(raw).astype("int64")


def beside(raw, like):
    """A raw array in the memory where `like` lies: itself if it lies there, else a copy.

    A GPU that it is copied to becomes the current one, where what follows is computed.
    """
    if is_host(raw) and is_host(like):
        return raw
    if is_host(like):
        return raw.get()
    if not is_host(raw) and raw.device.id == like.device.id:
        return raw
    like.device.use()
    return library(like).array(raw)


def follow(raw):
    """Makes the GPU on which a raw array lies the current one."""
    if not is_host(raw):
        raw.device.use()


def to_host(raw):
    """A NumPy copy of a raw array, writeable and owning its memory."""
    copied = numpy.array(raw) if is_host(raw) else raw.get()
    return copied.view(OneElement) if copied.size == 1 and copied.ndim else copied


def move(raw, xp):
    """A raw array in the memory of another array library, copied."""
    return xp.array(raw) if is_host(raw) or xp is not numpy else raw.get()


class OneElement(numpy.ndarray):
    """A NumPy array of one element that `float()`, `int()` and so `'%f' % array` accept.

    NumPy 2.4 refuses the conversion for an array that has axes, and the book's cells rely on it
    (`print('loss %f' % l.mean().asnumpy())`, where every MXNet sum has shape (1,)). A subclass is
    the only place where the old meaning can live; it prints as the plain array that it is, and
    whatever is computed from it and has more elements refuses as any array does.
    """

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __repr__(self):
        return repr(self.view(numpy.ndarray))

    def __reduce__(self):
        return self.view(numpy.ndarray).__reduce__()
