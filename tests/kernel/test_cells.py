"""A cell in a real kernel: what comes back, in which order, and what no cell can do."""

import asyncio

import pytest

from tutor.events import (
    CellEnded,
    CellStarted,
    Error,
    InputRequested,
    KernelState,
    Notice,
    Output,
    Value,
    Variables,
)


def test_a_cell_comes_back_as_events_in_order(room):
    heard = room.cell("print('one')\n1 + 1")
    assert heard.kinds(CellStarted, Output, Value, Variables, CellEnded) == [
        "CellStarted",
        "Output",
        "Value",
        "Variables",
        "CellEnded",
    ]
    assert heard.last(Value).text == "2"
    assert heard.last(CellEnded).status == "ok"
    assert {event.cell for event in heard if not isinstance(event, KernelState)} == {room.kernel.cells}


def test_printed_text_and_values_keep_their_order(room):
    heard = room.cell("for i in range(3):\n    print(i)\n    display(i)")
    assert heard.printed() == "0\n0\n1\n1\n2\n2\n"


def test_an_error_says_where_in_the_cell_it_came_from(room):
    room.cell("def half(x):\n    return 1 / x")
    error = room.cell("a = 1\nb = 2 + half(0)").last(Error)
    assert (error.name, error.message) == ("ZeroDivisionError", "division by zero")
    assert (error.line, error.column, error.end_column) == (1, 8, 15)
    assert "half" in error.traceback
    assert f'File "<cell {room.kernel.cells}>", line 2' in error.traceback


def test_a_warning_names_the_cell(room):
    heard = room.cell("import warnings\nwarnings.warn('mind the gap')")
    assert f"<cell {room.kernel.cells}>:2: UserWarning: mind the gap" in heard.printed("stderr")


def test_columns_count_characters(room):
    error = room.cell("'数组' + 1 / 0").last(Error)
    assert (error.column, error.end_column) == (7, 12)


def test_a_syntax_error_has_its_place(room):
    error = room.cell("x = 1\ny = = 2").last(Error)
    assert (error.name, error.line, error.column) == ("SyntaxError", 1, 4)


def test_an_error_in_a_repr_is_told(room):
    room.cell("class Shy:\n    def __repr__(self): raise ValueError('no')")
    assert room.cell("Shy()").last(Error).name == "ValueError"


def test_leaving_python_ends_neither_cell_nor_kernel(room):
    assert room.cell("import sys; sys.exit(3)").last(Error).name == "SystemExit"
    for leave in ("exit()", "quit()", "exit", "quit"):
        assert room.cell(leave).last(Notice).code == "notice.exit"
    assert room.cell("1").last(CellEnded).status == "ok"


def test_input_is_asked_for_and_answered(room):
    async def answered():
        running = asyncio.create_task(room.kernel.execute("name = input('Who? ')"))
        while not room.heard.of(InputRequested):
            await asyncio.sleep(0.01)
        room.kernel.answer_input("Ada")
        return await running

    assert room.run(answered()).status == "ok"
    assert room.heard.last(InputRequested).prompt == "Who? "
    assert room.cell("name").last(Value).text == "'Ada'"


def test_input_without_anyone_to_ask_is_an_error(room):
    heard = room.cell("input()", allow_stdin=False)
    assert heard.last(Error).name == "StdinNotImplementedError"


def test_a_thread_prints_into_the_cell_that_started_it(room):
    heard = room.cell(
        "import threading\n"
        "threads = [threading.Thread(target=print, args=(i,)) for i in range(3)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()"
    )
    # `print` writes a text and its line end one after the other: threads may come between them
    assert sorted(heard.printed()) == ["\n"] * 3 + ["0", "1", "2"]
    assert {event.cell for event in heard.of(Output)} == {room.kernel.cells}


def test_output_of_a_child_process_is_seen(room):
    assert "from outside" in room.cell("!echo from outside").printed()


def test_deep_recursion_is_an_error(room):
    heard = room.cell("def down(n): return down(n + 1)\ndown(0)")
    assert heard.last(Error).name == "RecursionError"
    assert len(heard.last(Error).traceback) < 20_100


def test_a_flood_of_output_is_cut_and_said_once(room):
    heard = room.cell("for i in range(300_000): print(i)")
    assert heard.printed().splitlines() == [str(i) for i in range(5_000)]
    assert [notice.code for notice in heard.of(Notice)] == ["notice.output_capped"]
    assert heard.last(CellEnded).status == "ok"
    assert room.cell("print('again')").printed() == "again\n"


def test_a_flood_without_lines_is_cut(room):
    heard = room.cell("print('x' * 10_000_000)")
    assert len(heard.printed()) <= 256 * 1024


def test_a_long_value_is_cut(room):
    assert len(room.cell("'x' * 10_000_000").last(Value).text) < 21_000


@pytest.mark.parametrize("code", ["nd = 3", "help = dir = display = None", "import sys; sys.stdout = None"])
def test_the_learners_own_bindings_break_nothing(room, code):
    room.cell(code)
    heard = room.cell("print('still here'); 1 / 0")
    assert heard.printed() == "still here\n"
    assert heard.last(Error).name == "ZeroDivisionError"


def test_too_much_memory_is_an_error(room):
    room.command("limits", memory_bytes=200 << 20)
    heard = room.cell("import numpy as np; big = np.ones(10**9)")
    assert "MemoryError" in heard.last(Error).name
    assert room.cell("1").last(CellEnded).status == "ok"


def test_a_listener_that_fails_ends_no_hearing(own_room):
    faults = []
    own_room.loop.set_exception_handler(lambda loop, context: faults.append(context["exception"]))

    def listener(event):
        own_room.heard.append(event)
        if isinstance(event, Output):
            raise RuntimeError("a bug in a front end")

    own_room.kernel.listener = listener
    assert own_room.cell("print('x')\n2").last(Value).text == "2"
    assert [str(fault) for fault in faults] == ["a bug in a front end"]
