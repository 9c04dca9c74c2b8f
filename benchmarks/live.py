"""What the live view costs a training loop: the same loop in one kernel, watched and not, in turn.

    python benchmarks/live.py [--turns 60] [--only softmax]

It is measured in two ways, each from the loop's first statement until all of the cell is told.

- In the watchers: the time between each call of theirs and its return, beside the rest of the same loop. What
  disturbs the machine disturbs both alike, so this is known well where the machine is busy; what it does not
  see is how a watched loop runs slower between the calls, and the thread that sends.
- In all: what the same loop took in the kernel's process, watched, less what it took unwatched, beside the
  latter: of CPU time, with the thread that sends, and of the wall's. Turns are short, so that both meet
  the same machine, and many.

Medians stand with the interval that holds them 95 times of 100. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import asyncio
from ast import literal_eval

from timing import estimate, machine

from tutor.events import Event, Output
from tutor.kernel import Kernel

SETUP = """
import random
from time import perf_counter, process_time, sleep
from mxnet import autograd, gluon, nd
from mxnet.gluon import loss as gloss, nn
from engine import hooks
from tutor.inside import operations, training

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

inside = 0.0

def timed(watcher):
    def called(*arguments):
        global inside
        began = perf_counter()
        answer = watcher(*arguments)
        inside += perf_counter() - began
        return timed(answer) if callable(answer) else answer
    return called

training.end, operations.end = timed(training.end), timed(operations.end)

def clocks():
    return process_time(), perf_counter(), inside

span = began = looped = ()

def conclude(result):
    global span
    told = clocks()
    sleep(0.01)  # the thread that sends is heard out
    span = began, looped, (process_time(), *told[1:])

get_ipython().events.register("post_run_cell", conclude)
"""

WATCHED = "began = clocks()\n{loop}looped = clocks()"
TIMED = "hooks.on_backward, hooks.on_op = timed(hooks.on_backward), timed(hooks.on_op)\n" + WATCHED
BARE = "hooks.on_backward = hooks.on_op = None\n" + WATCHED

REGRESSION = """\
for epoch in range({epochs}):
    for X, y in data_iter(10, features, labels):
        with autograd.record():
            l = squared_loss(linreg(X, w, b), y)
        l.backward()
        sgd([w, b], 0.03, 10)
    print(f"epoch {{epoch + 1}}, loss {{l.mean().asscalar():f}}")
"""

LOOPS = {
    "linear regression from scratch, 300 steps": (REGRESSION.format(epochs=3), 1.10),
    "linear regression from scratch, 3,000 steps": (REGRESSION.format(epochs=30), 1.10),
    "softmax regression, 300 steps": ("train(softmax, 30)\n", 1.03),
    "perceptron, 200 steps": ("train(perceptron, 20)\n", 1.03),
}
"""Each loop's code and the most that its ratio may be."""

CPU, WALL, INSIDE = range(3)

Span = tuple[tuple[float, ...], ...]
"""What the three clocks showed at a loop's begin, at its end, and when all was told."""


def inside(timed: Span) -> float:
    """How many times as long the loop and its end took for what was done in the watchers."""
    began, looped, told = timed
    within = looped[INSIDE] - began[INSIDE]
    return 1 + (told[INSIDE] - began[INSIDE]) / (looped[WALL] - began[WALL] - within)


def added(watched: Span, bare: Span, clock: int) -> float:
    """How many times as long the loop and its end took for being watched."""
    began, looped, _ = (times[clock] for times in bare)
    ours, theirs = (span[2][clock] - span[0][clock] for span in (watched, bare))
    return 1 + (ours - theirs) / (looped - began)


async def measure(turns: int, only: str) -> list[str]:
    """A row for each loop."""
    heard: list[Event] = []
    kernel = Kernel(heard.append)
    await kernel.start()

    async def span(code: str) -> Span:
        await kernel.execute(code)
        heard.clear()
        await kernel.execute("print(span)")
        found: Span = literal_eval("".join(event.text for event in heard if isinstance(event, Output)))
        return found

    rows = []
    try:
        await kernel.execute(SETUP)
        for name, (loop, limit) in LOOPS.items():
            if only not in name:
                continue
            ways = [code.format(loop=loop) for code in (TIMED, WATCHED, BARE)]
            await span(ways[0])
            found = []
            for turn in range(turns):
                order = (0, 1, 2) if turn % 2 else (2, 1, 0)
                found.append(dict(sorted([(way, await span(ways[way])) for way in order])).values())
            shares = estimate(inside(timed) for timed, _, _ in found)
            cpu, wall = (estimate(added(w, b, clock) for _, w, b in found) for clock in (CPU, WALL))
            mark = "✓" if shares.middle <= limit else "✗"
            rows.append(f"| {name} | {shares} | {cpu} | {wall} | {limit:.2f} | {mark} |")
            print(rows[-1], flush=True)
    finally:
        await kernel.close()
    return rows


HEAD = """\
| loop | in the watchers | in all, CPU | in all, wall | at most | |
|---|---|---|---|---|---|"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=60, help="turns of each loop")
    parser.add_argument("--only", default="", help="loops with this in their name")
    given = parser.parse_args()
    rows = asyncio.run(measure(given.turns, given.only))
    print("\n".join([f"\n{machine()}, {given.turns} turns\n", HEAD, *rows]))


if __name__ == "__main__":
    main()
