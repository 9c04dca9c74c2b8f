"""Losses as rows, and heads for training, whose gradient does not ask what comes after them."""

from engine.base import MXNetError
from engine.ops.composed import composed
from engine.ops.dispatch import functions, op
from engine.ops.op import RawOps


@composed()
def make_loss(data):
    """A head for training: a copy, whose gradient is 1 whatever comes after it.

    Parameters
    ----------
    data : NDArray
        A loss.

    Examples
    --------
    >>> x = nd.array([3])
    >>> x.attach_grad()
    >>> with autograd.record():
    ...     y = nd.make_loss(x * x) * 100
    >>> y.backward()
    >>> x.grad
    <BLANKLINE>
    [6.]
    <NDArray 1 @cpu(0)>
    """
    return _loss_head(data, scale=1.0)


@composed()
def MakeLoss(data, grad_scale=1.0, valid_thresh=0.0, normalization="null"):
    """A head for training: a copy, whose gradient is `grad_scale` whatever comes after it.

    Parameters
    ----------
    data : NDArray
        A loss.
    grad_scale : float
        Its gradient, everywhere.
    valid_thresh : float
        For 'valid': elements above this count.
    normalization : str
        What the gradient is divided by: 'null' 1, 'batch' the number of rows, 'valid' how many count.

    Examples
    --------
    >>> x = nd.array([[3], [4]])
    >>> x.attach_grad()
    >>> with autograd.record():
    ...     y = nd.MakeLoss(x, grad_scale=6, normalization="batch")
    >>> y.backward()
    >>> x.grad
    <BLANKLINE>
    [[3.]
     [3.]]
    <NDArray 2x1 @cpu(0)>
    """
    if normalization not in ("null", "batch", "valid"):
        raise MXNetError(f"MakeLoss: normalization is 'null', 'batch' or 'valid', not {normalization!r}")
    if normalization == "batch":
        grad_scale = grad_scale / (data.size // data.shape[-1])
    elif normalization == "valid":
        grad_scale = grad_scale / max(1, int((data > valid_thresh).sum().asscalar()))
    return _loss_head(data, scale=grad_scale)


@composed("Softmax")
def SoftmaxOutput(
    data, label, grad_scale=1.0, ignore_label=-1.0, multi_output=False, use_ignore=False,
    preserve_shape=False, normalization="null", out_grad=False, smooth_alpha=0.0,
):  # fmt: skip
    """A head for training: softmax, whose gradient is that of its cross-entropy, whatever comes after it.

    Parameters
    ----------
    data : NDArray
        (batch, …, classes): logits; with `multi_output` (batch, classes, …).
    label : NDArray
        Indices of classes, in the data's shape without that axis, or probabilities in its shape.
    grad_scale : float
        A factor on the gradient.
    ignore_label : int
        With `use_ignore`: the index that marks examples without a gradient.
    multi_output : bool
        Softmax along axis 1, and not along the last one.
    use_ignore : bool
        Whether `ignore_label` is looked for.
    preserve_shape : bool
        Accepted: softmax along the last axis.
    normalization : str
        What the gradient is divided by: 'null' 1, 'batch' the batch size, 'valid' how many are not ignored;
        with `multi_output`, the first two by the number of places, too.
    out_grad : bool
        Multiply the gradient by the one that arrives.
    smooth_alpha : float
        The share of the right class that is spread over the others.

    Shapes
    ------
    As the data.

    Examples
    --------
    >>> x = nd.zeros((1, 2))
    >>> x.attach_grad()
    >>> with autograd.record():
    ...     y = nd.SoftmaxOutput(x, nd.array([1]))
    >>> y.backward()
    >>> x.grad
    <BLANKLINE>
    [[ 0.5 -0.5]]
    <NDArray 1x2 @cpu(0)>
    """
    axis = 1 if multi_output else data.ndim - 1
    output = data.detach().softmax(axis=axis)
    if label.shape == data.shape:
        gradient = output - label
    else:
        classes = data.shape[axis]
        rest = smooth_alpha / max(classes - 1, 1)
        wanted = label.one_hot(classes, on_value=1 - smooth_alpha, off_value=rest, dtype=data.dtype)
        gradient = output - functions["moveaxis"](wanted, -1, axis)
        if use_ignore:
            gradient = gradient * (label != ignore_label).expand_dims(axis)
        if multi_output and normalization != "valid":
            grad_scale = grad_scale * data.shape[0] / label.size
        if normalization == "batch":
            grad_scale = grad_scale / data.shape[0]
        elif normalization == "valid":
            counted = (label != ignore_label).sum().asscalar() if use_ignore else label.size
            grad_scale = grad_scale / max(1, float(counted))
    return _head(data, output, gradient * grad_scale, out_grad=out_grad)


@op(
    lambda F, g, y, data, output, gradient, out_grad: g * gradient if out_grad else gradient,
    rules=("the head's own gradient", "0", "0"),
    inputs=3,
    public=False,
    name="_head",
)
def _head(xp, data, output, gradient, out_grad=False):
    """A copy of the output, with the gradient given for the data."""
    return output.copy()


@op(
    lambda F, g, y, data, scale: F.ones_like(data) * scale,
    rules=("the scale, whatever g is",),
    public=False,
)
def _loss_head(xp, data, scale):
    """A copy, with a gradient of its own."""
    return data.copy()


@op(
    lambda F, g, y, data, label: g * (F.softmax(data) - F.one_hot(label, data.shape[-1], dtype=data.dtype)),
    rules=("g × (softmax(a) - one-hot label)", "0"),
    inputs=2,
    mixed=True,
)
def softmax_cross_entropy(xp, data, label):
    """The cross-entropy of softmax and integer labels, summed over the batch.

    Parameters
    ----------
    data : NDArray
        (batch, classes): logits.
    label : NDArray
        (batch,): the index of the right class.

    Shapes
    ------
    (1,).

    Examples
    --------
    >>> nd.softmax_cross_entropy(nd.array([[0, 0]]), nd.array([1]))
    <BLANKLINE>
    [0.6931472]
    <NDArray 1 @cpu(0)>
    """
    logs = RawOps.of(xp).log_softmax(data)
    return -xp.take_along_axis(logs, label.astype("int64")[:, None], -1).sum().reshape(1)
