"""The book's training loops in the book's own operations, on this engine or on real MXNet.

Each loop is a generator; going on to its next value is one training step.
"""

from __future__ import annotations

from itertools import cycle

import data
from mxnet import autograd, gluon, init, nd
from mxnet.gluon import loss as gloss
from mxnet.gluon import nn

cross_entropy_of_logits = gloss.SoftmaxCrossEntropyLoss()


def variables(*arrays):
    made = [nd.array(array) for array in arrays]
    for variable in made:
        variable.attach_grad()
    return made


def image_batches():
    return cycle([(nd.array(X), nd.array(y, dtype="int32")) for X, y in data.images()])


def linreg(X, w, b):
    return nd.dot(X, w) + b


def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def sgd(params, lr, batch_size):
    for param in params:
        param[:] = param - lr * param.grad / batch_size


def linear_regression_from_scratch():
    features, labels = map(nd.array, data.regression())
    w, b = variables(data.weights(2, 1), [0])
    while True:
        for indices in data.shuffled(len(features), 10):
            chosen = nd.array(indices)
            X, y = features.take(chosen), labels.take(chosen)
            with autograd.record():
                loss = squared_loss(linreg(X, w, b), y)
            loss.backward()
            sgd([w, b], 0.03, 10)
            yield


def linear_regression_with_gluon():
    features, labels = map(nd.array, data.regression())
    batches = gluon.data.DataLoader(gluon.data.ArrayDataset(features, labels), 10, shuffle=True)
    net, loss = nn.Sequential(), gloss.L2Loss()
    net.add(nn.Dense(1))
    net.initialize(init.Normal(sigma=0.01))
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.03})
    while True:
        for X, y in batches:
            with autograd.record():
                output = loss(net(X), y)
            output.backward()
            trainer.step(10)
            yield


def train(net, loss, update):
    """The loop of chapter 3, with what it counts on the way."""
    total = right = 0.0
    for X, y in image_batches():
        with autograd.record():
            y_hat = net(X)
            batch_loss = loss(y_hat, y).sum()
        batch_loss.backward()
        update()
        y = y.astype("float32")
        total += batch_loss.asscalar()
        right += (y_hat.argmax(axis=1) == y).sum().asscalar()
        yield


def train_layers(net, lr):
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": lr})
    return train(net, cross_entropy_of_logits, lambda: trainer.step(256))


def softmax(X):
    exponentials = X.exp()
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def cross_entropy(y_hat, y):
    return -nd.pick(y_hat, y).log()


def softmax_regression_from_scratch():
    W, b = variables(data.weights(784, 10), [0] * 10)
    return train(
        lambda X: softmax(nd.dot(X.reshape((-1, 784)), W) + b),
        cross_entropy,
        lambda: sgd([W, b], 0.1, 256),
    )


def softmax_regression_with_gluon():
    net = nn.Sequential()
    net.add(nn.Dense(10))
    net.initialize(init.Normal(sigma=0.01))
    return train_layers(net, 0.1)


def perceptron_from_scratch():
    W1, b1, W2, b2 = variables(data.weights(784, 256), [0] * 256, data.weights(256, 10), [0] * 10)

    def net(X):
        H = nd.maximum(nd.dot(X.reshape((-1, 784)), W1) + b1, 0)
        return nd.dot(H, W2) + b2

    return train(net, cross_entropy_of_logits, lambda: sgd([W1, b1, W2, b2], 0.5, 256))


def perceptron_with_gluon():
    net = nn.Sequential()
    net.add(nn.Dense(256, activation="relu"), nn.Dense(10))
    net.initialize(init.Normal(sigma=0.01))
    return train_layers(net, 0.5)


def lenet():
    net = nn.Sequential()
    net.add(
        nn.Conv2D(channels=6, kernel_size=5, activation="sigmoid"),
        nn.MaxPool2D(pool_size=2, strides=2),
        nn.Conv2D(channels=16, kernel_size=5, activation="sigmoid"),
        nn.MaxPool2D(pool_size=2, strides=2),
        nn.Dense(120, activation="sigmoid"),
        nn.Dense(84, activation="sigmoid"),
        nn.Dense(10),
    )
    net.initialize(init=init.Xavier())
    return train_layers(net, 0.9)


def clip_gradients(params, theta):
    norm = nd.array([0])
    for param in params:
        norm += (param.grad**2).sum()
    norm = norm.sqrt().asscalar()
    if norm > theta:
        for param in params:
            param.grad[:] *= theta / norm


def recurrent_network_from_scratch():
    size, hidden = data.VOCABULARY, data.HIDDEN
    batches = cycle([(nd.array(X), nd.array(Y)) for X, Y in data.characters()])
    params = W_xh, W_hh, b_h, W_hq, b_q = variables(
        data.weights(size, hidden),
        data.weights(hidden, hidden),
        [0] * hidden,
        data.weights(hidden, size),
        [0] * size,
    )
    state = nd.zeros((data.SEQUENCES, hidden))
    for X, Y in batches:
        state = state.detach()
        with autograd.record():
            outputs = []
            for x in [nd.one_hot(x, size) for x in X.T]:
                state = nd.tanh(nd.dot(x, W_xh) + nd.dot(state, W_hh) + b_h)
                outputs.append(nd.dot(state, W_hq) + b_q)
            y = Y.T.reshape((-1,))
            loss = cross_entropy_of_logits(nd.concat(*outputs, dim=0), y).mean()
        loss.backward()
        clip_gradients(params, 1e-2)
        sgd(params, 100.0, 1)
        loss.asscalar()
        yield


def optimise(update):
    """The loop of chapter 7, for an update written by hand."""
    features, labels = map(nd.array, data.regression(1500, 5))
    w, b = variables(data.weights(5, 1), [0])
    batches = gluon.data.DataLoader(gluon.data.ArrayDataset(features, labels), 10, shuffle=True)
    while True:
        for X, y in batches:
            with autograd.record():
                loss = squared_loss(linreg(X, w, b), y).mean()
            loss.backward()
            update([w, b])
            yield


def momentum_from_scratch():
    states = nd.zeros((5, 1)), nd.zeros(1)

    def update(params):
        for p, v in zip(params, states, strict=True):
            v[:] = 0.5 * v + 0.02 * p.grad
            p[:] -= v

    return optimise(update)


def adam_from_scratch():
    states = [(nd.zeros(shape), nd.zeros(shape)) for shape in ((5, 1), 1)]
    step = 0

    def update(params):
        nonlocal step
        step += 1
        for p, (v, s) in zip(params, states, strict=True):
            v[:] = 0.9 * v + 0.1 * p.grad
            s[:] = 0.999 * s + 0.001 * p.grad.square()
            p[:] -= 0.01 * (v / (1 - 0.9**step)) / ((s / (1 - 0.999**step)).sqrt() + 1e-6)

    return optimise(update)


def adam_with_gluon():
    features, labels = map(nd.array, data.regression(1500, 5))
    net, loss = nn.Sequential(), gloss.L2Loss()
    net.add(nn.Dense(1))
    net.initialize(init.Normal(sigma=0.01), force_reinit=True)
    batches = gluon.data.DataLoader(gluon.data.ArrayDataset(features, labels), 10, shuffle=True)
    trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.01})
    while True:
        for X, y in batches:
            with autograd.record():
                output = loss(net(X), y)
            output.backward()
            trainer.step(10)
            yield
