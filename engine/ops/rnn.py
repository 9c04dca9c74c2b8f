"""`nd.RNN`: recurrent layers on top of one another, in one direction or both, from one parameter vector."""

from engine.base import error
from engine.ops.dispatch import functions, op
from engine.ops.neural import Dropout, FullyConnected
from engine.ops.recurrent import CELLS, ROWS, Trace


def layers(data, weights, states, mode, p=0):
    """The outputs of the last layer, and the last states of each layer in each direction.

    `weights` holds for each layer, for each direction, the weights and biases of input and state and the
    projection or None; `states` holds h and, for an LSTM, c, with layers × directions along the first axis.
    """
    last, place = [], 0
    for number, directions in enumerate(weights):
        if number and p:
            data = Dropout(data, p=p)
        outputs = []
        for reverse, (i2h_weight, h2h_weight, i2h_bias, h2h_bias, projection) in enumerate(directions):
            shares = FullyConnected(data, i2h_weight, i2h_bias, flatten=False)
            begin = _padded([state[place] for state in states])
            output, *ends = ROWS[mode](
                shares, h2h_weight, h2h_bias, *begin, projection, trace=Trace(mode, bool(reverse))
            )
            outputs.append(output)
            last.append(ends)
            place += 1
        data = outputs[0] if len(outputs) == 1 else functions["concat"](*outputs, dim=2)
    return data, last


def with_states(outputs, last):
    """The outputs, and the last states of all layers and directions: h and, for an LSTM, c."""
    return _together(outputs, *[functions["stack"](*ends, axis=0) for ends in zip(*last, strict=True)])


def _together_vjp(index, F, g, y, *data):
    return F.zeros_like(data[index]) if g[index] is None else g[index]


@op(_together_vjp, rules=("its part of g",), inputs=None, dtype_of_input=False, public=False)
def _together(xp, *data):
    """The same arrays as outputs of one operation: a pass back from the outputs clears the states, too."""
    return list(data)


def _padded(states):
    return states if len(states) == 2 else [*states, None]


def _shapes(inputs, state_size, num_layers, directions, gates, projection_size):
    """The shapes of the parameters in the vector's order: all weights by layers, then all biases."""
    height, weights = gates * state_size, []
    for _ in range(num_layers):
        one = [(height, inputs), (height, projection_size or state_size)]
        weights += (one + ([(projection_size, state_size)] if projection_size else [])) * directions
        inputs = (projection_size or state_size) * directions
    return weights + [(height,)] * (2 * directions * num_layers)


def _cut(parameters, shapes):
    """The arrays of these shapes, one after another in the vector."""
    arrays, begin = [], 0
    for shape in shapes:
        end = begin + shape[0] * (shape[1] if len(shape) == 2 else 1)
        part = functions["slice_axis"](parameters, axis=0, begin=begin, end=end)
        arrays.append(functions["reshape"](part, shape=shape))
        begin = end
    return arrays


def RNN(
    data, parameters, state, state_cell=None, state_size=None, num_layers=None, mode=None,
    bidirectional=False, p=0, state_outputs=False, projection_size=None,
):  # fmt: skip
    """Recurrent layers over a sequence: plain ones, LSTMs or GRUs. `gluon.rnn` has them as layers.

    Parameters
    ----------
    data : NDArray
        (time, batch, inputs).
    parameters : NDArray
        All parameters in one vector: first the weights, by layers and directions, of the input and of the
        state (and of the projection), then the biases in the same order.
    state : NDArray
        (layers × directions, batch, state_size): how h begins.
    state_cell : NDArray
        How c begins, for an LSTM.
    state_size : int
        The size of the state.
    num_layers : int
        How many layers stand on top of one another.
    mode : str
        'rnn_tanh', 'rnn_relu', 'lstm' or 'gru'.
    bidirectional : bool
        Whether a second set of layers goes through the sequence from its end.
    p : float
        The share of a layer's outputs that the next one does not see while training.
    state_outputs : bool
        Whether to return the last states, too.
    projection_size : int
        For an LSTM: the size to which h is brought by one more product before it is passed on.

    Returns
    -------
    NDArray, or a list of the outputs and the last states

    Raises
    ------
    MXNetError if shapes do not fit.

    Shapes
    ------
    (time, batch, inputs) gives (time, batch, directions × state_size).

    Examples
    --------
    >>> x, parameters = nd.ones((3, 1, 2)), nd.ones(5) * 0.5
    >>> nd.RNN(x, parameters, nd.zeros((1, 1, 1)), state_size=1, num_layers=1, mode="rnn_relu")
    <BLANKLINE>
    [[[2.  ]]
    <BLANKLINE>
     [[3.  ]]
    <BLANKLINE>
     [[3.5 ]]]
    <NDArray 3x1x1 @cpu(0)>
    """
    given = (data.shape, parameters.shape, state.shape)
    if mode not in CELLS:
        raise error("RNN", (), f"mode is 'rnn_tanh', 'rnn_relu', 'lstm' or 'gru', not {mode!r}")
    if not state_size or not num_layers:
        raise error("RNN", given, "state_size and num_layers must be given")
    if len(data.shape) != 3:
        raise error("RNN", given, "the data must be (time, batch, inputs)", ((0, 0),))
    if (state_cell is not None) != (mode == "lstm"):
        wants = "wants a state_cell" if mode == "lstm" else "has no state_cell"
        raise error("RNN", given, f"mode {mode!r} {wants}")
    if projection_size and mode != "lstm":
        raise error("RNN", given, "only an LSTM has a projection")
    directions = 2 if bidirectional else 1
    states = [state] if state_cell is None else [state, state_cell]
    for kept, size in zip(states, (projection_size or state_size, state_size), strict=False):
        wanted = (num_layers * directions, data.shape[1], size)
        if kept.shape != wanted:
            reason = f"a state of {num_layers} layers for this batch has the shape {wanted}"
            raise error("RNN", (data.shape, kept.shape), reason, fits=(f"nd.zeros({wanted})",))
    shapes = _shapes(data.shape[2], state_size, num_layers, directions, CELLS[mode].gates, projection_size)
    count = sum(shape[0] * (shape[1] if len(shape) == 2 else 1) for shape in shapes)
    if parameters.shape != (count,):
        raise error("RNN", given, f"these layers have {count} parameters, in one vector", ((1, 0),))
    arrays = _cut(parameters, shapes)
    matrices = 3 if projection_size else 2
    pairs = num_layers * directions
    weights = [arrays[matrices * pair : matrices * (pair + 1)] for pair in range(pairs)]
    biases = [arrays[matrices * pairs + 2 * pair :][:2] for pair in range(pairs)]
    sets = [
        (*own[:2], *bias, own[2] if projection_size else None)
        for own, bias in zip(weights, biases, strict=True)
    ]
    by_layer = [sets[begin : begin + directions] for begin in range(0, pairs, directions)]
    output, last = layers(data, by_layer, states, mode, p)
    return with_states(output, last) if state_outputs else output


RNN.__module__ = "engine.nd"
functions["RNN"] = RNN
