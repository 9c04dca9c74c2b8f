"""Runs a page's cells on this engine or on real MXNet, and writes what each printed.

    PYTHON book_page.py CELLS.json PRINTED.json SEED

`CELLS.json` is a list of sources. A line of JSON is written as soon as a cell has ended: what it printed or
showed, and the name of its error or null. Without MXNet the engine takes its name.
"""

from __future__ import annotations

import json
import random
import sys

import numpy
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output


class Shell(InteractiveShell):
    """A shell without a window, as a notebook's: `%matplotlib inline` asks for none."""

    def enable_gui(self, gui: str | None = None) -> None:
        pass


def main(cells: str, printed: str, seed: str) -> None:
    try:
        import mxnet
    except ImportError:
        import engine

        engine.install_as_mxnet()
        import mxnet
    else:
        mxnet.gluon.utils.check_sha1 = lambda *_: True  # a file of fewer images counts as what it stands for
    if numpy.__version__ >= "2":
        numpy.set_printoptions(legacy="1.25")  # a number shows as a number, as it did then
    shell = Shell.instance(cache_size=0)
    for generator in (random, numpy.random, mxnet.random):
        generator.seed(int(seed))
    with open(cells) as file:
        sources = json.load(file)
    with open(printed, "w") as file:
        for source in sources:
            with capture_output() as captured:
                result = shell.run_cell(source)
            problem = result.error_before_exec or result.error_in_exec
            text = captured.stdout if problem is None else ""
            json.dump([text, problem and f"{type(problem).__name__}: {problem}"], file)
            file.write("\n")
            file.flush()


if __name__ == "__main__":
    sys.path.insert(0, "")
    main(*sys.argv[1:])
