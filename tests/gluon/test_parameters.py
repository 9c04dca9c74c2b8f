"""Parameters: deferred shapes, values, gradients, devices; dictionaries of them; initialisers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine import autograd, gluon, init, nd
from engine.gluon import nn


def test_a_shape_that_is_not_known_waits_for_the_first_batch():
    layer = nn.Dense(3)
    assert layer.weight.shape == (3, 0)
    with pytest.raises(RuntimeError, match="initialize"):
        layer.weight.data()
    layer.initialize()
    with pytest.raises(gluon.DeferredInitializationError, match="dense0_weight"):
        layer.weight.data()
    layer(nd.ones((1, 5)))
    assert layer.weight.data().shape == layer.weight.grad().shape == (3, 5)
    assert repr(layer.weight) == "Parameter dense0_weight (shape=(3, 5), dtype=float32)"


def test_a_batch_before_initialize_is_refused():
    with pytest.raises(RuntimeError, match="dense0_weight"):
        nn.Dense(1)(nd.ones((1, 2)))


def test_values_are_drawn_again_only_if_asked_for():
    layer = nn.Dense(2, in_units=2)
    layer.initialize()
    before = layer.weight.data().asnumpy()
    with pytest.warns(UserWarning, match="initialized already"):
        layer.initialize()
    assert np.array_equal(layer.weight.data().asnumpy(), before)
    layer.initialize(force_reinit=True)
    assert not np.array_equal(layer.weight.data().asnumpy(), before)


def test_without_an_initialiser_weights_are_uniform_and_biases_zero():
    layer = nn.Dense(100, in_units=100)
    layer.initialize()
    weight = layer.weight.data().asnumpy()
    assert 0.069 < abs(weight).max() < 0.07
    assert weight.std() == pytest.approx(0.07 / 3**0.5, rel=0.02)
    assert not layer.bias.data().asnumpy().any()


def test_a_parameters_own_initialiser_comes_first():
    layer = nn.Dense(1, in_units=2, weight_initializer=init.Constant(5), bias_initializer="ones")
    layer.initialize(init.Zero())
    assert layer.weight.data().asnumpy().tolist() == [[5, 5]]
    layer.weight.initialize(init.Zero(), force_reinit=True)
    assert layer.weight.data().asnumpy().tolist() == [[0, 0]]
    assert layer.bias.data().asnumpy().tolist() == [1]


def test_set_data_writes_in_place_and_keeps_the_shape():
    layer = nn.Dense(1, in_units=2)
    layer.initialize()
    data = layer.weight.data()
    layer.weight.set_data(nd.array([[1, 2]]))
    assert data.asnumpy().tolist() == [[1, 2]]
    with pytest.raises(AssertionError, match=r"\(1, 2\).*\(3, 2\)"):
        layer.weight.set_data(nd.ones((3, 2)))


def test_set_data_before_the_first_batch_settles_the_shape():
    layer = nn.Dense(1)
    layer.initialize()
    layer.weight.set_data(nd.array([[1, 2, 3]]))
    assert layer(nd.ones((1, 3))).asnumpy().tolist() == [[6]]


def test_grad_req_decides_what_backward_leaves():
    layer = nn.Dense(1, in_units=1, use_bias=False, weight_initializer="ones")
    layer.initialize()

    def backward():
        with autograd.record():
            y = layer(nd.array([[3]]))
        y.backward()

    layer.weight.grad_req = "add"
    backward()
    backward()
    assert layer.weight.grad().asscalar() == 6
    layer.weight.zero_grad()
    assert layer.weight.grad().asscalar() == 0
    layer.collect_params().setattr("grad_req", "null")
    with pytest.raises(RuntimeError, match="grad_req='null'"):
        layer.weight.grad()
    with pytest.raises(AssertionError, match="'sometimes'"):
        layer.weight.grad_req = "sometimes"


def test_copies_on_two_devices_begin_equal(device):
    parameter = gluon.Parameter("w", shape=(2, 2))
    parameter.initialize(ctx=[device(0), device(1)])
    first, second = parameter.list_data()
    assert parameter.list_ctx() == [device(0), device(1)]
    assert np.array_equal(first.asnumpy(), second.asnumpy())
    assert parameter.data(device(1)) is second
    parameter.set_data(nd.ones((2, 2)))
    assert second.asnumpy().min() == 1


def test_a_parameter_without_a_shape_cannot_be_initialised():
    with pytest.raises(ValueError, match="'w' because its shape is None"):
        gluon.Parameter("w").initialize()


def test_a_constant_has_its_value_and_no_gradient():
    constant = gluon.Constant("c", [[1, 2]])
    constant.initialize()
    assert constant.data().asnumpy().tolist() == [[1, 2]]
    assert constant.grad_req == "null"
    constant.grad_req = "write"
    assert constant.grad_req == "null"


def test_get_finds_or_makes_and_refuses_what_does_not_fit():
    params = gluon.ParameterDict("p_")
    weight = params.get("w", shape=(2, 0))
    assert params.get("w", shape=(2, 3)) is weight
    assert weight.shape == (2, 3)
    with pytest.raises(AssertionError, match="shape"):
        params.get("w", shape=(3, 3))
    constant = params.get_constant("c", nd.ones(1))
    assert params.get_constant("c", nd.ones(1)) is constant
    with pytest.raises(AssertionError, match="another value"):
        params.get_constant("c", nd.zeros(1))
    with pytest.raises(KeyError, match="p_d"):
        params.get_constant("d")


def test_two_parameters_of_one_name_do_not_go_together():
    one, other = gluon.ParameterDict("p_"), gluon.ParameterDict("p_")
    one.get("w", shape=(1,))
    other.get("w", shape=(1,))
    with pytest.raises(AssertionError, match="p_w"):
        one.update(other)


class Doubled(init.Initializer):
    """Twos; it keeps what it filled."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def _init_weight(self, name, data):
        self.seen.append((str(name), data.shape))
        data[:] = 2


