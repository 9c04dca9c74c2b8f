"""Metrics of classifiers: how many, and which, are right."""

import math

import numpy

from engine import nd
from engine.metric.base import EvalMetric, alias, check_label_shapes, register


@register
@alias("acc")
class Accuracy(EvalMetric):
    """The share of predictions that are right.

    Parameters
    ----------
    axis : int
        The axis of the classes.
    name : str
        What `get` calls it.

    A prediction is a class, or a number for each class, of which the largest counts.

    Examples
    --------
    >>> metric = mx.metric.Accuracy()
    >>> metric.update(nd.array([0, 1, 1]), nd.array([[0.3, 0.7], [0, 1], [0.4, 0.6]]))
    >>> metric.get()
    ('accuracy', 0.6666666666666666)
    """

    def __init__(self, axis=1, name="accuracy", output_names=None, label_names=None):
        super().__init__(name, output_names, label_names, has_global_stats=True, axis=axis)
        self.axis = axis

    def update(self, labels, preds):
        """Takes in a batch."""
        for label, pred in zip(*check_label_shapes(labels, preds, wrap=True), strict=False):
            if pred.shape != label.shape:
                pred = nd.argmax(pred, axis=self.axis)
            found, right = (array.asnumpy().astype("int32").ravel() for array in (pred, label))
            check_label_shapes(right, found)
            self._count((found == right).sum(), found.size)


@register
@alias("top_k_accuracy", "top_k_acc")
class TopKAccuracy(EvalMetric):
    """The share of examples whose class is among the few that are predicted first.

    Parameters
    ----------
    top_k : int
        How many count, from 2 on; for one there is `Accuracy`.
    name : str
        What `get` calls it, with the number behind.

    Examples
    --------
    >>> metric = mx.metric.TopKAccuracy(top_k=2)
    >>> metric.update(nd.array([1, 0]), nd.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]]))
    >>> metric.get()
    ('top_k_accuracy_2', 0.5)
    """

    def __init__(self, top_k=1, name="top_k_accuracy", output_names=None, label_names=None):
        assert top_k > 1, f"top_k is 2 or more, not {top_k}; for one there is Accuracy"
        super().__init__(name, output_names, label_names, has_global_stats=True, top_k=top_k)
        self.top_k = top_k
        self.name += f"_{top_k}"

    def update(self, labels, preds):
        """Takes in a batch: predictions of shape (batch, classes)."""
        for label, pred in zip(*check_label_shapes(labels, preds, wrap=True), strict=False):
            assert pred.ndim == 2, f"predictions have the shape (batch, classes), not {pred.shape}"
            right = label.asnumpy().astype("int32").reshape(-1, 1)
            check_label_shapes(right, pred)
            if pred.shape[1] < self.top_k:
                raise ValueError(
                    f"top_k is {self.top_k}, and predictions of shape {pred.shape} have fewer classes"
                )
            first = numpy.argpartition(pred.asnumpy().astype("float32"), -self.top_k)[:, -self.top_k :]
            self._count((first == right).sum(), len(right))


class _Binary(EvalMetric):
    """A score of true and false positives and negatives.

    `macro` takes the mean of the batches' scores, `micro` the score of all examples together.
    """

    def __init__(self, name, output_names, label_names, average):
        self._average = average
        super().__init__(name, output_names, label_names, has_global_stats=True)

    def update(self, labels, preds):
        """Takes in a batch: labels 0 and 1, predictions of shape (batch, 2)."""
        batch = numpy.zeros(4)
        for label, pred in zip(*check_label_shapes(labels, preds, wrap=True), strict=False):
            batch += self._outcomes(label.asnumpy().astype("int32"), pred.asnumpy())
        if self._average == "macro":
            self._count(self._score(*batch), 1)
            return
        self._local += batch
        self._global += batch
        self.num_inst, self.global_num_inst = int(self._local.sum()), int(self._global.sum())
        self.sum_metric = self._score(*self._local) * self.num_inst
        self.global_sum_metric = self._score(*self._global) * self.global_num_inst

    def _outcomes(self, label, pred):
        """The numbers of true positives, false positives, false negatives and true negatives."""
        found = pred.argmax(axis=1) == 1
        check_label_shapes(label, pred)
        if len(numpy.unique(label)) > 2:
            raise ValueError(f"{type(self).__name__} takes two classes; these are {numpy.unique(label)}")
        right = label.ravel() == 1
        return [
            (found & right).sum(),
            (found & ~right).sum(),
            (~found & right).sum(),
            (~found & ~right).sum(),
        ]

    def reset(self):
        """Begins again."""
        self._global = numpy.zeros(4)
        super().reset()

    def reset_local(self):
        """Begins again, but for what `get_global` reads."""
        self._local = numpy.zeros(4)
        super().reset_local()


