"""Commands that go to another place of the course, or tell how far it is."""

from __future__ import annotations

import difflib
from typing import Final

from rich.text import Text

from tutor.lesson import LessonError, UnknownLesson
from tutor.render import signs
from tutor.render.width import pad, widest
from tutor.repl.desk import Command, Desk
from tutor.session.outline import OutlineLesson


async def _next(desk: Desk, _: str) -> None:
    await desk.session.next()


async def _goto(desk: Desk, where: str) -> None:
    """A lesson, a lesson and a step, or a step of this lesson by its id or number."""
    session = desk.session
    first, _, second = where.replace("/", " ").partition(" ")
    second = second.strip()
    if not first:
        desk.printer.say("repl.goto_where")
        return
    if first not in session.course.ids and not second and _step_id(session.lesson.id, first, desk):
        first, second = session.lesson.id, first
    if first not in session.course.ids:
        _tell_unknown(desk, first, [*session.course.ids, *(step.id for step in session.lesson.steps)])
        return
    step = _step_id(first, second, desk) if second else None
    if second and step is None:
        _tell_unknown(desk, second, [step.id for step in session.course.lesson(first).steps])
        return
    try:
        await session.goto(first, step)
    except (UnknownLesson, LessonError) as error:
        desk.printer.say("repl.cannot", error=str(error))


def _step_id(lesson: str, wanted: str, desk: Desk) -> str | None:
    """A step's id by itself or by its number."""
    ids = [step.id for step in desk.session.course.lesson(lesson).steps]
    if wanted.isdigit() and 0 < int(wanted) <= len(ids):
        return ids[int(wanted) - 1]
    return wanted if wanted in ids else None


def _tell_unknown(desk: Desk, name: str, known: list[str]) -> None:
    close = difflib.get_close_matches(name, known, n=1)
    desk.printer.say(
        "repl.unknown_place_near" if close else "repl.unknown_place", name=name, near="".join(close)
    )


async def _lessons(desk: Desk, _: str) -> None:
    """Every lesson with its id and how far it is, part by part."""
    session, page = desk.session, desk.printer.page
    content = session.outline()
    column = widest(Text(lesson.id) for lesson in content.lessons) + 2
    for part in content.parts:
        lines = [Text(), Text(part.title, page.palette.strong)]
        for lesson in part.lessons:
            line = _state(desk, _status(lesson)).append_text(pad(Text(lesson.id), column))
            line.append(lesson.title)
            count = session.texts("repl.of", done=lesson.finished, count=len(lesson.steps))
            lines.append(line.append(f"  {count}", page.palette.dim))
        desk.printer.lines(lines)
    desk.printer.say("repl.finished", finished=content.finished, total=content.total)


async def _steps(desk: Desk, lesson: str) -> None:
    """The steps of a lesson, of the open one if none is named, each with its number, id and state."""
    session, page = desk.session, desk.printer.page
    wanted = lesson or session.lesson.id
    found = next((each for each in session.outline().lessons if each.id == wanted), None)
    if found is None:
        _tell_unknown(desk, wanted, list(session.course.ids))
        return
    column = widest(Text(step.id) for step in found.steps) + 2
    lines = [Text(found.title, page.palette.strong)]
    for number, step in enumerate(found.steps, 1):
        here = wanted == session.lesson.id and number == session.index + 1
        line = Text(f"{number:>3}  ").append_text(_state(desk, step.state.status))
        line.append_text(pad(Text(step.id), column)).append(step.title)
        lines.append(line.append(f"  {session.texts('repl.here')}" if here else "", page.palette.next))
    desk.printer.lines(lines)


async def _summary(desk: Desk, _: str) -> None:
    desk.printer.lines(desk.printer.drawing.summary(desk.session.summary()))


async def _review(desk: Desk, _: str) -> None:
    await desk.session.review()


async def _play(desk: Desk, _: str) -> None:
    await desk.session.play()


def _status(lesson: OutlineLesson) -> str:
    if lesson.finished == len(lesson.steps):
        return "done"
    return "begun" if lesson.begun else ""


def _state(desk: Desk, status: str) -> Text:
    """The sign of a state; without styles its word beside it."""
    manners, texts = desk.printer.manners, desk.session.texts
    sign = Text() if manners.words else signs.state(status, desk.printer.palette).append(" ")
    if not manners.styled:
        words = {name: texts(f"repl.words.state.{name}") for name in ("done", "begun", "skipped", "to_do")}
        sign.append_text(pad(Text(words[status or "to_do"]), widest(map(Text, words.values())) + 2))
    return sign


COMMANDS: Final = (
    Command("next", _next),
    Command("goto", _goto, "place"),
    Command("lessons", _lessons),
    Command("steps", _steps, "lesson"),
    Command("summary", _summary),
    Command("review", _review),
    Command("play", _play),
)
