"""`completion`: a script that lets a shell complete commands, options and lessons.

The scripts are made from the parser, so that they know what it knows. Lessons' names are asked for when
Tab is pressed, from the folder of lessons: no Python starts for that.
"""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import Final

from tutor.cli.command import Command
from tutor.cli.help import explain, subparsers
from tutor.cli.language import texts_for
from tutor.record import record

LESSONS_FOR: Final = ("open", "repl", "check", "serve", "lint", "watch", "export", "coverage")
"""Commands whose arguments may be lessons."""


@record
class Word:
    """A command of the command line, with what may follow it."""

    name: str
    help: str
    options: tuple[str, ...]
    words: tuple[str, ...]


def _completion(arguments: argparse.Namespace) -> int:
    print(_SCRIPTS[arguments.shell]())
    return 0


def _words() -> list[Word]:
    """All commands, as the parser knows them; the first stands for the line without a command."""
    from tutor.cli.line import parser
    from tutor.cli.table import COMMANDS

    whole = parser()
    explain(whole, COMMANDS.values(), texts_for())
    commands = subparsers(whole)
    return [
        Word("", "", _options(whole), tuple(commands)),
        *(
            Word(
                name,
                command.description or "",
                _options(command),
                (*subparsers(command), *_choices(command)),
            )
            for name, command in commands.items()
        ),
    ]


def _options(parser: argparse.ArgumentParser) -> tuple[str, ...]:
    own = [option for action in parser._actions for option in action.option_strings if option[:2] == "--"]
    for part in subparsers(parser).values() if parser.prog != "d2l-tutor" else ():
        own += _options(part)
    return tuple(dict.fromkeys(own))


def _choices(parser: argparse.ArgumentParser) -> tuple[str, ...]:
    return tuple(
        str(choice)
        for action in parser._actions
        if action.choices and not action.option_strings and not isinstance(action, argparse._SubParsersAction)
        for choice in action.choices
    )


def _lessons() -> str:
    """A shell command that prints the names of the lessons."""
    from tutor.lesson import SHIPPED
    from tutor.lesson.course import NOT_LESSONS

    left_out = "|".join(Path(name).stem for name in NOT_LESSONS)
    names = f"ls {shlex.quote(str(SHIPPED))}/*.yaml 2>/dev/null"
    return f"{names} | sed 's|.*/||; s|[.]yaml$||' | grep -vxE '{left_out}'"


def _command_names() -> str:
    """All commands, as a pattern of bash or zsh."""
    return "|".join(word.name for word in _words()[1:])


def _and_lessons(command: str) -> str:
    """What a case of bash or zsh adds where the names of lessons fit; "" is the program without a command."""
    return "; lessons=1" if command in ("", *LESSONS_FOR) else ""


def _bash() -> str:
    cases = "\n".join(
        f"    {word.name or '_'}) words={shlex.quote(' '.join((*word.options, *word.words)))}"
        f"{_and_lessons(word.name)} ;;"
        for word in _words()
    )
    return f"""\
# bash completion of d2l-tutor; in ~/.bashrc: eval "$(d2l-tutor completion bash)"
_d2l_tutor() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command=_ word words lessons=
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case $word in {_command_names()}) command=$word; break ;; esac
  done
  case $command in
{cases}
  esac
  [[ $before == --lang ]] && words="en zh" lessons=
  [[ -n $lessons ]] && words+=" $({_lessons()})"
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}}
complete -o filenames -F _d2l_tutor d2l-tutor"""


def _zsh() -> str:
    cases = "\n".join(
        f"    {word.name or '_'}) found=({' '.join(map(shlex.quote, (*word.options, *word.words)))})"
        f"{_and_lessons(word.name)} ;;"
        for word in _words()
    )
    return f"""\
#compdef d2l-tutor
# zsh completion of d2l-tutor; in ~/.zshrc, after compinit: eval "$(d2l-tutor completion zsh)"
_d2l_tutor() {{
  local command=_ word lessons=
  local -a found
  for word in "${{(@)words[2,CURRENT-1]}}"; do
    case $word in {_command_names()}) command=$word; break ;; esac
  done
  case $command in
{cases}
  esac
  [[ -n $lessons ]] && found+=(${{(f)"$({_lessons()})"}})
  [[ ${{words[CURRENT-1]}} == --lang ]] && found=(en zh)
  compadd -- $found
  _files
}}
compdef _d2l_tutor d2l-tutor"""


def _fish() -> str:
    words = _words()
    names = " ".join(word.name for word in words[1:])
    lines = [
        "# fish completion of d2l-tutor; once: "
        "d2l-tutor completion fish > ~/.config/fish/completions/d2l-tutor.fish",
    ]
    for word in words:
        seen = (
            f"__fish_seen_subcommand_from {word.name}"
            if word.name
            else f"not __fish_seen_subcommand_from {names}"
        )
        lines += [f"complete -c d2l-tutor -n {_quoted(seen)} -l {option[2:]}" for option in word.options]
        lines += [
            f"complete -c d2l-tutor -n {_quoted(seen)} -a {each} -d {_quoted(_help_of(each, words))}"
            for each in word.words
        ]
        if word.name in ("", *LESSONS_FOR):
            lines.append(f"complete -c d2l-tutor -n {_quoted(seen)} -a {_quoted(f'({_lessons()})')}")
    return "\n".join(lines)


def _help_of(name: str, words: list[Word]) -> str:
    return next((word.help for word in words if word.name == name), "")


def _quoted(text: str) -> str:
    """A word of fish: in double quotes, where only a few signs mean something."""
    for sign in '\\"$':
        text = text.replace(sign, f"\\{sign}")
    return f'"{text}"'


_SCRIPTS: Final = {"bash": _bash, "zsh": _zsh, "fish": _fish}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=tuple(_SCRIPTS), metavar="SHELL")


COMMANDS = (
    Command(
        "completion",
        _completion,
        (
            "completion bash",
            "completion zsh",
            "completion fish",
        ),
        _arguments,
    ),
)
