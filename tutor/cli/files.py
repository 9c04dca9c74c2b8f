"""`run`: a script, a notebook or a Markdown page against the engine."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys

from tutor.cli.command import Command


def _run(arguments: argparse.Namespace) -> int:
    # A process of its own: this one holds no NumPy, and the file's `exit()` ends only that one.
    # -P: a file named engine.py beside it must not stand in for the engine.
    command = [sys.executable, "-P", "-m", "tutor.inside.run", arguments.file]
    with subprocess.Popen(command) as child:
        while True:
            try:
                status = child.wait()
                break
            except KeyboardInterrupt:  # the child hears Ctrl+C, too, and ends by itself
                continue
    return 128 + signal.Signals(-status).value if status < 0 else status


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


COMMANDS = (
    Command(
        "run",
        _run,
        (
            "run notes.ipynb",
            "run train.py",
            "run chapter.md",
        ),
        _arguments,
    ),
)
