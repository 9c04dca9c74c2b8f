"""Normalising layers: what they give, when the running statistics change, what is learnt."""

import numpy as np
import pytest

from engine import MXNetError, autograd, nd
from engine.gluon import nn

X = np.random.default_rng(0).normal(3, 2, (8, 3, 4)).astype("float32")


def trained(layer, x=X):
    layer.initialize(force_reinit=True)
    with autograd.record():
        y = layer(nd.array(x))
    return y


@pytest.mark.parametrize(
    ("layer", "over"),
    [
        (nn.BatchNorm(epsilon=0), (0, 2)),
        (nn.BatchNorm(axis=-1, epsilon=0), (0, 1)),
        (nn.LayerNorm(epsilon=0), (2,)),
        (nn.LayerNorm(axis=1, epsilon=0), (1,)),
        (nn.InstanceNorm(epsilon=0), (2,)),
        (nn.InstanceNorm(axis=2, epsilon=0), (1,)),
    ],
    ids=repr,
)
def test_the_output_has_mean_0_and_variance_1(layer, over):
    y = trained(layer).asnumpy()
    assert y.mean(axis=over) == pytest.approx(0, abs=1e-5)
    assert y.var(axis=over) == pytest.approx(1, abs=1e-4)


def test_running_statistics_change_in_the_pass_back_and_serve_in_prediction():
    layer = nn.BatchNorm(momentum=0.8)
    y = trained(layer)
    assert layer.running_mean.data().asnumpy().tolist() == [0, 0, 0]
    y.backward()
    assert layer.running_mean.data().asnumpy() == pytest.approx(0.2 * X.mean(axis=(0, 2)), rel=1e-5)
    assert layer.running_var.data().asnumpy() == pytest.approx(0.8 + 0.2 * X.var(axis=(0, 2)), rel=1e-5)
    mean, variance = (p.data().asnumpy()[:, None] for p in (layer.running_mean, layer.running_var))
    assert layer(nd.array(X)).asnumpy() == pytest.approx((X - mean) / np.sqrt(variance + 1e-5), rel=1e-4)


def test_what_is_not_learnt_has_no_gradient():
    layer = nn.BatchNorm(scale=False, center=False)
    trained(layer)
    assert {name: p.grad_req for name, p in layer._reg_params.items()} == dict.fromkeys(
        ("gamma", "beta", "running_mean", "running_var"), "null"
    )
    assert repr(nn.BatchNorm()) == (
        "BatchNorm(axis=1, eps=1e-05, momentum=0.9, fix_gamma=False, use_global_stats=False, "
        "in_channels=None)"
    )


def test_vectors_of_another_length_are_refused():
    ones = nd.ones(2)
    with pytest.raises(MXNetError, match="there are 3 channels on axis 1"):
        nd.BatchNorm(nd.array(X), ones, ones, ones, ones)
    with pytest.raises(MXNetError, match="axis 2 has 4 elements"):
        nd.LayerNorm(nd.array(X), ones, ones)
