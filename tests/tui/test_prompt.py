"""The prompt: when Enter runs and when it goes on, history, completion, indentation."""

from __future__ import annotations

import pytest

from tutor.kernel import Completions
from tutor.tui.keys import ACTIONS, BY_ID, Situation, _never, in_palette, on_key_line
from tutor.tui.typed import type_again


def test_enter_at_the_end_goes_on_with_what_is_incomplete_and_runs_what_is_complete(play, kernel):
    async def scenario(driver):
        await driver.type("for i in y:\n")
        assert driver.app.prompt.text == "for i in y:\n    ", "indented, not run"
        await driver.type("print(i)")
        await driver.press("enter")
        await driver.until(lambda: kernel.executed == ["for i in y:\n    print(i)"])

    play(scenario)


def test_a_loop_on_one_line_runs_though_the_kernel_waits_for_more(play, kernel):
    async def more(code):
        return "incomplete", "    "

    kernel.is_complete = more

    async def scenario(driver):
        await driver.type("for i in y: print(i)")
        await driver.press("enter")
        await driver.until(lambda: kernel.executed == ["for i in y: print(i)"])

    play(scenario)


def test_enter_elsewhere_in_several_lines_is_a_new_line_and_f5_runs_from_anywhere(play, kernel):
    async def scenario(driver):
        driver.app.prompt.put("ab\ncd")
        await driver.press("up", "left", "enter")
        assert driver.app.prompt.text == "a\nb\ncd"
        await driver.press("f5")
        await driver.until(lambda: kernel.executed == ["a\nb\ncd"])

    play(scenario)


def test_enter_runs_a_single_line_wherever_the_cursor_stands_in_it(play, kernel):
    async def scenario(driver):
        await driver.type("x = 11")
        await driver.press("left", "left", "enter")
        await driver.until(lambda: kernel.executed == ["x = 11"])

    play(scenario)


def test_keys_that_arrive_in_one_go_mean_what_they_mean_in_their_order(play, session, kernel, cell):
    async def scenario(driver):
        await driver.run(cell.RIGHT)
        assert session.accepted
        driver.send("x.shape\n")
        await driver.until(lambda: kernel.executed == [cell.RIGHT, "x.shape"])
        assert session.step.id == "row-to-matrix", "an Enter behind characters does not go on"
        driver.send("for i in y:\nprint(i)\n")
        await driver.until(lambda: kernel.executed[2:] == ["for i in y:\n    print(i)"])
        driver.send("\n")
        await driver.until(lambda: session.step.id == "minus-one")

    play(scenario)


def test_what_moves_and_deletes_keeps_its_place_among_characters_typed_in_one_go(play):
    async def scenario(driver):
        type_again(driver.app, "ab\x15cd\x1b[Dx\x01y")  # Ctrl+U, left, Ctrl+A
        await driver.until(lambda: driver.app.prompt.text == "ycxd")

    play(scenario)


def test_what_is_entered_while_a_cell_runs_runs_behind_it(play, kernel, cell):
    async def scenario(driver):
        driver.send(f"{cell.LOOP}\nx.shape\n")
        await driver.until(lambda: "x.shape" in driver.screen)
        assert kernel.executed == [cell.LOOP]
        await driver.press("ctrl+c")
        await driver.until(lambda: kernel.executed == [cell.LOOP, "x.shape"])

    play(scenario)


@pytest.mark.parametrize("key", ["alt+enter", "shift+enter", "ctrl+enter"])
def test_the_habits_of_notebooks_run_a_cell(play, kernel, key):
    async def scenario(driver):
        await driver.type("if x:")
        await driver.press(key)
        await driver.until(lambda: kernel.executed == ["if x:"])

    play(scenario)


def test_ctrl_j_begins_a_line_even_after_what_is_complete(play, kernel):
    async def scenario(driver):
        await driver.type("x = 1")
        await driver.press("ctrl+j")
        await driver.type("y = 2")
        await driver.press("enter")
        await driver.until(lambda: kernel.executed == ["x = 1\ny = 2"])

    play(scenario)


