"""The rows of recurrence: one layer through all time steps in one direction, and back through time by hand.

What the inputs contribute at every step is a product of the whole sequence, made before; here is what must
wait its turn: one product a step with the state. A pass back through time finds the gradients of all inputs
together, so a row's vjps share what `Trace` holds.
"""

from typing import NamedTuple

from engine.ops.dispatch import op
from engine.ops.op import RawOps


class Cell(NamedTuple):
    """A kind of step.

    gates
        How many vectors of the state's size the products with the weights give.
    step
        `step(F, x, s, h, c)`: from the inputs' share `x`, the state's share `s` (its product with the
        weight, plus bias) and the states h and c to the new h and c, and what the way back needs.
    back
        `back(F, dh, dc, kept, h, c)`: from the gradients of the new states to those of x and s, of h
        where it does not go through the weight (None if it only does), and of c.
    """

    gates: int
    step: callable
    back: callable


def _tanh_step(F, x, s, h, c):
    new = F.tanh(x + s)
    return new, None, new


def _tanh_back(F, dh, dc, kept, h, c):
    passed = dh * (1 - kept * kept)
    return passed, passed, None, None


def _relu_step(F, x, s, h, c):
    new = F.relu(x + s)
    return new, None, new


def _relu_back(F, dh, dc, kept, h, c):
    passed = dh * (kept > 0)
    return passed, passed, None, None


def _parts(gates, count):
    size = gates.shape[1] // count
    return [gates[:, part * size : (part + 1) * size] for part in range(count)]


def _lstm_step(F, x, s, h, c):
    i, f, candidate, o = _parts(x + s, 4)
    i, f, candidate, o = F.sigmoid(i), F.sigmoid(f), F.tanh(candidate), F.sigmoid(o)
    new = f * c + i * candidate
    squashed = F.tanh(new)
    return o * squashed, new, (i, f, candidate, o, squashed)


def _lstm_back(F, dh, dc, kept, h, c):
    i, f, candidate, o, squashed = kept
    dc = dc + dh * o * (1 - squashed * squashed)
    passed = F.concat(
        dc * candidate * i * (1 - i),
        dc * c * f * (1 - f),
        dc * i * (1 - candidate * candidate),
        dh * squashed * o * (1 - o),
        dim=1,
    )
    return passed, passed, None, dc * f


def _gru_step(F, x, s, h, c):
    (xr, xz, xn), (sr, sz, sn) = _parts(x, 3), _parts(s, 3)
    r, z = F.sigmoid(xr + sr), F.sigmoid(xz + sz)
    n = F.tanh(xn + r * sn)
    return n + z * (h - n), None, (r, z, n, sn)


def _gru_back(F, dh, dc, kept, h, c):
    r, z, n, sn = kept
    dn = dh * (1 - z) * (1 - n * n)
    dr = dn * sn * r * (1 - r)
    dz = dh * (h - n) * z * (1 - z)
    return F.concat(dr, dz, dn, dim=1), F.concat(dr, dz, dn * r, dim=1), dh * z, None


#: The kinds of steps by MXNet's names.
CELLS = {
    "rnn_tanh": Cell(1, _tanh_step, _tanh_back),
    "rnn_relu": Cell(1, _relu_step, _relu_back),
    "lstm": Cell(4, _lstm_step, _lstm_back),
    "gru": Cell(3, _gru_step, _gru_back),
}


class Step(NamedTuple):
    """One step as it was: the states before, what the cell keeps, h before and after its projection."""

    h: object
    c: object
    kept: object
    whole: object
    output: object


def _forward(F, x, weight, bias, h, c, projection, mode, reverse):
    """All steps, in the order in which they were taken, and the last states."""
    step, steps = CELLS[mode].step, []
    for time in _times(x, reverse):
        shared = F.dot(h, weight, transpose_b=True) + bias
        whole, new_c, kept = step(F, x[time], shared, h, c)
        output = whole if projection is None else F.dot(whole, projection, transpose_b=True)
        steps.append(Step(h, c, kept, whole, output))
        h, c = output, new_c
    return steps, h, c


