"""Keys go before curves: what a running loop tells is drawn less often while the learner types."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest

from tutor import events
from tutor.tui import turns
from tutor.tui.side import Panel, Tabs
from tutor.tui.task import Strip, Task
from tutor.tui.turns import LONGEST, TYPING, Turns


class Screen:
    """What is drawn and when, by a clock that the test sets."""

    def __init__(self, monkeypatch):
        self.now, self.drawn, self.to_come = 0.0, [], []
        self.board = SimpleNamespace(tab="training")
        self.turns = Turns(self)
        monkeypatch.setattr(turns, "monotonic", lambda: self.now)

    def show_board(self, panel):
        self.drawn.append((self.now, panel))

    def set_timer(self, seconds, callback):
        self.to_come.append((self.now + seconds, callback))

    def go(self, until, told=(), typed=()):
        """Lets time pass, with messages and keys at these times."""
        self.to_come += [(at, self.turns.draw) for at in told]
        self.to_come += [(at, self.turns.typed) for at in typed]
        while due := [each for each in self.to_come if each[0] <= until]:
            self.now, action = first = min(due, key=lambda each: each[0])
            self.to_come.remove(first)
            action()


@pytest.fixture
def screen(monkeypatch):
    return Screen(monkeypatch)


def test_a_curve_is_drawn_at_once_while_nobody_types(screen):
    told = [0.05 * number for number in range(20)]
    screen.go(2.0, told)
    assert screen.drawn == [(at, True) for at in told]


def test_a_curve_waits_for_a_pause_and_is_drawn_then(screen):
    screen.go(1.0, told=[0.0, 0.12, 0.16, 0.2], typed=[0.1])
    assert [at for at, _ in screen.drawn] == [0.0, 0.1 + TYPING]


def test_who_types_on_sees_the_curve_go_on_all_the_same(screen):
    screen.go(3.0, told=[0.05 * n for n in range(40)], typed=[0.04 * n for n in range(1, 60)])
    times = [at for at, _ in screen.drawn]
    gaps = [after - before for before, after in pairwise(times)]
    assert 4 <= len(times) <= 6 and all(gap <= LONGEST + 1e-9 for gap in gaps)


def test_a_loops_message_draws_neither_task_nor_what_is_hidden(play, cell, kernel, monkeypatch):
    drawn = []
    for kind in (Task, Strip, Tabs, Panel):
        draw = kind.draw
        monkeypatch.setattr(
            kind, "draw", lambda self, page, draw=draw: drawn.append(type(self)) or draw(self, page)
        )

    async def scenario(driver):
        driver.app.prompt.put(cell.LOOP)
        await driver.press("enter")
        points = tuple((step, 1.0 / step) for step in range(1, 9))
        kernel.tell(events.Training(cell=kernel.cells, points=points))
        await driver.until(lambda: "training" in driver.app.board.tab)
        drawn.clear()
        kernel.tell(events.Training(cell=kernel.cells, points=((9, 0.125), (4321, 0.1))))
        await driver.until(lambda: "4321" in driver.screen)
        assert drawn == [Tabs, Panel]
        await driver.press("x")
        kernel.tell(events.Training(cell=kernel.cells, points=((8765, 0.1),)))
        await driver.until(lambda: "8765" in driver.screen)
        assert driver.app.prompt.text == "x"
        await driver.press("ctrl+u")
        await driver.press("ctrl+c")
        await driver.until(lambda: not driver.app.at_work)

    play(scenario)
