"""The loss of sequences whose labels say in which order things come, and not when."""

from engine.base import MXNetError, error
from engine.ndarray import NDArray
from engine.ops.composed import composed
from engine.ops.dispatch import functions

#: The logarithm of the chance of what cannot be; infinity would make nan of gradients.
_NEVER = -1e30


@composed("ctc_loss")
def CTCLoss(
    data, label, data_lengths=None, label_lengths=None, use_data_lengths=False, use_label_lengths=False,
    blank_label="first",
):  # fmt: skip
    """Minus the logarithm of the probability that a sequence of predictions spells its labels.

    At each step softmax gives one of the classes, of which one is blank. Repeated classes become one, then
    blanks go: 'aa-ab' and 'a-abb' both spell 'aab'. The probabilities of all that spell the labels add up.

    Parameters
    ----------
    data : NDArray
        (steps, batch, classes): logits.
    label : NDArray
        (batch, labels): indices of classes; shorter sequences are filled up at their end.
    data_lengths, label_lengths : NDArray
        (batch,): how many steps and labels count, with `use_data_lengths` and `use_label_lengths`.
    use_data_lengths, use_label_lengths : bool
        Whether the lengths are given; else all steps count, and labels up to the first that fills up.
    blank_label : str
        Which class is blank: 'first' (labels are filled up with 0) or 'last' (with -1).

    Shapes
    ------
    (batch,).

    Examples
    --------
    >>> nd.CTCLoss(nd.zeros((2, 1, 3)), nd.array([[1, 0]])).exp()  # 1 over (1/9 for each of aa, a-, -a)
    <BLANKLINE>
    [3.]
    <NDArray 1 @cpu(0)>
    """
    if data.ndim != 3 or label.ndim != 2 or label.shape[0] != data.shape[1]:
        reason = "the data is (steps, batch, classes), the label (batch, labels)"
        raise error("CTCLoss", (data.shape, label.shape), reason)
    if label.shape[1] > data.shape[0]:
        raise error("CTCLoss", (data.shape, label.shape), "there are more labels than steps to spell them in")
    if blank_label not in ("first", "last"):
        raise MXNetError(f"CTCLoss: blank_label is 'first' or 'last', not {blank_label!r}", op="CTCLoss")
    steps, batch, classes = data.shape
    context, xp = data._context, data._context.xp

    def constant(raw):
        return NDArray(raw.astype(data._raw.dtype), context)

    blank, filling = (0, 0) if blank_label == "first" else (classes - 1, -1)
    labels = label._raw.astype("int64")
    if use_label_lengths:
        lengths = label_lengths._raw.astype("int64")[:, None]
    else:
        lengths = xp.cumprod(labels > filling, axis=1).sum(axis=1, keepdims=True)
    # The states of an alignment: blank, the first label, blank, the second one, …, blank.
    spelled = xp.full((batch, 2 * labels.shape[1] + 1), blank)
    spelled[:, 1::2] = xp.clip(labels, 0, classes - 1)
    state = xp.arange(spelled.shape[1])[None]
    skips = xp.zeros(spelled.shape, bool)
    skips[:, 3::2] = spelled[:, 3::2] != spelled[:, 1:-2:2]  # over the blank between two labels that differ
    start, skips = constant(xp.broadcast_to(state < 2, spelled.shape)), constant(skips)
    end = constant((state == 2 * lengths) | (state == 2 * lengths - 1))

    if use_data_lengths:
        counts = constant(xp.arange(steps)[:, None] < data_lengths._raw[None])
        shape = (steps, batch, 1)
        data = functions["where"](counts.reshape(shape).broadcast_to(data.shape), data, data.zeros_like())
    rows = NDArray(xp.arange(batch)[:, None], context)
    scores = data.log_softmax()[:, rows, NDArray(spelled, context)]
    never = constant(xp.full(spelled.shape, _NEVER))
    where, concat = functions["where"], functions["concat"]
    reached = where(start, scores[0], never)
    for step in range(1, steps):
        one = concat(never[:, :1], reached[:, :-1], dim=1)
        two = concat(never[:, :2], reached[:, :-2], dim=1)
        moved = scores[step] + _log_of_sum(functions["stack"](reached, one, where(skips, two, never)), 0)
        if use_data_lengths:
            moved = where(counts[step].reshape((-1, 1)).broadcast_to(moved.shape), moved, reached)
        reached = moved
    return -_log_of_sum(where(end, reached, never), 1)


def _log_of_sum(logs, axis):
    """The logarithm of the sum of what these are the logarithms of."""
    peak = logs.detach().max(axis=axis, keepdims=True)
    return (logs - peak).exp().sum(axis=axis).log() + peak.squeeze(axis=axis)
