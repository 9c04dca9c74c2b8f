"""A lesson's end: how each step went, the rows of the note that they teach, what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from tutor.events import LessonEnded, StepResult
from tutor.lesson.model import Lesson
from tutor.render import signs
from tutor.render.edge import at_edge, inside
from tutor.render.markup import body, inline
from tutor.render.page import Lines, Page
from tutor.render.width import HARD_BLANK, flush, one_line, wrap


def summary(event: LessonEnded, lesson: Lesson, note: Mapping[str, str], page: Page) -> Lines:
    """The lesson's end, one step after the other.

    `lesson` is the one that ended and `note` the sentences of the note's rows, both in the page's language
    (`session.course.lesson(event.lesson, session.language)` and `session.note`). A row that several steps
    teach stands at the first of them.
    """
    lines = _heading(event.results, lesson, page)
    titles = {step.id: step.title for step in lesson.steps}
    told: set[str] = set()
    for result in event.results:
        rows = [note[row] for row in result.covers if row in note and row not in told]
        told.update(result.covers)
        lines += _step(result, titles.get(result.step, result.step), rows, page)
    if back := sum(result.review for result in event.results):
        words = _counted("back", back, page)
        lines += [Text(), *at_edge(body(words, inside(page)), Text(signs.HINT, page.palette.help))]
    return lines


def _heading(results: Sequence[StepResult], lesson: Lesson, page: Page) -> Lines:
    title = inline(page.texts("render.summary.title", lesson=f"**{one_line(lesson.title)}**"), page.palette)
    counts = {
        "at_once": sum(_is_known(result) for result in results),
        "helped": sum(result.status == "done" and not _is_known(result) for result in results),
        "skipped": sum(result.status == "skipped" for result in results),
        "open": sum(result.status not in ("done", "skipped") for result in results),
    }
    parts = [
        page.texts(f"render.summary.{code}", count=count).replace(" ", HARD_BLANK)
        for code, count in counts.items()
        if count
    ]
    lines = wrap(title, inside(page).width)
    if parts:
        lines += body(" · ".join(parts), inside(page), page.palette.dim)
    return [*at_edge(lines, Text(signs.RIGHT, page.palette.accepted)), Text()]


def _is_known(result: StepResult) -> bool:
    return result.status == "done" and not (result.attempts or result.hints)


def _step(result: StepResult, title: str, rows: Sequence[str], page: Page) -> Lines:
    room, palette = inside(page), page.palette
    name, how = Text(one_line(title), palette.fg), Text(_how(result, page), palette.dim)
    if cell_len(name.plain) + 2 + cell_len(how.plain) <= room.width:
        lines = [flush(name, how, room.width)]
    else:
        lines = [*wrap(name, room.width), *wrap(how, room.width)]
    for row in rows:
        lines += body(row, room, palette.dim)
    return at_edge(lines, signs.state(result.status, palette))


def _how(result: StepResult, page: Page) -> str:
    """How the step went in a few words; none where it was known at once."""
    words = [page.texts("render.summary.was_skipped")] if result.status == "skipped" else []
    words += [_counted("mistake", result.attempts, page)] if result.attempts else []
    words += [_counted("hint", result.hints, page)] if result.hints else []
    return " · ".join(words)


def _counted(code: str, count: int, page: Page) -> str:
    return page.texts(f"render.summary.{code}{'' if count == 1 else 's'}", count=count)
