"""A kernel room for tests: a real kernel process, driven from plain functions, with every event it sends."""

import asyncio
import os
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tutor.events import Event, Output
from tutor.kernel import Kernel

# Before NumPy is loaded: tests run side by side, and threads for one product would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# An example takes as long as the machine lets it: how busy that is, is nothing to fail for.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

LONGEST = 30
"""Seconds after which a test that waits has failed: a guard against hangs, not a measurement."""

Kind = TypeVar("Kind", bound=Event)


class Heard(list[Event]):
    """Events, and ways to look among them."""

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The events of one kind."""
        return [event for event in self if isinstance(event, kind)]

    def last(self, kind: type[Kind]) -> Kind:
        """The last event of a kind."""
        return self.of(kind)[-1]

    def printed(self, stream="stdout"):
        """What was printed."""
        return "".join(event.text for event in self.of(Output) if event.stream == stream)

    def kinds(self, *kinds):
        """The names of the events' kinds, in order, of those that are asked for."""
        return [type(event).__name__ for event in self if isinstance(event, kinds or Event)]


class Room:
    """A kernel, the loop that it talks on, and what was heard."""

    def __init__(self):
        self.heard = Heard()
        self.loop = asyncio.new_event_loop()
        self.kernel = Kernel(self.heard.append)

    def run(self, awaitable):
        """Runs the loop until the awaitable is done, and returns its result."""
        return self.loop.run_until_complete(asyncio.wait_for(awaitable, LONGEST))

    def cell(self, code, **options):
        """Runs a cell; returns the events from its start to its end."""
        before = len(self.heard)
        self.run(self.kernel.execute(code, **options))
        return Heard(self.heard[before:])

    def command(self, name, **arguments):
        """Gives a command; returns the events from then to its answer."""
        before = len(self.heard)
        self.run(self.kernel.command(name, **arguments))
        return Heard(self.heard[before:])

    def fresh(self):
        """An empty namespace."""
        self.command("begin_lesson", lesson="test", seed=0, here=".")
        self.heard.clear()

    def interrupted(self, code, after=0.2):
        """Starts a cell and interrupts it a moment later; returns its events."""

        async def both():
            running = asyncio.create_task(self.kernel.execute(code))
            await asyncio.sleep(after)
            await self.kernel.interrupt()
            await running

        before = len(self.heard)
        self.run(both())
        return Heard(self.heard[before:])

    def close(self):
        self.run(self.kernel.close())
        self.loop.close()


@pytest.fixture(scope="module")
def shared_room():
    room = Room()
    room.run(room.kernel.start())
    yield room
    room.close()


@pytest.fixture
def room(shared_room):
    """The module's kernel with an empty namespace. A test that ends the kernel takes `own_room`."""
    shared_room.fresh()
    return shared_room


@pytest.fixture
def own_room():
    """A kernel for this test alone, started."""
    room = Room()
    room.run(room.kernel.start())
    yield room
    room.close()
