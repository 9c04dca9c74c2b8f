"""The helper functions of the book's package `d2lzh`, by their names, for its chapters 2 and 3."""

import random

from engine import autograd, hooks, nd
from engine.base import MXNetError
from engine.compat import display
from engine.context import cpu, gpu
from engine.gluon import data as gdata

__all__ = [
    "data_iter",
    "evaluate_accuracy",
    "get_fashion_mnist_labels",
    "linreg",
    "load_data_fashion_mnist",
    "plt",  # noqa: F822
    "semilogy",
    "set_figsize",
    "sgd",
    "show_fashion_mnist",
    "squared_loss",
    "train_ch3",
    "try_all_gpus",
    "try_gpu",
    "use_svg_display",
]

FASHION_MNIST_LABELS = (
    "t-shirt",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)


def __getattr__(name):
    if name == "plt":
        return _pyplot()
    raise AttributeError(f"d2lzh has no {name!r}")


def __dir__():
    return __all__


def _pyplot():
    """matplotlib's pyplot, loaded when a figure is first drawn."""
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ImportError("figures need matplotlib: pip install 'd2l-tutor[book]'") from None
    return pyplot


# Figures


def use_svg_display():
    """Draws figures as vector graphics in a notebook."""
    if hooks.on_images is None:
        display.set_matplotlib_formats("svg")


def set_figsize(figsize=(3.5, 2.5)):
    """Sets the size of figures, (width, height) in inches."""
    use_svg_display()
    _pyplot().rcParams["figure.figsize"] = figsize


def semilogy(x_vals, y_vals, x_label, y_label, x2_vals=None, y2_vals=None, legend=None, figsize=(3.5, 2.5)):
    """Draws one or two curves over an axis of powers of ten.

    Parameters
    ----------
    x_vals, y_vals : sequence of float
        The points of the first curve.
    x_label, y_label : str
        What stands at the axes.
    x2_vals, y2_vals : sequence of float
        The points of the second curve, dotted.
    legend : list of str
        The names of both curves.
    figsize : tuple of float
        The figure's size in inches.
    """
    set_figsize(figsize)
    plt = _pyplot()
    plt.xlabel(x_label)
    plt.ylabel(y_label)
    plt.semilogy(x_vals, y_vals)
    if x2_vals and y2_vals:
        plt.semilogy(x2_vals, y2_vals, linestyle=":")
        plt.legend(legend)


# Linear regression


def linreg(X, w, b):
    """The linear model: X · w + b.

    Shapes
    ------
    X (batch, inputs), w (inputs, 1) and b (1,) give (batch, 1).

    Examples
    --------
    >>> d2l.linreg(nd.array([[1, 2]]), nd.array([[3], [4]]), nd.array([5]))
    <BLANKLINE>
    [[16.]]
    <NDArray 1x1 @cpu(0)>
    """
    return nd.dot(X, w) + b


def squared_loss(y_hat, y):
    """Half the square of the difference, in the shape of the predictions.

    Examples
    --------
    >>> d2l.squared_loss(nd.array([[3], [5]]), nd.array([3, 1]))
    <BLANKLINE>
    [[0.]
     [8.]]
    <NDArray 2x1 @cpu(0)>
    """
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def sgd(params, lr, batch_size):
    """One step of minibatch stochastic gradient descent, in place.

    Parameters
    ----------
    params : list of NDArray
        Arrays with gradients.
    lr : float
        The learning rate.
    batch_size : int
        The gradients are those of a sum over so many examples.
    """
    for param in params:
        param[:] = param - lr * param.grad / batch_size


def data_iter(batch_size, features, labels):
    """Hands out features and labels in batches, in a random order that `random.seed` repeats.

    Examples
    --------
    >>> [X.shape for X, y in d2l.data_iter(2, nd.ones((5, 3)), nd.ones(5))]
    [(2, 3), (2, 3), (1, 3)]
    """
    order = list(range(len(features)))
    random.shuffle(order)
    for start in range(0, len(order), batch_size):
        chosen = nd.array(order[start : start + batch_size])
        yield features.take(chosen), labels.take(chosen)


# Classification


def get_fashion_mnist_labels(labels):
    """The names of Fashion-MNIST's classes.

    Examples
    --------
    >>> d2l.get_fashion_mnist_labels([0, 9])
    ['t-shirt', 'ankle boot']
    """
    return [FASHION_MNIST_LABELS[int(label)] for label in labels]


