"""What the side shows: the newest of each kind of event, and which tab follows the last cell.

Plain data without a widget. A tab follows what the cell did, until the learner pins one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tutor.events import (
    CellEnded,
    CellStarted,
    Error,
    Event,
    Graph,
    Help,
    Images,
    Operation,
    Recalled,
    StepOpened,
    Training,
    Undone,
    Variable,
    Variables,
)
from tutor.render import training
from tutor.tui.trail import Trail

TABS: Final = ("variables", "shapes", "graph", "training", "help")

_GHOSTS: Final = 3


@dataclass(slots=True)
class Board:
    """The side's content. `news`: tabs with something that the learner has not looked at;
    `visible`: whether the side stands on the screen."""

    lesson: str = ""
    tab: str = "variables"
    visible: bool = True
    pinned: bool = False
    log_scale: bool = True
    variables: tuple[Variable, ...] = ()
    operation: Operation | None = None
    error: Error | None = None
    graph: Graph | None = None
    images: Images | None = None
    run: training.Run | None = None
    ghosts: list[training.Run] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)
    news: set[str] = field(default_factory=set)
    chosen_node: int = 0
    numbers: bool = False
    folded: set[int] = field(default_factory=set)
    _touched: set[str] = field(default_factory=set)

    @property
    def help(self) -> Help | None:
        """The entry that stands open in the help tab."""
        return self.trail.here.entry if self.trail.here is not None else None

    def hear(self, event: Event) -> set[str]:
        """Takes an event in; returns the tabs that look different now."""
        match event:
            case CellStarted():
                self._touched.clear()
                self.error = None
                return set()
            case Variables():
                self.variables = event.variables
                if any(variable.change for variable in event.variables):
                    self._touch("variables")
                return {"variables", "shapes", "graph"}
            case Operation():
                self.operation = event
                return self._touch("shapes") | {"variables"}
            case Error() if event.operands or event.facts.get("shapes"):
                self.error = event
                return self._touch("shapes")
            case Graph():
                self.graph, self.chosen_node, self.folded = event, 0, set()
                return self._touch("graph")
            case Training():
                self._train(event)
                return self._touch("training")
            case Help():
                self.open_help(event)
                return {"help"}
            case Images():
                self.images = event
                return set()
            case Recalled():
                shown = [each for each in event.events if isinstance(each, Images)]
                self.images = shown[-1] if shown else self.images
                return set()
            case Undone():
                self.operation = self.error = None  # they did not happen
                return {"variables", "shapes"}
            case CellEnded():
                return self._follow()
            case StepOpened() if not event.again:
                self.run, self.ghosts, self.error = None, [], None
                gone = {"training"}
                if event.lesson != self.lesson:  # its names are gone, and what was drawn of them
                    self.lesson, self.operation, self.graph, self.images = event.lesson, None, None, None
                    gone |= {"shapes", "graph"}
                if self.tab in gone and not self.pinned:
                    self.tab = "variables"
                self.news.clear()
                return set(TABS)
        return set()

    def open_help(self, event: Help) -> None:
        """Opens an entry; the one before it is a step back."""
        self.trail.open(event)
        self._touch("help")

    def look(self, tab: str) -> None:
        """The learner turns to a tab."""
        self.tab = tab
        if self.visible:
            self.news.discard(tab)

    def _touch(self, tab: str) -> set[str]:
        self._touched.add(tab)
        if tab != self.tab or not self.visible:
            self.news.add(tab)
        if tab == "training" and not self.pinned:
            self.look(tab)
        return {tab}

    def _train(self, event: Training) -> None:
        if self.run is None or self.run.cell != event.cell:
            if self.run is not None:
                self.ghosts = [*self.ghosts, self.run][-_GHOSTS:]
            self.run = training.Run(event.cell)
        self.run.add(event)

    def _follow(self) -> set[str]:
        order = ("help", "training", "graph", "shapes")
        tab = next((tab for tab in order if tab in self._touched), "variables")
        if not self.pinned and tab != self.tab:
            self.look(tab)
            return {tab}
        return set()
