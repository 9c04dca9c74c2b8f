"""Heads for training: losses whose gradient does not ask what comes after them."""

from engine.base import MXNetError
from engine.ops.composed import composed
from engine.ops.dispatch import op


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


@op(
    lambda F, g, y, data, scale: F.ones_like(data) * scale,
    rules=("the scale, whatever g is",),
    public=False,
)
def _loss_head(xp, data, scale):
    """A copy, with a gradient of its own."""
    return data.copy()
