"""What `--help` says, in the language asked for: filled into the parser only when it is to be read.

Texts have the names of what they explain: `cli.command.data.fetch.source` is that of the argument `source` of
`d2l-tutor data fetch`.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tutor.cli.command import Command

if TYPE_CHECKING:
    from tutor.lesson import Texts

EXAMPLES = ("", "ndarray-reshape", "my-lessons/", "--lang zh", "repl", "run notes.ipynb", "check my-lessons/")
_ROOM = 34
"""Cells for an example before its explanation, where none is longer."""


def is_asked(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for help, in full or abbreviated as argparse allows."""
    return any(word == "-h" or (len(word) > 2 and "--help".startswith(word)) for word in arguments)


def language_of(arguments: Sequence[str]) -> str | None:
    """The language that a command line asks for.

    >>> language_of(["--lang", "zh", "--help"]), language_of(["data", "--lang=en"]), language_of(["data"])
    ('zh', 'en', None)
    """
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--lang" or word.startswith("--lang="):
            return word.partition("=")[2] or following or None
    return None


def explain(parser: argparse.ArgumentParser, commands: Iterable[Command], texts: Texts) -> None:
    """Fills in what the parser of the whole command line says of itself and of these commands."""
    parser.description = texts("cli.help.about")
    parser.epilog = f"{_examples(EXAMPLES, 'cli.help', texts)}\n\n{texts('cli.help.status')}"
    _fill(parser, "cli.help", texts)
    parts = subparsers(parser)
    for command in commands:
        part, section = parts[command.name], f"cli.command.{command.name}"
        part.epilog = _examples(command.examples, section, texts)
        _describe(part, section, texts)
        for name, action in subparsers(part).items():
            _describe(action, f"{section}.{name}", texts)


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of a parser's commands or actions, by their names."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _describe(parser: argparse.ArgumentParser, section: str, texts: Texts) -> None:
    about = texts(f"{section}.about")
    parser.description = (
        about[:1].upper() + about[1:] + ("" if about[-1] in "？?。" else texts("cli.help.stop"))
    )
    _fill(parser, section, texts)


def _fill(parser: argparse.ArgumentParser, section: str, texts: Texts) -> None:
    """The parser's own words, and those of its arguments and commands."""
    parser.formatter_class = formatter(texts("cli.help.usage"))
    parser._optionals.title = texts("cli.help.options")
    parser._positionals.title = texts("cli.help.arguments")
    for group in parser._action_groups:
        if group.title in ("commands", "actions"):
            group.title = texts(f"cli.help.{group.title}")
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            within = "cli.command" if section == "cli.help" else section
            for each in action._choices_actions:
                each.help = texts(f"{within}.{each.dest}.about")
        else:
            own = f"{section}.{action.dest}"
            action.help = texts(own if own in texts else f"cli.help.{action.dest}")


def _examples(lines: Sequence[str], section: str, texts: Texts) -> str:
    shown = [f"d2l-tutor {line}".rstrip() for line in lines]
    width = max(_ROOM, *(len(line) + 1 for line in shown))
    about = [texts(f"{section}.example.{number}") for number in range(1, len(shown) + 1)]
    rows = [f"  {line:{width}} {words}" for line, words in zip(shown, about, strict=True)]
    return "\n".join([texts("cli.help.examples"), *rows])


def formatter(usage: str) -> type[argparse.HelpFormatter]:
    """A formatter with another word for usage, which knows that a Chinese character is two cells wide."""

    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(self, own, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
            blank = "" if _cells(usage[-1]) == 2 else " "
            super().add_usage(own, actions, groups, usage + blank if prefix is None else prefix)

        def _split_lines(self, text: str, width: int) -> list[str]:
            lines, line = [], ""
            for part in _unbroken(" ".join(text.split())):
                if line and _cells(line + part) > width:
                    lines.append(line.rstrip())
                    line = ""
                line += part if line else part.lstrip()
            return [*lines, line]

    return Formatter


def _unbroken(text: str) -> list[str]:
    """The pieces between which a line may break: words, and single wide characters."""
    pieces = [""]
    for before, character in zip(" " + text, text, strict=False):
        if character == " " or _cells(character) == 2 or _cells(before) == 2:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _cells(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)
