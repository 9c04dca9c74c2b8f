"""Jupyter's messages into events. What comes in the tutor's own type is validated before it counts."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from tutor.events import KINDS, MIME, VERSION, Error, Event, Figure, InputRequested, Output, Value

_log = logging.getLogger(__name__)

Message = dict[str, Any]


def events(message: Message, cell: int) -> Iterator[Event]:
    """The events that one message of the kernel's brings, as belonging to a cell.

    >>> stream = {"header": {"msg_type": "stream"}, "content": {"name": "stdout", "text": "hi"}}
    >>> list(events(stream, 3))
    [Output(cell=3, text='hi', stream='stdout')]
    """
    kind, content = message["header"]["msg_type"], message["content"]
    if kind == "stream":
        yield Output(cell, content["text"].replace("\r\n", "\n"), content["name"])
    elif kind == "execute_result":
        yield Value(cell, content["data"].get("text/plain", ""))
        yield from _figures(content["data"], cell)
    elif kind in ("display_data", "update_display_data"):
        yield from _displayed(content["data"], cell)
    elif kind == "error":
        yield Error(cell, content["ename"], content["evalue"], "\n".join(content["traceback"]))
    elif kind == "input_request":
        yield InputRequested(cell, content["prompt"], content["password"])
    elif kind == "execute_reply":
        for payload in content.get("payload", ()):
            if payload.get("source") == "page":
                yield Output(cell, payload["data"].get("text/plain", "") + "\n")


def _displayed(data: dict[str, Any], cell: int) -> Iterator[Event]:
    if MIME in data:
        for event in _all(data[MIME]):
            yield replace(event, cell=cell)
        return
    figures = list(_figures(data, cell))
    yield from figures
    if not figures and data.get("text/plain"):
        yield Output(cell, data["text/plain"] + "\n")


def _figures(data: dict[str, Any], cell: int) -> Iterator[Figure]:
    text = data.get("text/plain", "")
    if "image/png" in data:
        yield Figure(cell, data["image/png"], "image/png", text)
    elif "image/svg+xml" in data:
        yield Figure(cell, base64.b64encode(data["image/svg+xml"].encode()).decode(), "image/svg+xml", text)


def from_wire(wire: Any) -> Event | None:
    """An event from what `tutor.events.to_wire` made of it; None, and a line in the log, if it is not valid.

    What a recalled cell holds are events again, without those that are not valid.

    >>> from_wire({"version": 1, "type": "Output", "data": {"cell": 3, "text": "hi"}})
    Output(cell=3, text='hi', stream='stdout')
    >>> from_wire({"version": 1, "type": "Output", "data": {"cell": "x"}}) is None
    True
    """
    if not isinstance(wire, dict) or wire.get("version") != VERSION or wire.get("type") not in KINDS:
        _log.warning("an event of another version or kind: %.200r", wire)
        return None
    data = wire.get("data")
    if wire["type"] == "Recalled" and isinstance(data, dict):
        data = {**data, "events": _all(data.get("events"))}
    return validated(wire["type"], data)


def _all(wires: Any) -> tuple[Event, ...]:
    """The events of a list of wire dicts, without those that are not valid."""
    found = map(from_wire, wires) if isinstance(wires, list | tuple) else ()
    return tuple(event for event in found if event is not None)


def validated(kind: str, data: Any) -> Event | None:
    """The event of this kind with these fields, or None if they are not what it holds."""
    from pydantic import ValidationError

    try:
        event: Event = _adapter(kind).validate_python(data)
    except ValidationError as error:
        _log.warning("an event that is not valid: %s", error)
        return None
    return event


@cache
def _adapter(kind: str) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(KINDS[kind])
