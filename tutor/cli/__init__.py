"""The command line: `d2l-tutor`, and its commands. Each loads what it needs when it runs.

A command is a row of `table.py`; the files beside it hold one subject each. Exit status: 0 when all
went well; 1 when something that was checked or run failed; 2 when the command line, a lesson or a file
cannot be used; 130 after Ctrl+C. `run` ends with a script's own status.
"""

from tutor.cli.line import main

__all__ = ["main"]
