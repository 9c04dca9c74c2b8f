"""The head of a step: its title with how far it is, the task, what is given, the choices."""

from __future__ import annotations

from rich.text import Text

from tutor.lesson.model import Step
from tutor.render import signs
from tutor.render.code import listing
from tutor.render.edge import at_edge, inside
from tutor.render.markup import body
from tutor.render.numbers import number
from tutor.render.page import Lines, Page
from tutor.render.width import flush, indent, one_line, widest, wrap

_GAP = 2


def task(step: Step, page: Page, *, status: str = "begun", tight: bool = False) -> Lines:
    """All that a learner needs to begin; `tight` leaves the blank lines out, for small screens."""
    palette, room = page.palette, inside(page)
    kind = "" if step.kind == "write" else page.texts(f"render.kind.{step.kind}")
    title = flush(Text().append(one_line(step.title), palette.strong), Text(kind, palette.dim), room.width)
    parts = [body(step.text, room)]
    if step.goal is not None:
        parts[0] += _goal(step.goal, room)
    if step.options:
        parts.append(_options(step.options, room))
    if step.given.strip():
        parts.append(_given(step.given, room))
    lines = [title]
    for part in parts:
        lines += part if tight else [Text(), *part]
    return at_edge(lines, signs.state(status, palette))


def _goal(goal: float, page: Page) -> Lines:
    text = Text().append(page.texts("render.step.goal"), page.palette.next)
    text.append(f"  {page.texts('render.step.below', goal=number(goal))}", page.palette.fg)
    return wrap(text, page.width)


def _given(code: str, page: Page) -> Lines:
    """The code, and that it is given beside the first line that leaves room; else above it."""
    lines = [row for rows in listing(code, page) for row in rows]
    label = Text(page.texts("render.step.given"), page.palette.dim)
    for index, line in enumerate(lines):
        if widest([line]) + _GAP + widest([label]) <= page.width:
            return [*lines[:index], flush(line, label, page.width, _GAP), *lines[index + 1 :]]
    return [flush(Text(), label, page.width), *lines]


def _options(options: tuple[str, ...], page: Page) -> Lines:
    lines: Lines = []
    for index, option in enumerate(options, 1):
        mark = Text().append(f"{index}  ", page.palette.strong)
        first, *rest = body(option, page.narrow(len(mark.plain))) or [Text()]
        lines += [mark.append_text(first), *indent(rest, 3)]
    return lines
