"""Cells: one step of a recurrent network. `unroll` takes them through a sequence."""

import math

from engine import nd
from engine.gluon.block import Block, HybridBlock
from engine.gluon.rnn.sequences import formed, in_steps, last_valid, masked


class RecurrentCell(Block):
    """The base of cells: from the inputs of a step and the states a cell makes an output and new states.

    A subclass says the shapes of its states in `state_info`.
    """

    def __init__(self, prefix=None, params=None):
        super().__init__(prefix=prefix, params=params)
        self._modified = False

    def reset(self):
        """Forgets what a cell remembers between steps besides its states, before another sequence."""
        for cell in self._children.values():
            cell.reset()

    def state_info(self, batch_size=0):
        """The shapes and layouts of the states, a dictionary for each."""
        raise NotImplementedError(f"{type(self).__name__} has no state_info(self, batch_size) yet")

    def begin_state(self, batch_size=0, func=nd.zeros, **kwargs):
        """The states before the first step.

        Parameters
        ----------
        batch_size : int
            The number of examples.
        func : callable
            Makes an array of a `shape`, such as `nd.zeros`.
        kwargs
            Go to `func`, such as `ctx` or `dtype`.

        Raises AssertionError for a cell inside a modifier, whose own states count.

        Examples
        --------
        >>> gluon.rnn.GRUCell(2).begin_state(batch_size=1)
        [
        [[0. 0.]]
        <NDArray 1x2 @cpu(0)>]
        """
        if self._modified:
            raise AssertionError(
                f"{self.name} is inside a modifier cell, such as ZoneoutCell: call begin_state there"
            )
        return [func(shape=info["shape"], **kwargs) for info in self.state_info(batch_size)]

    def unroll(self, length, inputs, begin_state=None, layout="NTC", merge_outputs=None, valid_length=None):
        """Goes through a sequence step by step.

        Parameters
        ----------
        length : int
            The number of steps.
        inputs : NDArray or list of NDArray
            The sequence in the layout, or an array (batch, …) for each step.
        begin_state : list of NDArray
            The states before the first step; zeros if not given.
        layout : str
            'NTC' or 'TNC': the order of batch, time and channels.
        merge_outputs : bool
            True gives the outputs as one array, False as a list; None whichever is at hand.
        valid_length : NDArray
            (batch,): how long each example is. Outputs after its end are 0, and its states are those at its
            end.

        Returns
        -------
        The outputs, and the list of the last states.

        Raises AssertionError if the inputs do not have `length` steps.

        Examples
        --------
        >>> cell = gluon.rnn.RNNCell(4)
        >>> cell.initialize()
        >>> outputs, states = cell.unroll(3, nd.ones((2, 3, 5)), merge_outputs=True)
        >>> outputs.shape, states[0].shape
        ((2, 3, 4), (2, 4))
        """
        self.reset()
        steps = in_steps(inputs, length, layout)
        states = self._begun(begin_state, steps[0], 0)
        outputs, passed = [], []
        for step in steps:
            output, states = self(step, states)
            outputs.append(output)
            passed.append(states)
        if valid_length is not None:
            states = last_valid(passed, valid_length)
            outputs = masked(outputs, valid_length, layout)
        return formed(outputs, length, layout, merge_outputs), states

    def _begun(self, states, inputs, batch_axis):
        """The states given, or zeros that fit the inputs."""
        if states is not None:
            return states
        return self.begin_state(inputs.shape[batch_axis], ctx=inputs.context, dtype=inputs.dtype)


class HybridRecurrentCell(RecurrentCell, HybridBlock):
    """The base of cells that compute in `hybrid_forward(self, F, inputs, states, …)`."""

    def __init__(self, prefix=None, params=None):
        super().__init__(prefix=prefix, params=params)


