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


@pytest.fixture
def airfoil(tmp_path, monkeypatch):
    """A page's folder with a small file of the data's format beside it."""
    (tmp_path / "data").mkdir()
    (tmp_path / "chapter_optimization").mkdir()
    monkeypatch.chdir(tmp_path / "chapter_optimization")
    rows = np.random.RandomState(0).normal(3, 2, (200, 5))
    table = np.column_stack([rows, rows @ [1, 2, 3, 4, 5] + 7])
    np.savetxt(tmp_path / "data" / "airfoil_self_noise.dat", table, delimiter="\t")


def test_a_path_begins_at_its_start_and_keeps_the_states(capsys):
    path = d2l.train_2d(lambda x1, x2, s1, s2: (x1 + 1, x2 - s1, s1 + 1, s2))
    assert (len(path), path[0], path[3]) == (21, (-5, -2), (-2, -2 - 0 - 1 - 2))
    assert capsys.readouterr().out == "epoch 20, x1 15.000000, x2 -192.000000\n"


def test_a_path_is_drawn_over_contour_lines_that_reach_around_it(pyplot):
    d2l.show_trace_2d(lambda x1, x2: x1**2 + x2**2, [(-5, -2), (-1, -7)])
    [axes] = pyplot.gcf().axes
    assert axes.lines[0].get_xydata().tolist() == [[-5, -2], [-1, -7]]
    assert axes.get_ylim()[0] <= -7.9 and axes.get_xlabel() == "x1"


def test_the_airfoil_data_are_read_where_the_book_has_them(airfoil):
    features, labels = d2l.get_data_ch7()
    assert (features.shape, labels.shape, features.dtype) == ((200, 5), (200,), np.float32)
    assert abs(features.asnumpy().mean(axis=0)).max() < 1e-5
    assert labels.asnumpy().std() == pytest.approx(1, rel=1e-5)


def test_missing_airfoil_data_are_told_with_where_they_belong(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"airfoil_self_noise\.dat.*comes with the book"):
        d2l.get_data_ch7()


def test_both_training_loops_bring_the_loss_down_and_draw_it(airfoil, pyplot, capsys):
    features, labels = d2l.get_data_ch7()

    def descend(params, states, hyperparams):
        for p in params:
            p[:] -= hyperparams["lr"] * p.grad

    d2l.train_ch7(descend, None, {"lr": 0.05}, features, labels, num_epochs=3)
    d2l.train_gluon_ch7("sgd", {"learning_rate": 0.05}, features, labels, num_epochs=3)
    printed = capsys.readouterr().out.splitlines()
    assert [line.endswith(" sec per epoch") for line in printed] == [True, True]
    assert all(float(line.split()[1].rstrip(",")) < 0.01 for line in printed)
    first, second = pyplot.gcf().axes[0].lines
    # One point before the first step, then one for each hundred examples, from 0 to the last epoch.
    assert (first.get_xdata().tolist(), len(second.get_ydata())) == (
        pytest.approx([0, 0.5, 1, 1.5, 2, 2.5, 3]),
        7,
    )
