"""Checkpoints: back into the same dict and the same buffers, whatever a cell did meanwhile."""

from __future__ import annotations

import random
from collections import OrderedDict, defaultdict, deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.inside import checkpoint as module
from tutor.inside.checkpoint import Checkpoint
from tutor.inside.values import freeze, text_of


@pytest.fixture
def names(desk):
    return desk.names


def run(code, names):
    exec(code, names)


def test_views_stay_views(names):
    run("a = nd.arange(6).reshape((2, 3))\nrow = a[1:2]\nkept = {'rows': [row]}", names)
    saved = Checkpoint(names)
    run("a[:] = 0\nrow = nd.ones(3)\nkept['rows'].clear()\ndel a", names)
    saved.restore()
    assert names["a"].asnumpy().tolist() == [[0, 1, 2], [3, 4, 5]]
    run("row[0, 0] = 9", names)
    assert names["a"].asnumpy()[1, 0] == 9 and names["kept"]["rows"][0] is names["row"]


def test_numpy_views_too(names):
    run("a = np.arange(4)\nb = a[::2]\nc = b[:1]", names)
    saved = Checkpoint(names)
    run("c[0] = 5; a = a + 1", names)
    saved.restore()
    assert names["a"].tolist() == [0, 1, 2, 3] and names["c"].base is not None


def test_one_copy_a_buffer(names):
    run("a = nd.ones(1000)\nviews = [a[i:] for i in range(50)]", names)
    assert len(Checkpoint(names)._buffers) == 1


def test_gradients_and_whether_there_is_one(names):
    run("x = nd.arange(3)\ny = nd.arange(3)\nx.attach_grad()", names)
    saved = Checkpoint(names)
    run("x.grad[:] = 5\ny.attach_grad()", names)
    saved.restore()
    assert names["x"].grad.asnumpy().tolist() == [0, 0, 0] and names["y"].grad is None


def test_names_come_and_go(names):
    run("a = 1\nb = 2", names)
    saved = Checkpoint(names)
    run("a = 3\ndel b\nc = 4\nnd = None", names)
    assert set(saved.changed()) == {"a", "b", "c", "nd"}
    saved.restore()
    assert (names["a"], names["b"]) == (1, 2) and "c" not in names and names["nd"] is not None
    assert saved.changed() == []


def test_the_shells_own_names_are_left_alone(names):
    names.update(In=["1"], _=1, _i="x", _oh={1: 1})
    saved = Checkpoint(names)
    names["In"].append("2")
    names.update(_=2, _3="y")
    saved.restore()
    assert names["In"] == ["1", "2"] and names["_"] == 2 and names["_3"] == "y"


@pytest.mark.parametrize(
    ("make", "spoil"),
    [
        ("c = [1, [2]]", "c[1].append(3); c.reverse()"),
        ("c = {'a': {1, 2}}", "c['a'].add(3); c['b'] = 1"),
        ("c = ([1], [2])", "c[0].clear()"),
        ("c = bytearray(b'ab')", "c[0] = 0; c.append(1)"),
    ],
)
def test_containers(names, make, spoil):
    run(make, names)
    saved, before = Checkpoint(names), text_of(freeze(names["c"]))
    held = names["c"]
    run(spoil, names)
    assert saved.changed(["c"]) == ["c"]
    saved.restore()
    assert names["c"] is held and text_of(freeze(held)) == before


def test_containers_of_the_library(names):
    names.update(queue=deque([1, 2], maxlen=2), order=OrderedDict(a=1, b=2), counts=defaultdict(int, a=1))
    saved = Checkpoint(names)
    names["queue"].append(3)
    names["order"].move_to_end("a")
    names["order"]["c"] = 3
    names["counts"]["b"] += 1
    saved.restore()
    assert list(names["queue"]) == [1, 2] and names["queue"].maxlen == 2
    assert dict(names["order"]) == {"a": 1, "b": 2} and names["order"].popitem() == ("b", 2)
    assert names["counts"] == {"a": 1} and names["counts"]["z"] == 0


def test_containers_that_hold_each_other(names):
    run("a = []\nb = {'a': a}\na.append(b)", names)
    saved = Checkpoint(names)
    run("a.append(1); b.clear()", names)
    saved.restore()
    assert names["a"][0] is names["b"] and names["b"]["a"] is names["a"] and len(names["a"]) == 1


OBJECTS = """
class Model:
    scale = 2
    def __init__(self): self.w = nd.ones(2); self.steps = [0]
    def step(self): self.w += 1; self.steps.append(1); self.done = True
class Slotted:
    __slots__ = ("a", "b")
def counter():
    n = 0
    def count():
        nonlocal n
        n += 1
        return n
    return count
def keep(value, seen=[]): seen.append(value); return len(seen)
model, slotted, count = Model(), Slotted(), counter()
slotted.a = [1]
step = model.step
count(); keep(0)
"""


