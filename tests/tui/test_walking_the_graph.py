"""The recorded graph at the side: walked from the loss or from a variable, by key, click and palette."""

from tutor.tui.side import Panel


def key_line(driver):
    return driver.screen.splitlines()[-1]


def test_the_graph_is_walked_and_folded(play, cell):
    async def scenario(driver):
        await driver.run(cell.BACKWARD)
        assert "both paths into x add up" in driver.screen
        await driver.press("f2", "down")
        assert "rule of  dot" in driver.screen
        assert "Esc back to the cell" in driver.screen.splitlines()[-1]
        await driver.press("left")
        assert "transpose" not in driver.screen
        await driver.press("right", "escape")
        assert "transpose" in driver.screen
        assert driver.app.prompt.has_focus

    play(scenario)


def test_the_graph_is_walked_from_a_variable_and_back_to_the_whole(play, cell):
    async def scenario(driver):
        await driver.run(cell.RIGHT)
        await driver.run(cell.BACKWARD)
        await driver.press("f2", "f2", "f2", "f2")
        assert driver.app.board.tab == "variables"
        assert "g graph from here" in key_line(driver)
        await driver.press("down")
        assert "g graph" not in key_line(driver), "X is in no graph"
        await driver.press("up", "g")
        assert "passes back" in driver.screen
        assert "right under x" in " ".join(driver.screen.split())
        await driver.press("down", "down")
        assert "rule of  dot" in driver.screen
        assert "for a" in driver.screen
        assert "for b" not in driver.screen, "only what this path is about"
        assert "g whole graph" in key_line(driver)
        await driver.press("g")
        assert "passes back" not in driver.screen
        assert "y  × 2" in driver.screen

    play(scenario)


def test_a_click_on_a_variable_walks_from_it_or_shows_its_numbers(play, cell):
    async def scenario(driver):
        await driver.run(cell.RIGHT)
        await driver.run(cell.BACKWARD)
        driver.app.board.look("variables")
        driver.app.show_board()
        shown = driver.screen.count("├──── 4 ────┤")
        await driver.pilot.click(Panel, offset=(2, 2))
        await driver.until(lambda: driver.screen.count("├──── 4 ────┤") == shown + 1)
        await driver.pilot.click(Panel, offset=(2, 1))
        await driver.until(lambda: "passes back" in driver.screen)

    play(scenario)


def test_the_palette_asks_from_which_variable_to_walk(play, cell):
    async def scenario(driver):
        await driver.run(cell.RIGHT)
        await driver.run(cell.BACKWARD)
        await driver.app.action_do("ask_where_from")
        await driver.press(*"nowhere", "enter")
        assert "nowhere is not in the recorded graph" in driver.screen
        await driver.app.action_do("ask_where_from")
        await driver.press("x", "enter")
        assert "passes back" in driver.screen
        assert "↑ ↓ walk" in key_line(driver)

    play(scenario)


def test_the_graph_of_one_lesson_does_not_stand_beside_the_next(play, session, cell):
    async def scenario(driver):
        await driver.run(cell.BACKWARD)
        assert driver.app.board.tab == "graph"
        driver.app.command(session.goto("rows-times-columns"))
        await driver.until(lambda: driver.app.board.graph is None)
        assert driver.app.board.tab == "variables"

    play(scenario)
