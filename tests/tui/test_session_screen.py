"""The screen against recorded events: what is drawn, what each key does, how it folds."""

from __future__ import annotations

import asyncio

from tutor.tui.app import Tutor


def test_a_step_shows_its_task_and_what_to_type(play):
    async def scenario(driver):
        assert "A row becomes a matrix" in driver.screen
        assert "3 rows and 4 columns" in driver.screen
        assert "x = nd.arange(12)" in driver.screen
        assert "given" in driver.screen
        assert "Type your answer here" in driver.screen
        assert "step 1 of 2" in driver.screen

    play(scenario)


def test_a_wrong_answer_says_why_and_offers_a_hint(play, cell):
    async def scenario(driver):
        await driver.run(cell.WRONG)
        assert "✗ X has shape (4, 3). The step asks for (3, 4)." in driver.screen
        assert "Rows come first. 3 rows and 4 columns are (3, 4)." in driver.screen
        assert "? F3  hint 1 of 2" in driver.screen
        await driver.press("f3")
        assert "The argument is a tuple." in driver.screen
        assert "? hint 1 of 2" in driver.screen

    play(scenario)


def test_after_the_last_hint_the_solution_is_offered(play, cell):
    async def scenario(driver):
        await driver.press("f3")
        assert "F4 solution" not in driver.screen
        await driver.press("f3")
        assert "F4 solution" in driver.screen.splitlines()[-1]
        await driver.press("f3")
        assert "There are no more hints. F4 shows the solution and runs it." in driver.screen
        await driver.run(cell.WRONG)
        assert "? F4  shows the solution and runs it" in driver.screen
        await driver.press("f8")
        assert "没有更多提示了。F4 显示答案并运行它。" in driver.screen
        assert "F4 看答案" in driver.screen.splitlines()[-1]

    play(scenario)


def test_a_right_answer_says_why_and_enter_on_the_empty_prompt_goes_on(play, session, cell):
    async def scenario(driver):
        await driver.run(cell.RIGHT)
        assert "✓ The data stay where they are" in driver.screen
        assert "Enter  next step: Let -1 do the counting" in driver.screen
        assert "Enter next step" in driver.screen.splitlines()[-1]
        await driver.press("enter")
        await driver.until(lambda: session.step.id == "minus-one")
        assert "Let -1 do the counting" in driver.screen
        assert cell.RIGHT not in driver.screen

    play(scenario)


def test_exploring_is_not_judged(play, cell):
    async def scenario(driver):
        await driver.run(cell.PLAY)
        assert "(12,)" in driver.screen
        assert "✗" not in driver.screen
        assert "F3  hint" not in driver.screen

    play(scenario)


def test_what_is_printed_is_never_markup(play, cell):
    async def scenario(driver):
        await driver.run(cell.HOSTILE)
        assert "[red]markup[/red] [bold]" in driver.screen
        assert "X[1:3] = [red]" in driver.screen

    play(scenario)


def test_an_error_points_into_the_line_and_f7_shows_the_traceback(play, cell):
    async def scenario(driver):
        await driver.run(cell.DOT)
        assert "~~~~~~~^~~^~" in driver.screen
        assert "dot: the inner axes differ: 4 ≠ 3" in driver.screen
        assert "(m, k) · (k, n) → (m, n)" in driver.screen, "the rule stands at the side"
        assert "would fit" not in driver.screen, "it may give the answer away"
        await driver.press("f7")
        assert "Traceback (most recent call last)" in driver.screen
        await driver.press("f7", "f3")
        assert "would fit" in driver.screen

    play(scenario)


def test_the_side_follows_what_the_last_cell_did_until_a_tab_is_pinned(play, cell):
    async def scenario(driver):
        board = driver.app.board
        for code, tab in (
            (cell.WRONG, "shapes"),
            (cell.PLAY, "variables"),
            (cell.BACKWARD, "graph"),
            (cell.TRAIN, "training"),
            (cell.LOOK_UP, "help"),
        ):
            await driver.run(code)
            assert board.tab == tab
        await driver.press("f2", "p", "escape")
        await driver.run(cell.BACKWARD)
        assert board.tab == "help"
        assert "pinned" in driver.screen.splitlines()[-3]

    play(scenario)


