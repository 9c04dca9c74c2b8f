"""Lessons and steps in columns: how far each is, its kind, and the rows of the note that it teaches."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import field
from itertools import groupby

from rich.cells import cell_len
from rich.text import Text

from tutor.record import record
from tutor.render import signs
from tutor.render.markup import inline
from tutor.render.page import Lines, Page
from tutor.render.width import cut, flush, lit, one_line, pad, widest
from tutor.session.outline import Outline, OutlineLesson, OutlinePart, OutlineStep

Place = tuple[str, str]
"""A lesson's id and a step's; "" and a part's id for a part; a lesson's id and "" for a lesson."""

_TITLE = 24
_LONGEST_BAR = 12
_COVERS = 15
_MARGIN = 4
_GAP = 2


@record
class _Row:
    """One line's cells; of a blank line all are empty."""

    place: Place | None = None
    name: Text = field(default_factory=Text)
    bar: Text = field(default_factory=Text)
    count: Text = field(default_factory=Text)
    covers: str = ""


def outline(
    content: Outline, page: Page, *, chosen: Place | None = None, folded: Collection[Place] = ()
) -> Lines:
    """One line a part, lesson and step, without what is folded; `places` tells which line is which."""
    rows = _rows(content, page, chosen, folded)
    bar, count = widest(row.bar for row in rows), widest(row.count for row in rows)
    covers = min(_COVERS, max((cell_len(row.covers) for row in rows if row.count.plain), default=0))
    room = page.width - _MARGIN - 3 * _GAP
    if room - bar - count - covers < _TITLE:
        covers = 0
    if room - bar - count - covers < _TITLE:
        bar = 0
    title = max(1, page.width - _MARGIN - sum(size + _GAP for size in (bar, count, covers) if size))
    return [_line(row, (title, bar, count, covers), row.place == chosen is not None, page) for row in rows]


def places(content: Outline, folded: Collection[Place] = ()) -> list[Place | None]:
    """What each line of `outline` stands for; None for a blank one between parts."""
    found: list[Place | None] = []
    above_folded = True
    for part in content.parts:
        here_folded = ("", part.id) in folded
        if found and not (above_folded and here_folded):
            found.append(None)
        above_folded = here_folded
        found.append(("", part.id))
        for lesson in () if here_folded else part.lessons:
            found.append((lesson.id, ""))
            if (lesson.id, "") not in folded:
                found += [(lesson.id, step.id) for step in lesson.steps]
    return found


def heading(content: Outline, page: Page) -> Text:
    """The outline's title, how many of all steps are done, and how many are due for review."""
    palette, texts = page.palette, page.texts
    title = Text(" " * _MARGIN).append(texts("render.outline.lessons"), palette.strong)
    done = texts("render.outline.steps", finished=content.finished, total=content.total)
    if content.due:
        done = f"{texts('render.outline.due', count=content.due)} · {done}"
    return flush(title, inline(done, palette, palette.dim), page.width)


def legend(content: Outline, page: Page) -> Text:
    """What the signs mean; that of reviews where there are any."""
    codes = [("done", "done"), ("begun", "begun"), ("", "to_do"), ("skipped", "skipped")]
    entries: Lines = []
    for status, code in [*codes, ("due", "review")] if content.due else codes:
        entry = Text().append_text(signs.state(status, page.palette))
        entries.append(entry.append(f" {page.texts(f'render.outline.{code}')}", page.palette.dim))
    lines = [Text.assemble(" " * _MARGIN, Text(" " * gap).join(entries)) for gap in (4, 2, 1)]
    return next((line for line in lines if widest([line]) <= page.width), cut(lines[-1], page.width))


def compressed(rows: Iterable[str]) -> str:
    """Rows of the note, three and more neighbours as a range.

    >>> compressed(["D04", "D06", "D09", "D10", "D11", "A01"])
    'A01 D04 D06 D09–D11'
    """
    parts: list[str] = []
    numbered = [(row[0], int(row[1:]), row) for row in sorted(set(rows)) if row[1:].isdigit()]
    for _, group in groupby(enumerate(numbered), lambda pair: (pair[1][0], pair[1][1] - pair[0])):
        names = [name for _, (_, _, name) in group]
        parts += [f"{names[0]}–{names[-1]}"] if len(names) > 2 else names
    return " ".join(parts + [row for row in sorted(set(rows)) if not row[1:].isdigit()])


