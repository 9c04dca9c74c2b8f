"""What is kept of the events of a cell, so that it can be shown again another day: those that a transcript
draws, of bounded size, as wire data; and those back as events.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from tutor.events import (
    CellEnded,
    Error,
    Event,
    Figure,
    Help,
    Images,
    Notice,
    Operation,
    Output,
    PutBack,
    Skipped,
    Value,
    Verdict,
    to_wire,
)
from tutor.kernel.decode import from_wire
from tutor.progress import Wire

CELL_BYTES: Final = 64 * 1024
"""How much is kept of one cell, figures apart."""

FIGURE_BYTES: Final = 300 * 1024
"""How much is kept of one cell's figures."""

NOT_KEPT: Final = "notice.not_kept"

_ALWAYS = (Verdict, Skipped, CellEnded)
_SHOWN = (Output, Value, Figure, Images, Error, Help, Operation, PutBack, Notice, *_ALWAYS)


def is_shown(event: Event) -> bool:
    """Whether a transcript draws the event with its cell; a notice only if it is about the cell."""
    return isinstance(event, _SHOWN) and (event.cell > 0 or not isinstance(event, Notice))


def kept(events: Iterable[Event]) -> tuple[Wire, ...]:
    """The events as wire data, within bounds; where something was left out, a notice says so in its place.

    >>> [wire["data"]["text"] for wire in kept([Output(1, "a"), Output(1, "b"), Value(1, "3")])]
    ['ab', '3']
    """
    room, figure_room = CELL_BYTES, FIGURE_BYTES
    wires: list[Wire] = []
    is_said = False
    for event in _joined(event for event in events if is_shown(event)):
        wire = to_wire(event)
        size = len(json.dumps(wire))
        if isinstance(event, _ALWAYS):
            pass
        elif isinstance(event, Figure) and size <= figure_room:
            figure_room -= size
        elif not isinstance(event, Figure) and size <= room:
            room -= size
        else:
            if isinstance(event, Output) and (beginning := _shortened(event, room)).text:
                wires.append(to_wire(beginning))
                room = 0
            if not is_said:
                wires.append(to_wire(Notice(event.cell, NOT_KEPT)))
                is_said = True
            continue
        wires.append(wire)
    return tuple(wires)


def recalled(wires: Iterable[Wire], cell: int) -> Iterator[Event]:
    """The events of stored wire data, numbered as of `cell`; what is no such event any more is left out."""
    for wire in wires:
        event = from_wire(wire)
        if isinstance(event, _SHOWN):
            yield replace(event, cell=cell)


def _joined(events: Iterable[Event]) -> Iterator[Event]:
    """The events, with what was printed in a row to one stream as one of them."""
    for stream, group in groupby(events, lambda event: event.stream if isinstance(event, Output) else ""):
        if stream:
            printed = [event for event in group if isinstance(event, Output)]
            yield Output(printed[0].cell, "".join(event.text for event in printed), stream)
        else:
            yield from group


def _shortened(output: Output, room: int) -> Output:
    """The first lines of what was printed, as many as `room` bytes of JSON hold with what is around them."""
    lines = []
    room -= len(json.dumps(to_wire(replace(output, text=""))))
    for line in output.text.splitlines(keepends=True):
        room -= len(json.dumps(line)) - len('""')
        if room < 0:
            break
        lines.append(line)
    return replace(output, text="".join(lines))
