"""Losses of pairs and triples, which learn what is close to what, and the loss of counts."""

import math

from engine.base import error
from engine.gluon.loss.pointwise import KLDivLoss, Loss


class TripletLoss(Loss):
    """How much farther a prediction is from what it should resemble than from what it should not.

    max(0, |prediction - positive|² - |prediction - negative|² + margin), one number an example.

    Parameters
    ----------
    margin : float
        How much closer the positive must be.
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.

    Examples
    --------
    >>> gluon.loss.TripletLoss(margin=1)(nd.array([[0]]), nd.array([[1]]), nd.array([[1]]))
    <BLANKLINE>
    [1.]
    <NDArray 1 @cpu(0)>
    """

    def __init__(self, margin=1, weight=None, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self._margin = margin

    def hybrid_forward(self, F, pred, positive, negative):
        """The loss of each example."""
        positive, negative = self._labels(F, positive, pred), self._labels(F, negative, pred)
        apart = F.square(positive - pred) - F.square(negative - pred)
        return self._weighted(
            F, F.relu(F.sum(apart, axis=self._batch_axis, exclude=True) + self._margin), None
        )


class PoissonNLLLoss(Loss):
    """How unlikely counts are if the predictions are the means of Poisson distributions: one number for all.

    Parameters
    ----------
    weight : float
        A factor on the loss, or None.
    from_logits : bool
        Predictions are the means' logarithms.
    batch_axis : int
        The axis of the batch.
    compute_full : bool
        Add Stirling's approximation of log(count!), which the predictions do not change.

    Shapes
    ------
    (1,): the mean over all counts.

    Examples
    --------
    >>> gluon.loss.PoissonNLLLoss()(nd.array([0, 0]), nd.array([1, 3]))
    <BLANKLINE>
    [1.]
    <NDArray 1 @cpu(0)>
    """

    def __init__(self, weight=None, from_logits=True, batch_axis=0, compute_full=False, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self._from_logits = from_logits
        self._compute_full = compute_full

    def hybrid_forward(self, F, pred, target, sample_weight=None, epsilon=1e-08):
        """The mean loss."""
        target = self._labels(F, target, pred)
        mean, logarithm = (F.exp(pred), pred) if self._from_logits else (pred, F.log(pred + epsilon))
        loss = mean - target * logarithm
        if self._compute_full:
            stirling = target * F.log(target) - target + 0.5 * F.log(2 * math.pi * target)
            loss = loss + stirling * (target > 1)
        return F.mean(self._weighted(F, loss, sample_weight))


class CosineEmbeddingLoss(Loss):
    """How far two vectors are from pointing the same way, or other ways.

    1 - cosine of their angle where the label is 1, the cosine beyond a margin where it is -1.

    Parameters
    ----------
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.
    margin : float
        A cosine up to this is no loss where the label is -1.

    Shapes
    ------
    (batch, size), (batch, size) and labels (batch,) give (batch, 1).

    Examples
    --------
    >>> loss = gluon.loss.CosineEmbeddingLoss()
    >>> loss(nd.array([[1, 0], [1, 0]]), nd.array([[0, 1], [2, 0]]), nd.array([1, -1]))
    <BLANKLINE>
    [[1.]
     [1.]]
    <NDArray 2x1 @cpu(0)>
    """

    def __init__(self, weight=None, batch_axis=0, margin=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self._margin = margin

    def hybrid_forward(self, F, input1, input2, label, sample_weight=None):
        """The loss of each pair."""
        input1 = self._labels(F, input1, input2)
        label = label.reshape((-1, 1))
        product = F.sum(input1 * input2, axis=-1).reshape((-1, 1))
        lengths = F.norm(input1, axis=-1) * F.norm(input2, axis=-1)
        cosine = product / F.maximum(lengths.reshape((-1, 1)), 1e-12)
        loss = (1 - cosine) * (label == 1) + F.maximum((label == -1) * (cosine - self._margin), 0)
        return self._weighted(F, loss, sample_weight)


class SDMLLoss(Loss):
    """Pairs that belong together, against all other pairs of the batch: each vector should find its partner.

    Parameters
    ----------
    smoothing_parameter : float
        How much of the certainty the other pairs keep.
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.

    Shapes
    ------
    Two arrays of (batch, size) give (batch,).

    Examples
    --------
    >>> pairs = nd.array([[0, 9], [9, 0]])
    >>> gluon.loss.SDMLLoss(smoothing_parameter=0)(pairs, pairs)
    <BLANKLINE>
    [0. 0.]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, smoothing_parameter=0.3, weight=1.0, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self.kl_loss = KLDivLoss(from_logits=True)
        self.smoothing_parameter = smoothing_parameter

    def hybrid_forward(self, F, x1, x2):
        """The loss of each pair."""
        if x1.shape != x2.shape or x1.ndim != 2:
            raise error("SDMLLoss", (x1.shape, x2.shape), "must both be (batch, size)", kind=AssertionError)
        batch = x1.shape[0]
        distances = F.sum(F.square(F.expand_dims(x1, axis=1) - F.expand_dims(x2, axis=0)), axis=2)
        partners = F.eye(batch, ctx=x1.context, dtype=x1.dtype)
        labels = partners * (1 - self.smoothing_parameter)
        labels = labels + (1 - partners) * (self.smoothing_parameter / (batch - 1))
        return self.kl_loss(F.log_softmax(-distances, axis=1), labels)
