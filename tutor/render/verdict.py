"""What a cell means for the step: ✓ and why, ◐ and what is still to come, ✗ and the reasons, ? for help."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from tutor.events import Verdict
from tutor.render import signs
from tutor.render.edge import at_edge, inside
from tutor.render.markup import body, paragraphs
from tutor.render.page import Lines, Page
from tutor.render.signs import ERROR, HINT, RIGHT, WRONG
from tutor.render.width import wrap


def verdict(event: Verdict, page: Page, *, why: str = "", reasons: Sequence[str] = ()) -> Lines:
    """The lines under a judged cell; none for a cell that was no attempt.

    `why` is the step's, shown once it passed, its first paragraph before the others; `reasons` are
    the paragraphs of `tutor.lesson.reasons.explain`.
    """
    if event.passed:
        return _passed(event, page, why)
    if event.status == "broken":
        return _said(reasons or [page.texts("render.verdict.broken")], ERROR, page)
    if event.status == "partly":
        return at_edge(_lines(reasons, page), signs.state("begun", page.palette))
    return _said(reasons, WRONG, page) if event.attempted and reasons else []


def hint_offer(index: int, total: int, page: Page, *, key: str = "F3") -> Lines:
    """That hint `index` of `total` can be had, and by which key or command."""
    return _offer(key, page.texts("render.verdict.hint", index=index, total=total), page)


def solution_offer(page: Page, *, key: str = "F4") -> Lines:
    """That the solution can be had, once all hints are given."""
    return _offer(key, page.texts("render.verdict.solution"), page)


def _offer(key: str, words: str, page: Page) -> Lines:
    palette = page.palette
    line = Text().append(key, palette.help + palette.bold).append(f"  {words}", palette.help)
    return at_edge(wrap(line, inside(page).width), Text(HINT, palette.help + palette.bold))


def hint(markup: str, index: int, total: int, page: Page) -> Lines:
    """Hint `index` of `total`, as asked for."""
    palette = page.palette
    words = page.texts("render.verdict.hint", index=index, total=total)
    head = wrap(Text().append(words, palette.help), inside(page).width)
    return at_edge([*head, *body(markup, inside(page))], Text(HINT, palette.help + palette.bold))


def _passed(event: Verdict, page: Page, why: str) -> Lines:
    palette, room = page.palette, inside(page)
    lines: Lines = []
    for paragraph in paragraphs(why or page.texts("render.verdict.passed")):
        lines += body(paragraph, room, palette.dim if lines else palette.fg)
    if event.retried:
        lines += body(page.texts("render.verdict.retried"), room, palette.dim)
    return at_edge(lines, Text(RIGHT, palette.accepted))


def _said(reasons: Sequence[str], sign: str, page: Page) -> Lines:
    return at_edge(_lines(reasons, page), Text(sign, page.palette.wrong + page.palette.bold))


def _lines(reasons: Sequence[str], page: Page) -> Lines:
    return [line for reason in reasons for line in body(reason, inside(page))]
