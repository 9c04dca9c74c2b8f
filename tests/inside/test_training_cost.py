"""What watching takes, counted, under a clock that the test sets: messages, summaries, walks over graphs."""

import weakref
from types import SimpleNamespace

import pytest

from engine import autograd, nd, tape
from tutor.events import Graph, Training
from tutor.inside import namespace, training


class Loop:
    """A loop that trains, watched; `sent` are the messages, each a tuple of events."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        self.sent = []
        self.seconds_a_message = 0.0
        self.counts = dict.fromkeys(("variables_of", "operand", "look_around"), 0)
        self.w = nd.ones((2, 1))
        self.w.attach_grad()
        shell = SimpleNamespace(user_ns={"w": self.w}, user_ns_hidden={})
        monkeypatch.setattr(namespace, "shell", lambda: shell)
        monkeypatch.setattr(training, "perf_counter", lambda: self.now)
        monkeypatch.setattr(training.wire, "publish_meanwhile", self._send)
        for owner, name in ((tape, "variables_of"), (training, "operand"), (training, "look_around")):
            monkeypatch.setattr(owner, name, self._counted(name, getattr(owner, name)))

    def _send(self, *events):
        self.sent.append(events)
        self.now += self.seconds_a_message

    def _counted(self, name, function):
        def counted(*arguments):
            self.counts[name] += 1
            return function(*arguments)

        return counted

    def run(self, steps, seconds_a_step=0.001):
        training.begin()
        for _ in range(steps):
            self.step()
            self.now += seconds_a_step
        training.end()

    def step(self, rows=3):
        with autograd.record():
            loss = nd.dot(nd.ones((rows, 2)), self.w) - 1
        loss.backward()
        return loss

    def points(self):
        return [point for *_, message in self.sent for point in message.points]


@pytest.fixture
def loop(monkeypatch):
    yield Loop(monkeypatch)
    training.end()


def test_a_loop_that_ends_at_once_is_one_message_with_its_graph_and_whole_curve(loop):
    loop.run(150)
    assert [[type(event) for event in events] for events in loop.sent] == [[Graph, Training]]
    assert loop.points() == [(step, 1.0) for step in range(1, 151)]


def test_a_loop_that_goes_on_is_told_20_times_a_second_and_no_more(loop):
    loop.run(5000)
    assert 80 <= len(loop.sent) <= 100
    steps = [step for step, _ in loop.points()]
    assert steps == sorted(set(steps)) and steps[:1000] == list(range(1, 1001)) and steps[-1] == 5000
    assert len(steps) <= 1000 + 20 * 4 + 1


def test_messages_that_take_long_come_seldom(loop):
    loop.seconds_a_message = 0.01
    loop.run(5000)
    assert len(loop.sent) * loop.seconds_a_message <= 0.02 * loop.now
    assert len(loop.points()) >= 1000


def test_names_values_and_the_graph_are_looked_at_for_a_message_only(loop):
    loop.run(5000)
    assert loop.counts["look_around"] == 1
    assert loop.counts["operand"] == len(loop.sent)
    assert loop.counts["variables_of"] <= len(loop.sent) + 1


def test_a_slow_loop_is_told_at_its_second_step(loop):
    training.begin()
    for _ in range(2):
        loop.now += 1
        loop.step()
    assert len(loop.sent) == 1


def test_quick_steps_hardly_look_at_the_clock_and_slow_ones_always(loop, monkeypatch):
    looks = []
    monkeypatch.setattr(training, "perf_counter", lambda: looks.append(loop.now) or loop.now)
    loop.run(800, seconds_a_step=0.0001)
    quick, looks[:] = len(looks), []
    loop.run(100, seconds_a_step=0.01)
    assert quick < 150 and len(looks) > 100


def test_losses_that_wait_are_small(loop):
    training.begin()
    small, large = (weakref.ref(loop.step(rows)._raw) for rows in (training.MAX_HELD, training.MAX_HELD + 1))
    loop.step()
    assert small() is not None and large() is None


def test_losses_of_one_backward_add_up(loop):
    training.begin()
    for _ in range(3):
        with autograd.record():
            both = [nd.dot(nd.ones((rows, 2)), loop.w) - 1 for rows in (3, 5)]
        autograd.backward(both)
    training.end()
    assert [loss for _, loss in loop.points()] == [2.0] * 3
