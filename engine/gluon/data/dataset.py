"""Data sets: examples by index, and sets made from other sets.

A set whose examples lie in arrays hands out many of them at once, with `batch(indices)`; where a set
cannot, `batch` gives None and the loader takes the examples one by one.
"""

import numpy

from engine.context import current_context
from engine.gluon.data.sampler import FilterSampler, Sampler
from engine.nd import NDArray


class Dataset:
    """The base of data sets: a subclass gives an example in `__getitem__` and their number in `__len__`.

    Examples
    --------
    >>> class Squares(gluon.data.Dataset):
    ...     def __getitem__(self, index):
    ...         return index, index**2
    ...     def __len__(self):
    ...         return 4
    >>> Squares().transform(lambda x, y: x + y)[3]
    12
    """

    def __getitem__(self, index):
        raise NotImplementedError

    def __len__(self):
        raise NotImplementedError

    def batch(self, indices):
        """The examples at these indices: an NDArray, or a list of them; None where they come one by one."""
        return None

    def transform(self, fn, lazy=True):
        """A data set of `fn(example)`, or of `fn(data, label)` where examples are tuples.

        Parameters
        ----------
        fn : callable
            Changes an example.
        lazy : bool
            Change examples when they are asked for; False changes all now.
        """
        changed = _Transformed(self, fn)
        return changed if lazy else SimpleDataset(list(changed))

    def transform_first(self, fn, lazy=True):
        """A data set in which `fn` has changed the first part of every example, and left the label.

        Examples
        --------
        >>> dataset = gluon.data.ArrayDataset(nd.array([1, 2]), nd.array([3, 4]))
        >>> float(dataset.transform_first(lambda x: 10 * x)[1][0])
        20.0
        """
        changed = _FirstTransformed(self, fn)
        return changed if lazy else SimpleDataset(list(changed))

    def take(self, count):
        """A data set of the first `count` examples."""
        return _Chosen(self, range(len(self) if count is None else min(count, len(self))))

    def filter(self, fn):
        """A data set of the examples for which `fn(example)` is true."""
        return _Chosen(self, list(FilterSampler(fn, self)))

    def shard(self, num_shards, index):
        """One of several data sets of about equal size that share the examples out.

        Raises AssertionError for an index that is none from 0 to `num_shards - 1`.
        """
        assert 0 <= index < num_shards, f"of {num_shards} shards there is no shard {index}: they count from 0"
        size, rest = divmod(len(self), num_shards)
        start = size * index + min(index, rest)
        return _Chosen(self, range(start, start + size + (index < rest)))

    def sample(self, sampler):
        """A data set of the examples that a sampler names, in its order.

        Raises TypeError for anything but a Sampler.
        """
        if not isinstance(sampler, Sampler):
            raise TypeError(f"sample takes a gluon.data.Sampler, and not a {type(sampler).__name__}")
        return _Chosen(self, list(sampler))


class SimpleDataset(Dataset):
    """A list, or anything with indices and a length, as a data set.

    Examples
    --------
    >>> gluon.data.SimpleDataset([1, 2, 3]).take(2)[1]
    2
    """

    def __init__(self, data):
        self._data = data

    def __getitem__(self, index):
        return self._data[index]

    def __len__(self):
        return len(self._data)


class ArrayDataset(Dataset):
    """Arrays of one length, put together: features and labels.

    Parameters
    ----------
    args : NDArray, numpy.ndarray or list
        One or more, all of one length.

    Raises AssertionError if the lengths differ.

    Examples
    --------
    >>> dataset = gluon.data.ArrayDataset(nd.array([[1, 2], [3, 4]]), nd.array([5, 6]))
    >>> len(dataset)
    2
    >>> dataset[1]
    (
    [3. 4.]
    <NDArray 2 @cpu(0)>, 6.0)
    """

    def __init__(self, *args):
        if not args:
            raise AssertionError("an ArrayDataset needs at least one array")
        lengths = [len(data) for data in args]
        if len(set(lengths)) > 1:
            raise AssertionError(f"all arrays must have the same length; these have {lengths}")
        self._length = lengths[0]
        self._data = [
            data.asnumpy() if isinstance(data, NDArray) and data.ndim == 1 else data for data in args
        ]

    def __getitem__(self, index):
        if len(self._data) == 1:
            return self._data[0][index]
        return tuple(data[index] for data in self._data)

    def __len__(self):
        return self._length

    def batch(self, indices):
        """The rows of each array at these indices; None where one is neither an NDArray nor NumPy's."""
        if type(self).__getitem__ is not ArrayDataset.__getitem__:
            return None
        rows = [rows_of(data, indices) for data in self._data]
        if any(part is None for part in rows):
            return None
        return rows[0] if len(rows) == 1 else rows


class _Transformed(Dataset):
    """Examples of another set, each changed when it is asked for."""

    def __init__(self, dataset, fn):
        self._dataset = dataset
        self._fn = fn

    def __getitem__(self, index):
        example = self._dataset[index]
        return self._fn(*example) if isinstance(example, tuple) else self._fn(example)

    def __len__(self):
        return len(self._dataset)


class _FirstTransformed(_Transformed):
    """Examples of another set, the first part of each changed when it is asked for."""

    def __getitem__(self, index):
        example = self._dataset[index]
        if isinstance(example, tuple):
            return (self._fn(example[0]), *example[1:])
        return self._fn(example)

    def batch(self, indices):
        """All first parts changed at once, if the function can do that."""
        if not getattr(self._fn, "takes_batches", False):
            return None
        rows = self._dataset.batch(indices)
        if rows is None:
            return None
        return [self._fn(rows[0]), *rows[1:]] if isinstance(rows, list) else self._fn(rows)


class _Chosen(Dataset):
    """Some of the examples of another set."""

    def __init__(self, dataset, indices):
        self._dataset = dataset
        self._indices = indices

    def __getitem__(self, index):
        return self._dataset[self._indices[index]]

    def __len__(self):
        return len(self._indices)

    def batch(self, indices):
        """The other set's examples at the places chosen."""
        return self._dataset.batch([self._indices[index] for index in indices])


def rows_of(data, indices):
    """The rows of an array at these indices, as an NDArray; None if it is no array."""
    if isinstance(data, NDArray):
        return NDArray(data._raw.take(indices, axis=0), data.context)
    if isinstance(data, numpy.ndarray) and data.dtype.kind in "biuf":
        return as_ndarray(data.take(indices, axis=0))
    return None


def as_ndarray(array):
    """A NumPy array as an NDArray of the same type, on the current device."""
    context = current_context()
    return NDArray(context.xp.asarray(array), context)
