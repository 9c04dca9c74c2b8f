"""Completion's pop-up, the open call under the prompt, the history window, and the way through help."""

from __future__ import annotations

import asyncio

import pytest

from tutor.events import Help
from tutor.kernel import Completions
from tutor.kernel.answers import Call, Completion

UNIFORM = Completion("uniform", "function", "uniform(low=0, high=1, shape=None)", "Numbers drawn uniformly.")
WEIGHTS = Completion("uses", "NDArray", shape=(3, 4), dtype="float32")
MODULE = Help(
    name="nd.random",
    kind="module",
    text="Random arrays.",
    members=(("normal", "from a normal distribution"), ("uniform", "from a uniform distribution")),
    via="dir",
)
ENTRY = Help(
    name="nd.random.uniform",
    kind="function",
    signature="nd.random.uniform(low=0)",
    text="Draws.\n\nExamples\n--------\n>>> nd.random.uniform()\n1\n>>> nd.random.uniform(2)\n2",
)
UNKNOWN = Help(name="nd.unifrm", kind="unknown", members=(("nd.random.uniform", "Draws."),), via="?")


@pytest.fixture
def entries(kernel):
    """The kernel knows these names."""
    known = {"nd.random": MODULE, "nd.random.uniform": ENTRY, "nd.unifrm": UNKNOWN}

    async def inspect(name, detail=0):
        return known.get(name)

    kernel.inspect = inspect
    return known


def row(driver, words):
    """The screen's row that has these words."""
    return next(y for y, line in enumerate(driver.screen.splitlines()) if words in line)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_the_pop_up_shows_kinds_shapes_and_what_the_chosen_one_is(play, kernel, session, language, size):
    kernel.completions = Completions(0, 1, (UNIFORM, WEIGHTS))

    async def scenario(driver):
        session.set_language(language)
        await driver.type("u")
        await driver.press("tab")
        await driver.until(lambda: driver.app.completions.open)
        assert {"en": "function", "zh": "函数"}[language] in driver.screen
        assert "(3, 4) float32" in driver.screen
        assert "uniform(low=0, high=1, shape=None)" in driver.screen
        assert "Numbers drawn uniformly." in driver.screen
        await driver.press("up")
        assert "Numbers drawn uniformly." not in driver.screen, "the last one is chosen now"
        await driver.press("enter")
        assert driver.app.prompt.text == "uses"

    play(scenario, size=size)


def test_a_click_takes_a_completion(play, kernel):
    kernel.completions = Completions(0, 1, (UNIFORM, WEIGHTS))

    async def scenario(driver):
        await driver.type("u")
        await driver.press("tab")
        await driver.until(lambda: driver.app.completions.open)
        await driver.pilot.click("#completions", offset=(2, 1))
        assert driver.app.prompt.text == "uses"
        assert not driver.app.completions.open

    play(scenario)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 16)])
@pytest.mark.parametrize("lines", [1, 9, 40])
def test_the_pop_up_never_covers_what_is_typed(play, kernel, cell, size, lines):
    names = [
        Completion(f"uniform_{letter}", "function", "uniform(low=0)", "Draws.") for letter in "abcdefghi"
    ]

    async def scenario(driver):
        for _ in range(6):
            await driver.run(cell.PLAY)
        app, before = driver.app, "".join(f"a_line = {number}\n" for number in range(lines - 1))
        app.prompt.put(f"{before}u")
        kernel.completions = Completions(len(before), len(before) + 1, tuple(names))
        await driver.press("tab")
        await driver.until(lambda: app.completions.open)

        def apart():
            typed = app.prompt.region.intersection(app.main.query_one("#cells").region)
            return not app.completions.region.overlaps(typed)

        for _ in range(3):
            await driver.until(apart)
            assert app.completions.open
            assert app.completions.region.height >= 4
            app.tell("tui.cell.undone")  # what arrives pushes the prompt on
            await driver.until(lambda: app.transcript.children[-1].region.height > 0)

    play(scenario, size=size)


def test_no_word_of_the_pop_up_is_cut_where_an_edge_beneath_it_runs_through_a_wide_character(
    play, kernel, session
):
    async def scenario(driver):
        session.set_language("zh")
        for column in range(12, 20):
            kernel.completions = Completions(column, column + 1, (UNIFORM, WEIGHTS, UNIFORM))
            driver.app.prompt.put(" " * column + "u")
            await driver.press("tab")
            await driver.until(lambda: driver.app.completions.open)
            assert "函数" in driver.screen
            await driver.press("escape")

    play(scenario, size=(80, 24))


def test_typing_goes_on_while_the_kernel_thinks_and_its_late_answer_is_dropped(play, kernel):
    may_answer = asyncio.Event()

    async def complete(code, cursor):
        await may_answer.wait()
        return Completions(0, 1, (UNIFORM,))

    kernel.complete = complete

    async def scenario(driver):
        await driver.type("u")
        await driver.press("tab")
        await driver.type(" = 3")
        assert driver.app.prompt.text == "u = 3"
        may_answer.set()
        await driver.pilot.pause()
        assert driver.app.prompt.text == "u = 3"
        assert not driver.app.completions.open

    play(scenario)


