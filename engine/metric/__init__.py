"""Metrics: how good predictions are, over all batches seen.

Make one, or several by `create`, give it each batch with `update(labels, preds)`, and read it with `get()`.

Examples
--------
>>> metric = mx.metric.create(["acc", "ce"])
>>> metric.update(nd.array([0, 1]), nd.array([[0.9, 0.1], [0.4, 0.6]]))
>>> names, values = metric.get()
>>> names, [round(value, 4) for value in values]
(['accuracy', 'cross-entropy'], [1.0, 0.3081])
"""

from engine.metric.base import EvalMetric, alias, by_name, check_label_shapes, register
from engine.metric.classes import F1, MCC, PCC, Accuracy, TopKAccuracy
from engine.metric.values import (
    MAE,
    MSE,
    RMSE,
    CrossEntropy,
    NegativeLogLikelihood,
    PearsonCorrelation,
    Perplexity,
)
from engine.nd import NDArray

__all__ = [
    "F1",
    "MAE",
    "MCC",
    "MSE",
    "PCC",
    "RMSE",
    "Accuracy",
    "CompositeEvalMetric",
    "CrossEntropy",
    "CustomMetric",
    "EvalMetric",
    "Loss",
    "NegativeLogLikelihood",
    "PearsonCorrelation",
    "Perplexity",
    "TopKAccuracy",
    "alias",
    "check_label_shapes",
    "create",
    "np",
    "register",
]


def __dir__():
    return __all__


def create(metric, *args, **kwargs):
    """A metric by its name, such as 'acc'; of a function; or several of a list.

    Parameters
    ----------
    metric : str, callable or list
        A name, a function of labels and predictions (see `CustomMetric`), a metric, or a list of these.
    args, kwargs
        Go to the metric.

    Raises AssertionError for a name that is not known.

    Examples
    --------
    >>> mx.metric.create("rmse").get()
    ('rmse', nan)
    """
    if callable(metric):
        return CustomMetric(metric, *args, **kwargs)
    if isinstance(metric, list):
        return CompositeEvalMetric([create(one, *args, **kwargs) for one in metric])
    return by_name(metric, *args, **kwargs)


@register
@alias("composite")
class CompositeEvalMetric(EvalMetric):
    """Several metrics that see the same batches.

    Parameters
    ----------
    metrics : list
        Metrics, or what `create` makes them of.
    name : str
        Its own name, which `get` does not show.

    Examples
    --------
    >>> metric = mx.metric.CompositeEvalMetric(["mae", "mse"])
    >>> metric.update(nd.array([1, 2]), nd.array([1, 4]))
    >>> metric.get()
    (['mae', 'mse'], [1.0, 2.0])
    """

    def __init__(self, metrics=None, name="composite", output_names=None, label_names=None):
        self.metrics = [create(metric) for metric in metrics or []]
        super().__init__(name, output_names, label_names, has_global_stats=True)

    def add(self, metric):
        """Adds a metric."""
        self.metrics.append(create(metric))

    def get_metric(self, index):
        """The metric at a place in the list; ValueError if there is none."""
        try:
            return self.metrics[index]
        except IndexError:
            raise ValueError(f"there is no metric {index}: there are {len(self.metrics)}, from 0") from None

    def update(self, labels, preds):
        """Takes in a batch."""
        for metric in self.metrics:
            metric.update(labels, preds)

    def update_dict(self, labels, preds):
        """Takes in a batch given as dictionaries of NDArrays by name."""
        for metric in self.metrics:
            metric.update_dict(_kept(labels, self.label_names), _kept(preds, self.output_names))

    def reset(self):
        """Begins again."""
        for metric in self.metrics:
            metric.reset()

    def reset_local(self):
        """Begins again, but for what `get_global` reads."""
        for metric in self.metrics:
            metric.reset_local()

    def get(self):
        """The names and the values so far, as two lists."""
        return _lists(metric.get_name_value() for metric in self.metrics)

    def get_global(self):
        """The names and the values since `reset`, as two lists."""
        return _lists(metric.get_global_name_value() for metric in self.metrics)

    def get_config(self):
        """The arguments from which `create(**config)` makes this metric again."""
        return {**super().get_config(), "metrics": [metric.get_config() for metric in self.metrics]}


def _kept(arrays, names):
    return arrays if names is None else {name: arrays[name] for name in arrays if name in names}


def _lists(pairs):
    together = [pair for several in pairs for pair in several]
    return [name for name, _ in together], [value for _, value in together]


@register
class Loss(EvalMetric):
    """The mean of what it is given as predictions: for printing a loss.

    Examples
    --------
    >>> metric = mx.metric.Loss()
    >>> metric.update(None, nd.array([1, 3]))
    >>> metric.get()
    ('loss', 2.0)
    """

    def __init__(self, name="loss", output_names=None, label_names=None):
        super().__init__(name, output_names, label_names, has_global_stats=True)

    def update(self, _, preds):
        """Takes in the losses of a batch."""
        for pred in [preds] if isinstance(preds, NDArray) else preds:
            self._count(pred.sum().asscalar(), pred.size)


@register
class CustomMetric(EvalMetric):
    """The mean, over batches, of a function of labels and predictions.

    Parameters
    ----------
    feval : callable
        `feval(label, pred)` of NumPy arrays gives a number, or a pair: a sum and how many it is of.
    name : str
        What `get` calls it; the function's name if not given.
    allow_extra_outputs : bool
        There may be more predictions than labels; those at the end are left out.

    Examples
    --------
    >>> metric = mx.metric.CustomMetric(lambda label, pred: (label + pred).mean())
    >>> metric.update(nd.array([1, 2]), nd.array([3, 4]))
    >>> metric.get()
    ('custom(<lambda>)', 5.0)
    """

    def __init__(self, feval, name=None, allow_extra_outputs=False, output_names=None, label_names=None):
        if name is None:
            name = feval.__name__
            name = f"custom({name})" if "<" in name else name
        self._feval = feval
        self._allow_extra_outputs = allow_extra_outputs
        super().__init__(name, output_names, label_names, has_global_stats=True)

    def update(self, labels, preds):
        """Takes in a batch."""
        if not self._allow_extra_outputs:
            labels, preds = check_label_shapes(labels, preds, wrap=True)
        for label, pred in zip(labels, preds, strict=False):
            result = self._feval(label.asnumpy(), pred.asnumpy())
            self._count(*(result if isinstance(result, tuple) else (result, 1)))

    def get_config(self):
        """Raises NotImplementedError: a function has no arguments to make it from."""
        raise NotImplementedError("a CustomMetric cannot be made from a configuration")


def np(numpy_feval, name=None, allow_extra_outputs=False):
    """A `CustomMetric` of a function of NumPy arrays.

    Parameters
    ----------
    numpy_feval : callable
        `numpy_feval(label, pred)` gives a number, or a pair: a sum and how many it is of.
    name : str
        What `get` calls it; the function's name if not given.
    allow_extra_outputs : bool
        There may be more predictions than labels.

    Examples
    --------
    >>> def largest(label, pred):
    ...     return abs(label - pred).max()
    >>> metric = mx.metric.np(largest)
    >>> metric.update(nd.array([1, 2]), nd.array([1, 5]))
    >>> metric.get()
    ('largest', 3.0)
    """
    return CustomMetric(numpy_feval, name, allow_extra_outputs)
