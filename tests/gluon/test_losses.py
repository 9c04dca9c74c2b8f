"""Losses against formulas in plain NumPy, and their gradients against differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine import autograd, nd
from engine.gluon import loss as gloss


def softplus(x):
    return np.logaddexp(0, x)


def log_softmax(x):
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


def one_hot(y):
    return np.eye(3)[y[:, 0].astype(int)]


#: For each loss: how it is made, labels from numbers 0 to 2, and the loss of each element.
FORMULAS = {
    "L2Loss": (gloss.L2Loss(), lambda y: y, lambda p, y: (p - y) ** 2 / 2),
    "L1Loss": (gloss.L1Loss(), lambda y: y + 0.1, lambda p, y: abs(p - y)),
    "HuberLoss": (
        gloss.HuberLoss(rho=0.5),
        lambda y: y,
        lambda p, y: np.where(abs(p - y) > 0.5, abs(p - y) - 0.25, (p - y) ** 2),
    ),
    "HingeLoss": (gloss.HingeLoss(), lambda y: np.sign(y - 0.5), lambda p, y: np.maximum(0, 1 - p * y)),
    "SquaredHingeLoss": (
        gloss.SquaredHingeLoss(margin=2),
        lambda y: np.sign(y - 0.5),
        lambda p, y: np.maximum(0, 2 - p * y) ** 2,
    ),
    "LogisticLoss": (gloss.LogisticLoss(), lambda y: np.sign(y - 0.5), lambda p, y: softplus(-p * y)),
    "LogisticLoss binary": (
        gloss.LogisticLoss(label_format="binary"),
        lambda y: y / 2,
        lambda p, y: softplus(p) - p * y,
    ),
    "SigmoidBinaryCrossEntropyLoss": (
        gloss.SigmoidBCELoss(),
        lambda y: y / 2,
        lambda p, y: softplus(p) - p * y,
    ),
    "KLDivLoss": (
        gloss.KLDivLoss(from_logits=False),
        lambda y: (y + 1) / (y + 1).sum(axis=-1, keepdims=True),
        lambda p, y: (y * (np.log(y) - log_softmax(p))).sum(axis=1, keepdims=True),  # the one that is a sum
    ),
    "SoftmaxCrossEntropyLoss dense": (
        gloss.SoftmaxCELoss(sparse_label=False),
        lambda y: one_hot(y),
        lambda p, y: -(y * log_softmax(p)).sum(axis=-1, keepdims=True),
    ),
    "SoftmaxCrossEntropyLoss": (
        gloss.SoftmaxCELoss(),
        lambda y: y[:, :1],
        lambda p, y: -(one_hot(y) * log_softmax(p)).sum(axis=-1, keepdims=True),
    ),
}

PREDICTIONS = arrays(np.float64, (4, 3), elements=st.floats(-3, 3, width=16))
LABELS = arrays(np.float64, (4, 3), elements=st.integers(0, 2).map(float))


@pytest.mark.parametrize("name", FORMULAS)
@given(PREDICTIONS, LABELS)
def test_a_loss_is_the_mean_of_its_formula_over_each_example(name, predictions, labels):
    loss, labels_from, formula = FORMULAS[name]
    labels = labels_from(labels)
    found = loss(nd.array(predictions, dtype="float64"), nd.array(labels, dtype="float64"))
    assert found.shape == (4,)
    assert found.asnumpy() == pytest.approx(formula(predictions, labels).mean(axis=1), abs=1e-9)


@pytest.mark.parametrize("name", FORMULAS)
def test_its_gradient_is_that_of_the_sum(name):
    loss, labels_from, formula = FORMULAS[name]
    rng = np.random.default_rng(3)
    predictions, labels = rng.normal(size=(4, 3)), labels_from(rng.integers(0, 3, (4, 3)).astype(float))
    variable = nd.array(predictions, dtype="float64")
    variable.attach_grad()
    with autograd.record():
        found = loss(variable, nd.array(labels, dtype="float64"))
    found.backward()
    direction = rng.normal(size=(4, 3))
    ends = [formula(predictions + step * direction, labels).mean(axis=1).sum() for step in (1e-6, -1e-6)]
    assert (variable.grad.asnumpy() * direction).sum() == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "int32"])
def test_class_labels_may_be_of_any_type(dtype):
    predictions, labels = nd.array([[1, 2, 3], [3, 2, 1]]), nd.array([2, 2], dtype=dtype)
    assert gloss.SoftmaxCELoss()(predictions, labels).asnumpy() == pytest.approx([0.40760598, 2.407606])


def test_large_logits_lose_nothing():
    loss = gloss.SoftmaxCrossEntropyLoss()(nd.array([[1000, 0], [-1000, 1000]]), nd.array([1, 1]))
    assert loss.asnumpy().tolist() == [1000, 0]


def test_classes_may_lie_along_another_axis():
    predictions = nd.random.normal(shape=(2, 3, 4))
    labels = nd.array([[0, 1, 2, 0], [2, 1, 0, 1]])
    last = gloss.SoftmaxCELoss()(predictions.transpose((0, 2, 1)), labels)
    assert gloss.SoftmaxCELoss(axis=1)(predictions, labels).asnumpy() == pytest.approx(last.asnumpy())


def test_logarithms_of_probabilities_are_taken_as_they_are():
    predictions = nd.random.normal(shape=(2, 3))
    labels = nd.array([0, 2])
    given_logs = gloss.SoftmaxCELoss(from_logits=True)(predictions.log_softmax(), labels)
    assert given_logs.asnumpy() == pytest.approx(gloss.SoftmaxCELoss()(predictions, labels).asnumpy())
    halves = nd.array([[1, 0, 1], [0, 0, 1]])
    from_sigmoid = gloss.SigmoidBCELoss(from_sigmoid=True)(predictions.sigmoid(), halves)
    assert from_sigmoid.asnumpy() == pytest.approx(
        gloss.SigmoidBCELoss()(predictions, halves).asnumpy(), rel=1e-5
    )


def test_examples_and_losses_have_weights():
    predictions, labels = nd.array([[1], [2]]), nd.array([0, 0])
    assert gloss.L2Loss(weight=3)(predictions, labels, nd.array([[1], [10]])).asnumpy().tolist() == [1.5, 60]


def test_positive_answers_have_a_weight():
    predictions, labels = nd.array([[0.5], [0.5]]), nd.array([[1], [0]])
    plain = gloss.SigmoidBCELoss()(predictions, labels).asnumpy()
    weighted = gloss.SigmoidBCELoss()(predictions, labels, None, nd.array([3])).asnumpy()
    assert weighted == pytest.approx(plain * [3, 1], rel=1e-5)


def test_labels_of_another_size_are_refused():
    with pytest.raises(ValueError, match=r"L2Loss: \(2, 3\), \(2, 4\): 8 labels for 6 predictions"):
        gloss.L2Loss()(nd.ones((2, 3)), nd.ones((2, 4)))


def test_losses_are_shown_with_their_settings():
    assert repr(gloss.L2Loss()) == "L2Loss(batch_axis=0, w=1.0)"
    assert repr(gloss.SoftmaxCELoss()) == "SoftmaxCrossEntropyLoss(batch_axis=0, w=None)"


def test_triples_want_the_positive_closer_by_a_margin():
    anchor, near, far = nd.array([[0, 0], [1, 1]]), nd.array([[1, 0], [1, 1]]), nd.array([[2, 0], [1, 1]])
    assert gloss.TripletLoss(margin=2)(anchor, near, far).asnumpy().tolist() == [0, 2]


def test_counts_are_unlikely_by_their_distribution():
    counts, rates = np.array([2.0, 5.0]), np.array([1.5, 4.0])
    for full in (False, True):
        exact = rates - counts * np.log(rates)
        if full:
            exact += counts * np.log(counts) - counts + np.log(2 * np.pi * counts) / 2
        for logits in (False, True):
            loss = gloss.PoissonNLLLoss(from_logits=logits, compute_full=full)
            found = loss(nd.array(np.log(rates) if logits else rates), nd.array(counts))
            assert found.shape == (1,) and found.asscalar() == pytest.approx(exact.mean(), rel=1e-5)


def test_directions_agree_or_differ():
    first, second = nd.array([[1, 0], [1, 0], [1, 1]]), nd.array([[0, 2], [3, 0], [1, 0]])
    for label, expected in ((1, [1, 0, 1 - 0.5**0.5]), (-1, [0, 0.5, 0.5**0.5 - 0.5])):
        found = gloss.CosineEmbeddingLoss(margin=0.5)(first, second, nd.full(3, label))
        assert found.asnumpy().ravel() == pytest.approx(expected, abs=1e-6)


def test_partners_are_found_among_the_batch():
    rng = np.random.default_rng(0)
    pairs = rng.normal(size=(4, 3))
    found = gloss.SDMLLoss(smoothing_parameter=0.3)(nd.array(pairs), nd.array(pairs + 0.1))
    distances = ((pairs[:, None] - (pairs + 0.1)[None]) ** 2).sum(axis=2)
    labels = np.full((4, 4), 0.1) + np.eye(4) * 0.6
    expected = (labels * (np.log(labels) - log_softmax(-distances))).sum(axis=1)
    assert found.asnumpy() == pytest.approx(expected, rel=1e-4)
    with pytest.raises(AssertionError, match=r"SDMLLoss: .*\(batch, size\)"):
        gloss.SDMLLoss()(nd.ones((2, 3)), nd.ones((2, 4)))
