"""Metrics of numbers and probabilities: how far predictions are off."""

import math

import numpy

from engine.metric.base import EvalMetric, alias, check_label_shapes, register


class _MeanOfBatches(EvalMetric):
    """The mean, over batches, of what `_error` makes of the differences."""

    def __init__(self, name, output_names=None, label_names=None):
        super().__init__(name, output_names, label_names, has_global_stats=True)

    def update(self, labels, preds):
        """Takes in a batch."""
        for label, pred in zip(*check_label_shapes(labels, preds, wrap=True), strict=False):
            first, second = (_column(array.asnumpy()) for array in (label, pred))
            self._count(self._error(first - second), 1)


def _column(array):
    return array.reshape(-1, 1) if array.ndim == 1 else array


@register
class MAE(_MeanOfBatches):
    """The mean of the absolute differences, meaned over batches.

    Examples
    --------
    >>> metric = mx.metric.MAE()
    >>> metric.update(nd.array([2.5, 0, 2, 8]), nd.array([3, -0.5, 2, 7]))
    >>> metric.get()
    ('mae', 0.5)
    """

    def __init__(self, name="mae", output_names=None, label_names=None):
        super().__init__(name, output_names, label_names)

    @staticmethod
    def _error(difference):
        return numpy.abs(difference).mean()


@register
class MSE(_MeanOfBatches):
    """The mean of the squared differences, meaned over batches.

    Examples
    --------
    >>> metric = mx.metric.MSE()
    >>> metric.update(nd.array([2.5, 0, 2, 8]), nd.array([3, -0.5, 2, 7]))
    >>> metric.get()
    ('mse', 0.375)
    """

    def __init__(self, name="mse", output_names=None, label_names=None):
        super().__init__(name, output_names, label_names)

    @staticmethod
    def _error(difference):
        return (difference**2.0).mean()


@register
class RMSE(_MeanOfBatches):
    """The root of the mean of the squared differences, meaned over batches.

    Examples
    --------
    >>> metric = mx.metric.RMSE()
    >>> metric.update(nd.array([1, 2]), nd.array([3, 4]))
    >>> metric.get()
    ('rmse', 2.0)
    """

    def __init__(self, name="rmse", output_names=None, label_names=None):
        super().__init__(name, output_names, label_names)

    @staticmethod
    def _error(difference):
        return numpy.sqrt((difference**2.0).mean())


class _LogLikelihood(EvalMetric):
    """The mean of -log of the probability that was given to the right class."""

    def __init__(self, eps, name, output_names, label_names):
        super().__init__(name, output_names, label_names, has_global_stats=True, eps=eps)
        self.eps = eps

    def update(self, labels, preds):
        """Takes in a batch: classes, and probabilities of shape (batch, classes)."""
        for label, pred in zip(*check_label_shapes(labels, preds, wrap=True), strict=False):
            right, probabilities = label.asnumpy().ravel().astype("int64"), pred.asnumpy()
            assert len(right) == len(probabilities), f"{len(right)} labels, {len(probabilities)} predictions"
            chosen = probabilities[numpy.arange(len(right)), right]
            self._count(-numpy.log(chosen + self.eps).sum(), len(right))


@register
@alias("ce")
class CrossEntropy(_LogLikelihood):
    """The mean of -log of the probability that was given to the right class.

    Parameters
    ----------
    eps : float
        Is added to the probabilities, since there is no logarithm of 0.
    name : str
        What `get` calls it.

    Examples
    --------
    >>> metric = mx.metric.CrossEntropy()
    >>> metric.update(nd.array([0, 1, 1]), nd.array([[0.3, 0.7], [0, 1], [0.4, 0.6]]))
    >>> round(metric.get()[1], 6)
    0.571599
    """

    def __init__(self, eps=1e-12, name="cross-entropy", output_names=None, label_names=None):
        super().__init__(eps, name, output_names, label_names)


