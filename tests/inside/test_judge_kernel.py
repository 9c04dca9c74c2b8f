"""The judge in a real kernel: the session's commands, and what follows each cell."""

from __future__ import annotations

import asyncio

import pytest

from tutor.events import (
    CellEnded,
    CommandEnded,
    InputRequested,
    KernelState,
    Output,
    PutBack,
    Value,
    Variables,
    Verdict,
)

RESHAPE = {
    "lesson": "shapes",
    "id": "row",
    "kind": "write",
    "given": "from mxnet import nd\nx = nd.arange(12)",
    "solution": "X = x.reshape((3, 4))",
    "check": [{"array": "X", "equals": "nd.arange(12).reshape((3, 4))"}],
    "mistakes": ["X = x.reshape((4, 3))", "x.reshape((3, 4))", "X = x.reshape((5, 5))"],
}


def begin(room, names=(), **changes):
    return room.command("begin_step", step={**RESHAPE, **changes}, names=list(names))


def verdict(heard):
    found = heard.of(Verdict)
    assert len(found) <= 1
    return found[0] if found else None


def names(heard):
    return [variable.name for variable in heard.last(Variables).variables]


def test_a_step_begins_unseen(room):
    heard = begin(room, given=RESHAPE["given"] + "\nprint('unseen')\nx")
    assert heard.last(CommandEnded).ok and not heard.of(Output) and not heard.of(Value)
    assert names(heard) == ["x"]


def test_a_given_that_fails_arms_nothing(room):
    ended = begin(room, given="1 / 0").last(CommandEnded)
    assert not ended.ok and "ZeroDivisionError" in ended.result["error"]
    assert verdict(room.cell("X = 1")) is None
    assert not room.command("check").last(CommandEnded).ok


def test_each_cell_ends_with_variables_verdict_and_end(room):
    begin(room)
    kinds = room.cell("X = x.reshape((4, 3))").kinds(Variables, Verdict, CellEnded)
    assert kinds == ["Variables", "Verdict", "CellEnded"]


def test_wrong_then_right(room):
    begin(room)
    wrong = verdict(room.cell("X = x.reshape((4, 3))"))
    assert (wrong.step, wrong.status, wrong.reason, wrong.mistake) == ("row", "wrong", "shape", 0)
    assert (wrong.facts["found"], wrong.facts["expected"]) == ([4, 3], [3, 4])
    assert verdict(room.cell("x.shape")).status == "explored"
    assert verdict(room.cell("X = x.reshape((3, 4))\nX")).passed


def test_a_second_try_shows_nothing_twice(room):
    begin(room, solution="x[:] = x + 1", check=[{"array": "x"}], mistakes=[])
    room.cell("x[:] = 7")
    heard = room.cell("print('once')\nx[:] = x + 1\nx")
    assert verdict(heard).passed and verdict(heard).retried
    assert heard.printed() == "once\n" and len(heard.of(Value)) == 1
    assert heard.last(PutBack).names == ("x",)
    assert heard.last(Variables).variables[0].array.values == tuple(range(1, 13))


def test_after_acceptance_cells_are_play_until_the_next_step(room):
    begin(room)
    assert verdict(room.cell("X = x.reshape((3, 4))")).passed
    assert verdict(room.cell("X = 3")) is None
    heard = begin(room, ["nd", "x", "X"], given="", solution="Y = X + 1", check=[{"array": "Y"}])
    assert heard.last(PutBack).names == ("X",)
    assert verdict(room.cell("Y = X + 1")).passed


def test_a_verdict_on_demand(room):
    begin(room)
    heard = room.command("check")
    assert verdict(heard).reason == "missing" and heard.last(CommandEnded).result == {"status": "wrong"}
    room.cell("one = x.reshape((3, 4))")
    assert verdict(room.command("check")).facts == {"name": "X", "kept_as": "one"}


def test_skipping_leaves_what_solving_leaves(room):
    begin(room)
    room.cell("X = x.reshape((4, 3))\nextra = 1\nx[:] = 0")
    heard = room.command("skip")
    assert heard.last(CommandEnded).ok and verdict(heard) is None
    skipped = heard.last(Variables).variables
    assert verdict(room.cell("1")) is None
    begin(room)
    solved = room.cell(RESHAPE["solution"]).last(Variables).variables
    assert [(v.name, v.array) for v in skipped] == [(v.name, v.array) for v in solved]


def test_a_skipped_solution_is_run_visibly(room):
    begin(room, solution="X = x.reshape((3, 4))\nprint(X.shape)\nX")
    heard = room.command("skip")
    assert heard.printed() == "(3, 4)\n" and heard.last(Value).array.shape == (3, 4)


def test_restoring_arms_the_step_again(room):
    begin(room)
    room.cell("X = x.reshape((3, 4))")
    room.cell("x[:] = 5")
    heard = room.command("restore")
    assert names(heard) == ["x"] and heard.last(Variables).variables[0].array.high == 11
    assert verdict(room.cell("X = x")).reason == "shape"


def test_replaying_cells(room):
    begin(room)
    cells = [
        {"code": "print('unseen')\na = 1", "accepted": False},
        {"code": "1 / 0", "accepted": False},
        {"code": "X = x.reshape((3, 4))", "accepted": True},
        {"code": "mine = 2", "accepted": False},
    ]
    heard = room.command("replay", cells=cells)
    assert heard.last(CommandEnded).result == {"failed": [1]} and not heard.of(Output)
    assert names(heard) == ["x", "a", "X", "mine"]
    assert verdict(room.cell("X = 1")) is None
    assert begin(room, ["x", "X"], given="").last(PutBack).names == ("X",)


