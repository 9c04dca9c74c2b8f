"""Cells made of cells: on top of one another, or one from each end of the sequence."""

from engine import nd
from engine.gluon.rnn.cells import HybridRecurrentCell, RecurrentCell
from engine.gluon.rnn.sequences import formed, in_steps, masked, turned


class _Stack:
    """What both stacks do: each cell's output is the next one's input."""

    def add(self, cell):
        """Puts a cell on top.

        Examples
        --------
        >>> stack = gluon.rnn.SequentialRNNCell()
        >>> stack.add(gluon.rnn.GRUCell(2))
        >>> len(stack)
        1
        """
        self.register_child(cell)

    def state_info(self, batch_size=0):
        """The states of all cells, one after another."""
        return [info for cell in self._children.values() for info in cell.state_info(batch_size)]

    def _with_states(self, states):
        """Pairs of a cell and its own of all states."""
        begin = 0
        for cell in self._children.values():
            end = begin + len(cell.state_info())
            yield cell, states[begin:end]
            begin = end

    def forward(self, inputs, states):
        """One step through all cells."""
        if any(isinstance(cell, BidirectionalCell) for cell in self._children.values()):
            raise AssertionError("a stack with a BidirectionalCell has no single step: use unroll")
        after = []
        for cell, own in self._with_states(states):
            inputs, own = cell(inputs, own)
            after += own
        return inputs, after

    def unroll(self, length, inputs, begin_state=None, layout="NTC", merge_outputs=None, valid_length=None):
        """Goes through a sequence cell by cell; see `RecurrentCell.unroll`."""
        self.reset()
        whole = isinstance(inputs, nd.NDArray)
        batch_axis = layout.find("N") if whole else 0
        states = self._begun(begin_state, inputs if whole else inputs[0], batch_axis)
        after, top = [], len(self._children) - 1
        for place, (cell, own) in enumerate(self._with_states(states)):
            inputs, own = cell.unroll(
                length, inputs, own, layout, merge_outputs if place == top else None, valid_length
            )
            after += own
        return inputs, after

    def __getitem__(self, place):
        return list(self._children.values())[place]

    def __len__(self):
        return len(self._children)

    def __repr__(self):
        lines = [f"({name}): {cell!r}".replace("\n", "\n  ") for name, cell in self._children.items()]
        return "\n".join([f"{type(self).__name__}(", *lines, ")"])


class SequentialRNNCell(_Stack, RecurrentCell):
    """Cells on top of one another, as one cell with the states of all.

    Examples
    --------
    >>> stack = gluon.rnn.SequentialRNNCell()
    >>> stack.add(gluon.rnn.LSTMCell(3))
    >>> stack.add(gluon.rnn.GRUCell(2))
    >>> stack.initialize()
    >>> output, states = stack(nd.ones((1, 4)), stack.begin_state(batch_size=1))
    >>> output.shape, len(states)
    ((1, 2), 3)
    >>> stack
    SequentialRNNCell(
    (0): LSTMCell(4 -> 12)
    (1): GRUCell(3 -> 6)
    )
    """


class HybridSequentialRNNCell(_Stack, HybridRecurrentCell):
    """Cells on top of one another, all of them hybrid; here the same as `SequentialRNNCell`.

    Examples
    --------
    >>> stack = gluon.rnn.HybridSequentialRNNCell()
    >>> stack.add(gluon.rnn.RNNCell(3))
    >>> stack.initialize()
    >>> stack.unroll(2, nd.ones((1, 2, 4)), merge_outputs=True)[0].shape
    (1, 2, 3)
    """


class BidirectionalCell(HybridRecurrentCell):
    """Two cells, one through the sequence from its beginning, one from its end; their outputs are joined.

    It cannot take a single step, since the second cell begins at the end: use `unroll`.

    Parameters
    ----------
    l_cell : RecurrentCell
        The cell that begins at the beginning.
    r_cell : RecurrentCell
        The cell that begins at the end.
    output_prefix : str
        Accepted for MXNet's sake: outputs have no names here.

    Examples
    --------
    >>> cell = gluon.rnn.BidirectionalCell(gluon.rnn.GRUCell(2), gluon.rnn.GRUCell(3))
    >>> cell.initialize()
    >>> outputs, states = cell.unroll(4, nd.ones((1, 4, 6)), merge_outputs=True)
    >>> outputs.shape, [state.shape for state in states]
    ((1, 4, 5), [(1, 2), (1, 3)])
    """

    def __init__(self, l_cell, r_cell, output_prefix="bi_"):
        super().__init__(prefix="")
        self.register_child(l_cell, "l_cell")
        self.register_child(r_cell, "r_cell")

    def state_info(self, batch_size=0):
        """The states of the first cell, then those of the second."""
        return [info for cell in self._children.values() for info in cell.state_info(batch_size)]

    def forward(self, inputs, states):
        """There is none."""
        raise NotImplementedError("a BidirectionalCell has no single step: use unroll")

    def unroll(self, length, inputs, begin_state=None, layout="NTC", merge_outputs=None, valid_length=None):
        """Goes through a sequence from both ends; see `RecurrentCell.unroll`."""
        self.reset()
        steps = in_steps(inputs, length, layout)
        states = self._begun(begin_state, steps[0], 0)
        from_start, from_end = self._children.values()
        count = len(from_start.state_info())
        left, left_states = from_start.unroll(length, steps, states[:count], layout, False, valid_length)
        right, right_states = from_end.unroll(
            length, turned(steps, valid_length), states[count:], layout, False, valid_length
        )
        outputs = [nd.concat(*pair, dim=1) for pair in zip(left, turned(right, valid_length), strict=True)]
        if valid_length is not None:
            outputs = masked(outputs, valid_length, layout)
        return formed(outputs, length, layout, merge_outputs), left_states + right_states

    def __repr__(self):
        return "BidirectionalCell(forward={l_cell!r}, backward={r_cell!r})".format(**self._children)
