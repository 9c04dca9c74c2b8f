"""Holding the main thread's signals: a time limit on a block, and a block that nothing interrupts."""

from __future__ import annotations

import signal
import threading
import types
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 2.0
"""How long code of the learner's may take when it is run again unseen."""


class OutOfTime(BaseException):
    """The limit has passed; no `except Exception` of a learner's catches it."""


@contextmanager
def time_limit(seconds: float | None = SECONDS) -> Iterator[None]:
    """Raises `OutOfTime` inside the block once the seconds are over, and again until it is heard.

    Only the main thread can be stopped so; elsewhere, and for None, the block runs without a limit. A
    limit inside a limit ends the outer one.

    >>> with time_limit(0.01):
    ...     while True: pass
    Traceback (most recent call last):
    tutor.inside.limit.OutOfTime
    """
    if seconds is None or not _in_main_thread():
        yield
        return
    ended = False

    def ring(signum: int, frame: types.FrameType | None) -> None:
        if not ended:
            raise OutOfTime

    handler = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
    try:
        yield
    finally:
        ended = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Holds interrupts and alarms back, so that what must be done whole is never left half done.

    They come once the block is done. Masking them would not do: with other threads about, one of those
    gets the signal, and Python raises in this one all the same.
    """
    if not _in_main_thread():
        yield
        return
    waiting: set[int] = set()
    handlers = {int(number): signal.getsignal(number) for number in (signal.SIGALRM, signal.SIGINT)}
    for number in handlers:
        signal.signal(number, lambda number, frame: waiting.add(number))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in waiting & {number for number, handler in handlers.items() if callable(handler)}:
            signal.raise_signal(number)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
