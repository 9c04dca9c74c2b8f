"""Losses that compare predictions with labels number by number, or class by class."""

from engine.base import error
from engine.gluon.block import HybridBlock

_TINY = 1e-12


class Loss(HybridBlock):
    """The base of losses.

    Parameters
    ----------
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.
    """

    def __init__(self, weight, batch_axis, **kwargs):
        super().__init__(**kwargs)
        self._weight = weight
        self._batch_axis = batch_axis

    def __repr__(self):
        return f"{type(self).__name__}(batch_axis={self._batch_axis}, w={self._weight})"

    def _labels(self, F, label, pred):
        """The labels in the predictions' shape."""
        if label.shape == pred.shape:
            return label
        if label.size != pred.size:
            reason = f"{label.size} labels for {pred.size} predictions"
            raise error(type(self).__name__, (pred.shape, label.shape), reason, kind=ValueError)
        return F.reshape_like(label, pred)

    def _weighted(self, F, loss, sample_weight, factor=1):
        """The loss times the weights of examples, the loss's own and a factor."""
        if sample_weight is not None:
            loss = F.broadcast_mul(loss, sample_weight)
        factor = factor * (1 if self._weight is None else self._weight)
        return loss if factor == 1 else loss * factor

    def _per_example(self, F, loss, sample_weight, factor=1):
        """The weighted mean over all axes but the batch."""
        loss = self._weighted(F, loss, sample_weight, factor)
        if loss.size == loss.shape[self._batch_axis]:  # one number an example: nothing to average
            return F.reshape(loss, shape=(-1,))
        return F.mean(loss, axis=self._batch_axis, exclude=True)


class L2Loss(Loss):
    """Half the square of the difference: (prediction - label)² / 2.

    Parameters
    ----------
    weight : float
        A factor on the loss.
    batch_axis : int
        The axis of the batch.

    Shapes
    ------
    Labels are reshaped to the predictions' shape; the loss is (batch,).

    Examples
    --------
    >>> loss = gluon.loss.L2Loss()
    >>> loss(nd.array([[1], [2]]), nd.array([1, 4]))
    <BLANKLINE>
    [0. 2.]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, weight=1.0, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)

    def hybrid_forward(self, F, pred, label, sample_weight=None):
        """The loss of each example."""
        return self._per_example(F, F.square(self._labels(F, label, pred) - pred), sample_weight, 0.5)


class L1Loss(Loss):
    """The absolute difference: |prediction - label|.

    Parameters
    ----------
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.

    Shapes
    ------
    Labels are reshaped to the predictions' shape; the loss is (batch,).

    Examples
    --------
    >>> gluon.loss.L1Loss()(nd.array([1, 2]), nd.array([1, 4]))
    <BLANKLINE>
    [0. 2.]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, weight=None, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)

    def hybrid_forward(self, F, pred, label, sample_weight=None):
        """The loss of each example."""
        return self._per_example(F, F.abs(self._labels(F, label, pred) - pred), sample_weight)


class SoftmaxCrossEntropyLoss(Loss):
    """Softmax and cross-entropy in one: minus the logarithm of the probability of the right class.

    Parameters
    ----------
    axis : int
        The axis of the classes.
    sparse_label : bool
        Labels are class indices; False: they are probabilities in the predictions' shape.
    from_logits : bool
        Predictions are logarithms of probabilities already.
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.

    Shapes
    ------
    Predictions (batch, classes) and labels (batch,) give (batch,).

    Examples
    --------
    >>> loss = gluon.loss.SoftmaxCrossEntropyLoss()
    >>> loss(nd.array([[0, 0], [0, 1000]]), nd.array([0, 1]))
    <BLANKLINE>
    [ 0.6931472 -0.       ]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, axis=-1, sparse_label=True, from_logits=False, weight=None, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self._axis = axis
        self._sparse_label = sparse_label
        self._from_logits = from_logits

    def hybrid_forward(self, F, pred, label, sample_weight=None):
        """The loss of each example."""
        if not self._from_logits:
            pred = F.log_softmax(pred, axis=self._axis)
        if self._sparse_label:
            loss = -F.pick(pred, label, axis=self._axis, keepdims=True)
        else:
            loss = -F.sum(pred * self._labels(F, label, pred), axis=self._axis, keepdims=True)
        return self._per_example(F, loss, sample_weight)


class SigmoidBinaryCrossEntropyLoss(Loss):
    """Cross-entropy for yes-or-no answers, each with a logit of its own.

    Parameters
    ----------
    from_sigmoid : bool
        Predictions are probabilities already.
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.

    Shapes
    ------
    Labels, 0 to 1, are reshaped to the predictions' shape; the loss is (batch,). A fourth argument
    `pos_weight` is a factor on the loss of the positive answers.

    Examples
    --------
    >>> gluon.loss.SigmoidBCELoss()(nd.array([0, 100]), nd.array([1, 0]))
    <BLANKLINE>
    [  0.6931472 100.       ]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, from_sigmoid=False, weight=None, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self._from_sigmoid = from_sigmoid

    def hybrid_forward(self, F, pred, label, sample_weight=None, pos_weight=None):
        """The loss of each example."""
        label = self._labels(F, label, pred)
        if self._from_sigmoid:
            positive = F.log(pred + _TINY) * label
            if pos_weight is not None:
                positive = F.broadcast_mul(positive, pos_weight)
            loss = -(positive + F.log(1 - pred + _TINY) * (1 - label))
        elif pos_weight is None:
            loss = _logistic(F, pred, label)
        else:
            factor = 1 + F.broadcast_mul(pos_weight - 1, label)
            loss = pred - pred * label + factor * (F.softrelu(-F.abs(pred)) + F.relu(-pred))
        return self._per_example(F, loss, sample_weight)


