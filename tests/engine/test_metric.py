"""Metrics: values as real MXNet gives them; totals do not depend on how examples are cut into batches."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine import metric, nd

LABELS = nd.array([0, 1, 1, 0, 1])
BINARY = nd.array([[0.3, 0.7], [0, 1], [0.4, 0.6], [0.8, 0.2], [0.9, 0.1]])
THREE = nd.array([[0.2, 0.3, 0.5], [0.1, 0.6, 0.3], [0.5, 0.3, 0.2], [0.6, 0.1, 0.3], [0.3, 0.3, 0.4]])

#: What real MXNet 1.9.1 gives for one batch.
VALUES = {
    "acc": (("accuracy", 0.6), BINARY),
    "f1": (("f1", 0.6666666666666666), BINARY),
    "mcc": (("mcc", 0.16666666666666666), BINARY),
    "pcc": (("pcc", 0.21650635094610968), THREE),
    "ce": (("cross-entropy", 0.8481054306030273), BINARY),
    "nll_loss": (("nll-loss", 1.0078069686889648), THREE),
}


@pytest.mark.parametrize("name", VALUES)
def test_values_of_one_batch(name):
    (label, value), predictions = VALUES[name]
    one = metric.create(name)
    one.update(LABELS, predictions)
    assert one.get() == (label, pytest.approx(value, rel=1e-6))
    assert type(one.get()[1]) is float


def test_perplexity_leaves_out_a_class():
    values = {}
    for ignored in (None, 0):
        one = metric.Perplexity(ignore_label=ignored)
        one.update([LABELS], [BINARY])
        values[ignored] = one.get()[1]
    assert values == {
        None: pytest.approx(math.exp(-np.log([0.3, 1, 0.6, 0.8, 0.1]).mean()), rel=1e-6),
        0: pytest.approx(math.exp(-np.log([1, 0.6, 0.1]).mean()), rel=1e-6),
    }


def test_top_k_counts_what_is_among_the_first():
    one = metric.TopKAccuracy(top_k=2)
    one.update(nd.array([0, 0]), nd.array([[0.2, 0.3, 0.5], [0.4, 0.5, 0.1]]))
    assert one.get() == ("top_k_accuracy_2", 0.5)
    with pytest.raises(ValueError, match=r"\(2, 2\) have fewer classes"):
        metric.TopKAccuracy(top_k=3).update(nd.array([0, 0]), nd.zeros((2, 2)))


@pytest.mark.parametrize("name", ["mae", "mse", "rmse"])
def test_errors_are_meaned_over_batches(name):
    one = metric.create(name)
    one.update(nd.array([1, 2]), nd.array([1, 4]))
    one.update(nd.array([[1]]), nd.array([[4]]))
    batches = {"mae": (1, 3), "mse": (2, 9), "rmse": (2**0.5, 3)}[name]
    assert one.get() == (name, pytest.approx(sum(batches) / 2))


binary_batches = st.lists(
    arrays.arrays(np.int32, st.tuples(st.integers(1, 6), st.just(2)), elements=st.integers(0, 1)),
    min_size=1,
    max_size=4,
)


@given(binary_batches)
def test_micro_scores_do_not_depend_on_how_examples_are_cut(batches):
    """Columns: the label, the class that is predicted."""
    whole = np.concatenate(batches)
    for kind in (metric.F1, metric.MCC, metric.Accuracy, metric.PCC):
        options = {} if kind in (metric.Accuracy, metric.PCC) else {"average": "micro"}
        cut, at_once = kind(**options), kind(**options)
        for batch in batches:
            cut.update(nd.array(batch[:, 0]), nd.one_hot(nd.array(batch[:, 1]), 2))
        at_once.update(nd.array(whole[:, 0]), nd.one_hot(nd.array(whole[:, 1]), 2))
        assert cut.get()[1] == pytest.approx(at_once.get()[1], nan_ok=True)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=4), st.integers(0, 9))
def test_a_micro_correlation_is_that_of_all_examples(sizes, seed):
    rows = np.random.default_rng(seed).normal(size=(sum(sizes) + 2, 2)).astype("float32")
    one = metric.PearsonCorrelation(average="micro")
    for part in np.split(rows, np.cumsum(sizes)):
        one.update(nd.array(part[:, 0]), nd.array(part[:, 1]))
    assert one.get()[1] == pytest.approx(np.corrcoef(rows.T)[0, 1], rel=1e-5)


def test_a_local_reset_keeps_the_total_for_get_global():
    one = metric.Accuracy()
    one.update(nd.array([1, 1]), nd.array([1, 1]))
    one.reset_local()
    assert math.isnan(one.get()[1])
    one.update(nd.array([1, 1]), nd.array([0, 0]))
    assert (one.get()[1], one.get_global()[1]) == (0.0, 0.5)
    one.reset()
    assert math.isnan(one.get_global()[1])


def test_several_metrics_see_the_same_batches():
    both = metric.create(["acc", metric.F1()])
    both.update(LABELS, BINARY)
    assert both.get_name_value() == [("accuracy", 0.6), ("f1", pytest.approx(2 / 3))]
    assert str(both) == "EvalMetric: {'accuracy': 0.6, 'f1': 0.6666666666666666}"
    assert both.get_metric(0).get()[0] == "accuracy"
    with pytest.raises(ValueError, match="there is no metric 5"):
        both.get_metric(5)


def test_a_configuration_makes_the_metric_again():
    again = metric.create(metric.create(["acc", metric.Perplexity(2)]).get_config())
    assert [type(one) for one in again.metrics] == [metric.Accuracy, metric.Perplexity]
    assert again.metrics[1].ignore_label == 2
    assert metric.create(json.dumps(metric.Accuracy(axis=0).get_config())).axis == 0
    assert metric.create('["top_k_acc", {"top_k": 3}]').top_k == 3


def test_functions_are_metrics():
    def off(label, pred):
        return abs(label - pred).sum(), label.size

    one = metric.create(off)
    one.update([nd.array([1, 2])], [nd.array([2, 4])])
    assert one.get() == ("off", 1.5)


def test_batches_by_name():
    one = metric.Accuracy(output_names=["y"], label_names=["t"])
    one.update_dict({"t": nd.array([1]), "u": nd.array([0])}, {"x": nd.array([0]), "y": nd.array([1])})
    assert one.get() == ("accuracy", 1.0)


@pytest.mark.parametrize("name", ["acc", "mse", "ce", "f1"])
def test_other_numbers_of_labels_are_refused_with_both_sizes(name):
    with pytest.raises(ValueError, match=r"Shape of labels 5 does not match shape of predictions 4"):
        metric.create(name).update(LABELS, BINARY[:4])


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(AssertionError, match="did you mean 'accuracy'"):
        metric.create("acuracy")