def test_the_open_call_stands_under_the_prompt_with_the_argument_at_hand(play, kernel):
    kernel.completions = Completions(5, 5, (), Call("dot", ("lhs", "rhs", "out=None"), 1))

    async def scenario(driver):
        await driver.type("nd.dot(X, ")
        await driver.until(lambda: "dot(lhs, rhs, out=None)" in driver.screen)
        assert row(driver, "dot(lhs, rhs") == row(driver, "nd.dot(X,") + 1
        await driver.type("Y)")
        await driver.until(lambda: "dot(lhs, rhs, out=None)" not in driver.screen)

    play(scenario)


def test_history_shows_blocks_as_blocks_and_finds_letters_apart(play, cell):
    async def scenario(driver):
        for code in (cell.PLAY, "for i in y:\n    print(i)", cell.WRONG):
            await driver.run(code)
        await driver.press("ctrl+r")
        found = driver.app.screen
        await driver.until(lambda: "2 lines" in driver.screen)
        await driver.type("fryprt")
        await driver.until(lambda: "    print(i)" in driver.screen)
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is not found)
        assert driver.app.prompt.text == "for i in y:\n    print(i)"
        await driver.press("ctrl+r", "ctrl+r", "enter")
        await driver.until(lambda: driver.app.screen is driver.app.main)
        assert driver.app.prompt.text == "for i in y:\n    print(i)", "the key again goes to an older one"
        await driver.press("ctrl+r", "escape")
        assert driver.app.prompt.text == "for i in y:\n    print(i)"

    play(scenario)


def test_the_key_looks_up_what_the_cursor_stands_on_and_the_prompt_keeps_the_cursor(play, entries):
    async def scenario(driver):
        await driver.type("X = nd.random.uniform(0, ")
        await driver.press("f9")
        await driver.until(lambda: driver.app.board.help is ENTRY)
        assert driver.app.board.tab == "help"
        assert driver.app.prompt.has_focus
        assert "Draws." in driver.screen

    play(scenario)


def test_the_trail_goes_back_and_forth_and_keeps_the_chosen_row(play, entries):
    async def scenario(driver):
        app = driver.app
        app.board.open_help(MODULE)
        app.board.look("help")
        app.show_board()
        await driver.press("f2", "down", "enter")
        await driver.until(lambda: app.board.help is ENTRY)
        assert "‹ nd.random" in driver.screen
        await driver.press("left")
        assert app.board.help is MODULE
        assert app.board.trail.here.chosen == 1
        assert "nd.random.uniform ›" in driver.screen
        await driver.press("right", "down", "enter")
        assert app.prompt.text == "nd.random.uniform(2)", "an example goes into the prompt"
        assert app.prompt.has_focus

    play(scenario)


def test_members_are_narrowed_while_a_name_is_typed(play, entries):
    async def scenario(driver):
        app = driver.app
        app.board.open_help(MODULE)
        app.board.look("help")
        await driver.press("f2", "slash")
        await driver.type("uni")
        assert "1 of 2 with “uni”" in driver.screen
        await driver.press("enter")
        await driver.until(lambda: app.board.help is ENTRY)
        await driver.press("left")
        assert "with “uni”" not in driver.screen

    play(scenario)


def test_what_nothing_is_called_leads_to_what_was_probably_meant(play, entries):
    async def scenario(driver):
        await driver.type("nd.unifrm")
        await driver.press("f9")
        await driver.until(lambda: driver.app.board.help is UNKNOWN)
        assert "Nothing is called nd.unifrm here." in driver.screen
        await driver.press("f2", "enter")
        await driver.until(lambda: driver.app.board.help is ENTRY)

    play(scenario)


def test_where_python_does_not_answer_that_is_said(play, entries):
    async def scenario(driver):
        await driver.type("something")
        await driver.press("f9")
        await driver.until(lambda: "Python does not answer about something just now." in driver.screen)

    play(scenario)


def test_in_chinese_the_language_of_the_text_is_said_once(play, session, entries):
    async def scenario(driver):
        session.set_language("zh")
        driver.app.board.open_help(ENTRY)
        driver.app.board.look("help")
        driver.app.show_board()
        await driver.pilot.pause()
        assert driver.screen.count("说明文字来自引擎，为英文。") == 1
        assert "例子" in driver.screen

    play(scenario)


def test_a_cell_that_asks_says_so_until_it_is_answered(play, cell):
    async def scenario(driver):
        driver.app.prompt.put(cell.INPUT)
        await driver.press("enter")
        await driver.until(lambda: driver.app.asked is not None)
        assert "waits for your input" in driver.screen
        assert "your input is wanted" in driver.screen.splitlines()[0]
        assert "Type your answer here. Enter hands it to the cell." in driver.screen
        await driver.type("Ada")
        await driver.press("enter")
        await driver.until(lambda: not driver.app.at_work)
        assert "waits for your input" not in driver.screen
        assert driver.app.asked is None

    play(scenario)
