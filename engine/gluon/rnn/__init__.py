"""Recurrent networks: layers that take a whole sequence, and cells that take one step.

Examples
--------
>>> layer = gluon.rnn.LSTM(8)
>>> layer.initialize()
>>> outputs, (h, c) = layer(nd.ones((5, 2, 3)), layer.begin_state(batch_size=2))
>>> outputs.shape, h.shape
((5, 2, 8), (1, 2, 8))
"""

from engine.gluon.rnn.cells import GRUCell, HybridRecurrentCell, LSTMCell, RecurrentCell, RNNCell
from engine.gluon.rnn.compound import BidirectionalCell, HybridSequentialRNNCell, SequentialRNNCell
from engine.gluon.rnn.layers import GRU, LSTM, RNN
from engine.gluon.rnn.modifiers import DropoutCell, ModifierCell, ResidualCell, ZoneoutCell

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "BidirectionalCell",
    "DropoutCell",
    "GRUCell",
    "HybridRecurrentCell",
    "HybridSequentialRNNCell",
    "LSTMCell",
    "ModifierCell",
    "RNNCell",
    "RecurrentCell",
    "ResidualCell",
    "SequentialRNNCell",
    "ZoneoutCell",
]
