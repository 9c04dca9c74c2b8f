"""What the live view costs a training loop: the same loop in one kernel, watched and not, in turn.

    python benchmarks/live.py [--runs 15]

Times are CPU seconds of the kernel's whole process, so that other programs disturb little, and the ratio
is the median of the turns' ratios. Prints a Markdown table with the targets.
"""

from __future__ import annotations

import argparse
import asyncio
from statistics import quantiles

from timing import Row, machine, middle, spread, table

from tutor.events import Event, Output
from tutor.kernel import Kernel

SETUP = """
import random
from time import process_time
from mxnet import autograd, gluon, nd
from mxnet.gluon import loss as gloss, nn
from engine import hooks

def data_iter(batch_size, features, labels):
    indices = list(range(len(features)))
    random.shuffle(indices)
    for i in range(0, len(indices), batch_size):
        j = nd.array(indices[i:i + batch_size])
        yield features.take(j), labels.take(j)

def linreg(X, w, b):
    return nd.dot(X, w) + b

def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2

def sgd(params, lr, batch_size):
    for param in params:
        param[:] = param - lr * param.grad / batch_size

true_w, true_b = [2, -3.4], 4.2
features = nd.random.normal(shape=(1000, 2))
labels = nd.dot(features, nd.array(true_w)) + true_b
w, b = nd.zeros((2, 1)), nd.zeros(1)
w.attach_grad(), b.attach_grad()

images, classes = nd.random.uniform(shape=(2560, 784)), nd.random.randint(0, 10, shape=(2560,))
cross_entropy = gloss.SoftmaxCrossEntropyLoss()
softmax = nn.Dense(10)
perceptron = nn.Sequential()
perceptron.add(nn.Dense(256, activation="relu"), nn.Dense(10))
trainers = {}
for net in (softmax, perceptron):
    net.initialize()
    trainers[net] = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})

def train(net, num_epochs):
    for epoch in range(num_epochs):
        for X, y in data_iter(256, images, classes):
            with autograd.record():
                l = cross_entropy(net(X), y)
            l.backward()
            trainers[net].step(256)
        print(f"epoch {epoch + 1}, loss {l.mean().asscalar():f}")
"""

UNWATCHED = "hooks.on_backward = hooks.on_op = None\n"

REGRESSION = """\
began = process_time()
for epoch in range({epochs}):
    for X, y in data_iter(10, features, labels):
        with autograd.record():
            l = squared_loss(linreg(X, w, b), y)
        l.backward()
        sgd([w, b], 0.03, 10)
    print(f"epoch {{epoch + 1}}, loss {{l.mean().asscalar():f}}")
print(process_time() - began)
"""

NETWORK = "began = process_time()\ntrain({net}, {epochs})\nprint(process_time() - began)\n"

LOOPS = {
    "linear regression from scratch, 300 steps": (REGRESSION.format(epochs=3), 1.10),
    "linear regression from scratch, 3,000 steps": (REGRESSION.format(epochs=30), 1.10),
    "softmax regression, 300 steps": (NETWORK.format(net="softmax", epochs=30), 1.03),
    "perceptron, 200 steps": (NETWORK.format(net="perceptron", epochs=20), 1.03),
}
"""Each loop's code and the most that its ratio may be."""


async def measure(runs: int) -> list[Row]:
    """A row for each loop."""
    heard: list[Event] = []
    kernel = Kernel(heard.append)
    await kernel.start()

    async def seconds(code: str) -> float:
        heard.clear()
        await kernel.execute(code)
        printed = "".join(event.text for event in heard if isinstance(event, Output))
        return float(printed.split()[-1])

    rows = []
    try:
        await kernel.execute(SETUP)
        for name, (code, limit) in LOOPS.items():
            await seconds(code)
            watched, bare = [], []
            for turn in range(runs):
                pair = [(code, watched), (UNWATCHED + code, bare)]
                for source, found in pair if turn % 2 else reversed(pair):
                    found.append(await seconds(source))
            ratios = [ours / theirs for ours, theirs in zip(watched, bare, strict=True)]
            low, ratio, high = quantiles(ratios, n=4, method="inclusive")
            print(f"{name}: watched {spread(watched)} ms, not {spread(bare)} ms, ", end="")
            print(f"ratio {ratio:.2f} ({low:.2f}–{high:.2f})", flush=True)
            rows.append(Row(name, middle(bare) * ratio, middle(bare), limit))
    finally:
        await kernel.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15, help="turns of each loop")
    given = parser.parse_args()
    rows = asyncio.run(measure(given.runs))
    print(f"\n{machine()}\n\n{table(rows)}")


if __name__ == "__main__":
    main()
