"""A step of training reads nothing back from the GPU: the host runs ahead, and the GPU never waits for it."""

import contextlib

import pytest
import standin
from both_devices import STAND_IN

from engine import autograd, gluon, gpu, init, nd
from engine.gluon import nn, rnn

pytestmark = pytest.mark.usefixtures("same_numbers")


@contextlib.contextmanager
def without_reading(request):
    """Fails for a value that is read back within: the stand-in says from where, CuPy refuses."""
    if request.node.callspec.params["device"] == STAND_IN:
        with standin.READS.during() as places:
            yield
        assert places == []
    else:
        import cupyx

        with cupyx.allow_synchronize(False):
            yield


def linear_regression():
    """The book's, from scratch: a step on a batch of 10."""
    w, b = nd.random.normal(scale=0.01, shape=(2, 1)), nd.zeros(1)
    X, y = nd.random.normal(shape=(10, 2)), nd.random.normal(shape=10)
    for param in (w, b):
        param.attach_grad()

    def step():
        with autograd.record():
            y_hat = nd.dot(X, w) + b
            loss = (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
        loss.backward()
        for param in (w, b):
            param[:] = param - 0.03 * param.grad / 10

    return step


def softmax_regression():
    """The book's, from scratch: softmax, and the cross-entropy by `pick`."""
    W, b = nd.random.normal(scale=0.01, shape=(784, 10)), nd.zeros(10)
    X, y = nd.random.uniform(shape=(16, 1, 28, 28)), nd.arange(16) % 10
    for param in (W, b):
        param.attach_grad()

    def step():
        with autograd.record():
            exponentials = (nd.dot(X.reshape((-1, 784)), W) + b).exp()
            y_hat = exponentials / exponentials.sum(axis=1, keepdims=True)
            loss = (-nd.pick(y_hat, y).log()).sum()
        loss.backward()
        (y_hat.argmax(axis=1) == y).mean()
        for param in (W, b):
            param[:] = param - 0.1 * param.grad / 16

    return step


def of_gluon(make, X, loss, optimizer="sgd", **options):
    """A step of a network with a Trainer."""

    def begin():
        net = make()
        net.initialize(init.Xavier())
        batch, labels = X(), nd.arange(4) % 3
        trainer = gluon.Trainer(net.collect_params(), optimizer, {"learning_rate": 0.1, **options})
        net(batch)

        def step():
            with autograd.record():
                error = loss(net(batch), labels)
            error.backward()
            trainer.step(4)

        return step

    return begin


def stacked(*layers):
    """A network of layers, one after another."""

    def make():
        net = nn.Sequential()
        net.add(*[layer() for layer in layers])
        return net

    return make


def dense(units, **options):
    return lambda: nn.Dense(units, **options)


def images():
    return nd.random.uniform(shape=(4, 1, 28, 28))


CROSS_ENTROPY = gluon.loss.SoftmaxCrossEntropyLoss()
LENET = stacked(
    lambda: nn.Conv2D(6, 5, activation="sigmoid"), lambda: nn.MaxPool2D(2, 2),
    lambda: nn.Conv2D(16, 5, activation="sigmoid"), lambda: nn.MaxPool2D(2, 2),
    dense(120, activation="sigmoid"), dense(84, activation="sigmoid"), dense(10),
)  # fmt: skip
MLP = stacked(dense(32, activation="relu"), lambda: nn.Dropout(0.5), dense(10))

STEPS = {
    "linear regression": linear_regression,
    "softmax regression": softmax_regression,
    "MLP": of_gluon(MLP, images, CROSS_ENTROPY, wd=0.001),
    "LeNet": of_gluon(LENET, images, CROSS_ENTROPY, momentum=0.9),
    "batch normalisation": of_gluon(
        stacked(lambda: nn.Conv2D(2, 3), nn.BatchNorm, nn.GlobalAvgPool2D, dense(3)), images, CROSS_ENTROPY
    ),
    "embedding and LSTM": of_gluon(
        stacked(lambda: nn.Embedding(9, 4), lambda: rnn.LSTM(5, layout="NTC"), dense(3)),
        lambda: nd.random.randint(0, 9, shape=(4, 6)),
        CROSS_ENTROPY,
    ),
    "squared loss": of_gluon(dense(1), lambda: nd.random.normal(shape=(4, 3)), gluon.loss.L2Loss()),
    **{
        optimizer: of_gluon(dense(3), lambda: nd.random.normal(shape=(4, 3)), CROSS_ENTROPY, optimizer)
        for optimizer in ("adagrad", "rmsprop", "adadelta", "adam", "nag", "adamax", "nadam", "ftrl", "lamb")
    },
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_reads_nothing_back(device, request, name):
    step = STEPS[name]()
    step()  # kernels are compiled, states are made
    with without_reading(request):
        step()
        step()


def test_a_read_is_noticed(device, request):
    x = nd.ones(3)
    if request.node.callspec.params["device"] == STAND_IN:
        with standin.READS.during() as places:
            x.sum().asscalar()
            bool(x[0] > 0)
        assert len(places) == 2 and all("backend.py" in place for place in places)
    assert x.context is gpu(0)