def test_what_ends_while_the_screen_closes_draws_nothing_any_more(session):
    async def main():
        app = Tutor(session)

        async def goes_on():
            while True:
                app.settle()
                await asyncio.sleep(0)

        async with app.run_test():
            task = asyncio.create_task(goes_on())
        await asyncio.sleep(0)
        assert not task.done()
        task.cancel()

    asyncio.run(main())


def test_an_earlier_run_stays_as_a_ghost(play, cell):
    async def scenario(driver):
        await driver.run(cell.TRAIN)
        await driver.run(cell.TRAIN)
        assert len(driver.app.board.ghosts) == 1
        assert len(driver.app.board.run.points) == 300
        assert "step 299" in driver.screen

    play(scenario)


def test_help_opens_beside_and_a_member_opens_from_there(play, cell):
    async def scenario(driver):
        await driver.run(cell.LOOK_UP)
        assert "uniform" in driver.screen
        await driver.press("f2", "down", "enter")
        await driver.until(lambda: driver.app.board.help.name == "nd.random.uniform")
        assert "Draws numbers." in driver.screen
        await driver.press("backspace")
        assert driver.app.board.help.name == "nd.random"

    play(scenario)


def test_images_take_the_whole_screen_and_are_paged(play, cell):
    async def scenario(driver):
        await driver.run(cell.IMAGES)
        assert "1–8 of 20" in driver.screen
        await driver.press("pagedown")
        assert "9–16 of 20" in driver.screen
        await driver.press("w")
        assert "✗ bag" in driver.screen
        assert "shirt                      ✓" not in driver.screen
        await driver.press("escape")
        assert "20 images" in driver.screen
        assert driver.app.prompt.has_focus

    play(scenario)


def test_a_flood_of_output_is_shortened_and_the_screen_stays_alive(play, cell):
    async def scenario(driver):
        await driver.run(cell.FLOOD)
        assert "line 19999" in driver.screen
        driver.app.main.query_one("#cells").scroll_home(animate=False)
        await driver.pilot.pause()
        drawn = driver.app.transcript.last.region.height
        assert drawn < 500

    play(scenario)


def test_a_runaway_cell_stops_and_the_prompt_comes_back(play, kernel, cell):
    async def scenario(driver):
        driver.app.prompt.put(cell.LOOP)
        await driver.press("enter")
        await driver.until(lambda: driver.app.at_work == 1 and kernel.executed == [cell.LOOP])
        assert "Ctrl+C stop" in driver.screen.splitlines()[-1]
        await driver.press("ctrl+c")
        await driver.until(lambda: not driver.app.at_work)
        assert "stopped" in driver.screen
        assert "Enter run" in driver.screen.splitlines()[-1]

    play(scenario)


def test_input_is_answered_in_the_prompt(play, kernel, cell):
    async def scenario(driver):
        driver.app.prompt.put(cell.INPUT)
        await driver.press("enter")
        await driver.until(lambda: driver.app.asked is not None)
        assert "Who?" in driver.screen
        assert "Enter answer" in driver.screen.splitlines()[-1]
        await driver.type("Ada")
        await driver.press("enter")
        await driver.until(lambda: not driver.app.at_work)
        assert "Who? Ada" in driver.screen
        assert "hello Ada" in driver.screen

    play(scenario)


def test_a_cell_sent_before_the_kernel_is_up_waits_for_it(play, kernel, cell):
    kernel.may_start.clear()

    async def scenario(driver):
        await driver.until(lambda: driver.app.kernel_state.state == "starting")
        driver.app.prompt.put(cell.PLAY)
        await driver.press("enter")
        await driver.until(lambda: "waits until Python has started" in driver.screen)
        assert "Python is starting" in driver.screen.splitlines()[0]
        kernel.may_start.set()
        await driver.until(lambda: not driver.app.at_work)
        assert "waits until" not in driver.screen
        assert kernel.executed == [cell.PLAY]

    play(scenario, ready=False)


def test_a_skipped_step_shows_its_solution_and_what_it_printed(play, session):
    async def scenario(driver):
        await driver.press("f4")
        await driver.until(lambda: session.accepted and not driver.app.at_work)
        assert "X = x.reshape((3, 4))" in driver.screen
        assert "done for you" in driver.screen
        assert "✓ The data stay where they are" in driver.screen
        assert not driver.app.transcript.last.running

    play(scenario)


