"""The way out: events as `display_data` of the tutor's own type, in order with what was printed."""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from tutor.events import MIME, Event, to_wire


def publish(event: Event) -> None:
    """Sends an event to the front end, after everything printed before it.

    The cell's number is set where the event arrives, from the request it answers.
    """
    if InteractiveShell.initialized():
        InteractiveShell.instance().display_pub.publish({MIME: to_wire(event)}, {})
