"""The base of recurrent layers: parameters, states, the way through the sequence; only the step differs."""

from functools import partial

from engine import nd
from engine.base import MXNetError, error
from engine.gluon.block import HybridBlock
from engine.gluon.parameter_dict import ParameterDict
from engine.gluon.rnn.cells import GRUCell, LSTMCell, RNNCell
from engine.gluon.rnn.compound import BidirectionalCell, HybridSequentialRNNCell
from engine.gluon.rnn.modifiers import DropoutCell
from engine.ops.recurrent import CELLS
from engine.ops.rnn import layers, with_states

_CELLS = {
    "rnn_relu": partial(RNNCell, activation="relu"),
    "rnn_tanh": RNNCell,
    "lstm": LSTMCell,
    "gru": GRUCell,
}


class RecurrentLayer(HybridBlock):
    """What RNN, LSTM and GRU have in common: all but the kind of step, which `mode` names."""

    def __init__(
        self,
        mode,
        hidden_size,
        num_layers,
        layout,
        dropout,
        bidirectional,
        input_size,
        initializers,
        dtype,
        projection_size=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if layout not in ("TNC", "NTC"):
            raise AssertionError(f"a layout is 'TNC' or 'NTC', not {layout!r}")
        self._mode = mode
        self._gates = CELLS[mode].gates
        self._hidden_size = hidden_size
        self._num_layers = num_layers
        self._layout = layout
        self._dropout = dropout
        self._sides = "lr" if bidirectional else "l"
        self._projection_size = projection_size or None
        self._dtype = dtype
        for layer in range(num_layers):
            for side in self._sides:
                for kind, shape in self._shapes(layer, input_size).items():
                    name = f"{side}{layer}_{kind}"
                    parameter = self.params.get(
                        name, shape=shape, init=initializers.get(kind), allow_deferred_init=True, dtype=dtype
                    )
                    setattr(self, name, parameter)

    def _shapes(self, layer, inputs):
        """The shapes of a layer's parameters in one direction, by their names' ends."""
        outputs, height = self._projection_size or self._hidden_size, self._gates * self._hidden_size
        shapes = {
            "i2h_weight": (height, outputs * len(self._sides) if layer else inputs),
            "h2h_weight": (height, outputs),
            "i2h_bias": (height,),
            "h2h_bias": (height,),
        }
        if self._projection_size:
            shapes["h2r_weight"] = (self._projection_size, self._hidden_size)
        return shapes

    def _by_place(self, prefix=""):
        """MXNet's names in files, which are those of a stack of cells."""
        found = {}
        for name, parameter in self._reg_params.items():
            place, _, kind = name.partition("_")
            side = f"{place[0]}_cell." if len(self._sides) == 2 else ""
            found[f"{prefix}_unfused.{place[1:]}.{side}{kind}"] = parameter
        return found

    def _unfuse(self):
        """The same as a stack of cells, which share the parameters and take a sequence step by step."""
        stack = HybridSequentialRNNCell(prefix=self.prefix, params=self.params)
        for layer in range(self._num_layers):
            cells = [self._cell(f"{side}{layer}_") for side in self._sides]
            stack.add(BidirectionalCell(*cells) if len(cells) == 2 else cells[0])
            if self._dropout and layer < self._num_layers - 1:
                stack.add(DropoutCell(self._dropout))
        return stack

    def _cell(self, place):
        """The cell of one layer in one direction, such as 'l0_'."""
        if self._projection_size:
            raise AssertionError("there are no cells with a projection")
        own = {name[len(place) :]: p for name, p in self._reg_params.items() if name.startswith(place)}
        shared = ParameterDict(self.prefix + place)
        shared.update({shared.prefix + name: parameter for name, parameter in own.items()})
        return _CELLS[self._mode](
            self._hidden_size,
            input_size=own["i2h_weight"].shape[1],
            prefix=shared.prefix,
            params=shared,
            **{f"{name}_initializer": parameter.init for name, parameter in own.items()},
        )

    def state_info(self, batch_size=0):
        """The shapes, layouts and dtypes of the states, a dictionary for each."""
        sizes = [self._projection_size or self._hidden_size, self._hidden_size]
        return [
            {
                "shape": (self._num_layers * len(self._sides), batch_size, size),
                "__layout__": "LNC",
                "dtype": self._dtype,
            }
            for size in (sizes if self._mode == "lstm" else sizes[:1])
        ]

    def begin_state(self, batch_size=0, func=nd.zeros, **kwargs):
        """The states before the first step.

        Parameters
        ----------
        batch_size : int
            The number of examples.
        func : callable
            Makes an array of a `shape` and a `dtype`, such as `nd.zeros`.
        kwargs
            Go to `func`, such as `ctx`.

        Examples
        --------
        >>> [state.shape for state in gluon.rnn.LSTM(5, num_layers=2).begin_state(batch_size=3)]
        [(2, 3, 5), (2, 3, 5)]
        """
        return [
            func(shape=info["shape"], **{"dtype": info["dtype"], **kwargs})
            for info in self.state_info(batch_size)
        ]

    def cast(self, dtype):
        """Changes the type of the parameters and of the states."""
        super().cast(dtype)
        self._dtype = dtype

    def infer_shape(self, inputs, states):
        """Settles the number of inputs from a batch."""
        self._check(inputs, states, ValueError)
        for side in self._sides:
            self._reg_params[f"{side}0_i2h_weight"].settle((self._gates * self._hidden_size, inputs.shape[2]))

    def forward(self, inputs, states=None):
        """The outputs of all steps; and the last states, if states to begin with are given."""
        given = [states] if isinstance(states, nd.NDArray) else states
        if states is None and isinstance(inputs, nd.NDArray):
            batch = inputs.shape[self._layout.find("N")]
            given = self.begin_state(batch, ctx=inputs.context, dtype=inputs.dtype)
        outputs, last = super().forward(inputs, given)
        if states is None:
            return outputs
        outputs, *last = with_states(outputs, last)
        return outputs, last

    def _check(self, inputs, states, kind):
        """Raises an error of this kind for inputs of other axes or for the wrong number of states."""
        name, expected = type(self).__name__, self.state_info()
        if len(inputs.shape) != 3:
            axes = {"T": "time", "N": "batch", "C": "inputs"}
            wanted = ", ".join(axes[letter] for letter in self._layout)
            raise error(name, (inputs.shape,), f"the inputs must be ({wanted})", kind=kind)
        if len(states) != len(expected):
            reason = f"states to begin with: {len(states)} given, {len(expected)} wanted"
            raise error(name, (inputs.shape,), reason)

    def hybrid_forward(self, F, inputs, states, **params):
        """The outputs of all steps, and the last states of each layer in each direction."""
        self._check(inputs, states, MXNetError)
        expected = self.state_info(inputs.shape[self._layout.find("N")])
        for state, info in zip(states, expected, strict=True):
            if state.shape != info["shape"]:
                reason = f"for these inputs a state has the shape {info['shape']}"
                raise error(type(self).__name__, (inputs.shape, state.shape), reason, kind=ValueError)
        kinds = ("i2h_weight", "h2h_weight", "i2h_bias", "h2h_bias", "h2r_weight")
        weights = [
            [[params.get(f"{side}{layer}_{kind}") for kind in kinds] for side in self._sides]
            for layer in range(self._num_layers)
        ]
        batch_first = self._layout == "NTC"
        inputs = inputs.swapaxes(0, 1) if batch_first else inputs
        outputs, last = layers(inputs, weights, states, self._mode, self._dropout)
        return outputs.swapaxes(0, 1) if batch_first else outputs, last

    def __repr__(self):
        inputs = self._reg_params["l0_i2h_weight"].shape[1] or None
        facts = [f"{inputs} -> {self._hidden_size}", self._layout]
        facts += [f"num_layers={self._num_layers}"] if self._num_layers != 1 else []
        facts += [f"dropout={self._dropout}"] if self._dropout else []
        facts += ["bidirectional"] if len(self._sides) == 2 else []
        return f"{type(self).__name__}({', '.join(facts)})"
