"""What progress keeps, as values: how a step went, a cell and what was seen of it, when a step comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tutor.record import record

Wire = dict[str, Any]
"""An event as `tutor.events.to_wire` makes it; what is stored may be of any version, or broken."""


@record
class StepState:
    """How a step went. `status` is "" (untouched), "begun", "done" or "skipped"."""

    status: str = ""
    attempts: int = 0
    hints: int = 0

    @property
    def finished(self) -> bool:
        return self.status in ("done", "skipped")


@record
class Cell:
    """A cell that ran, and the events that a transcript shows of it.

    `accepted`: it finished its step. `failed`: it ended with an error or an interrupt. `fresh`: it ran
    from the step's checkpoint, so that the cells before it have no effect.
    """

    code: str
    accepted: bool = False
    failed: bool = False
    fresh: bool = False
    events: tuple[Wire, ...] = ()


@record
class Review:
    """A step comes back at `due` (seconds since 1970), after `stage` good answers in a row."""

    stage: int
    due: float


def effective(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that make the namespace what it is: run again in this order, they lead to the same names.

    >>> [cell.code for cell in effective([Cell("x = 1"), Cell("1 / 0", failed=True), Cell("y = 2")])]
    ['x = 1', 'y = 2']
    >>> [cell.code for cell in effective([Cell("x = 1"), Cell("x = 2", fresh=True), Cell("y = x")])]
    ['x = 2', 'y = x']
    """
    start = max((index for index, cell in enumerate(cells) if cell.fresh), default=0)
    return [cell for cell in cells[start:] if cell.accepted or not cell.failed]
