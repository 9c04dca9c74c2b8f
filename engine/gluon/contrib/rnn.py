"""A cell of MXNet's `gluon.contrib.rnn`: long short-term memory whose hidden state is made smaller."""

from engine.gluon.rnn.cells import LSTMCell

__all__ = ["LSTMPCell"]


class LSTMPCell(LSTMCell):
    """Long short-term memory, whose hidden state one more product brings to another size.

    Parameters
    ----------
    hidden_size : int
        The size of the cell state.
    projection_size : int
        The size of the hidden state, which is the output.
    h2r_weight_initializer : Initializer or str
        How the weight of that product is drawn.
    kwargs
        As for `LSTMCell`: the other initialisers, input_size.

    Examples
    --------
    >>> cell = gluon.contrib.rnn.LSTMPCell(4, 2)
    >>> cell.initialize()
    >>> output, states = cell(nd.ones((3, 5)), cell.begin_state(batch_size=3))
    >>> output.shape, [state.shape for state in states]
    ((3, 2), [(3, 2), (3, 4)])
    """

    def __init__(self, hidden_size, projection_size, h2r_weight_initializer=None, **kwargs):
        self._projection_size = projection_size
        self._h2r_weight_initializer = h2r_weight_initializer
        super().__init__(hidden_size, **kwargs)

    def _alias(self):
        return "lstmp"

    def _parameter(self, name, shape, init):
        if name != "h2h_weight":
            return super()._parameter(name, shape, init)
        recurrent = super()._parameter(name, (shape[0], self._projection_size), init)
        shape = (self._projection_size, self._hidden_size)  # second among the parameters, as on MXNet
        self.h2r_weight = super()._parameter("h2r_weight", shape, self._h2r_weight_initializer)
        return recurrent

    def state_info(self, batch_size=0):
        """(batch, projection_size) and (batch, hidden_size)."""
        sizes = (self._projection_size, self._hidden_size)
        return [{"shape": (batch_size, size), "__layout__": "NC"} for size in sizes]

    def hybrid_forward(self, F, inputs, states, h2r_weight, **weights):
        """The new hidden state, and both new states."""
        h, (_, c) = super().hybrid_forward(F, inputs, states, **weights)
        r = F.FullyConnected(h, h2r_weight, no_bias=True, num_hidden=self._projection_size)
        return r, [r, c]

    def _more(self):
        return f" -> {self._projection_size}"
