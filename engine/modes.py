"""The two flags of each thread: does the tape run, and do layers behave as in training?"""

import threading
from threading import get_ident

#: The numbers of the threads in which the tape runs, of those in which layers behave as in training, and of
#: all that have had a flag. While nobody records, an operation asks just whether a set is empty, and to set a
#: flag takes less than with a `threading.local`.
recorders, learners, known = set(), set(), set()


class _Thread:
    """What a thread keeps until it ends: then its number, which a later one may get, leaves the sets."""

    def __init__(self):
        self.number = get_ident()
        known.add(self.number)

    def __del__(self, numbers=(known, recorders, learners)):
        for threads in numbers:
            threads.discard(self.number)


_kept = threading.local()


def is_recording():
    """Whether the tape runs in this thread."""
    return get_ident() in recorders


def is_training():
    """Whether layers behave as in training in this thread."""
    return get_ident() in learners


def switch(recording, training):
    """Sets the two flags of this thread, those that are not None; returns what they were."""
    thread = get_ident()
    before = thread in recorders, thread in learners
    if thread not in known:
        _kept.thread = _Thread()
    if recording:
        recorders.add(thread)
    elif recording is not None:
        recorders.discard(thread)
    if training:
        learners.add(thread)
    elif training is not None:
        learners.discard(thread)
    return before


class Scope:
    """A `with` block that sets the flags, and puts them back at its end."""

    __slots__ = ("outside", "recording", "training")

    def __init__(self, recording, training):
        self.recording = recording
        self.training = training

    def __enter__(self):
        self.outside = switch(self.recording, self.training)

    def __exit__(self, *exception):
        recording, training = self.outside
        switch(recording, training)
