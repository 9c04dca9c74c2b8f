"""Arrays that other libraries made, and the way to them: NumPy's memory, and DLPack's capsules."""

from engine.context import cpu, gpu
from engine.ndarray import NDArray
from engine.ops import helptext

__all__ = ["from_dlpack", "from_numpy", "to_dlpack_for_read", "to_dlpack_for_write"]

_CPU, _GPU = 1, 2


def from_numpy(ndarray, zero_copy=True):
    """An NDArray with the values of a NumPy array, and its dtype.

    Parameters
    ----------
    ndarray : numpy.ndarray
        The values, whose elements lie in order.
    zero_copy : bool
        Take the array's memory, so that nothing is copied; NumPy can then no longer write into it.

    Raises
    ------
    ValueError if the elements do not lie in order.

    Examples
    --------
    >>> import numpy
    >>> nd.from_numpy(numpy.arange(3)).asnumpy()
    array([0, 1, 2])

    See also
    --------
    nd.array: copies, and makes float32 of everything.
    """
    if not ndarray.flags["C_CONTIGUOUS"]:
        raise ValueError(
            "from_numpy: the elements must lie in order; numpy.ascontiguousarray(x) copies them so"
        )
    if not zero_copy:
        return NDArray(ndarray.copy(), cpu())
    try:
        ndarray.flags["WRITEABLE"] = True
    except ValueError:  # memory that nobody may write
        return NDArray(ndarray.copy(), cpu())
    taken = ndarray.view()  # which stays writable
    ndarray.flags["WRITEABLE"] = False
    return NDArray(taken, cpu())


def from_dlpack(dlpack):
    """An NDArray with the values of another library's array, or of a DLPack capsule.

    It shares the memory of an array that can be written; what cannot, and a capsule's values, are copied.

    Parameters
    ----------
    dlpack : array with `__dlpack__`, or capsule
        An array of the CPU or of a GPU, a capsule of the CPU, which can be taken once.

    Examples
    --------
    >>> import numpy
    >>> x = numpy.zeros(2, "float32")
    >>> nd.from_dlpack(x)[:] = 1
    >>> x
    array([1., 1.], dtype=float32)
    """
    lent = dlpack if hasattr(dlpack, "__dlpack__") else _Capsule(dlpack)
    kind, number = lent.__dlpack_device__()
    context = gpu(number) if kind == _GPU else cpu()
    values = context.xp.from_dlpack(lent)
    writable = kind == _GPU or values.flags["WRITEABLE"]
    return NDArray(values if writable else values.copy(), context)


def to_dlpack_for_read(data):
    """A DLPack capsule, by which another library reads the array's memory.

    Examples
    --------
    >>> import numpy
    >>> nd.from_dlpack(nd.from_numpy(numpy.ones(2)).to_dlpack_for_read()).asnumpy()
    array([1., 1.])

    See also
    --------
    nd.from_dlpack
    """
    return data._raw.__dlpack__()


def to_dlpack_for_write(data):
    """A DLPack capsule, by which another library writes into the array's memory.

    Examples
    --------
    >>> import numpy
    >>> nd.from_dlpack(nd.from_numpy(numpy.ones(2)).to_dlpack_for_write()).asnumpy()
    array([1., 1.])

    See also
    --------
    nd.from_dlpack
    """
    return data._raw.__dlpack__()


class _Capsule:
    """A capsule as an object that lends it, as NumPy wants it."""

    def __init__(self, capsule):
        self._capsule = capsule

    def __dlpack__(self, **options):
        return self._capsule

    def __dlpack_device__(self):
        return _CPU, 0


NDArray.to_dlpack_for_read = to_dlpack_for_read
NDArray.to_dlpack_for_write = to_dlpack_for_write

helptext.document_module(globals(), "engine.nd")
