"""Commands about the open step: its task, help with it, and starting over."""

from __future__ import annotations

from typing import Final

from tutor.repl.desk import Command, Desk

SCOPES: Final = ("step", "lesson", "all")


async def _step(desk: Desk, _: str) -> None:
    desk.printer.lines(desk.printer.drawing.step())


async def _hint(desk: Desk, number: str) -> None:
    """The next hint, or one that was given before; after the step is done, any."""
    session = desk.session
    known = len(session.step.hints) if session.accepted else session.state.hints
    if number.isdigit() and 0 < int(number) <= known:
        desk.printer.lines(desk.printer.drawing.hint(int(number)))
    elif number:
        desk.printer.say("repl.no_such_hint", known=known, total=len(session.step.hints))
    else:
        session.hint()


async def _skip(desk: Desk, _: str) -> None:
    if desk.session.accepted:
        desk.printer.say("repl.already_done")
    else:
        await desk.session.skip()


async def _solution(desk: Desk, _: str) -> None:
    if desk.session.accepted:
        desk.printer.lines(desk.printer.drawing.solution())
    else:
        desk.printer.say("repl.not_yet_solved")


async def _why(desk: Desk, _: str) -> None:
    if desk.session.accepted:
        desk.printer.lines(desk.printer.drawing.why())
    else:
        desk.printer.say("repl.not_yet_why")


async def _check(desk: Desk, _: str) -> None:
    if desk.session.accepted:
        desk.printer.say("repl.already_done")
    else:
        await desk.session.check()


async def _undo(desk: Desk, _: str) -> None:
    await desk.session.undo()


async def _reset(desk: Desk, scope: str) -> None:
    scope = scope or "step"
    if scope not in SCOPES:
        desk.printer.say("repl.reset_what", scope=scope)
    elif await desk.confirmed(f"repl.reset_sure.{scope}"):
        await desk.session.reset(scope)
    else:
        desk.printer.say("repl.left_alone")


COMMANDS: Final = (
    Command("step", _step),
    Command("hint", _hint, "hint"),
    Command("skip", _skip),
    Command("solution", _solution),
    Command("why", _why),
    Command("check", _check),
    Command("undo", _undo),
    Command("reset", _reset, "scope"),
)
