"""The way out: events as `display_data` of the tutor's own type, in order with what was printed."""

from __future__ import annotations

from ipykernel.zmqshell import ZMQDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from tutor.events import MIME, Event, to_wire


def publish(*events: Event) -> None:
    """Sends events to the front end in one message, after everything printed before.

    The cell's number is set where they arrive, from the request that they answer.
    """
    if InteractiveShell.initialized():
        InteractiveShell.instance().display_pub.publish({MIME: [to_wire(event) for event in events]}, {})


def publish_meanwhile(*events: Event) -> None:
    """Sends events of a cell that goes on, without waiting for what it has printed: that may come later."""
    publisher = InteractiveShell.instance().display_pub if InteractiveShell.initialized() else None
    if not isinstance(publisher, ZMQDisplayPublisher):
        publish(*events)
        return
    content = {"data": {MIME: [to_wire(event) for event in events]}, "metadata": {}, "transient": {}}
    publisher.session.send(
        publisher.pub_socket, "display_data", content, publisher.parent_header, ident=publisher.topic
    )
