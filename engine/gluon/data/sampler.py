"""Samplers: in which order examples are taken, and how they are cut into batches."""

from itertools import islice

import numpy


class Sampler:
    """The base of samplers: a subclass gives indices in `__iter__` and their number in `__len__`."""

    def __iter__(self):
        raise NotImplementedError

    def __len__(self):
        raise NotImplementedError


class SequentialSampler(Sampler):
    """All indices in order.

    Parameters
    ----------
    length : int
        How many examples there are.
    start : int
        The first index.

    Examples
    --------
    >>> list(gluon.data.SequentialSampler(3))
    [0, 1, 2]
    """

    def __init__(self, length, start=0):
        self._indices = range(start, start + length)

    def __iter__(self):
        return iter(self._indices)

    def __len__(self):
        return len(self._indices)


class RandomSampler(Sampler):
    """All indices once, in a random order that `numpy.random.seed` repeats.

    Parameters
    ----------
    length : int
        How many examples there are.

    Examples
    --------
    >>> sorted(gluon.data.RandomSampler(3))
    [0, 1, 2]
    """

    def __init__(self, length):
        self._length = length

    def __iter__(self):
        return iter(numpy.random.permutation(self._length).tolist())

    def __len__(self):
        return self._length


class FilterSampler(Sampler):
    """The indices of the examples for which a function is true, in order.

    Parameters
    ----------
    fn : callable
        Is asked about each example, once, when the sampler is made.
    dataset : Dataset
        The examples.

    Examples
    --------
    >>> list(gluon.data.FilterSampler(lambda x: x > 4, gluon.data.SimpleDataset([3, 5, 1, 7])))
    [1, 3]
    """

    def __init__(self, fn, dataset):
        self._indices = [index for index in range(len(dataset)) if fn(dataset[index])]

    def __iter__(self):
        return iter(self._indices)

    def __len__(self):
        return len(self._indices)


class BatchSampler(Sampler):
    """Cuts the indices of another sampler into batches.

    Parameters
    ----------
    sampler : Sampler
        Gives the indices.
    batch_size : int
        How many make a batch.
    last_batch : str
        What happens to a rest: 'keep' makes a smaller batch, 'discard' drops it, 'rollover' keeps it for
        the next round.

    Examples
    --------
    >>> list(gluon.data.BatchSampler(gluon.data.SequentialSampler(5), 2))
    [[0, 1], [2, 3], [4]]
    """

    def __init__(self, sampler, batch_size, last_batch="keep"):
        if last_batch not in ("keep", "discard", "rollover"):
            raise ValueError(f"last_batch is 'keep', 'discard' or 'rollover', not {last_batch!r}")
        if not isinstance(batch_size, int) or batch_size < 1:
            found = repr(batch_size) if isinstance(batch_size, float | int) else type(batch_size).__name__
            raise ValueError(f"batch_size is a whole number from 1 on, not {found}")
        self._sampler = sampler
        self._batch_size = batch_size
        self._last_batch = last_batch
        self._rest = []

    def __iter__(self):
        indices = iter([*self._rest, *self._sampler] if self._rest else self._sampler)
        self._rest = []
        while batch := list(islice(indices, self._batch_size)):
            if len(batch) == self._batch_size or self._last_batch == "keep":
                yield batch
            elif self._last_batch == "rollover":
                self._rest = batch

    def __len__(self):
        count = len(self._sampler) + len(self._rest)
        return -(-count // self._batch_size) if self._last_batch == "keep" else count // self._batch_size