@register
class F1(_Binary):
    """The harmonic mean of precision and recall, for two classes.

    Parameters
    ----------
    name : str
        What `get` calls it.
    average : str
        'macro': the mean over the batches; 'micro': over all examples together.

    Examples
    --------
    >>> metric = mx.metric.F1()
    >>> metric.update(nd.array([0, 1, 1]), nd.array([[0.3, 0.7], [0, 1], [0.4, 0.6]]))
    >>> metric.get()
    ('f1', 0.8)
    """

    def __init__(self, name="f1", output_names=None, label_names=None, average="macro"):
        super().__init__(name, output_names, label_names, average)

    @staticmethod
    def _score(hits, alarms, misses, rejections):
        precision = hits / (hits + alarms) if hits + alarms else 0.0
        recall = hits / (hits + misses) if hits + misses else 0.0
        return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0


@register
class MCC(_Binary):
    """Matthews' correlation of labels and predictions, for two classes: from -1 to 1.

    Parameters
    ----------
    name : str
        What `get` calls it.
    average : str
        'macro': the mean over the batches; 'micro': over all examples together.

    Examples
    --------
    >>> metric = mx.metric.MCC()
    >>> metric.update(nd.array([0, 1, 0, 1]), nd.array([[0.9, 0.1], [0, 1], [0.2, 0.8], [0.3, 0.7]]))
    >>> round(metric.get()[1], 4)
    0.5774
    """

    def __init__(self, name="mcc", output_names=None, label_names=None, average="macro"):
        super().__init__(name, output_names, label_names, average)

    @staticmethod
    def _score(hits, alarms, misses, rejections):
        sums = (hits + alarms, hits + misses, rejections + alarms, rejections + misses)
        product = math.prod(total for total in sums if total)
        return float((hits * rejections - alarms * misses) / math.sqrt(product))


@register
class PCC(EvalMetric):
    """Pearson's correlation of labels and predictions, for any number of classes: `MCC` where there are two.

    Examples
    --------
    >>> metric = mx.metric.PCC()
    >>> metric.update(nd.array([0, 1, 2]), nd.array([0, 1, 2]))
    >>> metric.get()
    ('pcc', 1.0)
    """

    def __init__(self, name="pcc", output_names=None, label_names=None, has_global_stats=True):
        self._local = self._global = None
        super().__init__(name, output_names, label_names, has_global_stats)

    def update(self, labels, preds):
        """Takes in a batch."""
        for label, pred in zip(*check_label_shapes(labels, preds, wrap=True), strict=False):
            right, found = label.asnumpy().astype("int32"), pred.asnumpy()
            found = found.astype("int32") if found.shape == right.shape else found.argmax(axis=1)
            grown = max(int(found.max()), int(right.max())) + 1 - len(self._global)
            if grown > 0:
                self._local, self._global = (numpy.pad(m, (0, grown)) for m in (self._local, self._global))
            for table in (self._local, self._global):
                numpy.add.at(table, (found.ravel(), right.ravel()), 1)
        self.num_inst += 1
        self.global_num_inst += 1

    def get(self):
        """The name, and the value so far: nan before the first batch, and where only one class was seen."""
        return self.name, _correlation(self._local)

    def get_global(self):
        """The name, and the value since `reset`."""
        return (self.name, _correlation(self._global)) if self._has_global_stats else self.get()

    def reset(self):
        """Begins again."""
        self._global = numpy.zeros((2, 2))
        super().reset()

    def reset_local(self):
        """Begins again, but for what `get_global` reads."""
        self._local = numpy.zeros_like(self._global)
        super().reset_local()


def _correlation(table):
    """The correlation of the rows and the columns of a table of counts."""
    count, found, right = table.sum(), table.sum(axis=1), table.sum(axis=0)
    spread = (found * (count - found)).sum() * (right * (count - right)).sum()
    if not spread:
        return float("nan")
    return float((table.diagonal() * count - found * right).sum() / math.sqrt(spread))
