"""What the live view costs a training loop: the same loop in one kernel, watched and not, in turn.

    python benchmarks/live.py [--turns 60] [--only softmax]

It is measured in two ways, each from the loop's first statement until all of the cell is told.

- By parts: the CPU time of the watchers' calls in the main thread, where the loop runs, less what so many
  calls of a watcher that does nothing take in the same loop; and what the other threads, which send, took
  more than beside a loop unwatched. Both are measured alone, so what disturbs a busy machine hardly blurs
  them. How a watched loop runs slower between the calls is not seen.
- In all: what a loop took watched, less what it took unwatched, of CPU time and of the wall's. Turns are
  short, so that both meet the same machine, and many.

Each is divided by the time of the loop alone. Medians stand with the interval that holds them 95 times of
100. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import asyncio
from ast import literal_eval

from timing import estimate, machine

from tutor.events import Error, Event, Output
from tutor.kernel import Kernel

SETUP = """
import random
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
"""

CLOCKS = """
from time import perf_counter, process_time, sleep, thread_time
from tutor.inside import operations, training

inside, calls = 0.0, 0

def timed(watcher):
    def called(*arguments):
        global inside, calls
        began = thread_time()
        answer = watcher(*arguments)
        inside += thread_time() - began
        calls += 1
        return timed(answer) if callable(answer) else answer
    return called

training.end, operations.end = timed(training.end), timed(operations.end)
def nothing(*arguments):
    pass

def clocks():
    main = thread_time()
    others = process_time() - main
    return {"main": main, "others": others, "wall": perf_counter(), "in": inside, "calls": calls}

span = began = looped = ()

def conclude(result):
    global span
    told = clocks()
    sleep(0.01)  # the threads that send are heard out
    told["others"] = clocks()["others"]
    span = began, looped, told

get_ipython().events.register("post_run_cell", conclude)
"""

NETWORKS = """
images, classes = nd.random.uniform(shape=(2560, 784)), nd.random.randint(0, 10, shape=(2560,))
cross_entropy = gloss.SoftmaxCrossEntropyLoss()
softmax = nn.Dense(10)
perceptron = nn.Sequential()
perceptron.add(nn.Dense(256, activation="relu"), nn.Dense(10))
trainers = {}
for net in (softmax, perceptron):
    net.initialize()
    trainers[net] = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})

def batches():
    for _ in range(10):  # an epoch of 100 batches
        yield from data_iter(256, images, classes)

def train(net, num_epochs):
    for epoch in range(num_epochs):
        for X, y in batches():
            with autograd.record():
                l = cross_entropy(net(X), y)
            l.backward()
            trainers[net].step(256)
        print(f"epoch {epoch + 1}, loss {l.mean().asscalar():f}")
"""

UNWATCHED = "hooks.on_backward = hooks.on_op = None\n"

WATCHED = "began = clocks()\n{loop}looped = clocks()"
TIMED = "hooks.on_backward, hooks.on_op = timed(hooks.on_backward), timed(hooks.on_op)\n" + WATCHED
EMPTY = "hooks.on_backward = hooks.on_op = timed(nothing)\n" + WATCHED
BARE = UNWATCHED + WATCHED

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
    "linear regression from scratch, 300 steps": ("", REGRESSION.format(epochs=3), 1.10),
    "linear regression from scratch, 3,000 steps": ("", REGRESSION.format(epochs=30), 1.10),
    "softmax regression, 300 steps": (NETWORKS, "train(softmax, 3)\n", 1.03),
    "softmax regression, 1,200 steps, as many as the book's": (NETWORKS, "train(softmax, 12)\n", 1.03),
    "perceptron, 200 steps": (NETWORKS, "train(perceptron, 2)\n", 1.03),
}
"""What a loop needs besides, its code, and the most that its ratio may be."""

Span = tuple[dict[str, float], dict[str, float], dict[str, float]]
"""What the clocks showed at a loop's begin, at its end, and when all was told."""


def parts(timed: Span, watched: Span, bare: Span, empty: Span) -> float:
    """How many times as long the loop took for the watchers' calls and the other threads."""
    (calls, seconds), (others, idle) = (
        [told[clock] - began[clock] for clock in ("calls", "in")] for began, _, told in (timed, empty)
    )
    inside = seconds - calls * idle / others
    return 1 + (inside + added(watched, bare, "others")) / alone(bare, "main")


def in_all(watched: Span, bare: Span, *clocks: str) -> float:
    """How many times as long the loop took for being watched."""
    return 1 + added(watched, bare, *clocks) / alone(bare, *clocks)


def added(watched: Span, bare: Span, *clocks: str) -> float:
    """The seconds that a watched loop and its end took more."""
    ours, theirs = (sum(told[clock] - began[clock] for clock in clocks) for began, _, told in (watched, bare))
    return ours - theirs


def alone(bare: Span, *clocks: str) -> float:
    """The seconds of the loop."""
    began, looped, _ = bare
    return sum(looped[clock] - began[clock] for clock in clocks)


async def measure(turns: int, only: str) -> list[str]:
    """A row for each loop."""
    heard: list[Event] = []
    kernel = Kernel(heard.append)
    await kernel.start()

    async def span(code: str) -> Span:
        if (await kernel.execute(code)).status != "ok":
            raise RuntimeError("\n".join(event.traceback for event in heard if isinstance(event, Error)))
        heard.clear()
        await kernel.execute("print(span)")
        found: Span = literal_eval("".join(event.text for event in heard if isinstance(event, Output)))
        return found

    rows = []
    try:
        await kernel.execute(SETUP + CLOCKS)
        for name, (needs, loop, limit) in LOOPS.items():
            if only not in name:
                continue
            await kernel.execute(needs)
            ways = [code.format(loop=loop) for code in (TIMED, WATCHED, BARE, EMPTY)]
            await span(ways[0])
            found = []
            for turn in range(turns):
                order = (0, 1, 2, 3) if turn % 2 else (3, 2, 1, 0)
                found.append(dict(sorted([(way, await span(ways[way])) for way in order])).values())
            by_parts = estimate(parts(*turn) for turn in found)
            cpu = estimate(in_all(watched, bare, "main", "others") for _, watched, bare, _ in found)
            wall = estimate(in_all(watched, bare, "wall") for _, watched, bare, _ in found)
            mark = "✓" if by_parts.middle <= limit else "✗"
            rows.append(f"| {name} | {by_parts} | {cpu} | {wall} | {limit:.2f} | {mark} |")
            print(rows[-1], flush=True)
    finally:
        await kernel.close()
    return rows


HEAD = """\
| loop | by parts, CPU | in all, CPU | in all, wall | at most | |
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