def _shorter(rows: str) -> str:
    """Rows of the note, their letter only where it is another than before.

    >>> _shorter("A01 D01 D04 D06 D09–D12")
    'A01 D01 04 06 09–12'
    """
    before = ""

    def once(match: re.Match[str]) -> str:
        nonlocal before
        letter, before = "" if match[0] == before else match[0], match[0]
        return letter

    return re.sub(r"[A-Z](?=\d)", once, rows)


def _line(row: _Row, sizes: tuple[int, int, int, int], here: bool, page: Page) -> Text:
    title, bar, count, covers = sizes
    line = Text().append(f"  {signs.PROMPT} " if here else " " * _MARGIN, page.palette.next)
    if not row.bar.plain and bar:
        title, bar = title + _GAP + bar, 0
    line.append_text(pad(row.name, title))
    for cell, size in ((row.bar, bar), (row.count, count)):
        line.append(" " * _GAP if size else "").append_text(pad(cell, size))
    line.rstrip()
    rows = _shorter(row.covers) if row.count.plain and cell_len(row.covers) > covers else row.covers
    shown = Text(rows if covers else "", page.palette.dim)
    line = flush(line, cut(shown, covers) if row.count.plain else shown, page.width, gap=1)
    return lit(line, page) if here else line


def _rows(content: Outline, page: Page, chosen: Place | None, folded: Collection[Place]) -> list[_Row]:
    parts = {part.id: part for part in content.parts}
    lessons = {lesson.id: lesson for lesson in content.lessons}
    rows: list[_Row] = []
    for place in places(content, folded):
        if place is None:
            rows.append(_Row())
            continue
        first, second = place
        strong = place == chosen
        if not first:
            rows.append(_part(parts[second], place in folded, not rows, page))
        elif not second:
            rows.append(_lesson(lessons[first], strong, page))
        else:
            steps = lessons[first].steps
            number = next(number for number, step in enumerate(steps, 1) if step.id == second)
            rows.append(_step(first, steps[number - 1], number, strong, page))
    return rows


def _part(part: OutlinePart, folded: bool, first: bool, page: Page) -> _Row:
    palette = page.palette
    name = Text().append("▸ " if folded else "▾ ", palette.dim)
    name.append(one_line(part.title), palette.fg if folded else palette.strong)
    place = ("", part.id)
    if not folded:
        return _Row(place, name, covers=page.texts("render.outline.note") if first else "")
    code = "lesson" if len(part.lessons) == 1 else "several"
    count = Text(page.texts(f"render.outline.{code}", count=len(part.lessons)), palette.dim)
    return _Row(
        place, name, count=count, covers=compressed(r for lesson in part.lessons for r in lesson.covers)
    )


def _lesson(lesson: OutlineLesson, chosen: bool, page: Page) -> _Row:
    palette = page.palette
    total, finished = len(lesson.steps), lesson.finished
    status = "done" if total and finished == total else "begun" if lesson.begun else ""
    status = "due" if lesson.due and status == "done" else status
    name = Text("  ").append_text(signs.state(status, palette)).append(" ")
    name.append(one_line(lesson.title), palette.strong if chosen or status == "begun" else palette.fg)
    begun = page.texts("render.outline.begun_of", finished=finished, total=total)
    count = Text(begun if status == "begun" else str(total), palette.dim)
    return _Row((lesson.id, ""), name, _bar(lesson.steps, page), count, compressed(lesson.covers))


def _step(lesson: str, step: OutlineStep, number: int, chosen: bool, page: Page) -> _Row:
    palette = page.palette
    name = Text(" " * 6).append_text(signs.state("due" if step.due else step.state.status, palette))
    name.append(f" {number}".ljust(4), palette.dim)
    name.append(one_line(step.title), palette.strong if chosen else palette.fg)
    kind = Text(page.texts(f"render.kind.{step.kind}"), palette.dim)
    return _Row((lesson, step.id), name, count=kind, covers=compressed(step.covers))


def _bar(steps: Sequence[OutlineStep], page: Page) -> Text:
    """One dash a step; a long lesson's are drawn to scale."""
    palette, bar = page.palette, Text()
    length = min(len(steps), _LONGEST_BAR)
    for place in range(length):
        step = steps[place * len(steps) // length]
        finished, begun = step.state.finished, bool(step.state.status)
        style = palette.accepted if finished else palette.next if begun else palette.hairline
        bar.append("━" if begun else "─", style)
    return bar
