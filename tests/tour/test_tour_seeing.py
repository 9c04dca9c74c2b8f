"""The tour, on a real kernel: shapes, errors, gradients, training, pictures, help."""

from __future__ import annotations

import pytest
from tour_learner import Tour

TOUR = Tour()
TRAINING = """\
for epoch in range({epochs}):
    for X, y in data_iter(10, features, labels):
        with autograd.record():
            l = squared_loss(linreg(X, w, b), y)
        l.backward()
        sgd([w, b], {rate}, 10)
    print('epoch %d' % (epoch + 1))"""
FIGURE = """\
import matplotlib.pyplot as plt
plt.scatter([1, 2, 3], [4, 8, 2]); plt.title('Three dots'); plt.show()"""
BY_HAND = """\
with autograd.record():
    l = squared_loss(linreg(features[:10], w, b), labels[:10])
l.backward()"""
NETWORK = """\
from mxnet import autograd
from mxnet.gluon import nn
net = nn.Dense(1, in_units=3)
net.initialize()
with autograd.record():
    loss = net(nd.ones((2, 3))).sum()
loss.backward()"""


@TOUR.station("ndarray-reshape", "row-to-matrix", "reshape", "values", "variables")
async def reshape(learner):
    await learner.run("X = x.reshape((3, 4))")
    learner.see("last operation  reshape", "x   (12,)", "X   (3, 4)", "4  5  6  7", "no copy")
    learner.see("• X", "float32", "cpu(0)", "0 … 11")


@TOUR.station("ndarray-operations", "one-above-the-other", "concat rows", "concat columns")
async def concat(learner):
    await learner.solve()
    learner.see("concat", "(6, 4)")
    learner.picture("rows")
    await learner.press("enter")
    await learner.solve()
    learner.see("concat", "(3, 8)")


@TOUR.station("ndarray-operations", "matrix-product", "dot", "transpose", language="zh")
async def dot(learner):
    await learner.run("T = Y.T")
    learner.see("transpose", "(4, 3)")
    learner.picture("transpose")
    await learner.solve()
    learner.see("dot", "(3, 3)")


@TOUR.station("ndarray-operations", "matrix-product", "broadcasting", "index", "slice", "write", "reduction")
async def cells(learner):
    for line, *seen in (
        ("nd.ones((3, 1)) + nd.ones((1, 2))", "(3, 1)", "(1, 2)", "(3, 2)"),
        ("X[1, 2]", "(3, 4)"),
        ("X[1:3]", "(2, 4)"),
        ("X[1:2, :] = 12", "12"),
        ("X.sum(axis=0)", "sum", "(4,)"),
    ):
        await learner.run(line)
        await learner.press("f2")
        learner.see(*seen)
        learner.picture(str(learner.app.session.kernel.cells))
        await learner.press("escape")


@TOUR.station("ndarray-operations", "matrix-product", "scaled")
async def large(learner):
    await learner.run("nd.ones((200, 1000)).reshape((1000, 200))")
    learner.see("reshape", "(200, 1000)", "(1000, 200)")


@TOUR.station("ndarray-operations", "matrix-product", "shape error", "traceback", "what fits", "hint")
async def mistake(learner):
    await learner.run("D = nd.dot(X, Y)")
    learner.see("~~~~~~~^~~^~", "(3, 4) · (3, 4)", "the inner axes differ", "a row of X")
    await learner.press("f3")
    learner.see("hint 1 of 2", "nd.dot(X, Y.T)", "(3, 4) · (4, 3) → (3, 3)")
    learner.picture("hint")
    await learner.press("f7")
    learner.see("Traceback (most recent call last):", "D = nd.dot(X, Y)")


@TOUR.station("autograd-record", "go-backward", "graph", "walk", "from a variable")
async def gradients(learner):
    await learner.solve()
    await learner.press("f2", "down")
    learner.see(
        "rule of  dot", "a · b", "for a   g · bᵀ", "2 · 0 1 2 3 = 0 2 4 6", "both paths into x add up"
    )
    learner.picture("from-the-loss")
    await learner.press("down", "down", "g")
    learner.see("passes back", "g whole graph", "both paths into x add up")
    await learner.press("g", "enter")
    learner.see("∇   (1, 1)")


@TOUR.station("linreg-scratch", "train", "graph of a loop", "graph of a network")
async def networks(learner):
    await learner.paste(BY_HAND)
    learner.see("operations were recorded")
    await learner.press("f2")
    learner.see("dot", "rule of")
    learner.picture("loop")
    await learner.press("escape")
    await learner.paste(NETWORK)
    await learner.press("f2")
    learner.see("sum", "FullyConnected", "rule of")


@TOUR.station("linreg-scratch", "train", "loss", "norms", "rate", "scale", "epochs", "ghosts", "fitted line")
async def training(learner):
    await learner.paste(TRAINING.format(epochs=1, rate=0.3))
    await learner.paste("w[:], b[:] = 0, 0")
    await learner.paste(TRAINING.format(epochs=3, rate=0.03))
    learner.see("epoch 3", "steps/s", "loss at each step", "log", "this run", "cell 1", "w (2, 1)")
    learner.see("|∇|", "now", "true")
    learner.see("labels, feature 1")
    await learner.press("ctrl+l")
    learner.see("linear")


@TOUR.station("softmax-scratch", "labels", "labels", "fashion")
async def labels(learner):
    await learner.solve()
    learner.see("its label, then what was predicted", "right", "wrong", "▀▀▀")


@TOUR.station("ndarray-reshape", "row-to-matrix", "figure", "image", "half blocks", "whole figure")
async def figure(learner):
    await learner.paste(
        "import matplotlib.pyplot as plt\nplt.imshow(x.reshape((3, 4)).asnumpy()); plt.title('A ramp');"
    )
    learner.see("A ramp", "▀▀▀")
    learner.picture("image")
    await learner.paste(FIGURE)
    learner.see("Three dots", "▀▀▀")
    learner.picture("transcript")
    await learner.press("ctrl+t", "ctrl+s")
    learner.see("Three dots", "saved")


@TOUR.station(
    "lookup",
    "draw-uniform",
    "signature",
    "name?",
    "name??",
    "help()",
    "dir()",
    "help history",
    "example",
    "large",
    size="200x60",
)
async def lookups(learner):
    await learner.run("dir(nd.random)")
    learner.see("nd.random", "uniform", "normal")
    await learner.run("help(nd.ones_like)")
    learner.see("nd.ones_like")
    await learner.run("nd.random.uniform??")
    learner.see("def ")
    await learner.run("nd.random.uniform?")
    learner.see("uniform(low=0, high=1, shape=None,", "The smallest number that may come.")
    await learner.press("f2", "left")
    learner.see("nd.ones_like")
    await learner.press("right", "enter")
    learner.see("❱")


@TOUR.station("ndarray-reshape", "row-to-matrix", "completion", "beside a loop", "stop", "typed ahead")
async def beside_a_loop(learner):
    await learner.type("import time")
    await learner.press("f5")
    await learner.type("for i in range(10**6): print(i); time.sleep(0.001)")
    await learner.pilot.press("f5")
    await learner.until(lambda: learner.app.kernel_state.state == "busy")
    learner.send("x.resh")
    await learner.pilot.press("tab")
    await learner.until(lambda: "x.reshape" in learner.screen or "reshape(" in learner.screen)
    learner.picture("running")
    await learner.press("ctrl+c")
    learner.see("reshape")


@pytest.mark.parametrize("station", TOUR, ids=lambda station: station.name)
def test_what_is_seen(station, guide, album):
    guide.visit(station, album)
