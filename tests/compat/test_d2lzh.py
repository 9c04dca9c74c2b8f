"""The book's helpers, by name."""

import random

import numpy as np
import pytest

from engine import autograd, d2l, hooks, nd


@pytest.fixture
def pictures(monkeypatch):
    """What goes to the screen in place of matplotlib."""
    shown = []
    monkeypatch.setattr(hooks, "on_images", lambda images, labels: shown.append((images, labels)))
    return shown


@pytest.fixture
def pyplot():
    plt = pytest.importorskip("matplotlib.pyplot")
    plt.switch_backend("Agg")
    yield plt
    plt.close("all")


def test_data_iter_hands_out_every_sample_once_with_its_label():
    random.seed(0)
    features, labels = nd.arange(14).reshape((7, 2)), nd.arange(7)
    batches = list(d2l.data_iter(3, features, labels))
    assert [X.shape for X, _ in batches] == [(3, 2), (3, 2), (1, 2)]
    order = np.concatenate([y.asnumpy() for _, y in batches])
    assert sorted(order) == list(range(7)) and list(order) != list(range(7))
    for X, y in batches:
        assert np.array_equal(X.asnumpy()[:, 0], 2 * y.asnumpy())


def test_sgd_steps_in_place_by_the_mean_gradient():
    w = nd.array([1, 2])
    w.attach_grad()
    before = id(w)
    with autograd.record():
        y = (w * w).sum()
    y.backward()
    d2l.sgd([w], 0.5, 2)
    assert id(w) == before and w.asnumpy().tolist() == [0.5, 1.0]


@pytest.mark.parametrize("shape", [(3, 1, 28, 28), (3, 28, 28, 1), (3, 784)])
def test_pictures_go_to_the_hook_where_somebody_watches(pictures, shape):
    images = nd.arange(3 * 784).reshape(shape)
    d2l.show_fashion_mnist(images, ["a", "b", "c"])
    [(shown, labels)] = pictures
    assert labels == ["a", "b", "c"]
    assert [picture.shape for picture in shown] == [(28, 28)] * 3
    assert shown[2][27, 27] == 3 * 784 - 1


def test_pictures_are_drawn_with_matplotlib_otherwise(pyplot):
    d2l.show_fashion_mnist(nd.zeros((2, 1, 28, 28)), ["coat", "bag"])
    assert [axes.get_title() for axes in pyplot.gcf().axes] == ["coat", "bag"]


def test_semilogy_draws_both_curves(pyplot):
    d2l.semilogy([1, 2], [3, 4], "epochs", "loss", [1, 2], [5, 6], ["train", "test"])
    [axes] = pyplot.gcf().axes
    assert axes.get_yscale() == "log" and axes.get_xlabel() == "epochs"
    assert [line.get_linestyle() for line in axes.lines] == ["-", ":"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["train", "test"]


def test_labels_have_names():
    assert d2l.get_fashion_mnist_labels(np.arange(10))[7] == "sneaker"
    assert d2l.get_fashion_mnist_labels([3.0]) == ["dress"]


def test_accuracy_counts_over_unequal_batches():
    batches = [
        (nd.array([[1, 0], [0, 1]]), nd.array([0, 0])),
        (nd.array([[0, 1]]), nd.array([1], dtype="int32")),
    ]
    assert d2l.evaluate_accuracy(batches, lambda X: X) == pytest.approx(2 / 3)


def test_loaders_of_fashion_mnist(monkeypatch):
    monkeypatch.setenv("D2L_FASHION_MNIST", "bundled")
    train_iter, test_iter = d2l.load_data_fashion_mnist(100, resize=14)
    X, y = next(iter(test_iter))
    assert (X.shape, X.dtype, y.shape, y.dtype) == ((100, 1, 14, 14), np.float32, (100,), np.int32)
    assert X.min().asscalar() >= 0 and X.max().asscalar() <= 1
    assert (len(train_iter), len(test_iter)) == (60, 10)
    assert next(iter(train_iter))[1].asnumpy().tolist() != next(iter(train_iter))[1].asnumpy().tolist()
    assert next(iter(test_iter))[1].asnumpy().tolist() == y.asnumpy().tolist()


def test_devices_fall_back_to_the_cpu():
    device = d2l.try_gpu()
    assert d2l.try_all_gpus()[0] is device
    assert nd.ones(1, ctx=device).context is device
