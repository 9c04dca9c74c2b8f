"""Which operation and which graph the side shows: the last that holds."""

import pytest

from tutor.events import CellEnded, CellStarted, Error, Graph, Help, Node, Operation, Skipped, StepOpened
from tutor.parts import Array, Operand
from tutor.tui.board import Board
from tutor.tui.held import Held

A = Array((2,), "float32", "cpu(0)")


def told(cell, *names):
    return Operation(cell=cell, inputs=tuple(Operand(A, name) for name in names))


@pytest.fixture
def held():
    """At a lesson's second step, with one operation of the first and two of the second."""
    held = Held()
    held.open_step(StepOpened(lesson="one", step="a", index=0))
    held.add(told(1, "x"))
    held.open_step(StepOpened(lesson="one", step="b", index=1))
    held.add(told(2, "y"))
    held.add(told(3, "x", "z"))
    return held


def test_the_last_one_is_shown_until_its_cell_is_taken_back(held):
    assert held.operation.cell == 3
    held.take_back(3)
    assert held.operation.cell == 2


def test_what_speaks_of_names_that_were_put_back_does_not_hold(held):
    held.put_back(["x"])
    assert held.operation.cell == 2
    held.add(Graph(cell=4, nodes=(Node(1, "", "w"),)))
    held.put_back(["w"])
    assert held.graph is None


def test_a_step_begun_anew_forgets_its_own(held):
    held.open_step(StepOpened(lesson="one", step="b", index=1))
    assert held.operation.cell == 1


@pytest.mark.parametrize(
    ("event", "cell"),
    [
        (StepOpened(lesson="one", step="c", index=2), 3),
        (StepOpened(lesson="one", step="d", index=3), None),
        (StepOpened(lesson="two", step="a", index=0), None),
        (StepOpened(lesson="one", step="c", index=2, review=True), None),
    ],
)
def test_it_goes_along_to_the_next_step_and_nowhere_else(held, event, cell):
    held.open_step(event)
    assert (held.operation and held.operation.cell) == cell


def test_a_skip_taken_back_leaves_that_of_another_step(held):
    held.add(told(0, "y"))
    held.open_step(StepOpened(lesson="one", step="c", index=2))
    held.add(told(0, "z"))
    held.take_back(0)
    assert [each.name for each in held.operation.inputs] == ["y"]


@pytest.mark.parametrize(("op", "tab"), [("dot", "shapes"), ("reshape", "variables"), ("add", "variables")])
def test_an_error_turns_to_the_shapes_only_where_they_explain_it(op, tab):
    board = Board()
    board.hear(CellStarted())
    board.hear(Error(facts={"op": op, "shapes": [[3, 4], [4, 3]]}, operands=(Operand(A, "x"),)))
    board.hear(CellEnded())
    assert board.tab == tab


def test_the_side_follows_the_solution_that_ran_in_the_learners_stead():
    board = Board()
    board.hear(Help(name="nd.dot"))
    board.look("variables")
    board.hear(CellStarted())
    board.hear(Graph(nodes=(Node(1, "dot", "y"),), heads=(1,), recorded=1))
    board.hear(Skipped())
    assert board.tab == "graph"
