"""The same loops in PyTorch, eager, on the CPU, as its users write them."""

from __future__ import annotations

from itertools import cycle

import data
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)


def variables(*arrays):
    return [torch.tensor(array, dtype=torch.float32, requires_grad=True) for array in arrays]


def image_batches():
    return cycle([(torch.tensor(X), torch.tensor(y, dtype=torch.int64)) for X, y in data.images()])


def squared_loss(y_hat, y):
    return (y_hat - y.view(y_hat.shape)) ** 2 / 2


@torch.no_grad()
def sgd(params, lr, batch_size):
    for param in params:
        param -= lr * param.grad / batch_size
        param.grad.zero_()


def linear_regression_from_scratch():
    features, labels = map(torch.tensor, data.regression())
    w, b = variables(data.weights(2, 1), [0])
    while True:
        for indices in data.shuffled(len(features), 10):
            chosen = torch.tensor(indices)
            X, y = features.index_select(0, chosen), labels.index_select(0, chosen)
            loss = squared_loss(torch.mm(X, w) + b, y)
            loss.sum().backward()
            sgd([w, b], 0.03, 10)
            yield


def linear_regression_with_gluon():
    features, labels = map(torch.tensor, data.regression())
    batches = DataLoader(TensorDataset(features, labels), 10, shuffle=True)
    net, loss = nn.Sequential(nn.Linear(2, 1)), nn.MSELoss()
    trainer = torch.optim.SGD(net.parameters(), lr=0.03)
    while True:
        for X, y in batches:
            output = loss(net(X), y.view(-1, 1))
            trainer.zero_grad()
            output.backward()
            trainer.step()
            yield


def train(net, loss, update):
    total = right = 0.0
    for X, y in image_batches():
        y_hat = net(X)
        batch_loss = loss(y_hat, y).sum()
        batch_loss.backward()
        update()
        total += batch_loss.item()
        right += (y_hat.argmax(dim=1) == y).sum().item()
        yield


def train_layers(net, lr):
    trainer = torch.optim.SGD(net.parameters(), lr=lr / 256)

    def update():
        trainer.step()
        trainer.zero_grad()

    return train(net, nn.CrossEntropyLoss(reduction="sum"), update)


def softmax(X):
    exponentials = X.exp()
    return exponentials / exponentials.sum(dim=1, keepdim=True)


def cross_entropy(y_hat, y):
    return -torch.log(y_hat.gather(1, y.view(-1, 1)))


def softmax_regression_from_scratch():
    W, b = variables(data.weights(784, 10), [0] * 10)
    return train(
        lambda X: softmax(torch.mm(X.view(-1, 784), W) + b), cross_entropy, lambda: sgd([W, b], 0.1, 256)
    )


def softmax_regression_with_gluon():
    return train_layers(nn.Sequential(nn.Flatten(), nn.Linear(784, 10)), 0.1)


def perceptron_from_scratch():
    params = W1, b1, W2, b2 = variables(data.weights(784, 256), [0] * 256, data.weights(256, 10), [0] * 10)

    def net(X):
        H = torch.relu(torch.mm(X.view(-1, 784), W1) + b1)
        return torch.mm(H, W2) + b2

    return train(net, nn.CrossEntropyLoss(reduction="none"), lambda: sgd(params, 0.5, 256))


def perceptron_with_gluon():
    return train_layers(nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10)), 0.5)


def lenet():
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Sigmoid(), nn.MaxPool2d(2, 2),
        nn.Conv2d(6, 16, 5), nn.Sigmoid(), nn.MaxPool2d(2, 2),
        nn.Flatten(), nn.Linear(256, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10),
    )  # fmt: skip
    return train_layers(net, 0.9)


def recurrent_network_from_scratch():
    size, hidden = data.VOCABULARY, data.HIDDEN
    batches = cycle([(torch.tensor(X).long(), torch.tensor(Y).long()) for X, Y in data.characters()])
    params = W_xh, W_hh, b_h, W_hq, b_q = variables(
        data.weights(size, hidden),
        data.weights(hidden, hidden),
        [0] * hidden,
        data.weights(hidden, size),
        [0] * size,
    )
    state = torch.zeros(data.SEQUENCES, hidden)
    for X, Y in batches:
        state, outputs = state.detach(), []
        for x in [functional.one_hot(x, size).float() for x in X.T]:
            state = torch.tanh(torch.matmul(x, W_xh) + torch.matmul(state, W_hh) + b_h)
            outputs.append(torch.matmul(state, W_hq) + b_q)
        loss = functional.cross_entropy(torch.cat(outputs), Y.T.reshape(-1))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 1e-2)
        sgd(params, 100.0, 1)
        loss.item()
        yield


def optimise(update):
    features, labels = map(torch.tensor, data.regression(1500, 5))
    w, b = variables(data.weights(5, 1), [0])
    batches = DataLoader(TensorDataset(features, labels), 10, shuffle=True)
    while True:
        for X, y in batches:
            squared_loss(torch.mm(X, w) + b, y).mean().backward()
            with torch.no_grad():
                update([w, b])
            yield


def momentum_from_scratch():
    states = torch.zeros(5, 1), torch.zeros(1)

    def update(params):
        for p, v in zip(params, states, strict=True):
            v[:] = 0.5 * v + 0.02 * p.grad
            p -= v
            p.grad.zero_()

    return optimise(update)


def adam_from_scratch():
    states = [(torch.zeros(shape), torch.zeros(shape)) for shape in ((5, 1), 1)]
    step = 0

    def update(params):
        nonlocal step
        step += 1
        for p, (v, s) in zip(params, states, strict=True):
            v[:] = 0.9 * v + 0.1 * p.grad
            s[:] = 0.999 * s + 0.001 * p.grad**2
            p -= 0.01 * (v / (1 - 0.9**step)) / (torch.sqrt(s / (1 - 0.999**step)) + 1e-6)
            p.grad.zero_()

    return optimise(update)


def adam_with_gluon():
    features, labels = map(torch.tensor, data.regression(1500, 5))
    net, loss = nn.Sequential(nn.Linear(5, 1)), nn.MSELoss()
    batches = DataLoader(TensorDataset(features, labels), 10, shuffle=True)
    trainer = torch.optim.Adam(net.parameters(), lr=0.01)
    while True:
        for X, y in batches:
            output = loss(net(X).view(-1), y) / 2
            trainer.zero_grad()
            output.backward()
            trainer.step()
            yield
