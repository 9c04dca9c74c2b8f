"""Reads the command line: the parser made from the table, and `main`, where every command begins and ends."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence

from tutor.cli.command import FAILED, INTERRUPTED, UNUSABLE, Command
from tutor.cli.table import COMMANDS

EXAMPLES = (
    ("", "go on where you left"),
    ("ndarray-reshape", "a lesson by its name"),
    ("my-lessons/", "your own folder of lessons"),
    ("--lang zh", "in Chinese"),
    ("repl", "the same session as plain text"),
    ("run notes.ipynb", "run a notebook, a script or a Markdown page"),
    ("check my-lessons/", "does every step of every lesson work?"),
)

HELP = ("-h", "--help", "--version")

STATUS = """\
exit status:
  0    all went well
  1    something that was checked, run or asked for failed
  2    the command line, a lesson or a file cannot be used
  130  Ctrl+C
  `d2l-tutor run` ends with the status of what it ran."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a sign that the terminal lacks must not end the command
    given = list(sys.argv[1:] if arguments is None else arguments)
    if mistyped := _mistyped(given):
        print(mistyped, file=sys.stderr)
        return UNUSABLE
    line = _with_command(given)
    named = COMMANDS.get(_first_word(line)[0])
    parsed = parser([named] if named else COMMANDS.values()).parse_args(line)
    command: Command = parsed.command
    try:
        status = command.run(parsed)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads has enough, as in `d2l-tutor schema | head`
        # what is still in the buffer is written at exit, and must find somewhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def parser(among: Iterable[Command] = COMMANDS.values()) -> argparse.ArgumentParser:
    """The parser of a command line with one of these commands."""
    whole = argparse.ArgumentParser(
        prog="d2l-tutor",
        usage="d2l-tutor [--lang LANG] [LESSON | FOLDER | FILE]\n       d2l-tutor COMMAND …",
        description="Learn deep learning's first steps in a terminal.",
        epilog=f"{_examples(EXAMPLES)}\n\n{STATUS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action=_Version, nargs=0, help="show the program's version and exit")
    whole.add_argument("--lang", metavar="LANG", help="language of lessons and interface: en or zh")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="d2l-tutor")
    for command in among:
        part = commands.add_parser(
            command.name,
            help=command.help,
            description=command.help[:1].upper() + command.help[1:] + ".",
            epilog=_examples(command.examples),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        part.set_defaults(command=command)
        command.arguments(part)
    return whole


def _examples(examples: Iterable[tuple[str, str]]) -> str:
    lines = [(f"d2l-tutor {line}".rstrip(), about) for line, about in examples]
    width = max(34, *(len(line) + 1 for line, _ in lines))
    return "\n".join(["examples:", *(f"  {line:{width}} {about}" for line, about in lines)])


def _with_command(arguments: list[str]) -> list[str]:
    """The arguments with `open` put in where they name no command."""
    word, _ = _first_word(arguments)
    return arguments if word in COMMANDS or word in HELP else ["open", *arguments]


def _first_word(arguments: list[str]) -> tuple[str, list[str]]:
    """The first argument that is no option, or asks for help, and what follows it; "" if there is none."""
    for index, argument in enumerate(arguments):
        if argument in HELP or not (argument.startswith("-") or arguments[index - 1 : index] == ["--lang"]):
            return argument, arguments[index + 1 :]
    return "", []


def _mistyped(arguments: list[str]) -> str:
    """What to say of a command that is none, but has arguments as only commands have; "" else."""
    word, rest = _first_word(arguments)
    if word in COMMANDS or word in HELP or not rest or rest[0].startswith("--lang") or os.path.exists(word):
        return ""
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, n=1)
    if not near:
        return ""
    from tutor.lesson import Texts, choose_language

    return Texts(choose_language())("cli.unknown_command", name=word, near=near[0])


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: that takes longer than the whole parser."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"d2l-tutor {_version()}")
        parser.exit()


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("d2l-tutor")
    except PackageNotFoundError:  # a checkout that was not installed
        return "(not installed)"
