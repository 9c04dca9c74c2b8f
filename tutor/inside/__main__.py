"""The kernel process: `python -P -m tutor.inside -f connection.json`.

Everything that a cell could hide behind a file of its own in the working directory, or behind a name of
its own, is imported before the first cell runs.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from ipykernel.kernelapp import IPKernelApp
from tornado.ioloop import IOLoop
from traitlets.config import Config

from tutor.inside.extension import load
from tutor.inside.lesson import limit_memory, memory_setting


def configuration() -> Config:
    """The kernel's settings: no history file, no jedi, short tracebacks (the tutor sends its own)."""
    config = Config()
    config.IPKernelApp.outstream_class = "tutor.inside.output.CappedStream"
    config.IPKernelApp.ignore_cwd = True  # it comes last: see main
    config.Session.packer = "tutor.inside.wire.pack"
    config.IPCompleter.use_jedi = False
    config.HistoryManager.enabled = False
    config.InteractiveShell.xmode = "Minimal"
    config.InteractiveShell.colors = "nocolor"
    return config


@contextmanager
def without_debugger() -> Iterator[None]:
    """Keeps ipykernel from loading debugpy, which takes its time and warns on the learner's screen."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["debugpy"]


def hear_signals_asleep() -> None:
    """Lets an interrupt wake the event loop, where a cell awaits something.

    asyncio wakes up at any signal once it handles one itself; ipykernel's own handler only leaves a
    callback, which would lie there until the next message comes.
    """
    if hasattr(signal, "SIGURG"):
        IOLoop.current().asyncio_loop.add_signal_handler(signal.SIGURG, lambda: None)  # type: ignore[attr-defined]


def main() -> None:
    """Runs the kernel until the session ends it or goes away."""
    np.set_printoptions(legacy="1.25")
    # lessons shall take seconds and print the same on every machine, whatever data sets it has
    os.environ.setdefault("D2L_FASHION_MNIST", "bundled")
    app = IPKernelApp.instance(config=configuration())
    with without_debugger():
        app.initialize(sys.argv[1:])
    load(app.shell)
    limit_memory(memory_setting())
    sys.path.append(os.getcwd())
    hear_signals_asleep()
    app.start()


if __name__ == "__main__":
    main()
