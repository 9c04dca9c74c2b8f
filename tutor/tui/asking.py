"""`input()` in a cell: its question stands in the transcript, the prompt takes the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.events import InputRequested, Output

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


def ask(app: Tutor, event: InputRequested) -> None:
    """From now on Enter answers."""
    app.asked = event
    app.prompt.secret = event.password
    app.transcript.hear(Output(cell=event.cell, text=event.prompt))


def answer(app: Tutor) -> None:
    """Takes the answer out of the prompt into the cell, a password as dots."""
    text, asked = app.prompt.take(), app.asked
    over(app)
    if asked is not None:
        shown = "•" * len(text) if asked.password else text
        app.transcript.hear(Output(cell=asked.cell, text=f"{shown}\n"))
    app.session.answer_input(text)


def over(app: Tutor) -> None:
    """Nothing is asked any more: it was answered, or the cell has ended."""
    app.asked, app.prompt.secret = None, False
