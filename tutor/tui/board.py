"""What the side shows: the newest of each kind of event, and which tab follows the last cell.

Plain data without a widget. A tab follows what the cell did, until the learner pins one.
"""

from __future__ import annotations

from collections.abc import Callable
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
    PutBack,
    Recalled,
    Skipped,
    StepOpened,
    Training,
    Undone,
    Variable,
    Variables,
)
from tutor.render import graph, training
from tutor.render.graph import Row
from tutor.tui.held import Held
from tutor.tui.trail import Trail

TABS: Final = ("variables", "shapes", "graph", "training", "help")

_GHOSTS: Final = 3


@dataclass(slots=True)
class Board:
    """The side's content. `news`: tabs with something that the learner has not looked at;
    `visible`: whether the side stands on the screen; `start`: the node that the graph is walked from,
    None for the heads; `numbers`: whether the chosen name's or node's numbers are shown."""

    tab: str = "variables"
    visible: bool = True
    pinned: bool = False
    log_scale: bool = True
    variables: tuple[Variable, ...] = ()
    held: Held = field(default_factory=Held)
    error: Error | None = None
    images: Images | None = None
    run: training.Run | None = None
    ghosts: list[training.Run] = field(default_factory=list)
    trail: Trail = field(default_factory=Trail)
    news: set[str] = field(default_factory=set)
    chosen_name: str = ""
    chosen_node: int = 0
    start: int | None = None
    numbers: bool = False
    folded: set[int] = field(default_factory=set)
    _touched: set[str] = field(default_factory=set)

    @property
    def operation(self) -> Operation | None:
        """The last operation, as long as it holds."""
        return self.held.operation

    @property
    def graph(self) -> Graph | None:
        """The last graph, as long as it holds."""
        return self.held.graph

    @property
    def help(self) -> Help | None:
        """The entry that stands open in the help tab."""
        return self.trail.here.entry if self.trail.here is not None else None

    # ── rows to choose from ──

    @property
    def rows(self) -> list[Row]:
        """The lines of the graph's tree."""
        return [] if self.graph is None else graph.rows(self.graph, self.folded, self.start)

    @property
    def row(self) -> Row | None:
        """The line of it on which the learner stands."""
        rows = self.rows
        return rows[min(self.chosen_node, len(rows) - 1)] if rows else None

    @property
    def variable(self) -> int:
        """The place of the chosen name; the first where none was chosen, or it is gone."""
        names = [variable.name for variable in self.variables]
        return names.index(self.chosen_name) if self.chosen_name in names else 0

    def choose(self, step: int) -> bool:
        """To the next row of the open tab, or the one before; whether there is one."""
        if self.tab == "variables" and 0 <= self.variable + step < len(self.variables):
            self.chosen_name = self.variables[self.variable + step].name
        elif self.tab == "graph" and 0 <= self.chosen_node + step < len(self.rows):
            self.chosen_node += step
        else:
            return self.tab == "help" and self.trail.choose(step)
        return True

    @property
    def node(self) -> int | None:
        """The node of the graph that the chosen row stands for."""
        if self.tab == "graph":
            return self.row.node.id if self.row is not None else None
        name = self.variables[self.variable].name if self.variables else ""
        return self.node_of(name)

    @property
    def recorded_names(self) -> list[str]:
        """The learner's names in the graph, in the order they came."""
        return [variable.name for variable in self.variables if self.node_of(variable.name) is not None]

    def node_of(self, name: str) -> int | None:
        """The node of the graph that has this name."""
        nodes = self.graph.nodes if self.graph is not None else ()
        return next((node.id for node in nodes if name and node.name == name), None)

    def walk_from(self, node: int | None) -> None:
        """Grows the graph's tree from that node, or from the heads."""
        self.start, self.chosen_node, self.folded, self.numbers = node, 0, set(), False

    # ── events ──

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
                self.held.add(event)
                return self._touch("shapes") | {"variables"}
            case Error() if event.facts.get("op") == "dot":  # the one whose rule the side explains
                self.error = event
                return self._touch("shapes")
            case Graph():
                self.held.add(event)
                self.walk_from(None)
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
                for each in event.events:
                    if isinstance(each, Images):
                        self.images = each
                    elif isinstance(each, Operation):
                        self.held.add(each)
                return {"variables", "shapes"}
            case Undone():
                self.error = None
                if self.run is not None and self.run.cell == event.cell:
                    self.run = self.ghosts.pop() if self.ghosts else None
                return self._drop(lambda: self.held.take_back(event.cell))
            case PutBack():
                return self._drop(lambda: self.held.put_back(event.names))
            case CellEnded() | Skipped():
                return self._follow()
            case StepOpened() if not event.again:
                self.run, self.ghosts, self.error = None, [], None
                if event.lesson != self.held.lesson:
                    self.images = None
                self.news.clear()
                return self._drop(lambda: self.held.open_step(event))
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

    def _drop(self, drop: Callable[[], None]) -> set[str]:
        """Lets go of what does not hold any more, and of tabs that have nothing to show then."""
        before = self.graph
        drop()
        if self.graph is not before:
            self.walk_from(None)
        shown = {"shapes": self.operation or self.error, "graph": self.graph, "training": self.run}
        empty = {tab for tab, what in shown.items() if what is None}
        if self.tab in empty and not self.pinned:
            self.tab = "variables"
        self.news -= empty
        self._touched -= empty
        return set(TABS)

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
