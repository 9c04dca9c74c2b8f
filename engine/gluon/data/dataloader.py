"""DataLoader: hands out a data set in batches."""

import numpy

from engine.gluon.data.dataset import ArrayDataset, Dataset, as_ndarray
from engine.gluon.data.sampler import BatchSampler, RandomSampler, SequentialSampler
from engine.nd import NDArray, stack


class DataLoader:
    """Hands out a data set in batches, again in every loop over it.

    Parameters
    ----------
    dataset : Dataset
        The examples; anything with indices and a length.
    batch_size : int
        How many make a batch.
    shuffle : bool
        Take the examples in a new random order each time.
    sampler : Sampler
        Takes the examples in another order.
    last_batch : str
        What happens to a rest: 'keep' (the default) makes a smaller batch, 'discard' drops it, 'rollover'
        keeps it for the next loop.
    batch_sampler : Sampler
        Gives lists of indices; stands for batch_size, shuffle, sampler and last_batch.
    batchify_fn : callable
        Makes a batch of a list of examples; stacks arrays if not given.
    num_workers, pin_memory, pin_device_id, prefetch, thread_pool, timeout
        Accepted and not used: batches are made when they are asked for, whole where the data set is an array.

    Examples
    --------
    >>> dataset = gluon.data.ArrayDataset(nd.arange(5))
    >>> loader = gluon.data.DataLoader(dataset, batch_size=2)
    >>> len(loader)
    3
    >>> next(iter(loader))
    <BLANKLINE>
    [0. 1.]
    <NDArray 2 @cpu(0)>
    """

    def __init__(
        self,
        dataset,
        batch_size=None,
        shuffle=False,
        sampler=None,
        last_batch=None,
        batch_sampler=None,
        batchify_fn=None,
        num_workers=0,
        pin_memory=False,
        pin_device_id=0,
        prefetch=None,
        thread_pool=False,
        timeout=120,
    ):
        self._dataset = dataset
        self._batchify_fn = batchify_fn
        if batch_sampler is None:
            if batch_size is None:
                raise ValueError("a DataLoader needs a batch_size, or a batch_sampler")
            if sampler is not None and shuffle:
                raise ValueError("a sampler has its own order: leave shuffle out")
            sampler = sampler or (RandomSampler if shuffle else SequentialSampler)(len(dataset))
            batch_sampler = BatchSampler(sampler, batch_size, last_batch or "keep")
        elif batch_size is not None or shuffle or sampler is not None or last_batch is not None:
            raise ValueError(
                "a batch_sampler stands for batch_size, shuffle, sampler and last_batch: leave them out"
            )
        self._batch_sampler = batch_sampler

    def __iter__(self):
        dataset, batchify = self._dataset, self._batchify_fn or default_batchify_fn
        if isinstance(dataset, (NDArray, numpy.ndarray)):
            dataset = ArrayDataset(dataset)
        at_once = self._batchify_fn is None and isinstance(dataset, Dataset)
        for indices in self._batch_sampler:
            batch = dataset.batch(indices) if at_once else None
            if batch is None:
                batch = batchify([dataset[index] for index in indices])
            yield batch

    def __len__(self):
        return len(self._batch_sampler)


def default_batchify_fn(data):
    """A batch of a list of examples: arrays are stacked, tuples become a list of batches."""
    if isinstance(data[0], NDArray):
        return stack(*data)
    if isinstance(data[0], tuple):
        return [default_batchify_fn(part) for part in zip(*data, strict=True)]
    return as_ndarray(numpy.asarray(data))
