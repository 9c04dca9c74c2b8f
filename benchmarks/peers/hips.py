"""The loops from scratch in HIPS autograd: gradients of a function of NumPy arrays. It has no layers."""

from __future__ import annotations

from itertools import cycle

import autograd.numpy as np
import data
from autograd import value_and_grad


def linear_regression_from_scratch():
    features, labels = data.regression()
    params = [data.weights(2, 1), np.zeros(1, "float32")]

    def loss(params, X, y):
        w, b = params
        y_hat = np.dot(X, w) + b
        return np.sum((y_hat - y.reshape(y_hat.shape)) ** 2 / 2)

    step = value_and_grad(loss)
    while True:
        for indices in data.shuffled(len(features), 10):
            _, gradients = step(params, features[indices], labels[indices])
            for param, gradient in zip(params, gradients, strict=True):
                param -= 0.03 * gradient / 10
            yield


def train(net, loss, params, lr):
    """The loop of chapter 3; the predictions are a second result of the function that is differentiated."""
    predictions = None

    def batch_loss(params, X, y):
        nonlocal predictions
        y_hat = net(params, X)
        predictions = y_hat._value
        return np.sum(loss(y_hat, y))

    step = value_and_grad(batch_loss)
    total = right = 0.0
    for X, y in cycle(data.images()):
        value, gradients = step(params, X, y)
        for param, gradient in zip(params, gradients, strict=True):
            param -= lr * gradient / 256
        total += float(value)
        right += float((predictions.argmax(axis=1) == y).sum())
        yield


def softmax(X):
    exponentials = np.exp(X)
    return exponentials / np.sum(exponentials, axis=1, keepdims=True)


def softmax_regression_from_scratch():
    params = [data.weights(784, 10), np.zeros(10, "float32")]
    return train(
        lambda params, X: softmax(np.dot(X.reshape(-1, 784), params[0]) + params[1]),
        lambda y_hat, y: -np.log(y_hat[np.arange(len(y)), y]),
        params,
        0.1,
    )


def log_softmax(X):
    X = X - np.max(X, axis=1, keepdims=True)
    return X - np.log(np.sum(np.exp(X), axis=1, keepdims=True))


def perceptron_from_scratch():
    params = [data.weights(784, 256), np.zeros(256, "float32")]
    params += [data.weights(256, 10), np.zeros(10, "float32")]

    def net(params, X):
        W1, b1, W2, b2 = params
        H = np.maximum(np.dot(X.reshape(-1, 784), W1) + b1, 0)
        return np.dot(H, W2) + b2

    return train(net, lambda y_hat, y: -log_softmax(y_hat)[np.arange(len(y)), y], params, 0.5)
