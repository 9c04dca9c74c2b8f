"""Rows of sequences of different lengths in one batch, padded at their ends."""

from engine.base import error
from engine.ops.dispatch import op


def _lengths(name, data, sequence_length, use_sequence_length, axis):
    """The lengths as integers, or None where all sequences are whole; raises where they do not fit."""
    if axis not in (0, 1):
        raise error(name, (data.shape,), f"time stands on axis 0 or 1, not {axis}")
    if data.ndim < 2:
        raise error(name, (data.shape,), "the data must be (time, batch, …), or (batch, time, …) with axis=1")
    if use_sequence_length != (sequence_length is not None):
        wants = "is missing" if use_sequence_length else "counts only with use_sequence_length=True"
        raise error(name, (data.shape,), f"sequence_length {wants}")
    if not use_sequence_length:
        return None
    if sequence_length.shape != (data.shape[1 - axis],):
        reason = f"there are {data.shape[1 - axis]} sequences, so there are as many lengths"
        raise error(name, (data.shape, sequence_length.shape), reason, ((0, 1 - axis), (1, 0)))
    return sequence_length.astype("int64")


def _times(xp, data, axis):
    """0, 1, 2, … along the axis of time."""
    return xp.arange(data.shape[axis]).reshape((-1, 1) if axis == 0 else (1, -1))


def _spread(array, data):
    """An array of (time, batch) or (batch, time) with axes of size 1 for what the data has besides."""
    return array.reshape(array.shape + (1,) * (data.ndim - 2))


@op(
    lambda F, g, y, data, sequence_length, **options: F.SequenceMask(
        g, sequence_length, **{**options, "value": 0}
    ),
    rules=("g where a is within its sequence, else 0", "0"),
    inputs=2,
    mixed=True,
)
def SequenceMask(xp, data, sequence_length=None, use_sequence_length=False, value=0.0, axis=0):
    """The sequences, with one value in place of all that comes after their ends.

    Parameters
    ----------
    data : NDArray
        (time, batch, …).
    sequence_length : NDArray
        (batch,): how long each sequence is.
    use_sequence_length : bool
        Whether lengths are given; without them nothing changes.
    value : float
        What stands after the ends.
    axis : int
        The axis of time, 0 or 1; the batch is the other.

    Raises
    ------
    MXNetError if there is not one length for each sequence.

    Shapes
    ------
    As the data.

    Examples
    --------
    >>> nd.SequenceMask(nd.ones((3, 2)), nd.array([1, 3]), use_sequence_length=True)
    <BLANKLINE>
    [[1. 1.]
     [0. 1.]
     [0. 1.]]
    <NDArray 3x2 @cpu(0)>
    """
    lengths = _lengths("SequenceMask", data, sequence_length, use_sequence_length, axis)
    if lengths is None:
        return data.copy()
    inside = _times(xp, data, axis) < (lengths[None] if axis == 0 else lengths[:, None])
    return xp.where(_spread(inside, data), data, data.dtype.type(value))


def _last(xp, data, lengths, axis):
    """The index of the last element of each sequence."""
    size = data.shape[axis]
    ends = xp.full(data.shape[1 - axis], size - 1) if lengths is None else lengths - 1
    here = xp.arange(data.shape[1 - axis])
    return (ends, here) if axis == 0 else (here, ends)


@op(
    lambda F, g, y, data, sequence_length, **options: F._last_put(g, data, sequence_length, **options),
    rules=("g where a is its sequence's last, else 0", "0"),
    inputs=2,
    mixed=True,
)
def SequenceLast(xp, data, sequence_length=None, use_sequence_length=False, axis=0):
    """The last element of each sequence.

    Parameters
    ----------
    data : NDArray
        (time, batch, …).
    sequence_length : NDArray
        (batch,): how long each sequence is.
    use_sequence_length : bool
        Whether lengths are given; else all sequences are whole.
    axis : int
        The axis of time, 0 or 1; the batch is the other.

    Raises
    ------
    MXNetError if there is not one length for each sequence.

    Shapes
    ------
    (time, batch, …) gives (batch, …).

    Examples
    --------
    >>> x = nd.arange(6).reshape((3, 2))
    >>> nd.SequenceLast(x, nd.array([1, 3]), use_sequence_length=True)
    <BLANKLINE>
    [0. 5.]
    <NDArray 2 @cpu(0)>
    """
    lengths = _lengths("SequenceLast", data, sequence_length, use_sequence_length, axis)
    return data[_last(xp, data, lengths, axis)]


@op(
    lambda F, g, y, data, like, sequence_length, **options: F.SequenceLast(g, sequence_length, **options),
    rules=("g at the places written", "0", "0"),
    inputs=3,
    public=False,
    mixed=True,
)
def _last_put(xp, data, like, sequence_length=None, use_sequence_length=False, axis=0):
    """Zeros, with the data at the last element of each sequence."""
    result = xp.zeros_like(like)
    lengths = _lengths("SequenceLast", like, sequence_length, use_sequence_length, axis)
    result[_last(xp, like, lengths, axis)] = data
    return result


@op(
    lambda F, g, y, data, sequence_length, **options: F.SequenceReverse(g, sequence_length, **options),
    rules=("g, each sequence turned back", "0"),
    inputs=2,
    mixed=True,
)
def SequenceReverse(xp, data, sequence_length=None, use_sequence_length=False, axis=0):
    """Each sequence from its end to its beginning; what comes after the end stays.

    Parameters
    ----------
    data : NDArray
        (time, batch, …).
    sequence_length : NDArray
        (batch,): how long each sequence is.
    use_sequence_length : bool
        Whether lengths are given; else all sequences are whole.
    axis : int
        The axis of time, which is 0.

    Raises
    ------
    MXNetError if there is not one length for each sequence.

    Shapes
    ------
    As the data.

    Examples
    --------
    >>> x = nd.arange(6).reshape((3, 2))
    >>> nd.SequenceReverse(x, nd.array([2, 3]), use_sequence_length=True)
    <BLANKLINE>
    [[2. 5.]
     [0. 3.]
     [4. 1.]]
    <NDArray 3x2 @cpu(0)>
    """
    if axis != 0:
        raise error("SequenceReverse", (data.shape,), f"time stands on axis 0, not {axis}")
    lengths = _lengths("SequenceReverse", data, sequence_length, use_sequence_length, axis)
    if lengths is None:
        return data[::-1].copy()
    times = _times(xp, data, axis)
    return data[xp.where(times < lengths, lengths - 1 - times, times), xp.arange(data.shape[1])]
