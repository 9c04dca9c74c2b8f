"""LeNet in NumPy with gradients by hand: windows as rows of a matrix (im2col), so that BLAS multiplies."""

from __future__ import annotations

from itertools import cycle

import data
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def windows(images, size):
    """All windows of images (batch, rows, columns, channels), each a row."""
    view = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    return view.transpose(0, 1, 2, 4, 5, 3).reshape(-1, size * size * images.shape[3])


def add_windows(columns, shape, size):
    """The sum of windows' gradients where they overlap: back from `windows`."""
    batch, rows, cols, channels = shape
    out_rows, out_cols = rows - size + 1, cols - size + 1
    columns = columns.reshape(batch, out_rows, out_cols, size, size, channels)
    result = np.zeros(shape, "float32")
    for i in range(size):
        for j in range(size):
            result[:, i : i + out_rows, j : j + out_cols] += columns[:, :, :, i, j]
    return result


def pool(x):
    """The largest of each 2×2 window, and where it was."""
    corners = x[:, ::2, ::2], x[:, ::2, 1::2], x[:, 1::2, ::2], x[:, 1::2, 1::2]
    largest = np.maximum(np.maximum(corners[0], corners[1]), np.maximum(corners[2], corners[3]))
    return largest, [corner == largest for corner in corners]


def unpool(gradient, places, shape):
    result = np.empty(shape, "float32")
    for place, (i, j) in zip(places, ((0, 0), (0, 1), (1, 0), (1, 1)), strict=True):
        result[:, i::2, j::2] = gradient * place
    return result


def lenet():
    """Images lie as (batch, rows, columns, channels): the order in which one product makes all of them."""
    scale = {"conv": 0.2, "dense": 0.05}
    K1, K2 = data.weights(25, 6, scale=scale["conv"]), data.weights(150, 16, scale=scale["conv"])
    layers = [data.weights(n, m, scale=scale["dense"]) for n, m in ((256, 120), (120, 84), (84, 10))]
    biases = [np.zeros(n, "float32") for n in (6, 16, 120, 84, 10)]
    rate = 0.9 / 256
    total = right = 0.0
    for X, y in cycle(data.images()):
        n = len(X)
        columns1 = windows(X.reshape(n, 28, 28, 1), 5)
        A1 = sigmoid(columns1.dot(K1) + biases[0]).reshape(n, 24, 24, 6)
        P1, places1 = pool(A1)
        columns2 = windows(P1, 5)
        A2 = sigmoid(columns2.dot(K2) + biases[1]).reshape(n, 8, 8, 16)
        P2, places2 = pool(A2)
        hidden = [P2.reshape(n, 256)]
        for W, b in zip(layers[:2], biases[2:4], strict=True):
            hidden.append(sigmoid(hidden[-1].dot(W) + b))
        logits = hidden[-1].dot(layers[2]) + biases[4]

        logits -= logits.max(axis=1, keepdims=True)
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        rows = np.arange(n)
        total -= float(logs[rows, y].sum())
        right += float((logits.argmax(axis=1) == y).sum())

        g = np.exp(logs)
        g[rows, y] -= 1
        gradients = []
        for W, h in zip(reversed(layers), reversed(hidden), strict=True):
            gradients.append((h.T.dot(g), g.sum(axis=0)))
            g = g.dot(W.T)
            if h is not hidden[0]:
                g *= h * (1 - h)
        g = unpool(g.reshape(n, 4, 4, 16), places2, A2.shape) * A2 * (1 - A2)
        g = g.reshape(-1, 16)
        gradients.append((columns2.T.dot(g), g.sum(axis=0)))
        g = add_windows(g.dot(K2.T), P1.shape, 5)
        g = unpool(g, places1, A1.shape) * A1 * (1 - A1)
        g = g.reshape(-1, 6)
        gradients.append((columns1.T.dot(g), g.sum(axis=0)))
        weights = [K1, K2, *layers]
        for W, b, (for_W, for_b) in zip(weights, biases, reversed(gradients), strict=True):
            W -= rate * for_W
            b -= rate * for_b
        yield
