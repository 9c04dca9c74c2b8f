"""What the keys depend on, read off the session and the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Input

from tutor.tui.dialogs import Confirm
from tutor.tui.images import ImagesView
from tutor.tui.keys import Situation
from tutor.tui.outline import OutlineView
from tutor.tui.side import Panel

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


def situation(tutor: Tutor) -> Situation:
    """The situation as it is now."""
    return replace(resting(tutor), place=_place(tutor))


def resting(tutor: Tutor) -> Situation:
    """The situation with the cursor in the prompt, whatever is laid over it: what the palette goes by."""
    session, prompt, last = tutor.session, tutor.prompt, tutor.transcript.last
    pages = tutor.main.query_one(ImagesView)
    return Situation(
        tab=tutor.board.tab,
        running=tutor.at_work > 0,
        accepted=session.accepted,
        following=session.following is not None,
        empty=not prompt.text.strip(),
        at_end=prompt.at_end,
        several="\n" in prompt.text,
        asked=tutor.asked is not None,
        failed=last is not None and last.error is not None,
        hints=session.state.hints < len(session.step.hints),
        solution=session.out_of_hints,
        cells=last is not None,
        filtering=isinstance(tutor.focused, Input),
        images=tutor.board.images is not None,
        figure=tutor.gallery.chosen is not None,
        stuck=tutor.kernel_state.state == "stuck",
        more=pages.more,
        earlier=pages.earlier,
        wrong=pages.wrong,
        recorded=tutor.board.node is not None,
        graph=tutor.board.graph is not None,
        part=_part(tutor, pages),
        due=tutor.main.query_one(OutlineView).content.due > 0,
    )


def _part(tutor: Tutor, pages: ImagesView) -> bool:
    """Whether what the keys work on is shown in part: the wrong images alone, or the graph from one node."""
    if tutor.main.has_class("-images"):
        return pages.only_wrong
    return tutor.board.tab == "graph" and tutor.board.start is not None


def _place(tutor: Tutor) -> str:
    main = tutor.main
    if isinstance(tutor.screen, Confirm):
        return "confirm"
    if tutor.screen is not main or main.has_class("-tiny"):
        return ""
    for place in ("images", "figure", "outline", "manual"):
        if main.has_class(f"-{place}"):
            return place
    if tutor.completions.open:
        return "completion"
    return "panel" if isinstance(tutor.focused, Panel) else "prompt"
