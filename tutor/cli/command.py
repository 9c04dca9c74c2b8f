"""What a command is: one row of the table that the parser, the help and shell completion are made from."""

from __future__ import annotations

import argparse
import sys
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
    """A command: what runs it, and examples of its command line, without the program's name.

    `run` imports what it needs when it runs, so that the table costs nothing. Its explanations are in the
    interface's texts, under `cli.command`.
    """

    name: str
    run: Callable[[argparse.Namespace], int]
    examples: tuple[str, ...]
    arguments: Callable[[argparse.ArgumentParser], None] = no_arguments


def language_option(parser: argparse.ArgumentParser) -> None:
    """`--lang`, which may stand before the command, too."""
    parser.add_argument("--lang", metavar="LANG", default=argparse.SUPPRESS)


def can_show(text: str) -> bool:
    """Whether the terminal's encoding has the letters of a text; other signs may be replaced."""
    letters = "".join(filter(str.isalpha, text))
    try:
        letters.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
