"""`d2l-tutor run FILE`, in the child process: a file's cells against the engine, in plain text.

Exit status: 0 if all of it ran, 1 if a cell raised (the cells after it do not run), 2 if the file cannot
be read, 130 after an interrupt.
"""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets.config import Config

import engine
from tutor.inside.documents import Unreadable, read_cells, read_text

FAILED, UNREADABLE, INTERRUPTED = 1, 2, 130


class _PlainHook(DisplayHook):
    """Shows a value as it prints, without `Out[1]:` before it."""

    prompt_end_newline = True  # a value of several lines needs no new line to begin on

    def write_output_prompt(self) -> None:
        pass


class _PlainShell(InteractiveShell):
    """IPython without a terminal: figures need no window, tracebacks go to the standard error."""

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        print(self.InteractiveTB.stb2text(stb), file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Run the file named by the one argument; returns the exit status."""
    path = Path(arguments[0])
    engine.install_as_mxnet()
    np.set_printoptions(legacy="1.25")
    sys.argv = [str(path)]
    sys.path.insert(0, str(path.resolve().parent))
    try:
        if path.suffix == ".py":
            read_text(path)
            return run_script(path)
        return run_cells(read_cells(path))
    except Unreadable as error:
        print(f"{path}: {error}", file=sys.stderr)
        return UNREADABLE


def run_script(path: Path) -> int:
    """Run a script as Python would; `SystemExit` passes through with its status."""
    try:
        runpy.run_path(str(path), run_name="__main__")
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        shown = traceback.TracebackException.from_exception(error)
        while shown.stack and shown.stack[0].filename in (__file__, "<frozen runpy>"):
            del shown.stack[0]  # these say nothing about the script
        print("".join(shown.format()), end="", file=sys.stderr)
        return FAILED
    return 0


def run_cells(cells: list[str]) -> int:
    """Run cells in turn until one raises, each showing the value of its last expression."""
    with tempfile.TemporaryDirectory() as folder:
        shell = _shell(folder)
        for cell in cells:
            result = shell.run_cell(cell, store_history=True)
            sys.stdout.flush()
            if not result.success:
                interrupted = isinstance(result.error_in_exec, KeyboardInterrupt)
                return INTERRUPTED if interrupted else FAILED
    return 0


def _shell(folder: str) -> Any:
    """A shell that keeps nothing in the user's home: no history, a profile in `folder`."""
    os.environ["IPYTHONDIR"] = folder
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    return _PlainShell.instance(
        config=config, displayhook_class=_PlainHook, profile_dir=ProfileDir.create_profile_dir(folder)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