def test_objects_classes_closures_and_defaults_of_the_learner(names):
    run(OBJECTS, names)
    saved = Checkpoint(names)
    run("step(); slotted.a.append(2); slotted.b = 1; del slotted.a; Model.scale = 5; Model.more = 1", names)
    run("count(); keep(1); keep.note = 1", names)
    changed = {"model", "slotted", "Model", "count", "keep", "step"}
    assert set(saved.changed()) == changed
    saved.restore()
    model, slotted = names["model"], names["slotted"]
    assert (
        model.w.asnumpy().tolist() == [1, 1] and vars(model).keys() == {"w", "steps"} and model.steps == [0]
    )
    assert slotted.a == [1] and not hasattr(slotted, "b")
    assert names["Model"].scale == 2 and not hasattr(names["Model"], "more")
    assert names["count"]() == 2 and names["keep"](1) == 2 and not vars(names["keep"])


def test_functions_keep_their_globals_generators_and_files_live_on(names, tmp_path):
    (tmp_path / "lines").write_text("one\ntwo\n")
    names["path"] = tmp_path / "lines"
    run("k = 1\ndef f(): return k\ndef g():\n    yield 1\n    yield 2", names)
    run("live = g()\nnext(live)\nfile = open(path)", names)
    saved = Checkpoint(names)
    run("k = 2\nfile.readline()", names)
    saved.restore()
    assert names["f"]() == 1 and next(names["live"]) == 2 and names["file"].readline() == "two\n"
    run("k = 3\nfile.close()", names)
    assert names["f"]() == 3


def test_random_generators(names):
    run("import random\nown = random.Random(1)", names)
    run("rng = np.random.default_rng(1)\nold = np.random.RandomState(1)", names)
    draw = (
        "drawn = (random.random(), np.random.rand(), nd.random.normal(shape=(1,)).asscalar(),"
        " own.random(), rng.random(), old.rand())"
    )
    saved = Checkpoint(names)
    run(draw, names)
    first = names["drawn"]
    assert set(saved.changed()) == {"drawn", "own", "rng", "old"}
    saved.restore()
    run(draw, names)
    assert names["drawn"] == first


def test_only_some_names(names):
    run("a = nd.ones(2)\nb = nd.ones(2)\nc = [a]", names)
    saved = Checkpoint(names)
    run("a[:] = 2; b[:] = 2; c.append(1); d = 1", names)
    state = random.getstate()
    saved.restore(["c"])
    assert names["a"].asnumpy().tolist() == [1, 1]  # c holds it
    assert names["b"].asnumpy().tolist() == [2, 2] and len(names["c"]) == 1 and names["d"] == 1
    assert random.getstate() == state


def test_a_checkpoint_of_some_names_watches_these(names):
    saved = Checkpoint(names, ["a", "b"])
    run("a = 1\nz = 2", names)
    assert saved.changed() == ["a"]
    saved.restore()
    assert "a" not in names and names["z"] == 2


def test_copies_of_what_has_not_changed_are_shared(names):
    run("a = nd.ones(2)\nb = nd.ones(2)", names)
    first = Checkpoint(names)
    run("b[:] = 2", names)
    second = Checkpoint(names, earlier=first)
    copies = [{id(copy) for _, copy in saved._buffers.values()} for saved in (first, second)]
    assert len(copies[0] & copies[1]) == 1


def test_arrays_beyond_the_limit_are_left_out(names, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 3000)
    names.update(small=np.zeros(100), large=np.zeros(1000), last=np.zeros(100))
    saved = Checkpoint(names)
    for name in ("small", "large", "last"):
        names[name][:] = 1
    saved.restore()
    assert saved.left_out == 1
    assert (names["small"].sum(), names["large"].sum(), names["last"].sum()) == (0, 1000, 0)


def test_hostile_objects_do_not_stop_it(names):
    run(
        "class Evil(dict):\n"
        "    __eq__ = __hash__ = __iter__ = __len__ = copy = clear = keys = lambda *a: 1 / 0\n"
        "    __class__ = __dict__ = property(lambda self: 1 / 0)\n"
        "    __getattribute__ = __setattr__ = lambda *a: 1 / 0\n"
        "evil = Evil(a=[1])\n"
        "alike = [evil]",
        names,
    )
    saved = Checkpoint(names)
    run("dict.__setitem__(evil, 'b', 1); alike[0] = None", names)
    assert set(saved.changed()) == {"evil", "alike"}
    saved.restore()
    assert dict.__len__(names["evil"]) == 1 and names["alike"][0] is names["evil"]


