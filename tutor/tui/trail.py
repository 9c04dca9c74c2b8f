"""What was looked up, as a trail that is walked back and forth; each entry keeps the row that was chosen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from tutor.events import Help
from tutor.record import record
from tutor.render import help

_LONGEST: Final = 50


@record
class Stop:
    """One entry of the trail. `chosen`: the row that stands lit; `filter`: what members are narrowed to."""

    entry: Help
    chosen: int = 0
    filter: str = ""

    @property
    def choices(self) -> list[str]:
        """What Enter takes: the names that are listed, as they are looked up, or the examples."""
        if not self.entry.members:
            return help.examples(self.entry)
        owner = "" if self.entry.kind in help.LOOSE else f"{self.entry.name}."
        return [f"{owner}{name}" for name, _ in help.listed(self.entry, self.filter)]


@dataclass(slots=True)
class Trail:
    """The stops, oldest first, and at which of them the learner stands."""

    stops: list[Stop] = field(default_factory=list)
    place: int = -1

    @property
    def here(self) -> Stop | None:
        """The stop that stands open."""
        return self.stops[self.place] if self.stops else None

    def open(self, entry: Help) -> None:
        """Goes on to an entry; what was ahead is forgotten."""
        kept = self.stops[max(0, self.place + 2 - _LONGEST) : self.place + 1]
        if kept and kept[-1].entry == entry:
            kept.pop()
        self.stops = [*kept, Stop(entry)]
        self.place = len(self.stops) - 1

    def name(self, step: int) -> str:
        """The name of the entry that is so many steps from here; "" where there is none."""
        place = self.place + step
        return self.stops[place].entry.name if 0 <= place < len(self.stops) else ""

    def go(self, step: int) -> bool:
        """Back (-1) or forth (1); whether there was somewhere to go."""
        if not 0 <= self.place + step < len(self.stops):
            return False
        self.place += step
        return True

    def choose(self, step: int) -> bool:
        """To the next choice or the one before; whether there is one."""
        stop = self.here
        if stop is None or not 0 <= stop.chosen + step < len(stop.choices):
            return False
        self._put(replace(stop, chosen=stop.chosen + step))
        return True

    def narrow(self, text: str) -> None:
        """Keeps the members that have these letters in their names."""
        if self.here is not None and self.here.entry.members:
            self._put(replace(self.here, filter=text, chosen=0))

    def _put(self, stop: Stop) -> None:
        self.stops[self.place] = stop