class KLDivLoss(Loss):
    """How much a predicted distribution differs from the true one (Kullback-Leibler divergence).

    Parameters
    ----------
    from_logits : bool
        Predictions are logarithms of probabilities already; False takes their log-softmax first.
    axis : int
        The axis of the classes.
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.

    Examples
    --------
    >>> loss = gluon.loss.KLDivLoss(from_logits=False)
    >>> loss(nd.array([[0, 0]]), nd.array([[1, 0]]))
    <BLANKLINE>
    [0.6931472]
    <NDArray 1 @cpu(0)>
    """

    def __init__(self, from_logits=True, axis=-1, weight=None, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self._from_logits = from_logits
        self._axis = axis

    def hybrid_forward(self, F, pred, label, sample_weight=None):
        """The loss of each example."""
        if not self._from_logits:
            pred = F.log_softmax(pred, axis=self._axis)
        loss = self._weighted(F, label * (F.log(label + _TINY) - pred), sample_weight)
        return F.sum(loss, axis=self._batch_axis, exclude=True)


class HuberLoss(Loss):
    """The absolute difference, rounded off near 0 by a square.

    Parameters
    ----------
    rho : float
        Differences up to this count by their square.
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.

    Examples
    --------
    >>> gluon.loss.HuberLoss()(nd.array([0, 0]), nd.array([0.5, 3]))
    <BLANKLINE>
    [0.125 2.5  ]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, rho=1, weight=None, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self._rho = rho

    def hybrid_forward(self, F, pred, label, sample_weight=None):
        """The loss of each example."""
        rho, distance = self._rho, F.abs(self._labels(F, label, pred) - pred)
        loss = F.where(distance > rho, distance - rho / 2, F.square(distance) * (0.5 / rho))
        return self._per_example(F, loss, sample_weight)


class HingeLoss(Loss):
    """How far a prediction stays below the margin on the right side; labels are -1 and 1.

    Parameters
    ----------
    margin : float
        Predictions beyond it on the right side cost nothing.
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.

    Examples
    --------
    >>> gluon.loss.HingeLoss()(nd.array([0.5, 2]), nd.array([1, 1]))
    <BLANKLINE>
    [0.5 0. ]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, margin=1, weight=None, batch_axis=0, **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        self._margin = margin

    def _shortfall(self, F, pred, label):
        return F.relu(self._margin - pred * self._labels(F, label, pred))

    def hybrid_forward(self, F, pred, label, sample_weight=None):
        """The loss of each example."""
        return self._per_example(F, self._shortfall(F, pred, label), sample_weight)


class SquaredHingeLoss(HingeLoss):
    """The square of the hinge loss; labels are -1 and 1.

    Examples
    --------
    >>> gluon.loss.SquaredHingeLoss()(nd.array([0.5, 2]), nd.array([1, 1]))
    <BLANKLINE>
    [0.25 0.  ]
    <NDArray 2 @cpu(0)>
    """

    def _shortfall(self, F, pred, label):
        return F.square(super()._shortfall(F, pred, label))


class LogisticLoss(Loss):
    """Cross-entropy for two classes with one logit.

    Parameters
    ----------
    weight : float
        A factor on the loss, or None.
    batch_axis : int
        The axis of the batch.
    label_format : str
        'signed' for labels -1 and 1, 'binary' for 0 and 1.

    Examples
    --------
    >>> gluon.loss.LogisticLoss()(nd.array([0, 0]), nd.array([-1, 1]))
    <BLANKLINE>
    [0.6931472 0.6931472]
    <NDArray 2 @cpu(0)>
    """

    def __init__(self, weight=None, batch_axis=0, label_format="signed", **kwargs):
        super().__init__(weight, batch_axis, **kwargs)
        if label_format not in ("signed", "binary"):
            raise ValueError(f"label_format is 'signed' or 'binary', not {label_format!r}")
        self._label_format = label_format

    def hybrid_forward(self, F, pred, label, sample_weight=None):
        """The loss of each example."""
        label = self._labels(F, label, pred)
        if self._label_format == "signed":
            label = (label + 1) / 2
        return self._per_example(F, _logistic(F, pred, label), sample_weight)


def _logistic(F, pred, label):
    """Cross-entropy of a logit and a label of 0 to 1, exact for large logits."""
    return F.relu(pred) - pred * label + F.softrelu(-F.abs(pred))


SoftmaxCELoss = SoftmaxCrossEntropyLoss
SigmoidBCELoss = SigmoidBinaryCrossEntropyLoss
