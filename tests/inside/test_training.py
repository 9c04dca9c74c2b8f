"""What the kernel tells about a training loop beside its curve: epochs, rate, truth, data, bad ends."""

import asyncio
import math

import pytest

from tutor.events import Output, Training

REGRESSION = """
lr = 0.3
def train(num_epochs):
    for epoch in range(num_epochs):
        for i in range(4):
            X, y = features[10 * i:10 * i + 10], labels[10 * i:10 * i + 10]
            with autograd.record():
                loss = (nd.dot(X, w) + b - y.reshape((-1, 1))) ** 2 / 2
            loss.backward()
            for parameter in (w, b):
                parameter[:] -= lr * parameter.grad / 10
        print('epoch', epoch + 1, end='')
        print(', loss', loss.mean().asscalar())
train(3)
lr = 9
"""

DATA = """
true_w, true_b = [2, -3.4], 4.2
features = nd.random.normal(shape=(40, 2))
labels = nd.dot(features, nd.array(true_w)) + true_b
w, b = nd.zeros((2, 1)), nd.zeros(1)
w.attach_grad(), b.attach_grad()
"""


@pytest.fixture
def learner(room):
    """A kernel in which the imports have been made, and data for a line."""
    room.cell("from mxnet import nd, autograd")
    room.cell(DATA)
    return room


def test_a_printed_epoch_stands_at_the_step_that_it_ended_with(learner):
    heard = learner.cell(REGRESSION)
    epochs = [epoch for message in heard.of(Training) for epoch in message.epochs]
    assert [(epoch.number, epoch.step) for epoch in epochs] == [(1, 4), (2, 8), (3, 12)]
    assert all(f"loss {epoch.measures[0][1]}" in heard.printed() for epoch in epochs)


def test_an_epoch_is_read_from_the_pieces_in_which_it_was_printed(learner):
    heard = learner.cell(
        REGRESSION.replace("', loss'", "', '", 1).replace("', ', ", "', ', 'loss', ")
        + "print('epoch 4 is', end=' to come')"
    )
    epochs = [epoch for message in heard.of(Training) for epoch in message.epochs]
    assert [(epoch.number, epoch.step) for epoch in epochs] == [(1, 4), (2, 8), (3, 12), (4, 12)]


def test_a_loop_tells_its_learning_rate_the_truth_and_its_data_once(learner):
    first, *later = learner.cell(REGRESSION).of(Training)
    assert dict(first.settings) == {"lr": 0.3, "num_epochs": 3}
    assert dict(first.truths) == {"w": (2, -3.4), "b": (4.2,)}
    assert (first.samples.weight, first.samples.bias, len(first.samples.labels)) == ("w", "b", 40)
    assert not any(message.settings or message.truths or message.samples for message in later)


def test_a_rate_that_the_loop_never_says_is_not_its_rate(learner):
    heard = learner.cell(
        "lr = 5\nfor _ in range(3):\n"
        "    with autograd.record(): loss = ((nd.dot(features, w) + b).reshape((-1,)) - labels) ** 2\n"
        "    loss.backward()\n    w[:] -= 0.01 * w.grad / 40"
    )
    assert "lr" not in dict(heard.of(Training)[0].settings)


def test_a_network_of_one_layer_is_a_regression_too_and_its_trainer_knows_the_rate(learner):
    heard = learner.cell(
        "from mxnet import gluon\nnet = gluon.nn.Dense(1)\nnet.initialize()\n"
        "trainer = gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 0.03})\n"
        "for _ in range(3):\n"
        "    with autograd.record(): l = gluon.loss.L2Loss()(net(features), labels)\n"
        "    l.backward()\n    trainer.step(40)"
    )
    first = heard.of(Training)[0]
    assert dict(first.settings)["lr"] == 0.03
    assert {name.rpartition("_")[2]: values for name, values in first.truths} == {
        "weight": (2, -3.4),
        "bias": (4.2,),
    }
    assert first.samples.weight.endswith("weight") and first.samples.bias.endswith("bias")


def test_what_is_no_line_has_no_data_to_draw(learner):
    heard = learner.cell(
        "for _ in range(3):\n"
        "    with autograd.record(): l = ((nd.dot(features, w) + b).sigmoid() - 1) ** 2\n"
        "    l.backward()"
    )
    assert heard.of(Training)[0].samples is None


def test_a_loop_that_leaves_the_numbers_says_so(learner):
    heard = learner.cell(REGRESSION.replace("lr = 0.3", "lr = 1e9").replace("train(3)", "train(9)"))
    points = [point for message in heard.of(Training) for point in message.points]
    assert len(points) == 36 and not math.isfinite(points[-1][1])


def test_an_interrupted_loop_keeps_its_curve(learner):
    before = len(learner.heard)

    async def interrupted():
        running = asyncio.create_task(learner.kernel.execute(REGRESSION.replace("train(3)", "train(10**9)")))
        while not any(isinstance(event, Training) for event in learner.heard[before:]):
            await asyncio.sleep(0.02)
        await learner.kernel.interrupt()
        return await running

    assert learner.run(interrupted()).status == "interrupted"
    steps = [s for e in learner.heard[before:] if isinstance(e, Training) for s, _ in e.points]
    assert steps == sorted(set(steps)) and steps[0] == 1


def test_a_loss_that_is_no_number_crosses_without_a_warning(learner):
    heard = learner.cell(
        "for _ in range(20):\n"
        "    with autograd.record():\n"
        "        loss = (nd.dot(features, w) * float('nan')).mean()\n"
        "    loss.backward()\n"
    )
    assert not heard.of(Output) and math.isnan(heard.last(Training).points[-1][1])
