"""What the pictures say, apart from how they look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from tutor import events
from tutor.lesson.model import Step
from tutor.render import (
    arrays,
    cells,
    code,
    drawings,
    error,
    graph,
    help,
    pointer,
    product,
    rule,
    step,
    training,
    variables,
)
from tutor.render.formula import in_words
from tutor.render.markup import body
from tutor.render.palette import DARK, MONO
from tutor.render.places import lit_by
from tutor.render.width import wrap


def _reshape_error(**facts) -> events.Error:
    given = {
        "op": "reshape",
        "shapes": [[12]],
        "names": ["x"],
        "axes": [-1],
        "fits": ["x.reshape((3, -1))"],
        "gives": [[3, 4]],
    }
    return events.Error(
        name="MXNetError",
        message="reshape: (12,): …; would fit: reshape((3, -1))",
        facts={**given, "reason": "12 elements do not fill the shape (5, 5), which has room for 25", **facts},
    )


def test_an_error_does_not_tell_what_would_fit(page, plain) -> None:
    assert "(3, -1)" not in plain(error.error(_reshape_error(), page(69)))
    assert "would fit    x.reshape((3, -1))  → (3, 4)" in plain(error.fits(_reshape_error(), page(69)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_engine_error_is_said_in_the_learners_language(language: str, page, plain) -> None:
    said = plain(error.error(_reshape_error(), page(69, DARK, language)))
    assert {"en": "room for 25", "zh": "25 个"}[language] in said
    assert "(5, 5)" in said


def test_the_pointer_counts_cells_not_characters(page) -> None:
    event = events.Error(name="NameError", message="", line=0, column=5, end_line=0, end_column=6)
    under = pointer.pointer(event, "数据 + Y", page(69))[0]
    assert under[0].plain == "       ^"


def test_the_pointer_stays_away_from_a_line_that_goes_on_below(page) -> None:
    event = events.Error(name="NameError", message="", line=0, column=0, end_line=0, end_column=1)
    assert pointer.pointer(event, "x + " * 40, page(69)) == {}


def test_what_stands_under_a_line_comes_before_the_next_line(page, plain) -> None:
    drawn = plain(cells.prompt(3, "a\nb", page(40), under={0: [Text("^")]}))
    assert drawn == "  3 ❱ a\n    ┊ ^\n    ┊ b"


def test_printed_text_is_never_markup(page, plain) -> None:
    assert "`x` **[red]**" in plain(cells.output("`x` **[red]**", page(40)))


def test_a_crowded_table_keeps_every_value(operand, page, plain) -> None:
    wide = operand("", (1000, 2), [-3.8987, 3.0661] * 1000).array
    names = [
        events.Variable("features", "NDArray", array=wide, gradient=wide, has_gradient=True),
        events.Variable("learning_rate", "float", text="0.03"),
    ]
    drawn = plain(variables.table(names, page(43)))
    assert "-3.9 … 3.07" in drawn and "∇" in drawn and "0.03" in drawn


def test_a_long_list_leaves_the_shapes_of_the_arrays_whole(page, operand, plain) -> None:
    names = [
        events.Variable("M", "NDArray", array=operand("M", (3, 4)).array),
        events.Variable("a", "NDArray", array=operand("a", (1000,)).array),
        events.Variable("Y", "list", text=str([[2, 1, 4, 3], [1, 2, 3, 4], [4, 3, 2, 1]])),
    ]
    drawn = plain(variables.table(names, page(43)))
    assert "(3, 4)" in drawn and "(1000,)" in drawn, drawn
    assert "Y     list" in drawn and "[[2, 1, 4, 3], [1" in drawn, drawn


def test_a_message_without_end_is_cut_and_the_traceback_has_all_of_it(page, plain) -> None:
    event = events.Error(name="ValueError", message="not " + "1.5 " * 400, traceback="ValueError: not 1.5")
    assert len(error.error(event, page(69))) == 8
    assert plain(error.error(event, page(69))).endswith("⋯")
    assert "⋯" not in plain(error.error(event, page(69), full=True))


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("x = 1\ny = 2", 0),
        ("numbers = nd.array([1, 2, 3, 4, 5])\ny = 2", 1),
        ("numbers = nd.array([1, 2, 3, 4, 5, 6])", 0),
    ],
)
def test_code_is_said_to_be_given_where_it_leaves_room(code, where, page, plain) -> None:
    content = Step(id="a", title="A", text="B", given=code, solution="x", why="So.")
    lines = plain(step.task(content, page(44), tight=True)).splitlines()[2:]
    assert [number for number, line in enumerate(lines) if line.endswith(" given")] == [where]
    assert "".join(code.split()) in "".join("".join(lines).replace(" given", "").split())


@pytest.mark.parametrize(("key", "is_lit"), [("slice(10, 500, None)", True), ("990", True), ("2", False)])
def test_what_is_chosen_among_left_out_elements_lights_their_sign(key, is_lit, page, operand) -> None:
    *_, values = arrays.picture(operand("x", (1000,)).array, page(43), lit=lit_by(key, (1000,)))
    (ground,) = {
        span.style.bgcolor for span in values.spans if values.plain[span.start : span.end].strip() == "⋯"
    }
    assert (ground == DARK.slice(0).bgcolor) == is_lit


def test_large_arrays_under_each_other_leave_room_for_what_they_make(page, operand, plain) -> None:
    parts = operand("A", (500, 20)), operand("B", (500, 20))
    event = events.Operation(
        op="concat", inputs=parts, output=operand("C", (500, 40)), arguments={"dim": "1"}
    )
    assert len(drawings.drawing(event, page(43))) < 26


def test_shapes_that_are_spread_are_named(page, operand, plain) -> None:
    inputs = operand("", (3, 1)), operand("", (1, 2))
    event = events.Operation(op="add", inputs=inputs, output=operand("", (3, 2)))
    drawn = plain(drawings.drawing(event, page(43))).splitlines()
    assert drawn[0] == "(3, 1) + (1, 2) → (3, 2)"
    assert drawn[2].split() == ["0", "░", "0", "1", "0", "1"], "no line for names where there are none"


def test_corners_stand_for_a_large_array(operand, page, plain) -> None:
    drawn = plain(arrays.picture(operand("W", (784, 10)).array, page(43), name="W"))
    assert "784" in drawn and "⋯" in drawn and "⋮" in drawn
    assert "0 " in drawn and "7839" in drawn  # the first and the last value


def test_an_array_of_three_axes_is_a_row_of_matrices(operand, page, plain) -> None:
    drawn = plain(arrays.picture(operand("t", (2, 3, 4)).array, page(43), name="t"))
    assert "[0]" in drawn and "[1]" in drawn


@pytest.mark.parametrize(
    ("key", "lit"),
    [
        ("1:3", {(1, 0), (1, 1), (2, 0), (2, 1)}),
        ("(slice(None, None, None), -1)", {(0, 1), (1, 1), (2, 1)}),
        ("(1, 0)", {(1, 0)}),
        ("..., 0", {(0, 0), (1, 0), (2, 0)}),
    ],
)
def test_a_key_lights_what_it_takes(key: str, lit: set[tuple[int, int]]) -> None:
    light = lit_by(key, (3, 2))
    assert light is not None
    assert {
        (row, column) for row in range(3) for column in range(2) if light((row, column)) is not None
    } == lit


@pytest.mark.parametrize("key", ["<NDArray 2 @cpu(0)>", "array([0.5, 1.5])", "None", "1, 2, 3", "", "'a'"])
def test_a_key_that_cannot_be_told_lights_nothing(key: str) -> None:
    assert lit_by(key, (3, 2)) is None


def test_a_folded_node_hides_what_hangs_under_it() -> None:
    nodes = (
        events.Node(3, "exp", inputs=(2,)),
        events.Node(2, "add", inputs=(1, 1)),
        events.Node(1, "", "x"),
    )
    tree = events.Graph(nodes=nodes, heads=(3,))
    assert [row.node.id for row in graph.rows(tree)] == [3, 2, 1, 1]
    assert [row.node.id for row in graph.rows(tree, {2})] == [3, 2]


def test_from_a_variable_the_tree_grows_through_what_used_it_and_says_what_came_back(
    operand, page, plain
) -> None:
    number = [operand("", (), (float(value),)).array for value in range(10)]
    nodes = (
        events.Node(4, "add", "y", (3, 1), number[6], number[1], passes=(number[1], number[1])),
        events.Node(3, "multiply", "", (1, 2), number[4], number[1], passes=(number[2], number[3])),
        events.Node(2, "", "w", (), number[2], number[3]),
        events.Node(1, "", "x", (), number[2], number[3]),
    )
    event = events.Graph(nodes=nodes, heads=(4,))
    rows = graph.rows(event, start=1)
    assert [(row.node.id, row.rule) for row in rows] == [(1, (1, -1)), (3, (3, 0)), (4, (4, 0)), (4, (4, 1))]
    assert [row.node.id for row in graph.rows(event, {3}, start=1)] == [1, 3, 4]
    assert [row.node.id for row in graph.rows(event, start=3)] == [3, 1, 2], "an operation has its history"
    drawn = plain(graph.tree(event, page(43), start=1)).splitlines()
    assert "passes back" in drawn[0]
    assert [line.split()[-1] for line in drawn[2:]] == ["2", "1", "1", "───", "3"]
    assert not plain(rule.rule(event, 1, page(43)))


def test_inputs_shared_by_two_operations_are_shown_once() -> None:
    nodes = (
        events.Node(4, "add", inputs=(3, 3)),
        events.Node(3, "exp", inputs=(1,)),
        events.Node(1, "", "x"),
    )
    rows = graph.rows(events.Graph(nodes=nodes, heads=(4,)))
    assert [(row.node.id, row.again) for row in rows] == [(4, False), (3, False), (1, False), (3, True)]


def test_long_gradients_give_way_to_the_names_in_a_deep_graph(operand, page, plain) -> None:
    steep = operand("", (3, 1), (0.3333, -0.1667, 23.33)).array
    names = ("divide", "power", "subtract", "add", "dot", "")
    nodes = tuple(
        events.Node(i, op, "" if op else "weight", (i + 1,) if op else (), steep, steep)
        for i, op in enumerate(names, 1)
    )
    drawn = plain(graph.tree(events.Graph(nodes=nodes, heads=(1,)), page(43)))
    assert all(name in drawn for name in ("subtract", "weight", "-0.1667 … 23.33"))
    assert "0.3333 -0.1667 23.33" in plain(graph.tree(events.Graph(nodes=nodes, heads=(1,)), page(69)))


def test_a_network_in_a_narrow_tree_keeps_its_names_readable(operand, plain, page) -> None:
    small = operand("", (8,), [-0.0004976 * (i + 1) for i in range(8)]).array
    names = ["mean", "reshape", "negative", "pick", "log_softmax", "FullyConnected", "weight"]
    nodes = tuple(
        events.Node(i, "" if op == "weight" else op, op if op == "weight" else "", (i + 1,), small, small)
        for i, op in enumerate(names, 1)
    )
    nodes = (*nodes[:-1], replace(nodes[-1], inputs=()))
    drawn = plain(graph.tree(events.Graph(nodes=nodes, heads=(1,)), page(43)))
    assert all(name in drawn for name in names), drawn


def test_rules_in_words_are_translated_and_signs_stay(page) -> None:
    texts = page(43, DARK, "zh").texts
    assert in_words("g · bᵀ", texts) == "g · bᵀ"
    assert in_words("g where a > 0, else 0", texts) == "若 a > 0，则为 g，否则为 0"
    assert in_words("g, repeated along the summed axes", texts) == "沿求和的轴重复 g"


def test_a_long_run_is_thinned_and_keeps_its_last_step() -> None:
    run = training.Run()
    for start in range(0, 20_000, 500):
        run.add(
            events.Training(
                cell=1, points=tuple((step, 1.0 + step % 7) for step in range(start, start + 500))
            )
        )
    assert len(run.points) <= 4000
    assert run.points[-1][0] == 19_999


def test_a_loss_that_is_not_positive_turns_the_scale_linear(page, plain) -> None:
    run = training.Run(points=[(1, 0.5), (2, -0.5)])
    assert "linear" in plain(training.panel(run, page(43)))


def test_a_loss_that_left_the_numbers_is_said_in_red(page) -> None:
    run = training.Run(points=[(1, 2.0), (2, float("inf"))])
    red = [line for line in training.panel(run, page(43)) if "inf" in line.plain]
    assert red and all(any(span.style == DARK.wrong for span in line.spans) for line in red)


def test_the_examples_of_an_entry_are_code_to_type() -> None:
    text = "Adds.\n\nExamples\n--------\n>>> for i in range(2):\n...     print(i)\n0\n1\n>>> 1 + 1\n2"
    assert help.examples(events.Help(text=text)) == ["for i in range(2):\n    print(i)", "1 + 1"]


def test_names_with_an_underscore_come_last() -> None:
    members = (("_a", ""), ("b", ""), ("__c__", ""), ("d", ""))
    assert [name for name, _ in help.listed(events.Help(members=members))] == ["b", "d", "_a", "__c__"]


@given(st.text(max_size=60))
def test_highlighting_keeps_the_source(source: str) -> None:
    assert code.highlight(source, DARK).plain == Text(source).plain


@given(st.lists(st.text("abc数据，。(", min_size=1, max_size=9), min_size=1, max_size=12), st.integers(1, 40))
def test_wrapping_loses_no_word(words: list[str], width: int) -> None:
    lines = wrap(Text(" ".join(words)), max(width, 2))
    assert "".join(line.plain for line in lines).replace(" ", "") == "".join(words)
    assert all(cell_len(line.plain) <= max(width, 2) for line in lines)


def test_three_rows_stay_together(page) -> None:
    lines = body("Turn it into a matrix of {0:3 rows} and {1:4 columns}.", page(26))
    assert [line.plain for line in lines] == ["Turn it into a matrix of", "3 rows and 4 columns."]


def test_chinese_points_do_not_begin_a_line(page) -> None:
    lines = body("数据留在原处，变的只是形状。", page(12))
    assert not any(line.plain[:1] in "，。" for line in lines)


def test_without_colour_an_empty_box_shows_its_inside(page, plain) -> None:
    assert "·  ·  ·" in plain(product.boxes(("m", "k", "n"), page(43, MONO)))


def test_where_help_begins_the_modules_are_explained_in_the_learners_language(page, plain) -> None:
    event = events.Help(
        kind="start", members=(("nd.random", "Random arrays: numbers"), ("other", "A module."))
    )
    assert "nd.random  随机数组" in plain(help.members(event, page(69, language="zh")))
    assert "other      A module." in plain(help.members(event, page(69, language="zh")))
