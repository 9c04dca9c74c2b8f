"""Models, losses, data and the loops of training."""

import random
import time

from engine import autograd, nd
from engine.gluon import data as gdata
from engine.gluon.loss import SoftmaxCrossEntropyLoss


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

    def step():
        if trainer is None:
            sgd(params, lr, batch_size)
        else:
            trainer.step(batch_size)

    for epoch in range(num_epochs):
        trained = _epoch(net, train_iter, loss, step)
        print(f"epoch {epoch + 1}, {trained}, test acc {evaluate_accuracy(test_iter, net):.3f}")


def train_ch5(net, train_iter, test_iter, batch_size, trainer, ctx, num_epochs):
    """Trains a classifier on a device, and prints loss, accuracy and seconds after each epoch.

    Parameters
    ----------
    net : Block
        The network, whose parameters are on the device.
    train_iter, test_iter : iterable
        Give batches X, y.
    batch_size : int
        The gradients are divided by it.
    trainer : gluon.Trainer
        Updates the parameters.
    ctx : Context
        The device.
    num_epochs : int
        How often to go through the training data.
    """
    print("training on", ctx)
    loss = SoftmaxCrossEntropyLoss()
    for epoch in range(num_epochs):
        began = time.time()
        trained = _epoch(net, train_iter, loss, lambda: trainer.step(batch_size), ctx)
        accuracy = evaluate_accuracy(test_iter, net, ctx)
        seconds = time.time() - began
        print(f"epoch {epoch + 1}, {trained}, test acc {accuracy:.3f}, time {seconds:.1f} sec")


def _epoch(net, train_iter, loss, step, context=None):
    """Goes through the training data once; the loss and the accuracy on the way, in words."""
    total = right = 0.0
    count = 0
    for X, y in train_iter:
        if context is not None:
            X, y = X.as_in_context(context), y.as_in_context(context)
        with autograd.record():
            y_hat = net(X)
            batch_loss = loss(y_hat, y).sum()
        batch_loss.backward()
        step()
        total += float(batch_loss.asscalar())
        right += float((y_hat.argmax(axis=1) == y.astype("float32")).sum().asscalar())
        count += y.size
    return f"loss {total / count:.4f}, train acc {right / count:.3f}"
