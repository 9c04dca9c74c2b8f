"""Linear regression on made-up data finds the numbers that the data was made with."""

import numpy as np
import pytest

from engine import autograd, d2l, gluon, init, nd
from engine.gluon import data, loss, nn

TRUE_W, TRUE_B = [2, -3.4], 4.2


@pytest.fixture(params=[0, 1, 2])
def samples(request, seed_everything):
    seed_everything(request.param)
    features = nd.random.normal(scale=1, shape=(1000, 2))
    labels = TRUE_W[0] * features[:, 0] + TRUE_W[1] * features[:, 1] + TRUE_B
    labels += nd.random.normal(scale=0.01, shape=labels.shape)
    return features, labels


def assert_found(w, b):
    assert w.asnumpy().ravel() == pytest.approx(TRUE_W, abs=0.05)
    assert b.asnumpy() == pytest.approx(TRUE_B, abs=0.05)


def test_from_scratch(samples):
    w, b = nd.random.normal(scale=0.01, shape=(2, 1)), nd.zeros(1)
    for param in (w, b):
        param.attach_grad()
    for _ in range(3):
        for X, y in d2l.data_iter(10, *samples):
            with autograd.record():
                l = d2l.squared_loss(d2l.linreg(X, w, b), y)  # noqa: E741
            l.backward()
            d2l.sgd([w, b], 0.03, 10)
    assert_found(w, b)


def test_with_gluon(samples):
    net = nn.Sequential()
    net.add(nn.Dense(1))
    net.initialize(init.Normal(sigma=0.01))
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.03})
    loader = data.DataLoader(data.ArrayDataset(*samples), 10, shuffle=True)
    squared = loss.L2Loss()
    losses = []
    for _ in range(3):
        for X, y in loader:
            with autograd.record():
                batch_loss = squared(net(X), y)
            batch_loss.backward()
            trainer.step(10)
        losses.append(squared(net(samples[0]), samples[1]).mean().asscalar())
    assert_found(net[0].weight.data(), net[0].bias.data())
    assert losses[0] > losses[-1] and losses[-1] < 0.001
    assert np.isfinite(losses).all()
