"""Blocks: names, what they hold, how they are shown, and networks of the learner's own."""

import pytest

from engine import MXNetError, autograd, init, nd
from engine.gluon import nn


class Net(nn.Block):
    """Two layers and a parameter of its own."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden = nn.Dense(3, activation="relu")
        self.scale = self.params.get("scale", shape=(1,), init="ones")
        self.fixed = self.params.get_constant("fixed", nd.array([2]))
        self.output = nn.Dense(1)

    def forward(self, x):
        return self.output(self.hidden(x)) * self.scale.data() * self.fixed.data()


def test_names_count_through_the_process():
    first, second = nn.Dense(1), nn.Dense(1)
    assert (first.name, second.name, first.weight.name) == ("dense0", "dense1", "dense0_weight")
    assert nn.Sequential().prefix == "sequential0_"
    assert nn.Dense(1, prefix="out_").bias.name == "out_bias"


def test_names_in_a_scope_begin_with_the_blocks_own():
    net = nn.Sequential()
    with net.name_scope():
        net.add(nn.Dense(1), nn.Dense(1))
    assert [layer.weight.name for layer in net] == ["sequential0_dense0_weight", "sequential0_dense1_weight"]
    assert nn.Dense(1).name == "dense0"


def test_networks_are_shown_layer_by_layer():
    net = nn.Sequential()
    net.add(nn.Dense(3, activation="relu"), nn.Dropout(0.5), nn.Flatten(), nn.Dense(1))
    assert repr(net) == (
        "Sequential(\n  (0): Dense(None -> 3, Activation(relu))\n  (1): Dropout(p = 0.5, axes=())\n"
        "  (2): Flatten\n  (3): Dense(None -> 1, linear)\n)"
    )
    outer = nn.Sequential()
    outer.add(net)
    assert "\n    (2): Flatten\n" in repr(outer)
    assert repr(Net()).startswith("Net(\n  (hidden): Dense(None -> 3, Activation(relu))\n")


def test_a_network_of_ones_own_computes_and_learns():
    net = Net()
    net.initialize(init.One())
    x = nd.ones((4, 2))
    assert net(x).asnumpy().tolist() == [[12.0]] * 4
    with autograd.record():
        y = net(x)
    y.backward()
    assert net.scale.grad().asnumpy().tolist() == [48.0]


def test_collected_parameters_come_in_order_its_own_first():
    net = Net()
    assert list(net.collect_params()) == [
        "net0_scale",
        "net0_fixed",
        "dense0_weight",
        "dense0_bias",
        "dense1_weight",
        "dense1_bias",
    ]
    assert list(net.params) == ["net0_scale", "net0_fixed"]


def test_parameters_are_collected_by_a_pattern():
    assert list(Net().collect_params(".*weight|.*fixed")) == ["net0_fixed", "dense0_weight", "dense1_weight"]


def test_parameters_are_shared_with_another_block():
    net = nn.Sequential()
    shared = nn.Dense(2, in_units=2)
    net.add(shared, nn.Dense(2, in_units=2, params=shared.params))
    net.initialize()
    assert net[1].weight is net[0].weight
    net[0].weight.set_data(nd.zeros((2, 2)))
    assert net(nd.ones((1, 2))).asnumpy().tolist() == [[0.0, 0.0]]
    assert len(net.collect_params()) == 2


def test_a_container_is_read_by_index():
    net = nn.Sequential()
    net.add(nn.Dense(1), nn.Dense(2), nn.Dense(3))
    assert len(net) == 3 and net[1] is list(net)[1] and net[-1] is net[2]
    assert [layer.name for layer in net[1:]] == ["dense1", "dense2"]
    with pytest.raises(IndexError):
        net[3]


def test_an_attribute_that_is_a_layer_stays_one():
    net = Net()
    with pytest.raises(TypeError, match="hidden"):
        net.hidden = 3
    net.hidden = nn.Dense(5)
    assert net.hidden.weight.shape == (5, 0)


def test_a_hybrid_block_takes_only_hybrid_blocks():
    with pytest.raises(ValueError, match="HybridSequential"):
        nn.HybridSequential().add(nn.Sequential())
    with pytest.raises(TypeError, match="holds blocks"):
        nn.Sequential().add(3)


def test_apply_reaches_the_inner_blocks_first():
    net = nn.Sequential()
    net.add(nn.Dense(1), nn.Dropout(0.5))
    seen = []
    assert net.apply(seen.append) is net
    assert seen == [net[0], net[1], net]


def test_hooks_see_inputs_and_outputs_until_they_are_detached():
    layer, seen = nn.Lambda(lambda x: x + 1), []
    before = layer.register_forward_pre_hook(lambda block, inputs: seen.append(inputs[0].asscalar()))
    after = layer.register_forward_hook(lambda block, inputs, output: seen.append(output.asscalar()))
    layer(nd.array([1]))
    before.detach()
    layer(nd.array([5]))
    after.detach()
    layer(nd.array([9]))
    assert seen == [1, 2, 6]


def test_a_block_without_forward_says_so():
    with pytest.raises(NotImplementedError, match="forward"):
        nn.Block()(nd.ones(1))


def test_cast_changes_the_type_of_everything():
    net = Net()
    net.initialize()
    net(nd.ones((1, 2)))
    net.cast("float64")
    assert net(nd.ones((1, 2), dtype="float64")).dtype.__name__ == "float64"


def test_a_network_moves_to_another_device(device):
    layer = nn.Dense(1, in_units=2)
    layer.initialize(ctx=[device(0), device(1)])
    assert layer(nd.ones((1, 2), ctx=device(1))).context == device(1)
    layer.collect_params().reset_ctx(device(2))
    with pytest.raises(RuntimeError, match=rf"only initialized on \[{device().device_type}\(2\)\]"):
        layer(nd.ones((1, 2)))


def test_dense_says_which_shapes_do_not_fit():
    layer = nn.Dense(3, in_units=2)
    layer.initialize()
    with pytest.raises(MXNetError, match="each example has 7 inputs, the weight wants 2"):
        layer(nd.ones((4, 7)))
    with pytest.raises(MXNetError, match="each example has 1 inputs, the weight wants 2"):
        layer(nd.ones(2))
    with pytest.raises(ValueError, match="list"):
        layer([1, 2])


@pytest.mark.parametrize(
    ("flatten", "shape", "inputs"), [(True, (4, 6), 15), (False, (4, 3, 6), 5)], ids=["flat", "last axis"]
)
def test_dense_takes_all_axes_or_the_last(flatten, shape, inputs):
    layer = nn.Dense(6, flatten=flatten)
    layer.initialize()
    x = nd.random.normal(shape=(4, 3, 5))
    y = layer(x)
    assert (y.shape, layer.weight.shape) == (shape, (6, inputs))
    rows = x.asnumpy().reshape(-1, inputs)
    assert y.asnumpy().reshape(-1, 6) == pytest.approx(rows @ layer.weight.data().asnumpy().T, abs=1e-6)


def test_dropout_keeps_the_mean_while_training_and_everything_else_otherwise():
    layer, x = nn.Dropout(0.25), nd.ones((200, 200))
    assert layer(x).asnumpy().min() == 1
    with autograd.record():
        y = layer(x).asnumpy()
    assert sorted(set(y.ravel().tolist())) == pytest.approx([0, 4 / 3])
    assert y.mean() == pytest.approx(1, abs=0.02)
    with autograd.record(train_mode=False):
        assert layer(x).asnumpy().min() == 1


def test_a_hybrid_block_takes_lists_and_nothing_beside_an_array():
    class Joined(nn.HybridBlock):
        def hybrid_forward(self, F, first, parts, last=None):
            total = sum(parts, start=first) if first is not None else F.add_n(*parts)
            return total if last is None else total * last

    parts = [nd.ones(2), nd.ones(2) * 2]
    assert Joined()(None, parts).asnumpy().tolist() == [3, 3]
    assert Joined()(nd.ones(2), parts, nd.array([2, 3])).asnumpy().tolist() == [8, 12]
    with pytest.raises(ValueError, match="Joined takes an NDArray and got NoneType"):
        Joined()(None, [None])
