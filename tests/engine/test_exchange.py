"""Arrays that go to other libraries and come from them, and operations written in Python."""

import pickle

import numpy as np
import pytest

import engine
from engine import autograd, nd
from engine.gluon import nn


@pytest.mark.cpu
def test_an_array_of_numpy_lends_its_memory_and_can_no_longer_be_written_by_numpy():
    values = np.arange(6, dtype="float32").reshape(2, 3)
    x = nd.from_numpy(values)
    x[1, 2] = 9
    assert values[1, 2] == 9
    with pytest.raises(ValueError, match="read-only"):
        values[0, 0] = 1
    with pytest.raises(ValueError, match="in order"):
        nd.from_numpy(values.T)
    assert nd.from_numpy(values, zero_copy=False).asnumpy() is not values


@pytest.mark.cpu
def test_memory_is_shared_by_dlpack_and_a_capsule_is_copied():
    values = np.zeros(3, "float32")
    nd.from_dlpack(values)[:] = 2
    assert values.tolist() == [2, 2, 2]
    x = nd.arange(3)
    y = nd.from_dlpack(x.to_dlpack_for_read())
    y[:] = 5
    assert x.asnumpy().tolist() == [0, 1, 2]


@pytest.mark.cpu
def test_a_pickle_of_mxnets_is_read():
    """Pickle finds its class in `mxnet.ndarray.ndarray`, makes it of None and gives it its file's bytes."""
    handle = bytearray.fromhex("c9fa93f9 00000000 01000000 0200000000000000 01000000 00000000 00000000")
    x = nd.NDArray(None)
    x.__setstate__({"handle": handle + np.array([3, 4], "<f4").tobytes()})
    assert x.asnumpy().tolist() == [3, 4]
    assert pickle.loads(pickle.dumps(x)).asnumpy().tolist() == [3, 4]


class Scaled(engine.operator.CustomOp):
    def __init__(self, factor):
        self.factor = factor

    def forward(self, is_train, req, in_data, out_data, aux):
        self.assign(out_data[0], req[0], in_data[0] * self.factor)

    def backward(self, req, out_grad, in_data, out_data, in_grad, aux):
        self.assign(in_grad[0], req[0], out_grad[0] * self.factor)


@engine.operator.register("scaled")
class ScaledProp(engine.operator.CustomOpProp):
    def __init__(self, factor="1"):
        super().__init__()
        self.factor = float(factor)

    def create_operator(self, ctx, shapes, dtypes):
        return Scaled(self.factor)


def test_a_custom_operation_has_its_own_gradient_and_takes_options():
    x = nd.array([1, 2])
    x.attach_grad()
    with autograd.record():
        y = nd.Custom(x, op_type="scaled", factor=3) * 2
    y.backward()
    assert (y.asnumpy().tolist(), x.grad.asnumpy().tolist()) == ([6, 12], [6, 6])


def test_what_a_custom_operation_raises_is_an_mxnet_error():
    with pytest.raises(engine.MXNetError, match="no operation 'unknown'"):
        nd.Custom(nd.ones(1), op_type="unknown")
    with pytest.raises(engine.MXNetError, match="scaled raised ValueError"):
        nd.Custom(nd.ones(1), op_type="scaled", factor="many")


def test_a_step_of_an_optimiser_is_a_function_too():
    weight, gradient, moved = nd.ones(2), nd.array([1, -1]), nd.zeros(2)
    new = nd.sgd_mom_update(weight, gradient, moved, lr=0.5, momentum=0.9)
    assert (weight.asnumpy().tolist(), new.asnumpy().tolist()) == ([1, 1], [0.5, 1.5])
    assert moved.asnumpy().tolist() == [-0.5, 0.5]


def test_sequences_without_times_cost_what_they_cost_on_mxnet():
    loss = engine.gluon.loss.CTCLoss()
    costs = loss(nd.ones((2, 20, 4)), nd.array([[1, 0, -1, -1], [2, 1, 1, -1]]))
    assert costs.asnumpy() == pytest.approx([18.82820702, 16.50581741])


def test_layers_take_channels_last():
    first, last = nn.Conv2D(4, 3, strides=2), nn.Conv2D(4, 3, strides=2, layout="NHWC")
    x = nd.random.uniform(shape=(2, 3, 7, 6))
    for layer in (first, last):
        layer.initialize()
    outputs = first(x), last(x.transpose((0, 2, 3, 1)))
    last.weight.set_data(first.weight.data().transpose((0, 2, 3, 1)))
    again = last(x.transpose((0, 2, 3, 1))).transpose((0, 3, 1, 2))
    assert outputs[1].shape == (2, 3, 2, 4)
    assert again.asnumpy() == pytest.approx(outputs[0].asnumpy(), abs=1e-6)
    pooled = nn.MaxPool2D(layout="NHWC")(x.transpose((0, 2, 3, 1))).transpose((0, 3, 1, 2))
    assert (pooled == nn.MaxPool2D()(x)).asnumpy().all()


def test_blocks_in_a_plain_list_are_told_of():
    class Net(nn.Block):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Dense(1)]

    with pytest.warns(UserWarning, match="the attribute layers of Net is a list of blocks"):
        Net().collect_params()


def test_residual_networks_have_mxnets_names():
    net = engine.gluon.model_zoo.vision.resnet50_v1(classes=3)
    names = list(net.collect_params())
    assert len(names) == 299
    assert names[0] == f"{net.prefix}conv0_weight"
    assert f"{net.prefix}stage4_batchnorm9_running_var" in names
