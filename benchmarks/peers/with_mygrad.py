"""The loops from scratch in MyGrad, whose arrays remember how they were made, as this engine's do."""

from __future__ import annotations

from itertools import cycle

import data
import mygrad as mg
import numpy as np
from mygrad.nnet.losses import softmax_crossentropy


def variables(*arrays):
    return [mg.tensor(np.asarray(array, "float32")) for array in arrays]


def sgd(params, lr, batch_size):
    for param in params:
        param.data -= lr * param.grad / batch_size


def linear_regression_from_scratch():
    features, labels = data.regression()
    params = w, b = variables(data.weights(2, 1), [0])
    while True:
        for indices in data.shuffled(len(features), 10):
            X, y = features[indices], labels[indices]
            y_hat = mg.matmul(X, w) + b
            loss = (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
            loss.backward()
            sgd(params, 0.03, 10)
            yield


def train(net, loss, params, lr):
    total = right = 0.0
    for X, y in cycle(data.images()):
        y_hat = net(X)
        batch_loss = loss(y_hat, y)
        batch_loss.backward()
        sgd(params, lr, 256)
        total += float(batch_loss)
        right += float((y_hat.data.argmax(axis=1) == y).sum())
        yield


def softmax(X):
    exponentials = mg.exp(X)
    return exponentials / mg.sum(exponentials, axis=1, keepdims=True)


def softmax_regression_from_scratch():
    params = W, b = variables(data.weights(784, 10), [0] * 10)
    return train(
        lambda X: softmax(mg.matmul(X.reshape(-1, 784), W) + b),
        lambda y_hat, y: -mg.log(y_hat[np.arange(len(y)), y]).sum(),
        params,
        0.1,
    )


def perceptron_from_scratch():
    params = W1, b1, W2, b2 = variables(data.weights(784, 256), [0] * 256, data.weights(256, 10), [0] * 10)

    def net(X):
        H = mg.maximum(mg.matmul(X.reshape(-1, 784), W1) + b1, 0)
        return mg.matmul(H, W2) + b2

    return train(net, lambda y_hat, y: softmax_crossentropy(y_hat, y) * len(y), params, 0.5)