class _GatedCell(HybridRecurrentCell):
    """What the plain cell, the LSTM and the GRU have in common: their parameters."""

    _gates = 1
    _states = 1

    def __init__(
        self,
        hidden_size,
        i2h_weight_initializer,
        h2h_weight_initializer,
        i2h_bias_initializer,
        h2h_bias_initializer,
        input_size,
        prefix,
        params,
    ):
        super().__init__(prefix=prefix, params=params)
        self._hidden_size = hidden_size
        self._input_size = input_size
        height = self._gates * hidden_size
        self.i2h_weight = self._parameter("i2h_weight", (height, input_size), i2h_weight_initializer)
        self.h2h_weight = self._parameter("h2h_weight", (height, hidden_size), h2h_weight_initializer)
        self.i2h_bias = self._parameter("i2h_bias", (height,), i2h_bias_initializer)
        self.h2h_bias = self._parameter("h2h_bias", (height,), h2h_bias_initializer)

    def _parameter(self, name, shape, init):
        return self.params.get(name, shape=shape, init=init, allow_deferred_init=True)

    def state_info(self, batch_size=0):
        """(batch, hidden_size) for each state."""
        return [{"shape": (batch_size, self._hidden_size), "__layout__": "NC"} for _ in range(self._states)]

    def infer_shape(self, inputs, states):
        """Settles the number of inputs from a batch."""
        self.i2h_weight.settle((self._gates * self._hidden_size, math.prod(inputs.shape[1:])))

    def _shares(self, F, inputs, states, i2h_weight, h2h_weight, i2h_bias, h2h_bias):
        """What the inputs and what the state contribute to the gates."""
        return (
            F.FullyConnected(inputs, i2h_weight, i2h_bias, num_hidden=self._gates * self._hidden_size),
            F.FullyConnected(states[0], h2h_weight, h2h_bias, num_hidden=self._gates * self._hidden_size),
        )

    def __repr__(self):
        height, inputs = self.i2h_weight.shape
        return f"{type(self).__name__}({inputs or None} -> {height}{self._more()})"

    def _more(self):
        return ""


def _activated(F, activation, inputs):
    """An activation by its name, or by the function or block given."""
    return F.Activation(inputs, act_type=activation) if isinstance(activation, str) else activation(inputs)


class RNNCell(_GatedCell):
    """A plain recurrent cell: the new state is an activation of inputs and old state, each times a weight.

    Parameters
    ----------
    hidden_size : int
        The size of the state, which is the output.
    activation : str or callable
        'tanh', 'relu' or another activation.
    i2h_weight_initializer, h2h_weight_initializer : Initializer or str
        How the weights of inputs and state are drawn.
    i2h_bias_initializer, h2h_bias_initializer : Initializer or str
        How the biases begin.
    input_size : int
        The number of inputs; found from the first batch if not given.

    Shapes
    ------
    (batch, inputs) and a state (batch, hidden_size) give (batch, hidden_size) and the new state.

    Examples
    --------
    >>> cell = gluon.rnn.RNNCell(2, activation="relu")
    >>> cell.initialize(init.One())
    >>> output, states = cell(nd.array([[1, 2]]), cell.begin_state(batch_size=1))
    >>> output
    <BLANKLINE>
    [[3. 3.]]
    <NDArray 1x2 @cpu(0)>
    >>> cell(nd.array([[0, 1]]), states)[0]
    <BLANKLINE>
    [[7. 7.]]
    <NDArray 1x2 @cpu(0)>
    """

    def __init__(
        self,
        hidden_size,
        activation="tanh",
        i2h_weight_initializer=None,
        h2h_weight_initializer=None,
        i2h_bias_initializer="zeros",
        h2h_bias_initializer="zeros",
        input_size=0,
        prefix=None,
        params=None,
    ):
        super().__init__(
            hidden_size, i2h_weight_initializer, h2h_weight_initializer, i2h_bias_initializer,
            h2h_bias_initializer, input_size, prefix, params,
        )  # fmt: skip
        self._activation = activation

    def _alias(self):
        return "rnn"

    def hybrid_forward(self, F, inputs, states, **weights):
        """The new state, which is the output too."""
        output = _activated(F, self._activation, F.elemwise_add(*self._shares(F, inputs, states, **weights)))
        return output, [output]

    def _more(self):
        return f", {self._activation}"


