"""Batches of arrays as MXNet's `mx.io` gives them; `gluon.data.DataLoader` is the newer way.

Examples
--------
>>> batches = mx.io.NDArrayIter(nd.arange(4), nd.ones(4), batch_size=2)
>>> for batch in batches:
...     print(batch.data[0].asnumpy(), batch.label[0].asnumpy())
[0. 1.] [1. 1.]
[2. 3.] [1. 1.]
"""

from typing import NamedTuple

import numpy

from engine.nd import NDArray, array

__all__ = ["DataBatch", "DataDesc", "DataIter", "NDArrayIter"]

#: What `NDArrayIter` can do with examples that make no whole batch.
_REST = ("pad", "discard", "roll_over")


class DataDesc(NamedTuple):
    """The name, the shape and the dtype of a batch's array.

    Examples
    --------
    >>> mx.io.NDArrayIter(nd.ones((4, 3)), batch_size=2).provide_data[0].shape
    (2, 3)
    """

    name: str
    shape: tuple
    dtype: type = numpy.float32
    layout: str = "NCHW"


class DataBatch:
    """Arrays of one batch: lists `data` and `label`, and in `pad` how many examples only fill it up.

    Examples
    --------
    >>> mx.io.DataBatch([nd.ones(2)]).data[0].shape
    (2,)
    """

    def __init__(self, data, label=None, pad=0, index=None):
        self.data, self.label, self.pad, self.index = data, label, pad, index


class DataIter:
    """The base of iterators over batches: a subclass writes `next` and `reset`.

    Examples
    --------
    >>> mx.io.DataIter(batch_size=2).batch_size
    2
    """

    def __init__(self, batch_size=0):
        self.batch_size = batch_size

    def __iter__(self):
        return self

    def __next__(self):
        return self.next()

    def reset(self):
        """Begins anew."""

    def next(self):
        """The next batch; StopIteration after the last."""
        raise NotImplementedError("an iterator writes next(self)")


class NDArrayIter(DataIter):
    """Batches of arrays that are at hand.

    Parameters
    ----------
    data, label : NDArray, numpy.ndarray, list or dict of those
        Arrays with one row for each example; a dict names them.
    batch_size : int
        The number of examples in a batch.
    shuffle : bool
        Bring the examples into a random order, once.
    last_batch_handle : str
        What becomes of the rest: 'pad' fills it up with the first examples, 'discard' leaves it out,
        'roll_over' begins the next round with it.
    data_name, label_name : str
        Names of arrays that have none.

    Examples
    --------
    >>> batches = mx.io.NDArrayIter(nd.arange(3), batch_size=2)
    >>> [(batch.data[0].asnumpy().tolist(), batch.pad) for batch in batches]
    [([0.0, 1.0], 0), ([2.0, 0.0], 1)]
    """

    def __init__(
        self, data, label=None, batch_size=1, shuffle=False, last_batch_handle="pad", data_name="data",
        label_name="softmax_label", layout="NCHW",
    ):  # fmt: skip
        super().__init__(batch_size)
        if last_batch_handle not in _REST:
            raise ValueError(f"last_batch_handle is one of {', '.join(_REST)}, not {last_batch_handle!r}")
        self.data, self.label = _named(data, data_name), _named(label, label_name)
        self.num_data = len(next(iter(self.data.values())))
        if self.num_data < batch_size:
            raise ValueError(f"{self.num_data} examples make no batch of {batch_size}")
        self._rest = last_batch_handle
        self._order = numpy.arange(self.num_data)
        if shuffle:
            numpy.random.shuffle(self._order)
        self._layout = layout
        self._left = 0
        self.reset()

    def reset(self):
        """Begins anew, with what the last round left over where it rolls over."""
        self._at = -self._left
        self._left = 0

    def next(self):
        """The next batch; StopIteration after the last."""
        end = self._at + self.batch_size
        if self._at >= self.num_data:
            raise StopIteration
        if end > self.num_data and self._rest != "pad":
            self._left = self.num_data - self._at if self._rest == "roll_over" else 0
            raise StopIteration
        chosen = self._order[numpy.arange(self._at, end) % self.num_data]
        pad = max(end - self.num_data, -self._at, 0)
        self._at = end
        data, label = (
            [value.take(array(chosen, ctx=value.context, dtype="int32")) for value in arrays.values()]
            for arrays in (self.data, self.label)
        )
        return DataBatch(data, label, pad)

    @property
    def provide_data(self):
        """A `DataDesc` for each array of data."""
        return self._described(self.data)

    @property
    def provide_label(self):
        """A `DataDesc` for each array of labels."""
        return self._described(self.label)

    def _described(self, arrays):
        return [
            DataDesc(name, (self.batch_size, *value.shape[1:]), value.dtype, self._layout)
            for name, value in arrays.items()
        ]


def _named(arrays, name):
    """NDArrays by name: of one array, of a list or of a dict."""
    if arrays is None:
        return {}
    if isinstance(arrays, (NDArray, numpy.ndarray)):
        arrays = [arrays]
    if not isinstance(arrays, dict):
        several = len(arrays) > 1
        arrays = {f"_{index}_{name}" if several else name: each for index, each in enumerate(arrays)}
    return {key: value if isinstance(value, NDArray) else array(value) for key, value in arrays.items()}
