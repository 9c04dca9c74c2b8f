"""Signals around what must be done whole, and around what must not take long."""

import os
import signal
import threading
import time
from contextlib import suppress

import pytest

from tutor.inside.limit import OutOfTime, time_limit, undisturbed


@pytest.fixture(autouse=True)
def another_thread():
    """A kernel has threads, and the system may hand a signal to any of them."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield
    over.set()
    thread.join()


def test_an_interrupt_waits_until_the_block_is_done():
    done = False
    with pytest.raises(KeyboardInterrupt), undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
        done = True
    assert done


def test_without_an_interrupt_nothing_is_raised():
    handler = signal.getsignal(signal.SIGINT)
    with undisturbed():
        pass
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_limit_ends_what_takes_too_long_and_swallows_exceptions():
    with pytest.raises(OutOfTime), time_limit(0.05):
        while True:
            with suppress(Exception):
                time.sleep(10)


def test_a_limit_that_is_kept_leaves_no_alarm():
    with time_limit(10):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
