"""Cells that change what another cell does: dropout, zoneout, a way around it."""

from numbers import Number

from engine import nd
from engine.gluon.rnn.cells import HybridRecurrentCell
from engine.gluon.rnn.compound import BidirectionalCell
from engine.gluon.rnn.sequences import formed, masked


class DropoutCell(HybridRecurrentCell):
    """Dropout of the inputs as a cell without states, to stand between others.

    Parameters
    ----------
    rate : float
        The share of inputs to drop while training.
    axes : tuple of int
        Along these axes elements are dropped together.

    Examples
    --------
    >>> cell = gluon.rnn.DropoutCell(0.5)
    >>> cell(nd.ones((1, 2)), [])
    (
    [[1. 1.]]
    <NDArray 1x2 @cpu(0)>, [])
    """

    def __init__(self, rate, axes=(), prefix=None, params=None):
        super().__init__(prefix=prefix, params=params)
        if not isinstance(rate, Number):
            raise AssertionError(f"the rate of dropout is a number from 0 to 1, not {rate!r}")
        self._rate = rate
        self._axes = axes

    def _alias(self):
        return "dropout"

    def state_info(self, batch_size=0):
        """No states."""
        return []

    def hybrid_forward(self, F, inputs, states):
        """The inputs, or what is left of them."""
        return F.Dropout(inputs, p=self._rate, axes=self._axes) if self._rate > 0 else inputs, states

    def unroll(self, length, inputs, begin_state=None, layout="NTC", merge_outputs=None, valid_length=None):
        """Goes through a sequence, at once where it is one array; see `RecurrentCell.unroll`."""
        inputs = formed(inputs, length, layout, merge_outputs)
        if isinstance(inputs, nd.NDArray):
            return self.hybrid_forward(nd, inputs, begin_state or [])
        return super().unroll(length, inputs, begin_state, layout, merge_outputs)

    def __repr__(self):
        return f"DropoutCell(rate={self._rate}, axes={self._axes})"


class ModifierCell(HybridRecurrentCell):
    """The base of cells that change another: they have its states and parameters, and stand in its place.

    Parameters
    ----------
    base_cell : RecurrentCell
        The cell to change.

    Raises AssertionError if it is inside a modifier already.
    """

    def __init__(self, base_cell):
        if base_cell._modified:
            raise AssertionError(f"{base_cell.name} is inside a modifier cell already")
        base_cell._modified = True
        super().__init__(prefix=base_cell.prefix + self._alias())
        self.base_cell = base_cell

    @property
    def params(self):
        """The parameters of the cell inside."""
        return self.base_cell.params

    def state_info(self, batch_size=0):
        """The states of the cell inside."""
        return self.base_cell.state_info(batch_size)

    def __repr__(self):
        return f"{type(self).__name__}({self.base_cell!r})"


class ZoneoutCell(ModifierCell):
    """Zoneout: while training, some outputs and states stay as they were a step before.

    Parameters
    ----------
    base_cell : RecurrentCell
        The cell to change.
    zoneout_outputs, zoneout_states : float
        The share of outputs and of states that stay.

    Examples
    --------
    >>> cell = gluon.rnn.ZoneoutCell(gluon.rnn.GRUCell(2), zoneout_states=0.5)
    >>> cell.initialize()
    >>> cell.unroll(3, nd.ones((1, 3, 4)), merge_outputs=True)[0].shape
    (1, 3, 2)
    """

    def __init__(self, base_cell, zoneout_outputs=0.0, zoneout_states=0.0):
        if isinstance(base_cell, BidirectionalCell):
            raise AssertionError("a BidirectionalCell takes no single steps: put ZoneoutCell into it")
        super().__init__(base_cell)
        self.zoneout_outputs = zoneout_outputs
        self.zoneout_states = zoneout_states
        self._before = None

    def _alias(self):
        return "zoneout"

    def reset(self):
        """Forgets the output of the last step."""
        super().reset()
        self._before = None

    def hybrid_forward(self, F, inputs, states):
        """The step of the cell inside, mixed with the one before."""
        output, after = self.base_cell(inputs, states)
        before = F.zeros_like(output) if self._before is None else self._before
        output = self._mixed(F, self.zoneout_outputs, output, before)
        after = [
            self._mixed(F, self.zoneout_states, new, old) for new, old in zip(after, states, strict=True)
        ]
        self._before = output
        return output, after

    @staticmethod
    def _mixed(F, rate, new, old):
        return F.where(F.Dropout(F.ones_like(new), p=rate), new, old) if rate else new

    def __repr__(self):
        rates = f"p_out={self.zoneout_outputs}, p_state={self.zoneout_states}"
        return f"ZoneoutCell({rates}, {self.base_cell!r})"


class ResidualCell(ModifierCell):
    """A way around a cell: its inputs are added to its outputs, which must be as many.

    Parameters
    ----------
    base_cell : RecurrentCell
        The cell to go around.

    Examples
    --------
    >>> cell = gluon.rnn.ResidualCell(gluon.rnn.GRUCell(2))
    >>> cell.initialize(init.Zero())
    >>> cell(nd.array([[3, 4]]), cell.begin_state(batch_size=1))[0]
    <BLANKLINE>
    [[3. 4.]]
    <NDArray 1x2 @cpu(0)>
    """

    def hybrid_forward(self, F, inputs, states):
        """The output of the cell inside, and its inputs."""
        output, states = self.base_cell(inputs, states)
        return F.elemwise_add(output, inputs), states

    def unroll(self, length, inputs, begin_state=None, layout="NTC", merge_outputs=None, valid_length=None):
        """Goes through a sequence in the way of the cell inside; see `RecurrentCell.unroll`."""
        self.reset()
        whole = isinstance(inputs, nd.NDArray)
        states = self._begun(begin_state, inputs if whole else inputs[0], layout.find("N") if whole else 0)
        outputs, states = self.base_cell.unroll(length, inputs, states, layout, merge_outputs, valid_length)
        around = inputs if valid_length is None else masked(inputs, valid_length, layout)
        merge = isinstance(outputs, nd.NDArray)
        around = formed(around, length, layout, merge)
        if merge:
            return nd.elemwise_add(outputs, around), states
        return [nd.elemwise_add(*pair) for pair in zip(outputs, around, strict=True)], states