def test_being_recorded_is_no_change(names):
    run("x = nd.ones(2)\nx.attach_grad()\ny = x + 0", names)
    saved = Checkpoint(names)
    run("with autograd.record():\n    z = x * y", names)
    assert saved.changed() == ["z"]


def test_recording_is_on_or_off_as_before(names):
    saved = Checkpoint(names)
    run("autograd.set_recording(True); autograd.set_training(True)", names)
    saved.restore()
    run("modes = autograd.is_recording(), autograd.is_training()", names)
    assert names["modes"] == (False, False)


def test_backward_works_again_after_a_restore(names):
    run("x = nd.arange(3)\nx.attach_grad()\nwith autograd.record():\n    y = (x * x).sum()", names)
    saved = Checkpoint(names)
    for _ in range(2):
        run("y.backward()", names)
        assert names["x"].grad.asnumpy().tolist() == [0, 2, 4]
        saved.restore()
        assert names["x"].grad.asnumpy().tolist() == [0, 0, 0]


NET = """
from engine.gluon import nn, loss as gloss
net = nn.Sequential()
net.add(nn.Dense(4, activation="relu"), nn.Dense(1))
net.initialize(init.Normal(sigma=0.1))
trainer = gluon.Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1, "momentum": 0.9})
X, y = nd.random.normal(shape=(8, 2)), nd.ones((8, 1))
def train():
    with autograd.record():
        l = gloss.L2Loss()(net(X), y)
    l.backward()
    trainer.step(8)
"""


def test_a_net_and_its_trainer_are_as_before_training(names):
    run(NET + "train()", names)
    saved = Checkpoint(names)
    run("train(); after = net(X)", names)
    assert {"net", "trainer", "after"} <= set(saved.changed())
    after = names["after"].asnumpy().tolist()
    run("trainer.set_learning_rate(5); train(); net.add(nn.Dense(3))", names)
    saved.restore()
    assert len(names["net"]) == 2 and names["trainer"].learning_rate == 0.1
    run("train(); after = net(X)", names)
    assert names["after"].asnumpy().tolist() == after


def test_parameters_not_yet_made_are_unmade_again(names):
    run(NET, names)
    saved = Checkpoint(names)
    run("first = net(X)", names)
    saved.restore()
    run("wide = nd.ones((1, 5))\nnet(wide)", names)
    assert names["net"][0].weight.shape == (4, 5)


def test_new_blocks_have_the_names_that_they_would_have_had(names):
    run("from engine.gluon import nn", names)
    saved = Checkpoint(names)
    run("dense = nn.Dense(1)", names)
    name = names["dense"].name
    saved.restore()
    run("dense = nn.Dense(1)", names)
    assert names["dense"].name == name


# ── round trips over random programs ──

_INDEX = st.sampled_from(["0", "1:3", "-1", "::2", "1, 2", ":, 1", "..."])
_STATEMENT = st.one_of(
    st.builds("{0}[{1}] = {2}".format, st.sampled_from("abv"), _INDEX, st.integers(-9, 9)),
    st.builds("{0} += {1}".format, st.sampled_from("abv"), st.sampled_from(["1", "b", "a"])),
    st.builds(
        "{0} = {1}".format,
        st.sampled_from("abvcz"),
        st.sampled_from(["a", "b * 2", "a[1:3]", "3", "c", "[a, v]"]),
    ),
    st.builds("{0}.attach_grad()".format, st.sampled_from("ab")),
    st.builds("c.append({0})".format, st.sampled_from("abv")),
    st.sampled_from(
        ["c.clear()", "del v", "del c", "v = a.reshape((4, 3)).T", "nd.random.normal(shape=(2,))"]
    ),
)


def _run_all(statements, names):
    for statement in statements:
        try:
            exec(statement, names)
        except Exception:
            continue  # half of the statements do not fit what the others left


def _state(names):
    return {name: freeze(names[name]) for name in "abvcz" if name in names}


@settings(max_examples=150, deadline=None)
@given(before=st.lists(_STATEMENT, max_size=8), after=st.lists(_STATEMENT, max_size=8))
def test_any_program_of_array_writes_is_undone_and_runs_again_the_same(before, after):
    names = {"__name__": "__main__"}
    exec("from engine import nd", names)
    exec("a = nd.arange(12).reshape((3, 4))\nb = nd.ones((3, 4))\nv = a[1:3]\nc = [v]", names)
    _run_all(before, names)
    saved, start = Checkpoint(names), _state(names)
    _run_all(after, names)
    end = _state(names)
    saved.restore()
    assert repr(_state(names)) == repr(start)
    assert saved.changed() == []
    _run_all(after, names)
    assert repr(_state(names)) == repr(end)
