"""Data sets and loaders: whole batches at once are the same as one example after another."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import cpu_pinned, nd
from engine.gluon import data as gdata


def values(batch):
    """A batch as lists."""
    return [part.asnumpy().tolist() for part in (batch if isinstance(batch, list) else [batch])]


class OneByOne(gdata.Dataset):
    """Another data set, whose examples can only be had singly."""

    def __init__(self, dataset):
        self._inner = dataset

    def __getitem__(self, index):
        return self._inner[index]

    def __len__(self):
        return len(self._inner)


SETS = {
    "features and labels": lambda n: gdata.ArrayDataset(nd.random.normal(shape=(n, 2, 3)), nd.arange(n)),
    "numpy": lambda n: gdata.ArrayDataset(np.ones((n, 2)), np.arange(n)),
    "one array": lambda n: gdata.ArrayDataset(nd.random.normal(shape=(n, 2))),
    "scaled": lambda n: gdata.ArrayDataset(nd.ones((n, 2)), nd.arange(n)).transform_first(lambda x: x * 2),
    "taken": lambda n: gdata.ArrayDataset(nd.ones((n + 3, 2)), nd.arange(n + 3)).take(n),
    "chosen": lambda n: gdata.ArrayDataset(nd.arange(2 * n)).filter(lambda x: x % 2 == 0),
}


@pytest.mark.parametrize("name", SETS)
@given(st.integers(1, 9), st.integers(1, 4), st.sampled_from(["keep", "discard"]))
def test_batches_at_once_equal_batches_of_single_examples(name, length, size, last_batch):
    dataset = SETS[name](length)
    assert len(dataset) == length
    at_once = list(gdata.DataLoader(dataset, size, last_batch=last_batch))
    singly = list(gdata.DataLoader(OneByOne(dataset), size, last_batch=last_batch))
    assert [values(batch) for batch in at_once] == [values(batch) for batch in singly]
    for one, other in zip(at_once, singly, strict=True):
        parts = zip(one, other, strict=True) if isinstance(one, list) else [(one, other)]
        assert all(a.dtype == b.dtype and type(a) is type(b) is nd.NDArray for a, b in parts)


@given(st.integers(1, 20), st.integers(1, 7), st.integers(0, 2**31))
def test_a_shuffled_loader_hands_out_every_example_once(length, size, seed):
    np.random.seed(seed)
    loader = gdata.DataLoader(gdata.ArrayDataset(nd.arange(length), -nd.arange(length)), size, shuffle=True)
    batches = list(loader)
    assert len(batches) == len(loader) == -(-length // size)
    assert [len(X) for X, _ in batches[:-1]] == [size] * (len(batches) - 1)
    seen = np.concatenate([X.asnumpy() for X, _ in batches])
    assert sorted(seen) == list(range(length))
    assert np.array_equal(seen, -np.concatenate([y.asnumpy() for _, y in batches]))


def test_every_loop_has_an_order_of_its_own_that_numpys_seed_repeats():
    loader = gdata.DataLoader(gdata.ArrayDataset(nd.arange(50)), 50, shuffle=True)
    np.random.seed(1)
    first, second = (values(next(iter(loader))) for _ in range(2))
    np.random.seed(1)
    assert first != second
    assert values(next(iter(loader))) == first


def test_a_rest_may_roll_over_into_the_next_loop():
    loader = gdata.DataLoader(nd.arange(5), 2, last_batch="rollover")
    assert len(loader) == 2
    assert [values(batch)[0] for batch in loader] == [[[0], [1]], [[2], [3]]]
    assert len(loader) == 3
    assert [values(batch)[0] for batch in loader] == [[[4], [0]], [[1], [2]], [[3], [4]]]


def test_plain_lists_and_functions_of_ones_own_make_batches():
    assert values(next(iter(gdata.DataLoader([1, 2, 3], 2)))) == [[1, 2]]
    assert next(iter(gdata.DataLoader(["a", "b"], 2, batchify_fn=" ".join))) == "a b"
    assert values(next(iter(gdata.DataLoader([(nd.ones(2), 0), (nd.zeros(2), 1)], 2)))) == [
        [[1, 1], [0, 0]],
        [0, 1],
    ]


def test_a_subclass_that_changes_its_examples_is_asked_for_each():
    class Doubled(gdata.ArrayDataset):
        def __getitem__(self, index):
            return 2 * super().__getitem__(index)

    assert values(next(iter(gdata.DataLoader(Doubled(nd.arange(3)), 3)))) == [[0, 2, 4]]


def test_batches_are_copies():
    features = nd.ones((4, 2))
    X = next(iter(gdata.DataLoader(gdata.ArrayDataset(features), 2)))
    X[:] = 5
    assert features.asnumpy().max() == 1


def test_examples_of_an_array_data_set_are_tuples_and_slices_too():
    dataset = gdata.ArrayDataset(nd.array([[1, 2], [3, 4], [5, 6]]), nd.array([7, 8, 9]))
    x, y = dataset[1]
    assert x.asnumpy().tolist() == [3, 4] and y == np.float32(8)
    X, Y = dataset[1:]
    assert X.shape == (2, 2) and Y.tolist() == [8, 9]


def test_transforms_are_made_when_asked_for_or_at_once():
    calls = []
    dataset = gdata.SimpleDataset([1, 2]).transform(lambda x: calls.append(x) or 10 * x)
    assert calls == [] and dataset[1] == 20 and calls == [2]
    assert list(gdata.SimpleDataset([(1, 2)]).transform(lambda x, y: x + y, lazy=False)) == [3]


def test_shards_share_the_examples_out():
    dataset = gdata.SimpleDataset(range(7))
    shards = [list(dataset.shard(3, index)) for index in range(3)]
    assert shards == [[0, 1, 2], [3, 4], [5, 6]]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: gdata.DataLoader([1]), "batch_size"),
        (lambda: gdata.DataLoader([1], 1, shuffle=True, sampler=gdata.SequentialSampler(1)), "shuffle"),
        (lambda: gdata.DataLoader([1], 1, batch_sampler=[[0]]), "batch_sampler"),
        (lambda: gdata.DataLoader([1], 1, last_batch="drop"), "'drop'"),
        (lambda: gdata.DataLoader([1], 0), "batch_size.*0"),
    ],
)
def test_what_does_not_go_together_is_said(make, said):
    with pytest.raises(ValueError, match=said):
        make()


@pytest.mark.parametrize("prefetch", [None, 1, 20])
def test_workers_make_the_same_batches_in_the_same_order(prefetch):
    dataset = OneByOne(gdata.ArrayDataset(nd.arange(22).reshape((11, 2)), nd.arange(11)))
    orders = []
    for workers in (0, 3):
        np.random.seed(5)
        loader = gdata.DataLoader(dataset, 4, shuffle=True, num_workers=workers, prefetch=prefetch)
        orders.append([[values(batch) for batch in loader] for _ in range(2)])
    assert orders[0] == orders[1] and orders[0][0] != orders[0][1]


def test_workers_are_threads_that_make_batches_while_others_are_used():
    here, seen, second = threading.get_ident(), set(), threading.Event()

    def note(x):
        seen.add(threading.get_ident())
        if x == 1:
            second.set()
        return x

    batches = iter(gdata.DataLoader(gdata.SimpleDataset(range(4)).transform(note), 1, num_workers=2))
    assert values(next(batches)) == [[0]]
    assert second.wait(60), "nothing is made ahead"
    assert [values(batch) for batch in batches] == [[[1]], [[2]], [[3]]]
    assert here not in seen


def test_workers_make_arrays_on_the_device_at_hand(device):
    with device(1):
        batches = list(gdata.DataLoader(OneByOne(gdata.SimpleDataset(range(4))), 2, num_workers=2))
    assert [batch.context for batch in batches] == [device(1), device(1)]


def test_batches_may_lie_in_pinned_memory():
    dataset = gdata.ArrayDataset(nd.arange(4), nd.arange(4))
    [(X, y)] = gdata.DataLoader(dataset, 4, pin_memory=True, pin_device_id=1)
    assert X.context is y.context is cpu_pinned(1) and X.asnumpy().tolist() == [0, 1, 2, 3]


def test_an_error_in_a_worker_comes_out_where_its_batch_is_asked_for():
    dataset = gdata.SimpleDataset([1, 2, 0, 4]).transform(lambda x: 12 // x)
    batches = iter(gdata.DataLoader(dataset, 2, num_workers=2))
    assert values(next(batches)) == [[12, 6]]
    with pytest.raises(ZeroDivisionError):
        next(batches)


def test_a_worker_that_takes_too_long_is_given_up():
    release = threading.Event()
    dataset = gdata.SimpleDataset([0]).transform(lambda x: release.wait(60))
    with pytest.raises(TimeoutError):
        next(iter(gdata.DataLoader(dataset, 1, num_workers=1, timeout=0.01)))
    release.set()


def test_a_sampler_of_those_that_fit():
    dataset = gdata.ArrayDataset(nd.arange(6), nd.arange(6) % 2)
    sampler = gdata.FilterSampler(lambda example: example[1] == 1, dataset)
    assert (list(sampler), len(sampler)) == ([1, 3, 5], 3)
    assert values(list(gdata.DataLoader(dataset.sample(sampler), 2))[1]) == [[5], [1]]


def test_shards_and_samples_of_what_is_not_there_are_refused():
    dataset = gdata.SimpleDataset([1, 2])
    with pytest.raises(AssertionError, match="of 2 shards there is no shard 2"):
        dataset.shard(2, 2)
    with pytest.raises(TypeError, match=r"takes a gluon\.data\.Sampler, and not a list"):
        dataset.sample([1])


def test_arrays_of_different_lengths_are_refused():
    with pytest.raises(AssertionError, match=r"\[4, 3\]"):
        gdata.ArrayDataset(nd.ones((4, 2)), nd.ones(3))