def test_an_initialiser_of_ones_own_is_told_name_and_array():
    net = nn.Sequential()
    net.add(nn.Dense(2), nn.Dense(1))
    doubled = Doubled()
    net.initialize(doubled)
    assert net(nd.ones((1, 3))).asnumpy().tolist() == [[24]]
    assert doubled.seen == [("dense0_weight", (2, 3)), ("dense1_weight", (1, 2))]
    assert isinstance(init.create("doubled"), Doubled)


@pytest.mark.parametrize(
    ("initialiser", "spread"),
    [
        (init.Normal(0.5), 0.5),
        (init.Uniform(0.3), 0.3 / 3**0.5),
        (init.Xavier(), (3 / 250) ** 0.5 / 3**0.5),
        (init.Xavier("gaussian", "in", 2), (2 / 100) ** 0.5),
        (init.Xavier("gaussian", "out", 2), (2 / 400) ** 0.5),
        (init.MSRAPrelu(), (2 / (1 + 0.25**2) / 250) ** 0.5),
        ("gaussian", 0.01),
    ],
    ids=repr,
)
def test_values_have_the_spread_that_is_asked_for(initialiser, spread):
    parameter = gluon.Parameter("w", shape=(400, 100))
    parameter.initialize(initialiser)
    values = parameter.data().asnumpy()
    assert values.std() == pytest.approx(spread, rel=0.02)
    assert values.mean() == pytest.approx(0, abs=spread / 20)


def test_orthogonal_rows_stand_at_right_angles():
    parameter = gluon.Parameter("w", shape=(3, 2, 4))
    parameter.initialize(init.Orthogonal(scale=2))
    rows = parameter.data().asnumpy().reshape(3, 8)
    assert rows @ rows.T == pytest.approx(4 * np.eye(3), abs=1e-5)


def test_xavier_refuses_a_vector():
    with pytest.raises(ValueError, match="two axes"):
        gluon.Parameter("w", shape=(3,)).initialize(init.Xavier())


@pytest.mark.parametrize(
    ("name", "value"), [("a_bias", 0), ("a_gamma", 1), ("a_running_var", 1), ("a_weight", 7)]
)
def test_a_bare_name_tells_by_its_end_how_to_fill(name, value):
    array = nd.array([5, 5])
    init.Constant(7)(init.InitDesc(name), array)
    assert array.asnumpy().tolist() == [value, value]


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="foo"):
        init.Normal()(init.InitDesc("foo"), nd.ones(1))
    with pytest.raises(AssertionError, match="normal"):
        nn.Dense(1).initialize("nromal")
    with pytest.raises(AssertionError, match=r"brackets, Normal\(\)"):
        nn.Dense(1).initialize(init.Normal)


@given(st.integers(0, 2**31 - 1))
def test_the_same_seed_gives_the_same_network(seed):
    values = []
    for _ in range(2):
        engine.random.seed(seed)
        layer = nn.Dense(2, in_units=2)
        layer.initialize(init.Normal())
        values.append(layer.weight.data().asnumpy().tolist())
    assert values[0] == values[1]


def test_shared_parameters_are_read_from_either_name(tmp_path):
    def pair():
        net = nn.Sequential()
        first = nn.Dense(2, in_units=2)
        net.add(first, nn.Dense(2, in_units=2, params=first.params))
        return net

    net, other = pair(), pair()
    net.initialize()
    net.save_parameters(str(tmp_path / "net"))
    whole = nd.load(str(tmp_path / "net"))
    nd.save(str(tmp_path / "once"), {name: array for name, array in whole.items() if name.startswith("0")})
    other.load_parameters(str(tmp_path / "once"))
    assert other[1].weight.data().asnumpy().tolist() == net[1].weight.data().asnumpy().tolist()
