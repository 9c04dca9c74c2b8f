"""What a command is: one row of the table that the parser, the help and shell completion are made from."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final

from tutor.record import record

FAILED: Final = 1
"""Something that was checked, run or asked for failed."""
UNUSABLE: Final = 2
"""The command line, a lesson or a file cannot be used."""
INTERRUPTED: Final = 130
"""Ctrl+C."""


def no_arguments(parser: argparse.ArgumentParser) -> None:
    """A command that takes none."""


@record
class Command:
    """A command: what runs it, and how it is explained.

    `run` imports what it needs when it runs, so that the table costs nothing. `examples` are pairs of
    a command line without the program's name and what it does.
    """

    name: str
    run: Callable[[argparse.Namespace], int]
    help: str
    examples: tuple[tuple[str, str], ...]
    arguments: Callable[[argparse.ArgumentParser], None] = no_arguments


def language_option(parser: argparse.ArgumentParser, help: str = "en or zh") -> None:
    """`--lang`, which may stand before the command, too."""
    parser.add_argument("--lang", metavar="LANG", default=argparse.SUPPRESS, help=help)