def show_fashion_mnist(images, labels):
    """Shows images in a row, each with its label above.

    Parameters
    ----------
    images : NDArray
        (count, …) with 784 pixels each.
    labels : list of str
        What stands above each.
    """
    pictures = [image.reshape((28, 28)).asnumpy() for image in images]
    if hooks.on_images is not None:
        hooks.on_images(pictures, list(labels))
        return
    use_svg_display()
    _, axes = _pyplot().subplots(1, len(pictures), figsize=(12, 12), squeeze=False)
    for place, picture, label in zip(axes[0], pictures, labels, strict=False):
        place.imshow(picture)
        place.set_title(label)
        place.get_xaxis().set_visible(False)
        place.get_yaxis().set_visible(False)


def load_data_fashion_mnist(batch_size, resize=None, root=None):
    """Loaders of Fashion-MNIST's training and test images.

    Parameters
    ----------
    batch_size : int
        How many images make a batch.
    resize : int
        The side of the images in pixels; 28 as they are if not given.
    root : str
        Where the files are; see `gluon.data.vision.FashionMNIST`.

    A batch is X of shape (batch, 1, 28, 28), from 0 to 1, and y of shape (batch,). Training images come in
    a new random order each time.
    """
    transforms = gdata.vision.transforms
    steps = ([transforms.Resize(resize)] if resize else []) + [transforms.ToTensor()]
    change = transforms.Compose(steps)
    return tuple(
        gdata.DataLoader(
            gdata.vision.FashionMNIST(root=root, train=train).transform_first(change),
            batch_size,
            shuffle=train,
        )
        for train in (True, False)
    )


def evaluate_accuracy(data_iter, net, ctx=None):
    """The share of examples whose class a network predicts.

    Parameters
    ----------
    data_iter : iterable
        Gives batches X, y.
    net : callable
        Gives an output for each class; the largest is the prediction.
    ctx : Context or list of Context
        Where the network is.

    Examples
    --------
    >>> batches = [(nd.array([[0, 1], [1, 0]]), nd.array([1, 1]))]
    >>> d2l.evaluate_accuracy(batches, lambda X: X)
    0.5
    """
    context = ctx[0] if isinstance(ctx, (list, tuple)) else ctx
    right = count = 0
    for X, y in data_iter:
        if context is not None:
            X, y = X.as_in_context(context), y.as_in_context(context)
        right += float((net(X).argmax(axis=1) == y.astype("float32")).sum().asscalar())
        count += y.size
    return right / count


def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, lr=None, trainer=None):
    """Trains a classifier, and prints loss and accuracy after each epoch.

    Parameters
    ----------
    net : callable
        The network.
    train_iter, test_iter : iterable
        Give batches X, y.
    loss : callable
        Gives the loss of each example, from outputs and labels.
    num_epochs : int
        How often to go through the training data.
    batch_size : int
        The gradients are divided by it.
    params : list of NDArray
        What `sgd` updates, if there is no trainer.
    lr : float
        The learning rate of `sgd`.
    trainer : gluon.Trainer
        Updates the parameters.
    """
    for epoch in range(num_epochs):
        total = right = 0.0
        count = 0
        for X, y in train_iter:
            with autograd.record():
                y_hat = net(X)
                batch_loss = loss(y_hat, y).sum()
            batch_loss.backward()
            if trainer is None:
                sgd(params, lr, batch_size)
            else:
                trainer.step(batch_size)
            total += float(batch_loss.asscalar())
            right += float((y_hat.argmax(axis=1) == y.astype("float32")).sum().asscalar())
            count += y.size
        accuracy = evaluate_accuracy(test_iter, net)
        loss_and_accuracy = (
            f"loss {total / count:.4f}, train acc {right / count:.3f}, test acc {accuracy:.3f}"
        )
        print(f"epoch {epoch + 1}, {loss_and_accuracy}")


# Devices


def try_gpu():
    """The first GPU if there is one, else the CPU."""
    return try_all_gpus()[0]


def try_all_gpus():
    """All GPUs in a list, or a list of the CPU."""
    found = []
    while True:
        context = gpu(len(found))
        try:
            nd.zeros((1,), ctx=context)
        except MXNetError:
            return found or [cpu()]
        found.append(context)
