"""Chapter 7: paths of optimisers over a surface, and optimisers on the data of an airfoil's noise."""

import time
from pathlib import Path

import numpy

from engine import autograd, gluon, init, nd
from engine.compat.d2lzh.figures import pyplot, set_figsize
from engine.compat.d2lzh.training import linreg, squared_loss

#: Where the book's pages find the file: beside their folder.
AIRFOIL = Path("../data/airfoil_self_noise.dat")


def train_2d(trainer):
    """Takes twenty steps over a surface from (-5, -2), prints where they end, and returns the path.

    Parameters
    ----------
    trainer : callable
        `trainer(x1, x2, s1, s2)` makes a step: it returns the new point and the new states, 0 at first.

    Examples
    --------
    >>> path = d2l.train_2d(lambda x1, x2, s1, s2: (x1 / 2, x2 / 2, s1, s2))
    epoch 20, x1 -0.000005, x2 -0.000002
    >>> path[:2]
    [(-5, -2), (-2.5, -1.0)]
    """
    x1, x2, s1, s2 = -5, -2, 0, 0
    path = [(x1, x2)]
    for _ in range(20):
        x1, x2, s1, s2 = trainer(x1, x2, s1, s2)
        path.append((x1, x2))
    print(f"epoch {len(path) - 1}, x1 {x1:f}, x2 {x2:f}")
    return path


def show_trace_2d(f, res):
    """Draws a path over the contour lines of a function of two numbers.

    Parameters
    ----------
    f : callable
        `f(x1, x2)` of NumPy arrays.
    res : list of tuple
        The points of the path, as `train_2d` returns them.
    """
    across, up = numpy.array(res, dtype=float).T
    set_figsize()
    plt = pyplot()
    plt.plot(across, up, "-o", color="#ff7f0e")
    lowest, highest = min(-3.0, up.min() - 1), max(1.0, up.max() + 1)
    x1, x2 = numpy.meshgrid(numpy.arange(-5.5, 1.0, 0.1), numpy.arange(lowest, highest, 0.1))
    plt.contour(x1, x2, f(x1, x2), colors="#1f77b4")
    plt.xlabel("x1")
    plt.ylabel("x2")


def get_data_ch7():
    """Features (1503, 5) and labels (1503,): an airfoil's noise, every column with mean 0 and spread 1.

    The measurements are NASA's and come with the book, not with this engine: the file is read where the
    book's pages have it, at ../data/airfoil_self_noise.dat.

    Raises FileNotFoundError if it is not there.
    """
    if not AIRFOIL.is_file():
        raise FileNotFoundError(
            f"{AIRFOIL} is not there (looked from {Path.cwd()}). The file comes with the book, in the folder "
            "`data` of its repository: work in a folder beside that one, such as chapter_optimization"
        )
    data = numpy.genfromtxt(AIRFOIL, delimiter="\t")
    data = (data - data.mean(axis=0)) / data.std(axis=0)
    return nd.array(data[:, :-1]), nd.array(data[:, -1])


def train_ch7(trainer_fn, states, hyperparams, features, labels, batch_size=10, num_epochs=2):
    """Trains a linear regression with an optimiser of one's own; prints the loss, draws its curve.

    Parameters
    ----------
    trainer_fn : callable
        `trainer_fn(params, states, hyperparams)` changes the parameters, in place, by their gradients.
    states : object
        What the optimiser keeps between steps.
    hyperparams : dict
        Its settings.
    features, labels : NDArray
        (count, inputs) and (count,).
    batch_size, num_epochs : int
        How many examples make a step, and how often to go through all.
    """
    w, b = nd.random.normal(scale=0.01, shape=(features.shape[1], 1)), nd.zeros(1)
    for parameter in (w, b):
        parameter.attach_grad()
    _train(
        lambda X, y: squared_loss(linreg(X, w, b), y).mean(),
        lambda: trainer_fn([w, b], states, hyperparams),
        (features, labels),
        batch_size,
        num_epochs,
    )


def train_gluon_ch7(trainer_name, trainer_hyperparams, features, labels, batch_size=10, num_epochs=2):
    """Trains a linear regression with one of Gluon's optimisers; prints the loss, draws its curve.

    Parameters
    ----------
    trainer_name : str
        The optimiser, such as 'sgd'.
    trainer_hyperparams : dict
        Its arguments.
    features, labels : NDArray
        (count, inputs) and (count,).
    batch_size, num_epochs : int
        How many examples make a step, and how often to go through all.
    """
    net = gluon.nn.Sequential()
    net.add(gluon.nn.Dense(1))
    net.initialize(init.Normal(sigma=0.01))
    loss = gluon.loss.L2Loss()
    trainer = gluon.Trainer(net.collect_params(), trainer_name, trainer_hyperparams)
    _train(
        lambda X, y: loss(net(X), y),
        lambda: trainer.step(batch_size),
        (features, labels),
        batch_size,
        num_epochs,
    )


def _train(loss, step, examples, batch_size, num_epochs):
    """The loop of both: after every hundred examples, where a batch ends there, the loss over all of them."""
    curve = [loss(*examples).mean().asscalar()]
    loader = gluon.data.DataLoader(gluon.data.ArrayDataset(*examples), batch_size, shuffle=True)
    for _ in range(num_epochs):
        began = time.time()
        for done, (X, y) in enumerate(loader, 1):
            with autograd.record():
                head = loss(X, y)
            head.backward()
            step()
            if done * batch_size % 100 == 0:
                curve.append(loss(*examples).mean().asscalar())
        seconds = time.time() - began
    print(f"loss: {curve[-1]:f}, {seconds:f} sec per epoch")
    set_figsize()
    plt = pyplot()
    plt.plot(numpy.linspace(0, num_epochs, len(curve)), curve)
    plt.xlabel("epoch")
    plt.ylabel("loss")
