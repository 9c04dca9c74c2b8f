"""The same loops in NumPy, with gradients derived by hand: what no engine over NumPy can be faster than.

LeNet, whose gradients are longer, is in `by_hand_lenet`.
"""

from __future__ import annotations

from itertools import cycle

import data
import numpy as np
from by_hand_lenet import lenet  # noqa: F401 - one of the loops


def regression_step(X, y, w, b):
    """The loss of each example, and the gradients of their sum."""
    error = X.dot(w)
    error += b
    error -= y
    return error * error / 2, X.T.dot(error), error.sum()


def linear_regression_from_scratch():
    features, labels = data.regression()
    labels = labels.reshape(-1, 1)
    w, b = data.weights(2, 1), np.zeros(1, "float32")
    while True:
        for indices in data.shuffled(len(features), 10):
            _, for_w, for_b = regression_step(features[indices], labels[indices], w, b)
            w -= 0.003 * for_w
            b -= 0.003 * for_b
            yield


linear_regression_with_gluon = linear_regression_from_scratch


def log_softmax(logits):
    logits = logits - logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return logits


def classes_step(logits, y):
    """The summed cross-entropy, how many are right, and the gradient of the loss by the logits."""
    logs = log_softmax(logits)
    rows = np.arange(len(y))
    loss = -logs[rows, y].sum()
    gradient = np.exp(logs)
    gradient[rows, y] -= 1
    return loss, (logits.argmax(axis=1) == y).sum(), gradient


def softmax_regression_from_scratch():
    W, b = data.weights(784, 10), np.zeros(10, "float32")
    total = right = 0.0
    for X, y in cycle(data.images()):
        X = X.reshape(-1, 784)
        logits = X.dot(W)
        logits += b
        loss, correct, gradient = classes_step(logits, y)
        W -= (0.1 / 256) * X.T.dot(gradient)
        b -= (0.1 / 256) * gradient.sum(axis=0)
        total += float(loss)
        right += float(correct)
        yield


softmax_regression_with_gluon = softmax_regression_from_scratch


def perceptron_from_scratch():
    W1, b1 = data.weights(784, 256), np.zeros(256, "float32")
    W2, b2 = data.weights(256, 10), np.zeros(10, "float32")
    rate = 0.5 / 256
    total = right = 0.0
    for X, y in cycle(data.images()):
        X = X.reshape(-1, 784)
        H = X.dot(W1)
        H += b1
        np.maximum(H, 0, out=H)
        logits = H.dot(W2)
        logits += b2
        loss, correct, gradient = classes_step(logits, y)
        for_hidden = gradient.dot(W2.T)
        for_hidden *= H > 0
        W2 -= rate * H.T.dot(gradient)
        b2 -= rate * gradient.sum(axis=0)
        W1 -= rate * X.T.dot(for_hidden)
        b1 -= rate * for_hidden.sum(axis=0)
        total += float(loss)
        right += float(correct)
        yield


perceptron_with_gluon = perceptron_from_scratch


def recurrent_network_from_scratch():
    size, hidden, steps = data.VOCABULARY, data.HIDDEN, data.STEPS
    params = W_xh, W_hh, b_h, W_hq, b_q = [
        data.weights(size, hidden),
        data.weights(hidden, hidden),
        np.zeros(hidden, "float32"),
        data.weights(hidden, size),
        np.zeros(size, "float32"),
    ]
    state = np.zeros((data.SEQUENCES, hidden), "float32")
    for X, Y in cycle(data.characters()):
        inputs = np.zeros((steps, data.SEQUENCES, size), "float32")
        np.put_along_axis(inputs, X.T[:, :, None].astype("int64"), 1, axis=2)
        labels = Y.T.reshape(-1).astype("int64")
        states, outputs = [state], []
        for x in inputs:
            state = np.tanh(x.dot(W_xh) + state.dot(W_hh) + b_h)
            states.append(state)
            outputs.append(state.dot(W_hq) + b_q)
        loss, _, gradient = classes_step(np.concatenate(outputs), labels)
        gradient /= len(labels)
        float(loss / len(labels))
        for_W_xh, for_W_hh, for_b_h, for_W_hq = (np.zeros_like(param) for param in params[:4])
        passed = np.zeros_like(state)
        for t in reversed(range(steps)):
            g = gradient[t * data.SEQUENCES : (t + 1) * data.SEQUENCES]
            for_W_hq += states[t + 1].T.dot(g)
            passed = (g.dot(W_hq.T) + passed) * (1 - states[t + 1] ** 2)
            for_W_xh += inputs[t].T.dot(passed)
            for_W_hh += states[t].T.dot(passed)
            for_b_h += passed.sum(axis=0)
            passed = passed.dot(W_hh.T)
        gradients = for_W_xh, for_W_hh, for_b_h, for_W_hq, gradient.sum(axis=0)
        norm = np.sqrt(sum(float((g**2).sum()) for g in gradients))
        rate = 100.0 * min(1, 1e-2 / norm)
        for param, g in zip(params, gradients, strict=True):
            param -= rate * g
        yield


def optimise(update):
    features, labels = data.regression(1500, 5)
    labels = labels.reshape(-1, 1)
    w, b = data.weights(5, 1), np.zeros(1, "float32")
    while True:
        for indices in data.shuffled(len(features), 10):
            _, for_w, for_b = regression_step(features[indices], labels[indices], w, b)
            update((w, b), (for_w / 10, for_b / 10))
            yield


def momentum_from_scratch():
    states = np.zeros((5, 1), "float32"), np.zeros(1, "float32")

    def update(params, gradients):
        for p, g, v in zip(params, gradients, states, strict=True):
            v *= 0.5
            v += 0.02 * g
            p -= v

    return optimise(update)


def adam_from_scratch():
    states = [(np.zeros(shape, "float32"), np.zeros(shape, "float32")) for shape in ((5, 1), 1)]
    step = 0

    def update(params, gradients):
        nonlocal step
        step += 1
        for p, g, (v, s) in zip(params, gradients, states, strict=True):
            v *= 0.9
            v += 0.1 * g
            s *= 0.999
            s += 0.001 * g * g
            p -= 0.01 / (1 - 0.9**step) * v / (np.sqrt(s / (1 - 0.999**step)) + 1e-6)

    return optimise(update)


adam_with_gluon = adam_from_scratch
