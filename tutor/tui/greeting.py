"""What is said once, at the first step of a sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


def greet(app: Tutor) -> None:
    """What is wrong in the settings file, and what is due for review; mostly nothing."""
    for trouble in app.troubles:
        app.tell(trouble.code, **trouble.facts)
    if due := len(app.session.due()):
        app.tell("tui.outline.due", count=due, outline=app.key("outline"), key=app.key("review"))
