"""The cells of the open step: they are logged as they run, shown again another day, taken back one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tutor.events import Event, Recalled
from tutor.progress import Cell, Progress, effective
from tutor.session.seen import is_shown, kept, recalled

Place = tuple[str, str, str]
"""The ids of a course, a lesson and a step."""


class Log:
    """The cells at one place, kept in the progress file; without a place in memory alone."""

    def __init__(self, progress: Progress, place: Place | None) -> None:
        self._progress = progress
        self._place = place
        self._cells = progress.cells(*place) if place is not None else []
        self._numbers = [0] * len(self._cells)
        self._seen: list[Event] | None = None

    @property
    def effective(self) -> list[Cell]:
        """The cells that make the namespace what it is."""
        return effective(self._cells)

    def begin(self) -> None:
        """A cell begins to run: what is heard from now on is seen of it."""
        self._seen = []

    def hear(self, event: Event) -> None:
        if self._seen is not None and is_shown(event):
            self._seen.append(event)

    def add(self, cell: Cell, number: int = 0) -> None:
        """The cell has run; `number` is the kernel's. What was heard since `begin` is kept with it."""
        seen, self._seen = self._seen or [], None
        cell = replace(cell, events=kept(seen))
        self._cells.append(cell)
        self._numbers.append(number)
        if self._place is not None:
            self._progress.add_cell(*self._place, cell)

    def accept_last(self) -> None:
        """What the last cell left was found right afterwards; what was heard of that is kept with it."""
        seen, self._seen = self._seen or [], None
        if self._cells:
            last = self._cells[-1]
            self._cells[-1] = replace(last, accepted=True, events=last.events + kept(seen))
            self._store()

    def take_back(self) -> tuple[Cell, int] | None:
        """Drops the last cell, and returns it with its number."""
        if not self._cells:
            return None
        taken = self._cells.pop(), self._numbers.pop()
        self._store()
        return taken

    def clear(self) -> None:
        """Drops all cells."""
        self._cells, self._numbers = [], []
        self._store()

    def recall(self, number: Callable[[], int]) -> Iterator[Recalled]:
        """Each cell as a front end shows it again, under a new number."""
        for index, cell in enumerate(self._cells):
            self._numbers[index] = at = number()
            yield Recalled(at, cell.code, tuple(recalled(cell.events, at)))

    def _store(self) -> None:
        if self._place is not None:
            self._progress.set_cells(*self._place, self._cells)
