"""Recurrent layers: a whole sequence at once, several layers on top of one another, one direction or both."""

from engine.gluon.rnn.base import RecurrentLayer


def _plain(activation):
    if activation not in ("relu", "tanh"):
        raise KeyError(f"the activation of an RNN is 'relu' or 'tanh', not {activation!r}")
    return f"rnn_{activation}"


class RNN(RecurrentLayer):
    """Plain recurrent layers: a step's output is an activation of inputs and old state, each times a weight.

    Parameters
    ----------
    hidden_size : int
        The size of the state, which is the output of a step.
    num_layers : int
        How many layers stand on top of one another.
    activation : str
        'relu' or 'tanh'.
    layout : str
        'TNC' or 'NTC': the order of time, batch and channels in inputs and outputs.
    dropout : float
        The share of a layer's outputs that the next one does not see while training.
    bidirectional : bool
        Whether a second set of layers goes through the sequence from its end.
    i2h_weight_initializer, h2h_weight_initializer : Initializer or str
        How the weights of inputs and state are drawn.
    i2h_bias_initializer, h2h_bias_initializer : Initializer or str
        How the biases begin.
    input_size : int
        The number of inputs; found from the first batch if not given.
    dtype : str or type
        The type of the parameters.

    Called with inputs alone it begins with zeros and gives the outputs; with states to begin with it gives
    the outputs and the last states.

    Shapes
    ------
    (time, batch, inputs) gives (time, batch, hidden_size), twice as much in both directions. A state is
    (layers × directions, batch, hidden_size).

    Examples
    --------
    >>> layer = gluon.rnn.RNN(4, activation="tanh")
    >>> layer.initialize()
    >>> outputs, states = layer(nd.ones((3, 2, 5)), layer.begin_state(batch_size=2))
    >>> outputs.shape, [state.shape for state in states]
    ((3, 2, 4), [(1, 2, 4)])
    >>> layer
    RNN(5 -> 4, TNC)
    """

    def __init__(
        self,
        hidden_size,
        num_layers=1,
        activation="relu",
        layout="TNC",
        dropout=0,
        bidirectional=False,
        i2h_weight_initializer=None,
        h2h_weight_initializer=None,
        i2h_bias_initializer="zeros",
        h2h_bias_initializer="zeros",
        input_size=0,
        dtype="float32",
        **kwargs,
    ):
        initializers = {
            "i2h_weight": i2h_weight_initializer,
            "h2h_weight": h2h_weight_initializer,
            "i2h_bias": i2h_bias_initializer,
            "h2h_bias": h2h_bias_initializer,
        }
        super().__init__(
            _plain(activation), hidden_size, num_layers, layout, dropout, bidirectional, input_size,
            initializers, dtype, **kwargs,
        )  # fmt: skip


class LSTM(RecurrentLayer):
    """Layers of long short-term memory; see `LSTMCell` for a step.

    Parameters
    ----------
    hidden_size : int
        The size of the state, which is the output of a step.
    num_layers : int
        How many layers stand on top of one another.
    layout : str
        'TNC' or 'NTC': the order of time, batch and channels in inputs and outputs.
    dropout : float
        The share of a layer's outputs that the next one does not see while training.
    bidirectional : bool
        Whether a second set of layers goes through the sequence from its end.
    i2h_weight_initializer, h2h_weight_initializer : Initializer or str
        How the weights of inputs and state are drawn.
    i2h_bias_initializer, h2h_bias_initializer : Initializer or str
        How the biases begin.
    projection_size : int
        The size to which h is brought by one more product before it is passed on.
    h2r_weight_initializer : Initializer or str
        How the weight of that product is drawn.
    input_size : int
        The number of inputs; found from the first batch if not given.
    dtype : str or type
        The type of the parameters.

    Called with inputs alone it begins with zeros and gives the outputs; with states to begin with it gives
    the outputs and the last states.

    Shapes
    ------
    (time, batch, inputs) gives (time, batch, hidden_size), twice as much in both directions. Each of the two
    states is (layers × directions, batch, hidden_size).

    Examples
    --------
    >>> layer = gluon.rnn.LSTM(4, num_layers=2, bidirectional=True)
    >>> layer.initialize()
    >>> layer(nd.ones((3, 2, 5))).shape
    (3, 2, 8)
    >>> layer
    LSTM(5 -> 4, TNC, num_layers=2, bidirectional)
    """

    def __init__(
        self,
        hidden_size,
        num_layers=1,
        layout="TNC",
        dropout=0,
        bidirectional=False,
        input_size=0,
        i2h_weight_initializer=None,
        h2h_weight_initializer=None,
        i2h_bias_initializer="zeros",
        h2h_bias_initializer="zeros",
        projection_size=None,
        h2r_weight_initializer=None,
        dtype="float32",
        **kwargs,
    ):
        initializers = {
            "i2h_weight": i2h_weight_initializer,
            "h2h_weight": h2h_weight_initializer,
            "i2h_bias": i2h_bias_initializer,
            "h2h_bias": h2h_bias_initializer,
            "h2r_weight": h2r_weight_initializer,
        }
        super().__init__(
            "lstm", hidden_size, num_layers, layout, dropout, bidirectional, input_size, initializers,
            dtype, projection_size, **kwargs,
        )  # fmt: skip


class GRU(RecurrentLayer):
    """Layers of gated recurrent units; see `GRUCell` for a step.

    Parameters
    ----------
    hidden_size : int
        The size of the state, which is the output of a step.
    num_layers : int
        How many layers stand on top of one another.
    layout : str
        'TNC' or 'NTC': the order of time, batch and channels in inputs and outputs.
    dropout : float
        The share of a layer's outputs that the next one does not see while training.
    bidirectional : bool
        Whether a second set of layers goes through the sequence from its end.
    i2h_weight_initializer, h2h_weight_initializer : Initializer or str
        How the weights of inputs and state are drawn.
    i2h_bias_initializer, h2h_bias_initializer : Initializer or str
        How the biases begin.
    input_size : int
        The number of inputs; found from the first batch if not given.
    dtype : str or type
        The type of the parameters.

    Called with inputs alone it begins with zeros and gives the outputs; with states to begin with it gives
    the outputs and the last states.

    Shapes
    ------
    (time, batch, inputs) gives (time, batch, hidden_size), twice as much in both directions. The state is
    (layers × directions, batch, hidden_size).

    Examples
    --------
    >>> layer = gluon.rnn.GRU(4, layout="NTC")
    >>> layer.initialize()
    >>> layer(nd.ones((2, 3, 5))).shape
    (2, 3, 4)
    """

    def __init__(
        self,
        hidden_size,
        num_layers=1,
        layout="TNC",
        dropout=0,
        bidirectional=False,
        input_size=0,
        i2h_weight_initializer=None,
        h2h_weight_initializer=None,
        i2h_bias_initializer="zeros",
        h2h_bias_initializer="zeros",
        dtype="float32",
        **kwargs,
    ):
        initializers = {
            "i2h_weight": i2h_weight_initializer,
            "h2h_weight": h2h_weight_initializer,
            "i2h_bias": i2h_bias_initializer,
            "h2h_bias": h2h_bias_initializer,
        }
        super().__init__(
            "gru", hidden_size, num_layers, layout, dropout, bidirectional, input_size, initializers,
            dtype, **kwargs,
        )  # fmt: skip
