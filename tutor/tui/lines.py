"""The two lines that frame the screen: where the learner is, and which keys do something now."""

from __future__ import annotations

from rich.text import Text

from tutor.render import strips
from tutor.render.page import Lines, Page
from tutor.render.width import cut
from tutor.tui.clicks import clickable, clickable_keys
from tutor.tui.drawing import Drawing
from tutor.tui.ghost import goes_to
from tutor.tui.keys import Situation, on_key_line

FRAME = "height: 1; padding: 0 2; background: $surface;"
"""How a line at the screen's edge stands there."""

_USUAL = ("", "ready", "busy", "idle")


class Title(Drawing):
    """Part, lesson, step, progress; what the kernel is at, if not the usual; language, help key."""

    DEFAULT_CSS = f"Title {{ dock: top; {FRAME} }}"

    def draw(self, page: Page) -> Lines:
        session, texts = self.tutor.session, page.texts
        lesson = session.lesson
        part = session.course.part(lesson.id, session.language)
        states = session.progress.steps(session.course.id)
        statuses = [
            state.status if (state := states.get((lesson.id, step.id))) else "" for step in lesson.steps
        ]
        due = len(session.due()) if session.reviewing else None

        def line(tail: Text) -> Text:
            return strips.title(part.title, lesson.title, statuses, session.index, page, tail=tail, due=due)

        kernel = self.tutor.kernel_state
        at = "asks" if self.tutor.asked is not None and self.tutor.wide else kernel.state
        if at in _USUAL:
            return [line(self._tail(page))]
        said = texts(f"tui.kernel.{at}", done=kernel.done, total=kernel.total)
        words = Text(said, page.palette.help)
        if (over := _over(line(self._tail(page)), words)) is not None:
            return [over]
        instead = line(words)  # of the language and the help key
        return [instead if said in instead.plain else cut(words, page.width)]

    def _tail(self, page: Page) -> Text:
        palette, texts = page.palette, page.texts
        tail = Text().append(texts("tui.language"), palette.dim)
        clickable(tail, tail.plain, "language")
        key = self.tutor.key("manual")
        tail.append(f"   {key}", palette.fg + palette.bold)
        tail.append(f" {texts('tui.keys.manual')}", palette.dim)
        return clickable(tail, f"{key} {texts('tui.keys.manual')}", "manual")


class KeyLine(Drawing):
    """At most six keys, what to do next first."""

    DEFAULT_CSS = f"KeyLine {{ dock: bottom; {FRAME} }}"

    def draw(self, page: Page) -> Lines:
        now = self.tutor.situation
        shown = list(on_key_line(now))
        pairs = [(self.tutor.key(action.id), page.texts(self._label(action.id, now))) for action in shown]
        return [clickable_keys(strips.keys(pairs, page), [action.id for action in shown], pairs)]

    def _label(self, id: str, now: Situation) -> str:
        """The catalogue's key of what an action is called here."""
        if id in ("walk_from", "only_wrong") and now.part:
            return f"tui.keys.{id}_whole"
        place = goes_to(self.tutor.session) if id == "next" else "step"
        return f"tui.keys.{id}" if place == "step" else f"tui.keys.{id}_{place}"


def _over(line: Text, words: Text) -> Text | None:
    """The words in the blank between the two halves of the title; None where they do not fit."""
    gap = max(line.plain.rfind("     "), 0)
    start = len(line.plain[: gap + 5].rstrip()) + 2
    room = len(line.plain) - start
    blank = room - len(line.plain[start:].lstrip())
    if blank >= words.cell_len + 2:
        return Text.assemble(line[:start], words, line[start + words.cell_len :])
    return None
