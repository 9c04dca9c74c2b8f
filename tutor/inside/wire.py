"""The way out: events as `display_data` of the tutor's own type, in order with what was printed."""

from __future__ import annotations

import json
import math
from typing import Any

from ipykernel.zmqshell import ZMQDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.jsonutil import json_default

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


def pack(message: Any) -> bytes:
    """A message of the kernel's as JSON. A norm may be nan or infinite: such a number crosses as text.

    Jupyter's own way for those writes a warning under the learner's cell, or leaves the numbers out.

    >>> pack({"loss": (0.5, float("nan"))})
    b'{"loss": [0.5, "nan"]}'
    """
    try:
        text = _json(message)
    except ValueError:
        text = _json(_finite(message))
    return text.encode("utf-8", errors="surrogateescape")


_json = json.JSONEncoder(default=json_default, ensure_ascii=False, allow_nan=False).encode


def _finite(value: Any) -> Any:
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case dict():
            return {key: _finite(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_finite(inner) for inner in value]
    return value
