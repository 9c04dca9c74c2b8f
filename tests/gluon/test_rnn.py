"""Recurrent layers and cells: equal to each other and to MXNet, states, sequences of different lengths."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import MXNetError, autograd, gluon, init, nd
from engine.gluon import rnn

KINDS = {
    "relu": (lambda *args, **options: rnn.RNN(*args, **options), lambda n: rnn.RNNCell(n, "relu")),
    "tanh": (lambda *args, **options: rnn.RNN(*args, activation="tanh", **options), rnn.RNNCell),
    "lstm": (rnn.LSTM, rnn.LSTMCell),
    "gru": (rnn.GRU, rnn.GRUCell),
}


def stack_of_cells(cell, size, layers, both):
    """The cells that do what a layer does at once."""
    stack = rnn.SequentialRNNCell()
    for _ in range(layers):
        stack.add(rnn.BidirectionalCell(cell(size), cell(size)) if both else cell(size))
    return stack


def outputs_and_gradients(block, forward, x):
    """What comes out, and the gradients of the inputs and of all parameters."""
    x.attach_grad()
    with autograd.record():
        y = forward(x)
        weights = nd.array(np.cos(np.arange(y.size)).reshape(y.shape))
        loss = (y * weights).sum()
    loss.backward()
    return [y, x.grad, *[p.grad() for p in block.collect_params().values()]]


@given(
    kind=st.sampled_from(sorted(KINDS)),
    sizes=st.tuples(*[st.integers(1, 4)] * 4),
    layers=st.integers(1, 3),
    both=st.booleans(),
    layout=st.sampled_from(["TNC", "NTC"]),
)
@settings(max_examples=40, deadline=None)
def test_a_layer_gives_what_its_cells_give_step_by_step(kind, sizes, layers, both, layout):
    time, batch, inputs, size = sizes
    make, cell = KINDS[kind]
    layer = make(size, layers, layout=layout, bidirectional=both)
    layer.initialize(init.Normal(0.7))
    x = nd.random.normal(shape=(time, batch, inputs) if layout == "TNC" else (batch, time, inputs))
    layer(x)
    stack = stack_of_cells(cell, size, layers, both)
    stack.initialize()
    stack.unroll(time, x, layout=layout)
    for ours, theirs in zip(stack.collect_params().values(), layer.collect_params().values(), strict=True):
        ours.set_data(theirs.data())
    at_once = outputs_and_gradients(layer, layer, x)
    by_steps = outputs_and_gradients(
        stack, lambda x: stack.unroll(time, x, layout=layout, merge_outputs=True)[0], x.copy()
    )
    for one, other in zip(at_once, by_steps, strict=True):
        assert one.asnumpy() == pytest.approx(other.asnumpy(), rel=1e-3, abs=1e-5)


def test_a_layer_comes_apart_into_cells_that_share_its_parameters():
    layer = rnn.GRU(3, 2, dropout=0.2, bidirectional=True, input_size=4)
    layer.initialize(init.Normal(0.7))
    stack = layer._unfuse()
    assert [type(cell).__name__ for cell in stack] == [
        "BidirectionalCell",
        "DropoutCell",
        "BidirectionalCell",
    ]
    assert dict(stack.collect_params().items()) == dict(layer.collect_params().items())
    x = nd.random.normal(shape=(5, 2, 4))
    by_steps, _ = stack.unroll(5, x, layout="TNC", merge_outputs=True)
    assert layer(x).asnumpy() == pytest.approx(by_steps.asnumpy(), abs=1e-6)


#: From MXNet 1.9.1: the last output, and the sums of the parameters' gradients.
GOLDEN = {
    "tanh, both ways": (
        lambda: rnn.RNN(2, activation="tanh", bidirectional=True),
        [[0.01555, 0.97895, -0.645, 0.89003], [0.67672, 0.95152, 0.00372, 0.72618]],
        [-1.0571, 3.9193, 4.6649, 4.6649, -3.5279, 3.1353, 6.1884, 6.1884],
    ),
    "relu, two layers": (
        lambda: rnn.RNN(2, num_layers=2),
        [[8.88167, 7.30349], [6.30226, 8.48256]],
        [12.4751, 40.2578, 30.7751, 30.7751, 78.7541, 67.2351, 23.1621, 23.1621],
    ),
    "LSTM, both ways": (
        lambda: rnn.LSTM(2, bidirectional=True),
        [[-0.18474, -0.29717, -0.08816, -0.33831], [-0.26711, -0.35016, -0.21566, -0.35089]],
        [1.0753, 0.7292, -0.7793, -0.7793, 0.0466, 0.5791, -1.5335, -1.5335],
    ),
    "GRU, two layers": (
        lambda: rnn.GRU(2, num_layers=2),
        [[-0.16558, -0.6191], [-0.1681, -0.53391]],
        [-0.0668, 0.2268, -1.1481, -0.8567, -1.5163, -0.8529, 2.9894, 2.5189],
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_the_numbers_are_those_of_mxnet(name):
    make, last, sums = GOLDEN[name]
    layer = make()
    layer.initialize()
    x = nd.array(np.cos(np.arange(12)).reshape(3, 2, 2))
    layer(x)
    parameters = layer.collect_params().values()
    for p in parameters:
        p.set_data(nd.array(np.sin(np.arange(p.data().size)).reshape(p.shape)))
    with autograd.record():
        y = layer(x)
    y.backward()
    assert y.asnumpy()[-1] == pytest.approx(np.array(last), abs=2e-5)
    assert [p.grad().sum().asscalar() for p in parameters] == pytest.approx(sums, abs=2e-4)


def test_parameters_are_named_and_filed_as_mxnet_does(tmp_path):
    layer = rnn.LSTM(3, 2, bidirectional=True, input_size=2)
    layer.initialize()
    assert list(layer.collect_params())[:5] == [
        "lstm0_l0_i2h_weight",
        "lstm0_l0_h2h_weight",
        "lstm0_l0_i2h_bias",
        "lstm0_l0_h2h_bias",
        "lstm0_r0_i2h_weight",
    ]
    assert layer.r1_i2h_weight.shape == (12, 6)
    path = str(tmp_path / "lstm.params")
    layer.save_parameters(path)
    assert "_unfused.1.r_cell.h2h_bias" in nd.load(path)
    copy = rnn.LSTM(3, 2, bidirectional=True)
    copy.load_parameters(path)
    x = nd.random.normal(shape=(4, 1, 2))
    assert (copy(x) == layer(x)).min().asscalar() == 1
    single = rnn.GRU(3, input_size=2)
    single.initialize()
    single.save_parameters(path)
    assert sorted(nd.load(path))[0] == "_unfused.0.h2h_bias"


@pytest.mark.parametrize("kind", KINDS)
def test_states_carry_a_sequence_over_from_one_half_to_the_next(kind):
    layer = KINDS[kind][0](3, 2)
    layer.initialize(init.Normal(0.5))
    x = nd.random.normal(shape=(6, 2, 4))
    whole, last = layer(x, layer.begin_state(2))
    first, states = layer(x[:4], layer.begin_state(batch_size=2))
    second, end = layer(x[4:], states)
    assert nd.concat(first, second, dim=0).asnumpy() == pytest.approx(whole.asnumpy(), abs=1e-6)
    for one, other in zip(last, end, strict=True):
        assert one.asnumpy() == pytest.approx(other.asnumpy(), abs=1e-6)
    assert layer(x).asnumpy() == pytest.approx(whole.asnumpy(), abs=1e-6)


def test_states_of_a_batch_whose_backward_has_run_are_constants():
    layer = rnn.GRU(3)
    layer.initialize()
    x = nd.random.normal(shape=(2, 1, 2))
    layer(x)
    state = layer.begin_state(1)
    gradients = []
    for _ in range(2):
        with autograd.record():
            y, state = layer(x, state)
        y.backward()
        gradients.append(layer.l0_h2h_weight.grad().asnumpy().copy())
    state = [each.detach() for each in layer(x, layer.begin_state(1))[1]]
    with autograd.record():
        y, _ = layer(x, state)
    y.backward()
    assert layer.l0_h2h_weight.grad().asnumpy() == pytest.approx(gradients[1], abs=1e-6)


def test_dropout_stands_between_layers_and_only_while_training():
    x = nd.random.normal(shape=(5, 2, 3))
    for layers, changes in ((1, False), (2, True)):
        layer = rnn.LSTM(8, layers, dropout=0.5)
        layer.initialize(init.Normal(1))
        still = layer(x).asnumpy()
        assert np.array_equal(layer(x).asnumpy(), still)
        with autograd.train_mode():
            assert np.array_equal(layer(x).asnumpy(), still) is not changes


@pytest.mark.parametrize("make", [lambda: rnn.LSTMCell(3), lambda: stack_of_cells(rnn.GRUCell, 3, 2, True)])
def test_each_example_ends_at_its_valid_length(make):
    cell = make()
    cell.initialize(init.Normal(0.7))
    x = nd.random.normal(shape=(3, 5, 2))
    outputs, states = cell.unroll(5, x, valid_length=nd.array([1, 5, 3]))
    for example, length in enumerate((1, 5, 3)):
        alone, ends = cell.unroll(length, x[example : example + 1, :length], merge_outputs=True)
        assert outputs[example, :length].asnumpy() == pytest.approx(alone[0].asnumpy(), abs=1e-6)
        assert (outputs[example].asnumpy()[length:] == 0).all()
        for state, end in zip(states, ends, strict=True):
            assert state[example].asnumpy() == pytest.approx(end[0].asnumpy(), abs=1e-6)


def test_zoneout_keeps_some_outputs_and_states_of_the_step_before_while_training():
    cell = rnn.ZoneoutCell(rnn.RNNCell(50), zoneout_outputs=0.5, zoneout_states=0.5)
    cell.initialize(init.Normal(1))
    x = nd.random.normal(shape=(1, 2, 3))
    with autograd.train_mode():
        (first, second), _ = cell.unroll(2, x)
    assert 5 < (first == 0).sum().asscalar() < 45
    assert 5 < (first == second).sum().asscalar() < 45
    with autograd.predict_mode():
        plain = cell.base_cell.unroll(2, x, cell.begin_state(1), merge_outputs=True)[0]
        assert np.array_equal(cell.unroll(2, x, merge_outputs=True)[0].asnumpy(), plain.asnumpy())


def test_a_cell_inside_a_modifier_is_called_there():
    cell = rnn.GRUCell(2, prefix="inside_")
    around = rnn.ResidualCell(cell)
    with pytest.raises(AssertionError, match="inside is inside a modifier cell"):
        cell.begin_state(1)
    with pytest.raises(AssertionError, match="already"):
        rnn.ZoneoutCell(cell)
    assert [state.shape for state in around.begin_state(1)] == [(1, 2)]
    assert next(iter(around.collect_params())) == "inside_i2h_weight"
    assert repr(around) == "ResidualCell(GRUCell(None -> 6))"


X = nd.ones((3, 2, 4))
WRONG = {
    "two axes": (lambda: rnn.GRU(5, input_size=4), [nd.ones((3, 4))], MXNetError, r"\(time, batch, inputs\)"),
    "one state of two": (lambda: rnn.LSTM(5), [X, nd.zeros((1, 2, 5))], MXNetError, "1 given, 2 wanted"),
    "another batch": (lambda: rnn.GRU(5), [X, nd.zeros((1, 3, 5))], ValueError, r"\(1, 2, 5\)"),
    "other inputs": (lambda: rnn.GRU(5, input_size=3), [X], MXNetError, "each example has 4 inputs"),
    "no states": (lambda: rnn.RNNCell(5), [X[0]], TypeError, "states"),
    "a cell's batch": (
        lambda: rnn.GRUCell(5),
        [X[0], [nd.zeros((1, 5))]],
        MXNetError,
        r"elemwise_add: \(2, 5\), \(1, 5\)",
    ),
    "a step both ways": (
        lambda: rnn.BidirectionalCell(rnn.GRUCell(2), rnn.GRUCell(2)),
        [X[0], []],
        NotImplementedError,
        "use unroll",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_told(name):
    make, inputs, kind, words = WRONG[name]
    block = make()
    block.initialize()
    with pytest.raises(kind, match=words):
        block(*inputs)


def test_a_sequence_of_another_length_is_refused():
    with pytest.raises(AssertionError, match="4 steps, and the inputs have 3"):
        rnn.GRUCell(5).unroll(4, X, layout="TNC")
    with pytest.raises(MXNetError, match="these layers have 165 parameters"):
        nd.RNN(X, nd.zeros(10), nd.zeros((1, 2, 5)), state_size=5, num_layers=1, mode="gru")


def test_a_small_lstm_learns_to_recall_the_first_sign_of_a_sequence():
    signs = np.random.default_rng(0).choice([-1, 1], (5, 64, 1))
    net = gluon.nn.HybridSequential()
    net.add(rnn.LSTM(8), gluon.nn.HybridLambda(lambda F, y: y[-1]), gluon.nn.Dense(2))
    net.initialize(init.Xavier())
    trainer = gluon.Trainer(net.collect_params(), "adam", {"learning_rate": 0.05})
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    x, labels = nd.array(signs), nd.array(signs[0, :, 0] > 0)
    for _ in range(40):
        with autograd.record():
            error = loss(net(x), labels)
        error.backward()
        trainer.step(64)
    assert (net(x).argmax(axis=1) == labels).mean().asscalar() > 0.95
