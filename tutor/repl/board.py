"""What was seen last of each kind, and the pictures of it that commands ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from tutor import events
from tutor.render import arrays, error, graph, images, operation, rule, training, variables
from tutor.render.markup import body
from tutor.render.page import Lines, Page
from tutor.render.width import pad, wrap
from tutor.repl import spoken

_GHOSTS = 3
_SCREEN = 64
"""Lines of images at a time."""

_FEW_TOLD = 10
"""Images that are told before more are asked for."""

_NUMBER = 4
"""Cells before a row of the tree, for its number."""


class Board:
    """Keeps the last event of each kind; `words` tells pictures instead of drawing them.

    Every picture is a list of lines, empty where there is nothing to show yet.
    """

    def __init__(self, *, words: bool = False) -> None:
        self.words = words
        self.log_scale = True
        self.source = ""
        self.error: events.Error | None = None
        self.run = training.Run()
        self._variables = events.Variables()
        self._graph: events.Graph | None = None
        self._operation: events.Operation | None = None
        self._pictures: Sequence[events.Picture] = ()
        self._earlier: list[training.Run] = []

    def keep(self, event: events.Event) -> None:
        """Remembers an event that may be asked for later."""
        match event:
            case events.CellStarted(code=code):
                self.source, self.error = code, None
                if self.run.points:
                    self._earlier = [*self._earlier, self.run][-_GHOSTS:]
                    self.run = training.Run()
            case events.Error():
                self.error = event
            case events.Variables():
                self._variables = event
            case events.Graph():
                self._graph = event
            case events.Operation():
                self._operation = event
            case events.Images(pictures=pictures):
                self._pictures = pictures
            case events.Training():
                self.run.add(event)

    # ── names that can be asked for ──

    @property
    def names(self) -> list[str]:
        """The learner's variables."""
        return [variable.name for variable in self._variables.variables]

    @property
    def nodes(self) -> list[str]:
        """The numbers of the graph's rows, and the variables in it."""
        rows = graph.rows(self._graph) if self._graph is not None else []
        named = dict.fromkeys(row.node.name for row in rows if row.leaf and row.node.name)
        return [*named, *(str(number) for number, row in enumerate(rows, 1) if not row.leaf)]

    @property
    def recorded(self) -> int:
        """How many operations the graph has."""
        return self._graph.recorded if self._graph is not None else 0

    # ── pictures ──

    def variables(self, page: Page) -> Lines:
        """All of the learner's names."""
        shown = self._variables.variables
        if self.words and shown:
            return spoken.variables(shown, page)
        return variables.table(shown, page)

    def variable(self, name: str, page: Page) -> Lines:
        """One name: its array as far as it is known, and its gradient."""
        found = next((each for each in self._variables.variables if each.name == name), None)
        if found is None:
            return []
        if self.words or found.array is None:
            return spoken.variables([found], page)
        lines = arrays.picture(found.array, page, name=name)
        if found.gradient is not None:
            lines += [Text(), *arrays.picture(found.gradient, page, name=f"{name}.grad")]
        return lines

    def shapes(self, page: Page) -> Lines:
        """The last operation."""
        if self._operation is None:
            return []
        return (spoken.operation if self.words else operation.panel)(self._operation, page)

    def tree(self, page: Page) -> Lines:
        """The graph, each row with the number by which it can be asked for."""
        if self._graph is None:
            return []
        rows = graph.rows(self._graph)
        if self.words:
            return spoken.graph(self._graph, rows, page)
        drawn = graph.tree(self._graph, page.narrow(_NUMBER))
        numbers = ["", *(str(number) for number in range(1, len(rows) + 1))]
        numbers += [""] * (len(drawn) - len(numbers))
        return [
            pad(Text(number, page.palette.dim), _NUMBER - 1, right=True).append(" ").append_text(line)
            for number, line in zip(numbers, drawn, strict=True)
        ]

    def node(self, wanted: str, page: Page) -> Lines:
        """The rule of one node, by its row's number; for a variable, the rule of each path into it."""
        if self._graph is None:
            return []
        rows = graph.rows(self._graph)
        if wanted.isdigit():
            found = [int(wanted) - 1] if 0 < int(wanted) <= len(rows) else []
        else:
            found = [index for index, row in enumerate(rows) if row.node.name == wanted]
        told: dict[int, Lines] = {}
        for index in found:
            above = _above(rows, index)
            here = above if rows[index].leaf and above is not None else index
            told.setdefault(rows[here].node.id, []).extend(wrap(spoken.place(rows, index, page), page.width))
        lines: Lines = []
        for node, places in told.items():
            lines += [Text()] if lines else []
            lines += [*places, *rule.rule(self._graph, node, page)]
        return lines

    def plot(self, page: Page, goal: float | None) -> Lines:
        """The curve of the last loop, over those of the ones before."""
        if not self.run.points:
            return []
        if self.words:
            return spoken.training(self.run, page, goal)
        return training.panel(self.run, page, ghosts=self._earlier, goal=goal, log=self.log_scale)

    def pictures(self, page: Page, *, only_wrong: bool = False, whole: bool = True) -> Lines:
        """The images shown last, all or those with a wrong prediction; unless `whole`, the first few."""
        shown = [picture for picture in self._pictures if not only_wrong or _is_wrong(picture)]
        most = len(shown)
        if not whole:
            most = _FEW_TOLD if self.words else images.capacity(shown, page, _SCREEN)
        first = shown[:most]
        if not first:
            return []
        lines = spoken.images(shown, page, most) if self.words else [*_pages(first, page)]
        if not self.words and (whole or first[0].prediction or most < len(shown)):
            heading = images.heading(shown, page, count=len(first), every=self._pictures)
            lines = [heading, Text(), *lines]
        if most < len(shown):
            more = page.texts("repl.more_images", count=len(shown) - most)
            lines += [Text(), *body(more, page, page.palette.dim)]
        return lines

    def fits(self, page: Page) -> Lines:
        """What would have fitted where shapes did not; it may give an answer away."""
        return error.fits(self.error, page) if self.error is not None else []


def _above(rows: list[graph.Row], index: int) -> int | None:
    """The row of the operation into which a row's node goes; None for a head."""
    depth = rows[index].depth
    return next((above for above in range(index - 1, -1, -1) if rows[above].depth < depth), None)


def _is_wrong(picture: events.Picture) -> bool:
    return bool(picture.prediction) and not images.is_right(picture)


def _pages(shown: Sequence[events.Picture], page: Page) -> Iterator[Text]:
    start = 0
    while start < len(shown):
        if start:
            yield Text()
        yield from images.grid(shown, page, start=start, height=_SCREEN)
        start += images.capacity(shown, page, _SCREEN)
