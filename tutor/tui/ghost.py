"""What stands in the empty prompt: what Enter does next, or on the first start what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from tutor.render.markup import inline

if TYPE_CHECKING:
    from tutor.session import Session
    from tutor.tui.app import Tutor


_HERE: Final = "\0"


def goes_to(session: Session) -> str:
    """What Enter goes on to behind an accepted step: "step" or "lesson"; in a review "review" or "home".

    From free play it goes home.
    """
    if session.playing:
        return "home"
    if session.reviewing:
        return "home" if session.review_ends else "review"
    return "step" if session.index + 1 < len(session.lesson.steps) else "lesson"


def ghost(tutor: Tutor) -> Text:
    """The words after the cursor; none while a cell computes or something is typed."""
    session, texts, palette = tutor.session, tutor.session.texts, tutor.palette
    now = tutor.situation
    if not now.empty:
        return Text()
    if now.asked:
        return inline(texts("tui.ghost.asked", key=tutor.key("answer")), palette, palette.help)
    if now.running:
        return Text()
    if tutor.leaving:
        return inline(texts("tui.ghost.leave", key=tutor.key("leave_twice")), palette, palette.help)
    if now.place == "panel":
        return inline(texts("tui.ghost.away", key=tutor.key("back")), palette, palette.dim)
    if session.accepted:
        following = session.following
        if following is None:
            return inline(texts("tui.ghost.end", key=tutor.key("outline")), palette, palette.dim)
        before, _, after = texts(f"tui.ghost.next_{goes_to(session)}", title=_HERE).partition(_HERE)
        line = Text().append(tutor.key("next"), palette.next + palette.bold)
        line.append(f"  {before}", palette.dim).append(following.title, palette.fg)
        return line.append(after, palette.dim)
    if not session.progress.history(1):
        return inline(
            texts(f"tui.ghost.first_{session.step.kind}", run=tutor.key("run")), palette, palette.dim
        )
    return Text()
