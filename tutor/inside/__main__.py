"""The kernel process: `python -P -m tutor.inside -f connection.json`.

Everything that a cell could hide behind a file of its own in the working directory, or behind a name of
its own, is imported before the first cell runs.
"""

from __future__ import annotations

import sys

import numpy as np
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

import engine
from tutor.inside.lesson import limit_memory, memory_setting


def configuration() -> Config:
    """The kernel's settings: no history file, no jedi, short tracebacks (the tutor sends its own)."""
    config = Config()
    config.IPKernelApp.extensions = ["tutor.inside"]
    config.IPKernelApp.outstream_class = "tutor.inside.output.CappedStream"
    config.IPKernelApp.exec_files = []
    config.IPCompleter.use_jedi = False
    config.HistoryManager.enabled = False
    config.InteractiveShell.xmode = "Minimal"
    config.InteractiveShell.colors = "nocolor"
    return config


def main() -> None:
    """Runs the kernel until the session ends it or goes away."""
    engine.install_as_mxnet()
    np.set_printoptions(legacy="1.25")
    app = IPKernelApp.instance(config=configuration())
    app.initialize(sys.argv[1:])
    limit_memory(memory_setting())
    app.start()


if __name__ == "__main__":
    main()
