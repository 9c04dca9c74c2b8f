"""DataLoader: hands out a data set in batches."""

from collections import deque
from itertools import chain, islice

import numpy

from engine.context import cpu_pinned, current_context
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
    num_workers : int
        So many threads make the next batches meanwhile, where examples come one by one. Where the data set
        hands out whole batches at once, as arrays do, that is quicker than any threads, and none are started.
    prefetch : int
        How many batches may be made ahead; two for each worker if not given.
    timeout : float
        How many seconds a worker may take for a batch; then TimeoutError is raised.
    pin_memory : bool
        Hand the batches out on `cpu_pinned(pin_device_id)`.
    pin_device_id : int
        See above.
    thread_pool, auto_reload
        Accepted and not used.

    The batches are the same, in the same order, with any number of workers, unless the examples are drawn by
    chance: then workers draw in the order in which they come to it.

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
        auto_reload=False,
    ):
        self._dataset = dataset
        self._workers = max(0, num_workers)
        self._prefetch = max(1, 2 * self._workers if prefetch is None else int(prefetch))
        self._timeout = timeout
        self._pinned = cpu_pinned(pin_device_id) if pin_memory else None
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
        batches = self._batches()
        return batches if self._pinned is None else (_moved(batch, self._pinned) for batch in batches)

    def _batches(self):
        dataset, batchify = self._dataset, self._batchify_fn or default_batchify_fn
        if isinstance(dataset, (NDArray, numpy.ndarray)):
            if isinstance(dataset, NDArray) and dataset.ndim == 1:
                dataset = dataset.reshape((-1, 1))  # each of its elements is an array of shape (1,)
            dataset = ArrayDataset(dataset)
        batches = iter(self._batch_sampler)
        if self._batchify_fn is None and isinstance(dataset, Dataset):
            for indices in batches:
                batch = dataset.batch(indices)
                if batch is None:
                    batches = chain([indices], batches)
                    break
                yield batch

        def make(indices):
            return batchify([dataset[index] for index in indices])

        yield from self._from_workers(make, batches) if self._workers else map(make, batches)

    def _from_workers(self, make, batches):
        """Batches in order, each made by one of the threads, a few ahead."""
        from concurrent.futures import ThreadPoolExecutor  # threads are loaded by who wants workers

        context = current_context()  # a thread of its own would begin with the default

        def work(indices):
            with context:
                return make(indices)

        pool = ThreadPoolExecutor(self._workers, "DataLoader")
        try:
            waiting = deque(pool.submit(work, indices) for indices in islice(batches, self._prefetch))
            while waiting:
                batch = waiting.popleft().result(self._timeout)
                waiting.extend(pool.submit(work, indices) for indices in islice(batches, 1))
                yield batch
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def __len__(self):
        return len(self._batch_sampler)


def _moved(batch, context):
    """A batch on another device."""
    if isinstance(batch, (list, tuple)):
        return [_moved(part, context) for part in batch]
    return batch.as_in_context(context) if isinstance(batch, NDArray) else batch


def default_batchify_fn(data):
    """A batch of a list of examples: arrays are stacked, tuples become a list of batches."""
    if isinstance(data[0], NDArray):
        return stack(*data)
    if isinstance(data[0], tuple):
        return [default_batchify_fn(part) for part in zip(*data, strict=True)]
    return as_ndarray(numpy.asarray(data))