class LSTMCell(_GatedCell):
    """Long short-term memory: a cell state that gates let fade, write to and read from.

    The gates stand in the parameters in the order input, forget, candidate, output.

    Parameters
    ----------
    hidden_size : int
        The size of both states.
    i2h_weight_initializer, h2h_weight_initializer : Initializer or str
        How the weights of inputs and state are drawn.
    i2h_bias_initializer, h2h_bias_initializer : Initializer or str
        How the biases begin.
    input_size : int
        The number of inputs; found from the first batch if not given.
    activation : str
        The activation of the candidate and of the cell state.
    recurrent_activation : str
        The activation of the gates.

    Shapes
    ------
    (batch, inputs) and two states (batch, hidden_size) give (batch, hidden_size) and the new states.

    Examples
    --------
    >>> cell = gluon.rnn.LSTMCell(3)
    >>> cell.initialize()
    >>> output, states = cell(nd.ones((2, 5)), cell.begin_state(batch_size=2))
    >>> output.shape, [state.shape for state in states]
    ((2, 3), [(2, 3), (2, 3)])
    >>> cell
    LSTMCell(5 -> 12)
    """

    _gates = 4
    _states = 2

    def __init__(
        self,
        hidden_size,
        i2h_weight_initializer=None,
        h2h_weight_initializer=None,
        i2h_bias_initializer="zeros",
        h2h_bias_initializer="zeros",
        input_size=0,
        prefix=None,
        params=None,
        activation="tanh",
        recurrent_activation="sigmoid",
    ):
        super().__init__(
            hidden_size, i2h_weight_initializer, h2h_weight_initializer, i2h_bias_initializer,
            h2h_bias_initializer, input_size, prefix, params,
        )  # fmt: skip
        self._activation = activation
        self._recurrent_activation = recurrent_activation

    def _alias(self):
        return "lstm"

    def hybrid_forward(self, F, inputs, states, **weights):
        """The new hidden state, and both new states."""
        gates = F.elemwise_add(*self._shares(F, inputs, states, **weights))
        i, f, candidate, o = F.split(gates, num_outputs=4, axis=1)
        i, f, o = (_activated(F, self._recurrent_activation, gate) for gate in (i, f, o))
        c = F.elemwise_add(
            F.elemwise_mul(f, states[1]),
            F.elemwise_mul(i, _activated(F, self._activation, candidate)),
        )
        h = F.elemwise_mul(o, _activated(F, self._activation, c))
        return h, [h, c]


class GRUCell(_GatedCell):
    """A gated recurrent unit: one gate mixes the old state into the new, another resets what the state says.

    The gates stand in the parameters in the order reset, update, candidate. The reset gate is applied after
    the product with the state's weight.

    Parameters
    ----------
    hidden_size : int
        The size of the state, which is the output.
    i2h_weight_initializer, h2h_weight_initializer : Initializer or str
        How the weights of inputs and state are drawn.
    i2h_bias_initializer, h2h_bias_initializer : Initializer or str
        How the biases begin.
    input_size : int
        The number of inputs; found from the first batch if not given.

    Shapes
    ------
    (batch, inputs) and a state (batch, hidden_size) give (batch, hidden_size) and the new state.

    Examples
    --------
    >>> cell = gluon.rnn.GRUCell(3)
    >>> cell.initialize()
    >>> output, states = cell(nd.ones((2, 5)), cell.begin_state(batch_size=2))
    >>> output.shape, cell
    ((2, 3), GRUCell(5 -> 9))
    """

    _gates = 3

    def __init__(
        self,
        hidden_size,
        i2h_weight_initializer=None,
        h2h_weight_initializer=None,
        i2h_bias_initializer="zeros",
        h2h_bias_initializer="zeros",
        input_size=0,
        prefix=None,
        params=None,
    ):
        super().__init__(
            hidden_size, i2h_weight_initializer, h2h_weight_initializer, i2h_bias_initializer,
            h2h_bias_initializer, input_size, prefix, params,
        )  # fmt: skip

    def _alias(self):
        return "gru"

    def hybrid_forward(self, F, inputs, states, **weights):
        """The new state, which is the output too."""
        from_inputs, from_state = (
            F.split(share, num_outputs=3, axis=1) for share in self._shares(F, inputs, states, **weights)
        )
        reset, update = (
            F.sigmoid(F.elemwise_add(*pair)) for pair in zip(from_inputs[:2], from_state[:2], strict=True)
        )
        candidate = F.tanh(F.elemwise_add(from_inputs[2], F.elemwise_mul(reset, from_state[2])))
        output = F.elemwise_add(F.elemwise_mul(1 - update, candidate), F.elemwise_mul(update, states[0]))
        return output, [output]