def test_a_long_replay_tells_how_far_it_is_and_can_be_stopped(room):
    begin(room)
    cells = [{"code": "import time; time.sleep(0.05)", "accepted": False}] * 200

    async def both():
        replaying = asyncio.create_task(room.kernel.command("replay", cells=cells))
        await asyncio.sleep(1)
        await room.kernel.interrupt()
        return await replaying

    ended = room.run(both())
    assert not ended.ok and ended.result["error"] == "interrupted"
    told = [state for state in room.heard.of(KernelState) if state.state == "replaying"]
    assert told and all(0 < state.done < state.total == 200 for state in told)
    assert verdict(room.cell("X = x.reshape((3, 4))")).passed


def test_measuring_tells_which_mistakes_cannot_be_told_apart(room):
    mistakes = [
        "X = x.reshape((4, 3))",
        "x.shape;",
        "X = nd.arange(12).reshape((3, 4))",
        "X = nd.arange(12).reshape((4, 3))",
        "X = x.reshape((5, 5))",
    ]
    begin(room, mistakes=mistakes)
    result = room.command("measure").last(CommandEnded).result
    assert result["duplicates"] == [[0, 3]] and result["empty"] == [1] and result["same_as_solution"] == [2]
    assert result["solution"] == "X = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]"
    assert result["mistakes"][1] == "nothing" and result["mistakes"][4] == "raises MXNetError"


def test_measuring_answers(room):
    begin(room, kind="predict", solution="(3, 4)", mistakes=["(4, 3)", "12", "(4,3)", "x"], check=[])
    result = room.command("measure").last(CommandEnded).result
    assert result["duplicates"] == [[0, 2]] and result["empty"] == [3] and result["same_as_solution"] == []


@pytest.mark.parametrize(
    ("text", "by", "code"),
    [
        ("nd.random", "dir", "dir(nd.random)"),
        ("nd.ones_like", "help", "help(nd.ones_like)"),
        ("nd.random.uniform", "?", "nd.random.uniform?"),
        ("nd.NDArray.reshape", None, "?x.reshape"),
    ],
)
def test_looking_up(room, text, by, code):
    check = {"looked_up": text} | ({"by": by} if by else {})
    begin(room, kind="lookup", solution=code, check=[check], mistakes=[])
    assert verdict(room.cell("help(nd.zeros)")).reason == "looked_up"
    assert verdict(room.cell("x")).status == "explored"
    assert verdict(room.cell(code)).passed


def test_a_lookup_is_known_as_a_mistake(room):
    begin(
        room,
        kind="lookup",
        check=[{"looked_up": "nd.ones"}],
        solution="help(nd.ones)",
        mistakes=["nd.zeros?"],
    )
    assert verdict(room.cell("nd.zeros?")).mistake == 0


def test_input_is_not_asked_twice(room):
    begin(room, given="n = 0", solution="n = 1", check=[{"value": "n"}], mistakes=[])
    room.cell("n = 5")

    async def both():
        running = asyncio.create_task(room.kernel.execute("n = n + int(input())"))
        while not room.heard.of(InputRequested):
            await asyncio.sleep(0.01)
        room.kernel.answer_input("1")
        await running

    room.run(both())
    assert room.heard.last(Verdict).reason == "value" and len(room.heard.of(InputRequested)) == 1


def test_an_interrupted_cell_gets_no_other_verdict(room):
    begin(room)
    heard = room.interrupted("X = x\nwhile True: pass")
    assert verdict(heard).status == "interrupted" and heard.last(CellEnded).status == "interrupted"
    assert verdict(room.cell("X = x.reshape((3, 4))")).passed


def test_output_that_floods_is_said(room):
    begin(room)
    room.command("limits", output_lines=10)
    heard = room.cell("X = x\nfor i in range(1000): print(i)")
    room.command("limits", output_lines=5_000)
    assert verdict(heard).status == "output"


def test_functions_typed_in_a_cell_are_judged(room):
    step = {"solution": "def f(a): return a * 2", "check": [{"function": "f", "on": ["x", "nd.ones(2)"]}]}
    begin(room, **step, mistakes=["def f(a): return a + 2", "def f(a): print(a * 2)"])
    assert verdict(room.cell("def f(b):\n    print('called')\n    return b + 2")).mistake == 0
    assert verdict(room.cell("def f(b):\n    print(2 * b)")).mistake == 1
    heard = room.cell("def f(b):\n    print('called')\n    return b + b")
    assert verdict(heard).passed and not heard.of(Output)


def test_magics_are_cells_like_others(room):
    begin(room)
    assert verdict(room.cell("%time X = x.reshape((4, 3))")).mistake == 0
    assert verdict(room.cell("%time X = x.reshape((3, 4))")).passed


def test_hostile_play_does_not_reach_the_judge(room):
    begin(room)
    room.cell("nd.arange = None\ndel nd.NDArray.reshape\n__builtins__ = {}")
    room.cell("nd = here = help = dir = get_ipython = None")
    assert verdict(room.cell("X = x.reshape((4, 3))")).mistake == 0
    assert verdict(room.cell("X = x.reshape((3, 4))")).passed
