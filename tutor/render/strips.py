"""The lines that frame a screen: the title with the lesson's progress, the tabs, the keys, the axes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from tutor.render import signs
from tutor.render.markup import inline
from tutor.render.page import Lines, Page
from tutor.render.width import cut, flush, one_line, widest

_MOST_KEYS = 6


def title(
    part: str,
    lesson: str,
    statuses: Sequence[str],
    index: int,
    page: Page,
    *,
    tail: Text,
    due: int | None = None,
) -> Text:
    """`part › lesson` at the left; step, progress and `tail` (language, help key) at the right.

    `statuses` are the states of the lesson's steps; `index` counts from 0. In a review, `due` steps of
    it are still to come, which stands there instead. On a narrow page the progress goes first, then the
    part, then the tail.
    """
    palette = page.palette
    name = Text().append(one_line(lesson), palette.strong)
    path = Text().append(one_line(part), palette.dim).append(" › ", palette.faint).append_text(name)
    step = inline(page.texts("render.title.step", index=index + 1, count=len(statuses)), palette, palette.dim)
    if due is not None:
        words = page.texts("render.title.review", count=due)
        step = signs.state("due", palette).append_text(inline(f" {words}", palette, palette.dim))
    progress = [
        (path, Text("  ").join([step, _dashes(statuses, index, page, size), tail])) for size in (2, 1)
    ]
    choices = [
        *(progress if due is None else []),
        (path, Text.assemble(step, "    ", tail)),
        (name, Text.assemble(step, "    ", tail)),
        (name, step),
    ]
    for left, right in choices:
        if widest([left]) + widest([right]) + 2 <= page.width:
            return flush(left, right, page.width)
    return cut(name, page.width)


def _dashes(statuses: Sequence[str], index: int, page: Page, length: int) -> Text:
    """One dash a step: finished, where the learner stands, to come. Dashes of one cell touch."""
    palette, text = page.palette, Text()
    for place, status in enumerate(statuses):
        finished = status in ("done", "skipped")
        style = palette.accepted if finished else palette.next if place == index else palette.hairline
        sign = "━" if finished or place == index else "─"
        text.append(sign * length, style).append(" " if length > 1 else "")
    return text.append(" " if length == 1 else "")


def tabs(labels: Sequence[str], chosen: int, page: Page, *, news: Sequence[int] = ()) -> Lines:
    """The panels' names over a hairline, the chosen one underlined; `•` at those with news."""
    palette = page.palette
    names, line = Text(), Text()
    for index, label in enumerate(labels):
        here = index == chosen
        name = Text().append(one_line(label), palette.strong if here else palette.dim)
        if index in news and not here:
            name.append("•", palette.fg)
        gap = "  " if index else ""
        names.append(gap).append_text(name)
        line.append("─" * len(gap), palette.hairline)
        line.append(("━" if here else "─") * widest([name]), palette.bright if here else palette.hairline)
    line.append("─" * max(0, page.width - widest([line])), palette.hairline)
    return [cut(names, page.width), line[: page.width]]


def keys(pairs: Sequence[tuple[str, str]], page: Page) -> Text:
    """The keys that do something now with their labels, at most six; the first is what to do next."""
    palette, line = page.palette, Text()
    for index, (key, label) in enumerate(pairs[:_MOST_KEYS]):
        first = index == 0
        pair = Text("   " if index else "")
        pair.append(one_line(key), (palette.next if first else palette.fg) + palette.bold)
        pair.append(f" {one_line(label)}", palette.next if first else palette.dim)
        if widest([line]) + widest([pair]) > page.width:
            break
        line.append_text(pair)
    return line


def axes(count: int, page: Page, *, matrix: bool = True) -> Text:
    """Which colour is which axis, for as many axes as the panel shows; in a `matrix` they have names."""
    palette, line = page.palette, Text()
    named = matrix and count > 1
    names = [page.texts("render.axes.rows"), page.texts("render.axes.columns")] if named else []
    for index in range(min(count, len(palette.axes))):
        name = f" {names[index]}" if index < len(names) else ""
        entry = Text("    " if index else "").append(f"{page.texts('render.axes.axis')} ", palette.dim)
        entry.append(f"{index}{name}", palette.axis(index))
        if widest([line]) + widest([entry]) > page.width:
            break
        line.append_text(entry)
    return line
