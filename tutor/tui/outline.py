"""Lessons and steps over the work column: walk, fold, filter, go there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Click, Key
from textual.widgets import Input

from tutor.render import outline as render
from tutor.render.edge import readable
from tutor.render.outline import Place
from tutor.render.page import Lines, Page, Texts
from tutor.session.outline import Outline, OutlineLesson, OutlinePart, OutlineStep
from tutor.tui.drawing import Drawing

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


class Heading(Drawing):
    """The outline's title and the count of finished steps."""

    def draw(self, page: Page) -> Lines:
        return [render.heading(self.screen.query_one(OutlineView).content, readable(page)), Text()]


class Slash(Drawing):
    """The sign before the filter."""

    DEFAULT_CSS = "Slash { width: 6; height: 2; }"

    def draw(self, page: Page) -> Lines:
        return [Text("    / ", page.palette.strong)]


class Rows(Drawing):
    """The outline's lines, the chosen one lit."""

    def draw(self, page: Page) -> Lines:
        view, page = self.screen.query_one(OutlineView), readable(page)
        lines = render.outline(view.content, page, chosen=view.chosen, folded=view.folded)
        if not lines:
            lines = [Text(f"      {page.texts('tui.outline.nothing')}", page.palette.dim)]
        return lines

    async def on_click(self, event: Click) -> None:
        """A click on a step goes there; on a part or a lesson it folds or unfolds."""
        await self.screen.query_one(OutlineView).click(event.y)


class Signs(Drawing):
    """What the signs mean, in view wherever the list is scrolled to."""

    def draw(self, page: Page) -> Lines:
        legend = render.legend(self.screen.query_one(OutlineView).content, readable(page))
        return [Text(), legend, Text()] if self.tutor.roomy else [legend]


