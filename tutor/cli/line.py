"""Reads the command line: the parser made from the table, and `main`, where every command begins and ends."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterable, Sequence

from tutor.cli.command import FAILED, INTERRUPTED, UNUSABLE, Command, can_show
from tutor.cli.help import explain, is_asked, language_of
from tutor.cli.language import texts_for
from tutor.cli.misuse import Misused, Parser
from tutor.cli.table import COMMANDS

HELP = ("-h", "--help", "--version")


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
    among = [named] if named else list(COMMANDS.values())
    whole = parser(among)
    if is_asked(line):
        from tutor.lesson import Texts

        texts = texts_for(language_of(line))
        explain(whole, among, texts if can_show(texts("cli.help.about")) else Texts("en"))
    try:
        parsed = whole.parse_args(line)
    except Misused as misuse:
        print(misuse.said(texts_for(language_of(line))), file=sys.stderr)
        return UNUSABLE
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
    """The parser of a command line with one of these commands; `explain` fills in what its help says."""
    whole = Parser(
        prog="d2l-tutor",
        usage="d2l-tutor [--lang LANG] [LESSON | FOLDER | FILE]\n       d2l-tutor COMMAND …",
    )
    whole.add_argument("--version", action=_Version, nargs=0)
    whole.add_argument("--lang", metavar="LANG")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="d2l-tutor")
    for command in among:
        part = commands.add_parser(command.name, help="")
        part.set_defaults(command=command)
        command.arguments(part)
    return whole


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
    return texts_for(language_of(arguments))("cli.unknown_command", name=word, near=near[0])


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
