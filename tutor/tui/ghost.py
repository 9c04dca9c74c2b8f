"""What stands in the empty prompt: what Enter does next, or on the first start what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tutor.render.markup import inline

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


def ghost(tutor: Tutor) -> Text:
    """The words after the cursor; none while a cell runs."""
    session, texts, palette = tutor.session, tutor.session.texts, tutor.palette
    now = tutor.situation
    if now.asked or now.running:
        return Text()
    if tutor.leaving:
        return inline(texts("tui.ghost.leave"), palette, palette.help)
    if now.place == "panel":
        return inline(texts("tui.ghost.away", key=tutor.key("back")), palette, palette.dim)
    if session.accepted:
        following = session.following
        if following is None:
            return inline(texts("tui.ghost.end"), palette, palette.dim)
        line = Text().append(tutor.key("next"), palette.next + palette.bold)
        kind = "step" if session.index + 1 < len(session.lesson.steps) else "lesson"
        line.append(f"  {texts(f'tui.ghost.next_{kind}')} ", palette.dim)
        return line.append(following.title, palette.fg)
    if not session.progress.history(1):
        return inline(texts(f"tui.ghost.first_{session.step.kind}"), palette, palette.dim)
    return Text()
