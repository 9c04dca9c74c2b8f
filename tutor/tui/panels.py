"""What each tab of the side shows: renderers' pictures, put one under the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from rich.text import Text

from tutor.events import Array
from tutor.render import arrays, graph, help, operation, product, rule, training, variables
from tutor.render.markup import body
from tutor.render.page import Lines, Page
from tutor.tui.board import Board
from tutor.tui.clicks import clickable

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

_CURVE: Final = 14
_LOW_CURVE: Final = 7
_HIGH_CURVE: Final = 16
"""Lines of a loss curve, where the terminal has few rows, and where it has many."""

_APART: Final = [Text(), Text()]


def _variables(tutor: Tutor, page: Page) -> Lines:
    board, here = tutor.board, tutor.situation.place == "panel"
    lines = _table(tutor, page, board.variable if here else None)
    if here and board.numbers and board.variables:
        chosen = board.variables[board.variable]
        lines += _numbers((chosen.name, chosen.array), (f"{chosen.name}.grad", chosen.gradient), page=page)
    if board.operation is not None:
        lines += [*_APART, *operation.panel(board.operation, page)]
    return lines


def _shapes(tutor: Tutor, page: Page) -> Lines:
    board = tutor.board
    if board.error is not None and board.error.facts.get("op") == "dot":
        lines = product.panel(page)
    elif board.operation is not None:
        lines = operation.panel(board.operation, page)
    else:
        return _nothing("shapes", page)
    return lines + _names(tutor, page)


def _graph(tutor: Tutor, page: Page) -> Lines:
    board = tutor.board
    if board.graph is None or (row := board.row) is None:
        return _nothing("graph", page)
    node, at = row.node, board.chosen_node
    lines = graph.tree(board.graph, page, chosen=at, folded=board.folded, start=board.start)
    explained: Lines = []
    if row.rule is not None:
        explained = rule.rule(board.graph, row.rule[0], page, row.rule[1], dense=not tutor.roomy)
    if not explained and not row.leaf:
        explained = body(page.texts("tui.graph.walk", name=node.name), page, page.palette.dim)
    if explained:
        lines += [*(_APART if tutor.roomy else _APART[1:]), *explained]
    if board.numbers:
        lines += _numbers((node.name or node.op, node.array), ("∇", node.gradient), page=page)
    return lines + _names(tutor, page)


def _numbers(*arrays_named: tuple[str, Array | None], page: Page) -> Lines:
    """A value and the gradient that reached it, as pictures."""
    lines: Lines = []
    for label, array in arrays_named:
        if array is not None:
            lines += [Text(), *arrays.picture(array, page, name=label)]
    return lines


def _table(tutor: Tutor, page: Page, chosen: int | None = None) -> Lines:
    """The names; a click on a row looks into it."""
    lines = variables.table(tutor.board.variables, page, chosen=chosen)
    for variable, line in zip(tutor.board.variables, lines[1:], strict=False):
        clickable(line, line.plain.strip(), variable.name, "look_into")
    return lines


def _training(tutor: Tutor, page: Page) -> Lines:
    board = tutor.board
    if board.run is None:
        return _nothing("training", page)
    goal = tutor.session.step.goal
    height = _HIGH_CURVE if tutor.tall else _CURVE if tutor.roomy else _LOW_CURVE
    return training.panel(board.run, page, ghosts=board.ghosts, goal=goal, log=board.log_scale, height=height)


def _help(tutor: Tutor, page: Page) -> Lines:
    trail = tutor.board.trail
    if (stop := trail.here) is None:
        return _nothing("help", page, panel=tutor.key("panel"), lookup=tutor.key("lookup"))
    return help.entry(
        stop.entry, page, back=trail.name(-1), ahead=trail.name(1), chosen=stop.chosen, filter=stop.filter
    )


PANELS: Final[Mapping[str, Callable[[Tutor, Page], Lines]]] = {
    "variables": _variables,
    "shapes": _shapes,
    "graph": _graph,
    "training": _training,
    "help": _help,
}


def axes(board: Board) -> tuple[int, bool]:
    """How many axes the arrays have that the panel shows, and whether the last operation's are matrices at
    most: in what has more, the first axis is no longer that of the rows."""
    known = [variable.array for variable in board.variables if variable.array is not None]
    drawn = known
    if (last := board.operation) is not None:
        drawn = [operand.array for operand in (*last.inputs, last.output) if operand is not None]
    return max(map(_depth, (*known, *drawn)), default=0), max(map(_depth, drawn), default=0) < 3


def _depth(array: Array) -> int:
    return len(array.shape)


def names(tutor: Tutor, page: Page) -> Lines:
    """The table of variables under another picture."""
    board = tutor.board
    if not board.variables or board.tab == "variables":
        return []
    caption = Text(page.texts("tui.tab.variables"), page.palette.dim)
    return [*_APART, caption, Text(), *_table(tutor, page)]


def _names(tutor: Tutor, page: Page) -> Lines:
    """The table, where it has no place of its own under the panel."""
    return [] if tutor.tall else names(tutor, page)


def _nothing(tab: str, page: Page, **keys: str) -> Lines:
    """When this tab will have something to show."""
    return body(page.texts(f"tui.empty.{tab}", **keys), page, page.palette.dim)