class OutlineView(Vertical):
    """The course as a list. `folded` are the places whose inside is not shown."""

    DEFAULT_CSS = """
    OutlineView {
        display: none; height: 1fr; padding: 1 0 0 0;
        Horizontal { height: 2; }
        Input { width: 1fr; height: 1; border: none; padding: 0; background: $bg; color: $fg; }
        Heading, Signs { width: 1fr; padding: 0 3 0 0; }
        #outline-scroll { height: 1fr; padding: 0 1 0 0; scrollbar-size: 0 1; scrollbar-gutter: stable; }
        #outline-scroll > * { padding-right: 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._all = self.content = Outline(())
        self.chosen: Place | None = None
        self.folded: set[Place] = set()
        self._filtering = False

    def compose(self) -> ComposeResult:
        yield Heading()
        with Horizontal():
            yield Slash()
            yield Input(compact=True, select_on_focus=False, id="outline-filter")
        with VerticalScroll(id="outline-scroll", can_focus=True):
            yield Rows()
        yield Signs()

    @property
    def _tutor(self) -> Tutor:
        return cast("Tutor", self.app)

    @property
    def _filter(self) -> Input:
        return self.query_one(Input)

    def open(self) -> None:
        """Shows the course as it is now, the open step chosen and its lesson alone unfolded."""
        session = self._tutor.session
        self._all = self.content = session.outline()
        self._filter.value, self._filtering = "", False
        self._filter.placeholder = session.texts("tui.outline.filter")
        here = session.lesson.id
        self.folded = {(lesson.id, "") for lesson in self._all.lessons if lesson.id != here}
        self.chosen = (here, session.step.id)
        self.query_one("#outline-scroll").focus()
        self.call_after_refresh(self._draw)

    async def _on_key(self, event: Key) -> None:
        """Characters on their way while the focus moves to the filter are typed there, none of them lost."""
        if not event.is_printable:
            return
        if self._filtering:
            self._filter.insert_text_at_cursor(event.character or "")
        elif not await self._tutor.press(event.key):
            return
        event.stop()
        event.prevent_default()

    def walk(self, step: int) -> None:
        """Moves the choice."""
        places = self._places()
        index = places.index(self.chosen) if self.chosen in places else 0
        if places:
            self.chosen = places[max(0, min(index + step, len(places) - 1))]
        self._draw()

    def fold(self, closed: bool) -> None:
        """Folds or unfolds what is chosen; a step folds its lesson, a folded lesson its part."""
        if self.chosen is None:
            return
        if closed:
            lesson, step = self.chosen
            if lesson and step:
                self.chosen = (lesson, "")
            elif lesson and self.chosen in self.folded:
                self.chosen = ("", self._part_of(lesson))
            self.folded.add(self.chosen)
        else:
            self.folded.discard(self.chosen)
        self._draw()

    async def click(self, line: int) -> None:
        """What a click on a line of the list does."""
        places = render.places(self.content, self.folded)
        place = places[line] if line < len(places) else None
        if place is None:
            return
        self.chosen = place
        if place[0] and place[1]:
            await self._tutor.action_do("go")
        else:
            self.fold(place not in self.folded)

    def filter(self) -> None:
        """Puts the cursor into the filter."""
        self._filtering = True
        self._filter.focus()

    def stop_filtering(self) -> bool:
        """Ends the filter; False if there was none."""
        self._filtering = False
        if not (self._filter.has_focus or self._filter.value):
            return False
        self._filter.value = ""
        self.query_one("#outline-scroll").focus()
        return True

    def place(self) -> tuple[str, str | None] | None:
        """Where Enter goes; a part has no place of its own and folds instead."""
        if self.chosen is None:
            return None
        lesson, step = self.chosen
        if not lesson:
            self.fold(self.chosen not in self.folded)
            return None
        return lesson, step or None

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        words = event.value.lower().split()
        self.content = _matching(self._all, words, self._tutor.session.texts) if words else self._all
        if words:
            self.folded.clear()
            places = self._places()
            steps = [place for place in places if place[0] and place[1]]
            if self.chosen not in steps:
                self.chosen = steps[0] if steps else None
        else:
            self.folded = {(lesson.id, "") for lesson in self._all.lessons if lesson.id != self._open_lesson}
        self._draw()

    @property
    def _open_lesson(self) -> str:
        return self.chosen[0] if self.chosen is not None else self._tutor.session.lesson.id

    def _places(self) -> list[Place]:
        return [place for place in render.places(self.content, self.folded) if place is not None]

    def _part_of(self, lesson: str) -> str:
        return next(part.id for part in self._all.parts if lesson in (each.id for each in part.lessons))

    def _draw(self) -> None:
        for drawing in self.query(Drawing):
            drawing.redraw()
        places = render.places(self.content, self.folded)
        if self.chosen in places:
            scroll, line = self.query_one("#outline-scroll"), places.index(self.chosen)
            if not scroll.scroll_offset.y <= line < scroll.scroll_offset.y + scroll.size.height - 1:
                scroll.scroll_to(y=line - scroll.size.height // 2, animate=False)


def _matching(outline: Outline, words: list[str], texts: Texts) -> Outline:
    """The steps of which every word is found in their title, kind or rows, or in the titles above them."""
    parts: list[OutlinePart] = []
    for part in outline.parts:
        lessons: list[OutlineLesson] = []
        for lesson in part.lessons:
            above = f"{part.title} {lesson.title}"
            steps = tuple(step for step in lesson.steps if _matches(step, above, words, texts))
            if steps:
                lessons.append(replace(lesson, steps=steps))
        if lessons:
            parts.append(replace(part, lessons=tuple(lessons)))
    return Outline(tuple(parts))


def _matches(step: OutlineStep, above: str, words: list[str], texts: Texts) -> bool:
    kind = texts(f"render.kind.{step.kind}")
    searched = " ".join((above, step.title, step.kind, kind, *step.covers)).lower()
    return all(word in searched for word in words)
