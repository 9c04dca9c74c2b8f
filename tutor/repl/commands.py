"""What begins with a colon: one table of commands, which `:help` prints and completion reads."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from rich.text import Text

from tutor.lesson.texts import LANGUAGES
from tutor.record import record
from tutor.render.markup import body
from tutor.render.palette import PALETTES
from tutor.render.width import indent, pad, widest
from tutor.repl import course_commands, look_commands, session_commands, step_commands
from tutor.repl.board import Board
from tutor.repl.desk import Command, Desk
from tutor.session import Session


async def _help(desk: Desk, name: str) -> None:
    """All commands by subject, or one explained."""
    name = name.removeprefix(":")
    if not name:
        desk.printer.lines(_overview(desk))
    elif command := _the_one(name, desk):
        desk.printer.lines(_explained(command, desk))


HELP: Final = Command("help", _help, "command")
GROUPS: Final[Mapping[str, tuple[Command, ...]]] = MappingProxyType(
    {
        "step": step_commands.COMMANDS,
        "course": course_commands.COMMANDS,
        "look": look_commands.COMMANDS,
        "session": (HELP, *session_commands.COMMANDS),
    }
)
"""The commands by subject, in the order in which `:help` lists them."""

TABLE: Final[Mapping[str, Command]] = MappingProxyType(
    {command.name: command for group in GROUPS.values() for command in group}
)
ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {"outline": "steps", "exit": "quit", "q": "quit", "variables": "vars", "whos": "vars", "?": "help"}
)
"""Names that other programs have taught learners."""


async def run(line: str, desk: Desk) -> None:
    """Carries out a line such as `:goto ndarray-reshape`, or tells what there is instead."""
    name, _, argument = line.strip()[1:].strip().partition(" ")
    command = _the_one(name or HELP.name, desk)
    if command is not None:
        await command.run(desk, argument.strip())


def usage(command: Command, texts: Callable[..., str]) -> str:
    """The command as it is typed, `:reset step|lesson|all`."""
    argument = texts(f"repl.argument.{command.argument}") if command.argument else ""
    return f":{command.name} {argument}".strip()


def _the_one(name: str, desk: Desk) -> Command | None:
    """The command of that name, or the only one that begins with it; else says what was meant, perhaps."""
    name = ALIASES.get(name, name)
    if name in TABLE:
        return TABLE[name]
    begun = [known for known in TABLE if known.startswith(name)]
    if len(begun) == 1:
        return TABLE[begun[0]]
    near = begun or difflib.get_close_matches(name, [*TABLE, *ALIASES], n=1)
    names = ", ".join(f"`:{each}`" for each in near)
    desk.printer.say("repl.unknown_command_near" if near else "repl.unknown_command", name=name, near=names)
    return None


def _overview(desk: Desk) -> Iterable[Text]:
    page, texts = desk.printer.page, desk.session.texts
    column = widest(Text(usage(command, texts)) for command in TABLE.values()) + 2
    for group, commands in GROUPS.items():
        yield Text()
        yield Text(texts(f"repl.group.{group}"), page.palette.strong)
        for command in commands:
            name = pad(Text(usage(command, texts), page.palette.fg), column)
            about = body(texts(f"repl.command.{command.name}"), page.narrow(column), page.palette.dim)
            yield name.append_text(about[0])
            yield from indent(about[1:], column)
    yield Text()
    yield from body(texts("repl.help_more"), page, page.palette.dim)


def _explained(command: Command, desk: Desk) -> Iterable[Text]:
    page, texts = desk.printer.page, desk.session.texts
    yield Text(usage(command, texts), page.palette.strong)
    yield from body(texts(f"repl.command.{command.name}"), page)
    if f"repl.about.{command.name}" in texts:
        yield from body(texts(f"repl.about.{command.name}"), page)


# ── what can stand behind a command ──


@record
class _Place:
    """Where an argument is typed: what there is to choose from, and the words before it."""

    session: Session
    board: Board
    before: str


def arguments(command: Command, before: str, session: Session, board: Board) -> list[str]:
    """Words that can come next, after the argument's words `before`; names of the kernel's are not here."""
    choices = _CHOICES.get(command.argument)
    return [] if choices is None else list(choices(_Place(session, board, before.strip())))


def _places(place: _Place) -> Iterable[str]:
    """This lesson's steps and the lessons; behind a lesson its steps."""
    course = place.session.course
    if not place.before:
        return [*(step.id for step in place.session.lesson.steps), *course.ids]
    return [step.id for step in course.lesson(place.before).steps] if place.before in course.ids else []


def _once(words: Callable[[_Place], Iterable[str]]) -> Callable[[_Place], Iterable[str]]:
    return lambda place: [] if place.before else words(place)


_CHOICES: Final[Mapping[str, Callable[[_Place], Iterable[str]]]] = MappingProxyType(
    {
        "command": _once(lambda place: TABLE),
        "scope": _once(lambda place: step_commands.SCOPES),
        "hint": _once(lambda place: map(str, range(1, place.session.state.hints + 1))),
        "place": _places,
        "lesson": _once(lambda place: place.session.course.ids),
        "variable": _once(lambda place: place.board.names),
        "node": _once(lambda place: place.board.nodes),
        "scale": _once(lambda place: look_commands.SCALES),
        "images": _once(lambda place: (look_commands.WRONG,)),
        "language": _once(lambda place: LANGUAGES),
        "theme": _once(lambda place: PALETTES),
        "editing": _once(lambda place: session_commands.EDITING),
    }
)
