"""Operations and graphs that the kernel told of, as long as they hold: not those of cells that were taken
back, of a namespace that is gone, or about names that have been put back since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from tutor.events import Graph, Operation, StepOpened

_MOST: Final = 100


@dataclass(slots=True)
class Held:
    """What was told at which step, oldest first; the newest of each kind is shown."""

    lesson: str = ""
    index: int = 0
    review: bool = False
    told: list[tuple[int, Operation | Graph]] = field(default_factory=list)

    @property
    def operation(self) -> Operation | None:
        """The last operation that holds."""
        return next((told for _, told in reversed(self.told) if isinstance(told, Operation)), None)

    @property
    def graph(self) -> Graph | None:
        """The last graph that holds."""
        return next((told for _, told in reversed(self.told) if isinstance(told, Graph)), None)

    def add(self, event: Operation | Graph) -> None:
        """A cell of the open step told of it."""
        self.told = [*self.told[1 - _MOST :], (self.index, event)]

    def open_step(self, event: StepOpened) -> None:
        """At the next step, and at one begun anew, what earlier steps told holds; elsewhere nothing."""
        goes_on = event.lesson == self.lesson and event.index <= self.index + 1
        if not goes_on or event.review or self.review:
            self.told = []
        self.told = [(index, told) for index, told in self.told if index < event.index]
        self.lesson, self.index, self.review = event.lesson, event.index, event.review

    def take_back(self, cell: int) -> None:
        """That cell of the open step did not happen; 0 is the solution that ran in the learner's stead."""
        self.told = [(index, told) for index, told in self.told if (index, told.cell) != (self.index, cell)]

    def put_back(self, names: Iterable[str]) -> None:
        """These names are not what they were when they were told of."""
        gone = set(names)
        self.told = [(index, told) for index, told in self.told if gone.isdisjoint(_names(told))]


def _names(told: Operation | Graph) -> set[str]:
    if isinstance(told, Graph):
        return {node.name for node in told.nodes}
    return {each.name for each in (*told.inputs, told.output) if each is not None}