def test_asking_for_a_verdict_before_any_cell_says_what_is_missing(play, kernel, monkeypatch):
    from tutor.events import CommandEnded, Verdict

    async def check(name, **arguments):
        kernel.tell(Verdict(status="wrong", reason="missing", facts={"name": "X"}))
        return CommandEnded(command=name, ok=True)

    async def scenario(driver):
        monkeypatch.setattr(kernel, "command", check)
        await driver.app.action_do("check")
        await driver.until(lambda: "There is nothing to check yet" in driver.screen)

    play(scenario)


def test_the_language_changes_everything_at_once(play, cell):
    async def scenario(driver):
        await driver.run(cell.WRONG)
        await driver.press("f8")
        for words in (
            "把行向量变成矩阵",
            "3 行 4 列",
            "先写行，再写列",
            "变量",
            "Enter 运行",
            "第 1 步",
            "中文",
        ):
            assert words in driver.screen
        assert "Rows come first" not in driver.screen
        await driver.press("f8")
        assert "Rows come first" in driver.screen

    play(scenario)


def test_the_outline_filters_and_goes_anywhere(play, session):
    async def scenario(driver):
        await driver.press("ctrl+o")
        assert "0 of 3 steps" in driver.screen
        await driver.press("slash")
        await driver.type("product")
        assert "A product" in driver.screen
        assert "A row becomes a matrix" not in driver.screen
        await driver.press("enter")
        await driver.until(lambda: session.step.id == "dot" and not driver.app.at_work)
        assert "Multiply X by the transpose of Y" in driver.screen

    play(scenario)


def test_what_is_typed_right_behind_the_filters_key_is_typed_into_the_filter(play):
    async def scenario(driver):
        await driver.press("ctrl+o")
        driver.send("/product")
        await driver.until(lambda: driver.app.query_one("#outline-filter").value == "product")

    play(scenario)


def test_a_reset_asks_first(play, session, cell):
    async def scenario(driver):
        await driver.run(cell.RIGHT)
        await driver.app.action_do("reset_step")
        await driver.pilot.pause()
        assert "Begin this step anew?" in driver.screen
        await driver.press("n")
        assert session.accepted
        await driver.app.action_do("reset_step")
        await driver.pilot.pause()
        await driver.press("y")
        await driver.until(lambda: not session.accepted and not driver.app.at_work)
        assert cell.RIGHT not in driver.screen

    play(scenario)


def test_the_palette_finds_actions_by_name(play, session):
    async def scenario(driver):
        await driver.press("ctrl+p")
        await driver.type("skip")
        await driver.until(lambda: "Skip this step" in driver.screen)
        await driver.press("enter")
        await driver.until(lambda: session.accepted)

    play(scenario)


def test_f1_lists_the_keys(play):
    async def scenario(driver):
        await driver.press("f1")
        assert "F5, Alt+Enter" in driver.screen
        await driver.press("escape")
        assert "F5, Alt+Enter" not in driver.screen
        assert driver.app.prompt.has_focus

    play(scenario)


def test_ctrl_c_never_quits_and_ctrl_d_twice_does(play):
    async def scenario(driver):
        await driver.type("abc")
        await driver.press("ctrl+c", "ctrl+c", "ctrl+c")
        assert driver.app.is_running
        assert driver.app.prompt.text == ""
        await driver.press("ctrl+d")
        assert "Ctrl+D once more leaves" in driver.screen
        await driver.press("ctrl+d")
        await driver.until(lambda: driver.app.return_code is not None)

    play(scenario)


def test_a_small_terminal_folds_the_side_into_a_strip(play, cell):
    async def scenario(driver):
        await driver.run(cell.WRONG)
        assert "cells  variables•  shapes•  graph  training  help" in driver.screen
        assert "(12,) → (4, 3)" in driver.screen
        await driver.press("f2")
        assert "last operation  reshape" in driver.screen
        assert cell.WRONG not in driver.screen
        await driver.press("escape")
        assert cell.WRONG in driver.screen

    play(scenario, size=(80, 24))


