"""The one module that knows which array library stands behind a device.

A CPU is NumPy, a GPU is CuPy; both have the same functions, and the rest of the engine is written
against either as `xp`. CuPy is imported when a GPU is first used, never before.
"""

import importlib

import numpy

from engine.base import MXNetError


def namespace(device_type, device_id):
    """The array library of a device: NumPy for a CPU, CuPy for a GPU.

    Raises MXNetError for a GPU that cannot be used, saying whether the GPU or CuPy is missing.
    """
    if device_type != "gpu":
        return numpy
    from importlib.util import find_spec

    if find_spec("cupy") is None:
        raise MXNetError(
            f"gpu({device_id}): CuPy is not installed; `pip install cupy-cuda12x` (or `cupy-cuda13x`, "
            "as your driver's CUDA version is) gives the engine a GPU"
        )
    import cupy

    try:
        count = cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError:
        count = 0
    if device_id >= count:
        found = f"{count} found" if count else "no NVIDIA GPU or driver was found on this machine"
        raise MXNetError(f"gpu({device_id}): there is no such GPU ({found}); use cpu() instead")
    return cupy


def generator(xp, seed):
    """A random number generator of the array library `xp`, started from `seed`."""
    return xp.random.default_rng(seed)


def generator_state(generator):
    """Where a generator stands, as a value that can be kept."""
    return generator.bit_generator.state


def restore_generator(generator, state):
    """Puts a generator back to where it stood."""
    generator.bit_generator.state = state


def take(xp, array, indices, axis, mode):
    """The slices that integers name along an axis; `mode` says whether those beyond it clip or wrap."""
    if xp is numpy:
        return array.take(indices, axis, None, mode)
    if mode == "clip":  # CuPy's `take` always wraps
        indices = xp.clip(indices, 0, array.shape[axis] - 1)
    return array.take(indices, axis)


def library(raw):
    """The array library that a raw array belongs to."""
    if is_host(raw):
        return numpy
    import cupy

    return cupy


def special(xp):
    """The module of special functions, such as `erf`, for an array library."""
    return importlib.import_module("engine.special" if xp is numpy else "cupyx.scipy.special")


def is_host(raw):
    """Whether a raw array lies in the CPU's memory."""
    return isinstance(raw, (numpy.ndarray, numpy.generic))


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
