"""Convolution and pooling layers: shapes found from the first batch, how they are shown, that they learn."""

import numpy as np
import pytest

from engine import autograd, gluon, init, nd
from engine.gluon import nn


def test_input_channels_come_from_the_first_batch():
    layer = nn.Conv2D(6, kernel_size=(3, 5), strides=2, padding=1, dilation=2, groups=2, use_bias=False)
    assert repr(layer) == (
        "Conv2D(None -> 6, kernel_size=(3, 5), stride=(2, 2), padding=(1, 1), dilation=(2, 2), groups=2, "
        "bias=False)"
    )
    layer.initialize()
    assert layer(nd.ones((2, 4, 12, 16))).shape == (2, 6, 5, 5)
    assert (layer.weight.shape, repr(layer)[:13]) == ((6, 2, 3, 5), "Conv2D(4 -> 6")
    assert (layer.name[:4], nn.MaxPool2D().name[:4]) == ("conv", "pool")


def test_pooling_layers_are_shown_with_their_windows():
    assert repr(nn.MaxPool2D(3, 2, 1, ceil_mode=True)) == (
        "MaxPool2D(size=(3, 3), stride=(2, 2), padding=(1, 1), ceil_mode=True, global_pool=False, "
        "pool_type=max, layout=NCHW)"
    )
    x = nd.arange(8).reshape((1, 2, 4))
    assert nn.AvgPool1D(3, 2, 1, count_include_pad=False)(x).asnumpy().tolist() == [[[0.5, 2], [4.5, 6]]]
    assert nn.GlobalAvgPool1D()(x).asnumpy().tolist() == [[[1.5], [5.5]]]
    assert nn.GlobalMaxPool2D()(nd.ones((2, 3, 5, 4))).shape == (2, 3, 1, 1)


@pytest.mark.parametrize(
    "make", [lambda: nn.Conv2D(1, (3,)), lambda: nn.Conv2D(1, 3, layout="NHCW"), lambda: nn.MaxPool1D((2, 2))]
)
def test_a_window_of_other_axes_is_refused(make):
    with pytest.raises(ValueError, match=r"must be one number or|the layout is NCHW or NHWC"):
        make()


def test_a_small_network_learns_where_the_bright_half_is():
    rng = np.random.default_rng(0)
    images = rng.uniform(0, 0.3, (64, 1, 8, 8)).astype("float32")
    labels = rng.integers(0, 2, 64)
    images[labels == 1, :, 4:] += 0.5
    images[labels == 0, :, :4] += 0.5
    net = nn.Sequential()
    net.add(nn.Conv2D(4, 3, activation="relu"), nn.MaxPool2D(2), nn.Conv2DTranspose(2, 2), nn.Dense(2))
    net.initialize(init.Xavier())
    trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.5})
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    for _ in range(30):
        with autograd.record():
            error = loss(net(nd.array(images)), nd.array(labels))
        error.backward()
        trainer.step(len(labels))
    assert (net(nd.array(images)).argmax(axis=1).asnumpy() == labels).mean() > 0.95