def _back(F, g, steps, x, weight, projection, mode, reverse):
    """The gradients of x, weight, bias, h, c and projection."""
    dy, dh, dc = (*g, None)[:3]
    back = CELLS[mode].back
    dh = F.zeros_like(steps[0].h) if dh is None else dh
    dc = F.zeros_like(steps[0].c) if dc is None and steps[0].c is not None else dc
    to_x, to_s, to_output = [], [], []
    for time, step in zip(_times(x, not reverse), reversed(steps), strict=True):
        if dy is not None:
            dh = dh + dy[time]
        if projection is not None:
            to_output.append(dh)
            dh = F.dot(dh, projection)
        dx, ds, around, dc = back(F, dh, dc, step.kept, step.h, step.c)
        to_x.append(dx)
        to_s.append(ds)
        dh = F.dot(ds, weight)
        dh = dh if around is None else dh + around
    to_x = to_x if reverse else to_x[::-1]
    ds = F.concat(*to_s, dim=0)
    dweight = F.dot(ds, F.concat(*[step.h for step in reversed(steps)], dim=0), transpose_a=True)
    dprojection = None
    if projection is not None:
        wholes = F.concat(*[step.whole for step in reversed(steps)], dim=0)
        dprojection = F.dot(F.concat(*to_output, dim=0), wholes, transpose_a=True)
    return F.stack(*to_x, axis=0), dweight, F.sum(ds, axis=0), dh, dc, dprojection


def _times(x, reverse):
    return range(x.shape[0] - 1, -1, -1) if reverse else range(x.shape[0])


class Trace:
    """Which layer this is; what its forward keeps for the way back, and the gradients found there."""

    __slots__ = ("found", "heads", "mode", "reverse", "steps")

    def __init__(self, mode, reverse):
        self.mode = mode
        self.reverse = reverse
        self.steps = self.heads = self.found = None

    def gradients(self, F, g, x, weight, bias, h, c, projection):
        """The gradients of all inputs from those of the outputs.

        For `create_graph` the steps are taken again, recorded, for each input anew: keeping what is on the
        tape here would tie the tape to itself.
        """
        mode, reverse = self.mode, self.reverse
        if type(F) is not RawOps:
            steps, _, _ = _forward(F, x, weight, bias, h, c, projection, mode, reverse)
            return _back(F, g, steps, x, weight, projection, mode, reverse)
        if self.heads is not g:
            self.found = _back(F, g, self.steps, x, weight, projection, mode, reverse)
            self.heads = g
        return self.found


def _gradient_of(index):
    def vjp(F, g, y, *inputs, trace):
        return trace.gradients(F, g, *inputs)[index]

    return vjp


def _recurrent(xp, x, weight, bias, h, c=None, projection=None, *, trace):
    """All outputs and the last states, from the inputs' shares (time, batch, gates × size)."""
    steps, h, c = _forward(RawOps.of(xp), x, weight, bias, h, c, projection, trace.mode, trace.reverse)
    trace.steps = steps
    outputs = [step.output for step in (reversed(steps) if trace.reverse else steps)]
    states = [h] if c is None else [h, c]
    return [xp.stack(outputs), *[state.copy() for state in states]]


_RULES = (
    "g, back through time",
    "gᵀ · state, summed over time",
    "g, summed over time and the batch",
    "g, back to the first step",
    "g, back to the first step",
    "gᵀ · state, summed over time",
)

#: The rows, by the kinds of steps: a graph names its nodes after them.
ROWS = {
    mode: op(
        *[_gradient_of(index) for index in range(6)],
        rules=_RULES,
        inputs=6,
        public=False,
        name=mode,
        dtype_of_input=False,
    )(_recurrent)
    for mode in CELLS
}
