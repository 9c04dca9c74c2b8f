"""Arrays in files, in MXNet's own binary format, so that files move between MXNet and this engine both ways.

A file is a list of arrays and the list of their names, none or one for each. All numbers are little-endian:

    list    u64 0x112, u64 0, u64 count, arrays, u64 count of names, names
    name    u64 length, bytes
    array   u32 magic, i32 storage type (0: dense), shape, i32 device type, i32 device id, i32 dtype, values
    shape   u32 count of axes, i64 for each

The magics of arrays tell the versions apart: 0xF993FAC9 is what MXNet 1.9.1 writes. Before it, 0xF993FAC8
had no storage type, and the oldest files have no magic at all but begin with their shape, of u32 sizes;
0xF993FACA is written where MXNet has NumPy's shapes, in which a scalar has no axes.
"""

import struct

import numpy

from engine.base import MXNetError
from engine.context import cpu, gpu, num_gpus
from engine.ndarray import NDArray
from engine.ops import helptext

__all__ = ["load", "load_frombuffer", "save"]

_LIST = 0x112
_FIRST, _SECOND, _THIRD = 0xF993FAC8, 0xF993FAC9, 0xF993FACA
_DTYPES = ("float32", "float64", "float16", "uint8", "int32", "int8", "int64", "bool")
_CPU, _GPU = 1, 2
_DENSE = 0


def save(fname, data):
    """Writes arrays to a file, which MXNet can read too.

    Parameters
    ----------
    fname : str
        The file's path.
    data : NDArray, list of NDArray or dict of str to NDArray
        What to write.

    Raises
    ------
    ValueError or TypeError if there is something else than NDArrays in it.

    Examples
    --------
    >>> import os, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "two.nd")
    >>> nd.save(path, [nd.ones(3), nd.zeros((2, 2))])
    >>> [array.shape for array in nd.load(path)]
    [(3,), (2, 2)]
    """
    if isinstance(data, NDArray):
        data = [data]
    if isinstance(data, dict):
        names, arrays = list(data), list(data.values())
        if not all(isinstance(name, str) for name in names):
            raise TypeError("save: the names of arrays are texts")
    elif isinstance(data, (list, tuple)):
        names, arrays = [], list(data)
    else:
        raise ValueError("save: data is an NDArray, a list of them, or a dict of names and NDArrays")
    for array in arrays:
        if not isinstance(array, NDArray):
            raise TypeError(f"save: only NDArrays are written, not a {type(array).__name__}")
    parts = [struct.pack("<QQQ", _LIST, 0, len(arrays)), *map(_written, arrays)]
    parts.append(struct.pack("<Q", len(names)))
    for name in names:
        text = name.encode()
        parts += [struct.pack("<Q", len(text)), text]
    with open(fname, "wb") as file:
        file.writelines(parts)


def _written(array):
    values = numpy.ascontiguousarray(array.asnumpy()).reshape(array.shape)
    shape = struct.pack(f"<I{values.ndim}q", values.ndim, *values.shape)
    context = array.context
    place = (_GPU, context.device_id) if context.device_type == "gpu" else (_CPU, 0)
    device = struct.pack("<iii", *place, _DTYPES.index(values.dtype.name))
    head = struct.pack("<Ii", _SECOND, _DENSE) + shape + device
    return head + values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()


def load(fname):
    """The arrays of a file that `save`, or MXNet, has written.

    Parameters
    ----------
    fname : str
        The file's path.

    Returns
    -------
    list of NDArray, or dict of str to NDArray
        As they were saved; a single array comes back in a list. Arrays of a GPU come back on it, where it
        is there, else on the CPU.

    Raises
    ------
    MXNetError if the file cannot be read or is no such file.

    Examples
    --------
    >>> import os, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "named.nd")
    >>> nd.save(path, {"w": nd.ones(2)})
    >>> nd.load(path)["w"]
    <BLANKLINE>
    [1. 1.]
    <NDArray 2 @cpu(0)>
    """
    try:
        with open(fname, "rb") as file:
            content = file.read()
    except OSError as problem:
        raise MXNetError(f"load: {fname} cannot be read: {problem.strerror}") from None
    return _loaded(content, fname)


def load_frombuffer(buf):
    """The arrays of a file's content, in memory.

    Parameters
    ----------
    buf : bytes
        What `save` would have written.

    Returns
    -------
    list of NDArray, or dict of str to NDArray

    Raises
    ------
    MXNetError if it is no such content.

    Examples
    --------
    >>> import os, pathlib, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "array.nd")
    >>> nd.save(path, nd.ones(2))
    >>> nd.load_frombuffer(pathlib.Path(path).read_bytes())[0].shape
    (2,)
    """
    return _loaded(bytes(buf), "the buffer")


def _loaded(content, fname):
    reader = _Reader(content)
    try:
        magic, _, count = reader.take("QQQ")
        if magic != _LIST:
            raise MXNetError(f"load: {fname} holds no NDArrays")
        arrays = [_read(reader) for _ in range(count)]
        names = [reader.bytes(reader.take("Q")[0]).decode() for _ in range(reader.take("Q")[0])]
    except (struct.error, ValueError, IndexError):
        raise MXNetError(f"load: {fname} holds no NDArrays, or is cut short or damaged") from None
    return dict(zip(names, arrays, strict=True)) if names else arrays


def of_pickle(handle):
    """The array of a pickle of MXNet's, which holds it as its files do."""
    return _read(_Reader(bytes(handle)))


class _Reader:
    """A file's content, read from the front."""

    def __init__(self, content):
        self._content = content
        self._at = 0

    def take(self, layout):
        """The next numbers, as `struct` writes their layout."""
        values = struct.unpack_from("<" + layout, self._content, self._at)
        self._at += struct.calcsize("<" + layout)
        return values

    def bytes(self, count):
        """The next bytes."""
        taken = self._content[self._at : self._at + count]
        if len(taken) < count:
            raise ValueError("the file ends too early")
        self._at += count
        return taken


def _read(reader):
    (magic,) = reader.take("I")
    if magic in (_SECOND, _THIRD) and reader.take("i") != (_DENSE,):
        raise MXNetError("load: sparse arrays are not supported")
    if magic in (_FIRST, _SECOND, _THIRD):
        (axes,) = reader.take("i")
        shape = reader.take(f"{max(axes, 0)}q")
    else:  # the oldest files have no magic: this was the number of axes
        axes, shape = magic, reader.take(f"{magic}I")
    if axes < 0:
        raise MXNetError("load: an array without a shape")
    device_type, device_id, dtype = reader.take("iii")
    kind = numpy.dtype(_DTYPES[dtype]).newbyteorder("<")
    count = int(numpy.prod(shape, dtype="int64"))
    values = numpy.frombuffer(reader.bytes(count * kind.itemsize), kind).reshape(shape)
    array = NDArray(values.astype(kind.newbyteorder("=")), cpu())
    if device_type == _GPU and device_id < num_gpus():
        array = array.copyto(gpu(device_id))
    return array


helptext.document_module(globals(), "engine.nd")
