"""What each tab of the side shows: renderers' pictures, put one under the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from rich.text import Text

from tutor.events import Node
from tutor.render import arrays, graph, help, operation, product, rule, training, variables
from tutor.render.markup import body
from tutor.render.page import Lines, Page
from tutor.tui.board import Board

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

_CURVE: Final = 14
_LOW_CURVE: Final = 7
_HIGH_CURVE: Final = 16
"""Lines of a loss curve, where the terminal has few rows, and where it has many."""

_APART: Final = [Text(), Text()]


def _variables(tutor: Tutor, page: Page) -> Lines:
    board = tutor.board
    lines = variables.table(board.variables, page)
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
    if board.graph is None:
        return _nothing("graph", page)
    rows = graph.rows(board.graph, board.folded)
    lines = graph.tree(board.graph, page, chosen=board.chosen_node, folded=board.folded)
    if rows:
        node = rows[min(board.chosen_node, len(rows) - 1)].node
        if of_node := rule.rule(board.graph, node.id, page):
            lines += [*_APART, *of_node]
        if board.numbers:
            lines += _numbers(node, page)
    return lines + _names(tutor, page)


def _numbers(node: Node, page: Page) -> Lines:
    """The value of a node and the gradient that reached it, as pictures."""
    lines: Lines = []
    for label, array in ((node.name or node.op, node.array), ("∇", node.gradient)):
        if array is not None:
            lines += [Text(), *arrays.picture(array, page, name=label)]
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


def axes(board: Board) -> int:
    """How many axes the arrays have that the panel shows."""
    arrays = [variable.array for variable in board.variables if variable.array is not None]
    if board.operation is not None:
        arrays += [operand.array for operand in board.operation.inputs]
    return max((len(array.shape) for array in arrays), default=0)


def names(tutor: Tutor, page: Page) -> Lines:
    """The table of variables under another picture."""
    board = tutor.board
    if not board.variables or board.tab == "variables":
        return []
    caption = Text(page.texts("tui.tab.variables"), page.palette.dim)
    return [*_APART, caption, Text(), *variables.table(board.variables, page)]


def _names(tutor: Tutor, page: Page) -> Lines:
    """The table, where it has no place of its own under the panel."""
    return [] if tutor.tall else names(tutor, page)


def _nothing(tab: str, page: Page, **keys: str) -> Lines:
    """When this tab will have something to show."""
    return body(page.texts(f"tui.empty.{tab}", **keys), page, page.palette.dim)