@register
@alias("nll_loss")
class NegativeLogLikelihood(_LogLikelihood):
    """What `CrossEntropy` computes, under its other name.

    Examples
    --------
    >>> mx.metric.create("nll_loss").get()
    ('nll-loss', nan)
    """

    def __init__(self, eps=1e-12, name="nll-loss", output_names=None, label_names=None):
        super().__init__(eps, name, output_names, label_names)


@register
class Perplexity(EvalMetric):
    """e to the power of the cross entropy: between how many classes the model wavers.

    Parameters
    ----------
    ignore_label : int
        Examples of this class do not count; None counts all.
    axis : int
        The axis of the classes.
    name : str
        What `get` calls it.

    Examples
    --------
    >>> metric = mx.metric.Perplexity(ignore_label=None)
    >>> metric.update([nd.array([0, 1, 1])], [nd.array([[0.3, 0.7], [0, 1], [0.4, 0.6]])])
    >>> round(metric.get()[1], 6)
    1.771098
    """

    def __init__(self, ignore_label, axis=-1, name="perplexity", output_names=None, label_names=None):
        super().__init__(
            name, output_names, label_names, has_global_stats=True, ignore_label=ignore_label, axis=axis
        )
        self.ignore_label = ignore_label
        self.axis = axis

    def update(self, labels, preds):
        """Takes in a batch: lists of classes, and of probabilities with an axis more."""
        check_label_shapes(labels, preds)
        for label, pred in zip(labels, preds, strict=True):
            assert label.size * pred.shape[-1] == pred.size, f"shapes {label.shape} and {pred.shape}"
            label = label.as_in_context(pred.context).reshape((-1,))
            chosen = pred.pick(label.astype("int32"), axis=self.axis).asnumpy()
            if self.ignore_label is not None:
                chosen = chosen[label.asnumpy() != self.ignore_label]
            self._count(-numpy.log(numpy.maximum(chosen, 1e-10)).sum(), chosen.size)

    def _value(self, total, count):
        return math.exp(total / count) if count else float("nan")


@register
@alias("pearsonr")
class PearsonCorrelation(EvalMetric):
    """The correlation of labels and predictions: 1 on a rising line, -1 on a falling one.

    Parameters
    ----------
    name : str
        What `get` calls it.
    average : str
        'macro': the mean of the batches' correlations; 'micro': that of all examples together.

    Examples
    --------
    >>> metric = mx.metric.PearsonCorrelation()
    >>> metric.update(nd.array([1, 2, 3]), nd.array([2, 4, 6]))
    >>> round(metric.get()[1], 6)
    1.0
    """

    def __init__(self, name="pearsonr", output_names=None, label_names=None, average="macro"):
        self.average = average
        super().__init__(name, output_names, label_names, has_global_stats=True)

    def update(self, labels, preds):
        """Takes in a batch: arrays of one shape."""
        for label, pred in zip(*check_label_shapes(labels, preds, wrap=True), strict=False):
            check_label_shapes(label, pred, shape=True)
            both = numpy.stack([array.asnumpy().ravel().astype("float64") for array in (label, pred)])
            if self.average == "macro":
                self._count(numpy.corrcoef(both)[0, 1], 1)
            else:
                self._moments = _joined(self._moments, _moments(both))
                self.num_inst += 1
                self.global_num_inst += 1

    def get(self):
        """The name, and the value so far: nan before the first batch."""
        if self.average == "macro" or not self.num_inst:
            return super().get()
        _, _, products = self._moments
        return self.name, float(products[0, 1] / math.sqrt(products[0, 0] * products[1, 1]))

    def reset(self):
        """Begins again."""
        self._moments = 0, numpy.zeros(2), numpy.zeros((2, 2))
        super().reset()


def _moments(rows):
    """How many columns there are, the rows' means, and the sums of products of what is off the means."""
    means = rows.mean(axis=1)
    off = rows - means[:, None]
    return rows.shape[1], means, off @ off.T


def _joined(first, second):
    """The moments of two sets put together; keeping sums of squares instead would lose digits."""
    count = first[0] + second[0]
    apart = second[1] - first[1]
    products = first[2] + second[2] + numpy.outer(apart, apart) * (first[0] * second[0] / count)
    return count, first[1] + apart * (second[0] / count), products