def test_before_the_kernel_answers_the_standard_library_decides(play, kernel):
    kernel.may_start.clear()

    async def scenario(driver):
        await driver.until(lambda: driver.app.kernel_state.state == "starting")
        await driver.type("if x:\ny")
        await driver.press("enter")
        assert driver.app.prompt.text == "if x:\n    y\n    "
        await driver.press("enter")
        await driver.until(lambda: driver.app.at_work == 1)
        kernel.may_start.set()
        await driver.until(lambda: kernel.executed == ["if x:\n    y"])

    play(scenario, ready=False)


def test_the_arrows_recall_what_was_typed_and_keep_the_draft(play, cell):
    async def scenario(driver):
        for code in (cell.PLAY, cell.WRONG, "for i in y:\n    print(i)", cell.WRONG):
            await driver.run(code)
        prompt = driver.app.prompt
        await driver.press("up")
        assert prompt.text == cell.WRONG
        await driver.press("up")
        assert prompt.text == "for i in y:\n    print(i)"
        await driver.press("up")
        assert prompt.text == cell.PLAY, "each once, and through the lines of a block in one step"
        await driver.press("up", "down", "down", "down")
        assert prompt.text == ""

    play(scenario)


def test_the_arrows_go_through_what_begins_as_the_text_does(play, cell):
    async def scenario(driver):
        for code in (cell.WRONG, cell.PLAY, "X = x.T"):
            await driver.run(code)
        await driver.type("X = x.r")
        prompt = driver.app.prompt
        await driver.press("up")
        assert prompt.text == cell.WRONG
        await driver.press("up")
        assert prompt.text == cell.WRONG, "there is no older one"
        await driver.press("down")
        assert prompt.text == "X = x.r"

    play(scenario)


def test_history_is_searched(play, cell):
    async def scenario(driver):
        await driver.run(cell.PLAY)
        await driver.run(cell.WRONG)
        await driver.press("ctrl+r")
        await driver.type("shape((")
        await driver.until(lambda: cell.WRONG in driver.screen)
        await driver.press("enter")
        await driver.until(lambda: driver.app.prompt.text == cell.WRONG)

    play(scenario)


def test_tab_offers_completions_and_enter_takes_one(play, kernel):
    async def scenario(driver):
        await driver.type("nd.ar")
        await driver.press("tab")
        await driver.until(lambda: driver.app.completions.open)
        assert "arange" in driver.screen
        await driver.press("down", "enter")
        assert driver.app.prompt.text == "nd.array"
        assert not driver.app.completions.open
        assert kernel.executed == []

    play(scenario)


def test_typing_narrows_the_completions_and_other_characters_close_them(play):
    async def scenario(driver):
        await driver.type("nd.ar")
        await driver.press("tab")
        await driver.until(lambda: driver.app.completions.open)
        await driver.type("a")
        assert [item.text for item in driver.app.completions.shown] == ["arange"]
        await driver.type("(")
        assert not driver.app.completions.open

    play(scenario)


def test_a_completion_that_comes_too_late_is_dropped(play, kernel):
    async def scenario(driver):
        kernel.completions = Completions(0, 0, ())
        await driver.type("nd.ar")
        await driver.press("tab")
        await driver.type("(3)")
        assert not driver.app.completions.open
        assert driver.app.prompt.text == "nd.ar(3)"

    play(scenario)


def test_tab_at_the_beginning_of_a_line_indents_and_backspace_takes_it_back(play):
    async def scenario(driver):
        await driver.press("tab", "tab", "backspace")
        assert driver.app.prompt.text == "    "

    play(scenario)


def test_every_action_has_something_to_do_and_a_name(session):
    from tutor.tui.actions import DO

    assert set(DO) == set(BY_ID)
    for language in ("en", "zh"):
        session.set_language(language)
        for action in ACTIONS:
            if action.line is not _never and action.keys:
                assert f"tui.keys.{action.id}" in session.texts, action.id
            if action.palette:
                assert f"tui.commands.{action.id}" in session.texts, action.id


def test_the_key_line_holds_only_what_does_something_now():
    fresh = [action.id for action in on_key_line(Situation())]
    assert fresh[0] == "enter"
    assert "hint" not in fresh
    assert "undo" not in fresh
    accepted = [action.id for action in on_key_line(Situation(accepted=True, following=True, cells=True))]
    assert accepted[:2] == ["next", "newline"]
    assert "undo" in accepted
    running = [action.id for action in on_key_line(Situation(running=True))]
    assert running[0] == "stop"
    assert "skip" not in [action.id for action in in_palette(Situation(accepted=True))]