def test_a_terminal_made_smaller_folds_and_made_larger_unfolds(play, cell):
    async def scenario(driver):
        await driver.run(cell.WRONG)
        assert "last operation" in driver.screen
        for size, beside in (((70, 20), False), ((120, 40), True), ((80, 24), False)):
            await driver.pilot.resize_terminal(*size)
            await driver.pilot.pause(0.2)
            assert ("last operation" in driver.screen) == beside
            assert ("F2 panel" in driver.screen) != beside

    play(scenario)


def test_a_terminal_too_small_says_so_and_comes_back_with_room(play):
    async def scenario(driver):
        assert "too small" in driver.screen
        await driver.pilot.resize_terminal(80, 24)
        await driver.pilot.pause()
        assert "A row becomes a matrix" in driver.screen

    play(scenario, size=(50, 12))


def test_no_color_loses_nothing(play, session, monkeypatch, cell):
    monkeypatch.setenv("NO_COLOR", "1")

    async def scenario(driver):
        await driver.run(cell.WRONG)
        assert "✗ X has shape (4, 3)" in driver.screen
        colours = {
            segment.style.color.name
            for strip in driver.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.color is not None
        }
        assert colours <= {"default"}

    play(scenario)


def test_trouble_in_a_command_leaves_the_screen_alive(play, session, monkeypatch):
    async def broken():
        raise OSError("no more processes")

    monkeypatch.setattr(session, "undo", broken)

    async def scenario(driver):
        await driver.app.action_do("undo")
        await driver.until(lambda: not driver.app.at_work)
        assert "no more processes" in driver.screen
        await driver.type("x")
        assert driver.app.prompt.text == "x"

    play(scenario)


def test_a_kernel_that_does_not_hear_offers_a_restart(play, kernel, cell):
    from tutor.events import KernelState

    async def scenario(driver):
        kernel.tell(KernelState(state="stuck"))
        await driver.until(lambda: "does not hear" in driver.screen)
        assert "F9 restart Python" in driver.screen.splitlines()[-1]
        await asyncio.sleep(0)

    play(scenario)


def test_light_colours_come_at_once_and_are_remembered(play, session, cell):
    from tutor.render.palette import LIGHT

    async def scenario(driver):
        await driver.run(cell.WRONG)
        await driver.app.action_do("theme")
        await driver.pilot.pause(0.2)
        colours = {
            segment.style.color.name
            for strip in driver.app.screen._compositor.render_strips()
            for segment in strip
            if segment.text.strip() and segment.style is not None and segment.style.color is not None
        }
        assert colours <= set(LIGHT.colours.values())
        assert session.progress.setting("theme") == "light"

    play(scenario)


def test_a_click_on_a_tab_turns_to_it(play, cell):
    async def scenario(driver):
        await driver.run(cell.WRONG)
        await driver.pilot.click("Tabs", offset=(22, 0))
        assert driver.app.board.tab == "graph"
        assert "After backward" in driver.screen
        assert driver.app.prompt.has_focus

    play(scenario)


def test_a_name_is_looked_up_from_the_panel(play, cell):
    async def scenario(driver):
        await driver.run(cell.LOOK_UP)
        await driver.press("f2", "slash")
        assert "Which name do you want to look up?" in driver.screen
        await driver.type("nd.ones")
        await driver.press("enter")
        await driver.until(lambda: driver.app.board.help.name == "nd.ones")
        assert "‹ nd.random" in driver.screen

    play(scenario)


def test_without_colours_the_chosen_row_of_a_list_can_be_told(play, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def scenario(driver):
        await driver.type("nd.ar")
        await driver.press("tab")
        await driver.until(lambda: driver.app.completions.open)
        chosen, other = (driver.app.completions.render_line(y) for y in (0, 1))
        assert any(segment.style.reverse for segment in chosen if "arange" in segment.text)
        assert not any(segment.style.reverse for segment in other)

    play(scenario)


def test_a_cell_waits_for_the_one_above_only_where_there_is_one(play, cell):
    async def scenario(driver):
        driver.app.transcript.begin("x = 1")
        await driver.pilot.pause(0.1)
        assert "waits until Python has started" in driver.screen
        driver.app.transcript.begin("y = 2")
        await driver.pilot.pause(0.1)
        assert "waits until the cell above has ended" in driver.screen

    play(scenario)
