"""What cells do with a sequence around their steps: take it apart, join it, cut it at lengths, turn it."""

from engine import nd


def in_steps(inputs, length, layout):
    """A sequence as a list of (batch, …), one for each of `length` steps."""
    if inputs is None:
        raise AssertionError("unroll needs inputs: an array in the layout, or a list with one array a step")
    time = time_axis(layout)
    steps = inputs
    if isinstance(inputs, nd.NDArray):
        steps = nd.split(inputs, num_outputs=inputs.shape[time], axis=time, squeeze_axis=True)
        steps = steps if isinstance(steps, list) else [steps]
    if length is not None and len(steps) != length:
        raise AssertionError(f"unroll is to take {length} steps, and the inputs have {len(steps)}")
    return steps


def time_axis(layout):
    """The axis of time in 'NTC' or 'TNC'."""
    if sorted(layout) != ["C", "N", "T"]:
        raise AssertionError(f"a layout is 'NTC' or 'TNC', not {layout!r}")
    return layout.find("T")


def joined(sequence, layout):
    """A sequence as one array in the layout."""
    return sequence if isinstance(sequence, nd.NDArray) else nd.stack(*sequence, axis=time_axis(layout))


def formed(sequence, length, layout, merge):
    """A sequence as one array if `merge` is true, as a list if it is false, as it is for None."""
    if merge is None:
        return sequence
    return joined(sequence, layout) if merge else in_steps(sequence, length, layout)


def masked(sequence, valid_length, layout):
    """A sequence as one array, with zeros after the end of each example."""
    axis = time_axis(layout)
    return nd.SequenceMask(joined(sequence, layout), valid_length, use_sequence_length=True, axis=axis)


def last_valid(states, valid_length):
    """Of the states after each step, those after each example's own last one."""
    return [
        nd.SequenceLast(nd.stack(*each), valid_length, use_sequence_length=True)
        for each in zip(*states, strict=True)
    ]


def turned(steps, valid_length):
    """A list of steps from the end to the beginning; of each example only as far as it is valid."""
    if valid_length is None:
        return steps[::-1]
    return in_steps(nd.SequenceReverse(nd.stack(*steps), valid_length, use_sequence_length=True), None, "TNC")
