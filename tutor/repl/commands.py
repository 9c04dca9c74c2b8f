"""What begins with a colon: the session's commands, one table that `:help` prints and completion reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tutor.lesson import LessonError, UnknownLesson
from tutor.repl.printer import Printer
from tutor.session import Session


class Quit(Exception):
    """The learner wants to leave."""


@dataclass(frozen=True, slots=True)
class Commands:
    """Runs a line such as `:goto ndarray-reshape`."""

    session: Session
    printer: Printer

    async def run(self, line: str) -> None:
        """Carries out the command, or names those there are; raises `Quit` for `:quit`."""
        name, _, rest = line.strip()[1:].partition(" ")
        found = [key for key in TABLE if key == name] or [
            key for key in TABLE if name and key.startswith(name)
        ]
        if len(found) != 1:
            self.printer.say("repl.unknown_command", name=name)
            return
        await TABLE[found[0]](self, rest.strip())

    async def help(self, _: str) -> None:
        for name in TABLE:
            self.printer.say(f"repl.command.{name}")

    async def hint(self, _: str) -> None:
        self.session.hint()

    async def skip(self, _: str) -> None:
        await self.session.skip()

    async def next(self, _: str) -> None:
        await self.session.next()

    async def step(self, _: str) -> None:
        self.printer.step()

    async def check(self, _: str) -> None:
        await self.session.check()

    async def undo(self, _: str) -> None:
        await self.session.undo()

    async def reset(self, scope: str) -> None:
        if scope in ("", "step", "lesson", "all"):
            await self.session.reset(scope or "step")
        else:
            self.printer.say("repl.reset_what")

    async def goto(self, where: str) -> None:
        lesson, _, step = where.replace("/", " ").partition(" ")
        try:
            await self.session.goto(lesson or self.session.lesson.id, step.strip() or None)
        except (UnknownLesson, LessonError) as error:
            self.printer.say("repl.cannot", error=str(error))

    async def lessons(self, _: str) -> None:
        for lesson in self.session.outline().lessons:
            self.printer.say(
                "repl.lesson", id=lesson.id, title=lesson.title, done=lesson.finished, count=len(lesson.steps)
            )

    async def vars(self, _: str) -> None:
        self.printer.panel("vars")

    async def shapes(self, _: str) -> None:
        self.printer.panel("shapes")

    async def graph(self, _: str) -> None:
        self.printer.panel("graph")

    async def plot(self, _: str) -> None:
        self.printer.panel("plot")

    async def traceback(self, _: str) -> None:
        self.printer.traceback()

    async def lang(self, language: str) -> None:
        self.session.set_language(language or ("en" if self.session.language == "zh" else "zh"))

    async def restart(self, _: str) -> None:
        await self.session.restart()

    async def quit(self, _: str) -> None:
        raise Quit


TABLE: dict[str, Callable[[Commands, str], Awaitable[None]]] = {
    "help": Commands.help,
    "hint": Commands.hint,
    "skip": Commands.skip,
    "next": Commands.next,
    "step": Commands.step,
    "check": Commands.check,
    "undo": Commands.undo,
    "reset": Commands.reset,
    "goto": Commands.goto,
    "lessons": Commands.lessons,
    "vars": Commands.vars,
    "shapes": Commands.shapes,
    "graph": Commands.graph,
    "plot": Commands.plot,
    "traceback": Commands.traceback,
    "lang": Commands.lang,
    "restart": Commands.restart,
    "quit": Commands.quit,
}
