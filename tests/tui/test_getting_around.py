"""Reviews, resets, what was said once more, colours, labelled images as a file; and screens of every size."""

from __future__ import annotations

import re

import pytest

from tutor.progress import Review
from tutor.render.palette import PALETTES
from tutor.tui.dialogs import Question


@pytest.fixture
def due(session):
    """Two steps that are due for review."""
    for when, step in enumerate(("row-to-matrix", "minus-one")):
        session.progress.set_review(session.course.id, "change-a-shape", step, Review(0, float(when)))


def test_what_is_due_is_said_shown_in_the_outline_and_asked_again(play, session, cell, due):
    async def scenario(driver):
        assert "2 steps are due for review: Ctrl+O, then r." in driver.screen
        await driver.press("ctrl+o")
        assert "2 to review" in driver.screen
        assert "↻ due for review" in driver.screen
        assert "r review what is due" in driver.screen.splitlines()[-1]
        await driver.press("r")
        await driver.until(lambda: session.reviewing and not driver.app.at_work)
        assert "↻ review · 2 to come" in driver.screen.splitlines()[0]
        await driver.run(cell.RIGHT)
        assert "↻ review · 1 to come" in driver.screen.splitlines()[0]
        assert "Enter  next to review: Let -1 do the counting" in driver.screen
        await driver.press("enter")
        await driver.until(lambda: session.step.id == "minus-one" and not driver.app.at_work)
        await driver.press("f4")
        await driver.until(lambda: session.accepted and not driver.app.at_work)
        assert "Enter  back to: A row becomes a matrix" in driver.screen
        await driver.press("enter")
        await driver.until(lambda: not session.reviewing and not driver.app.at_work)
        assert "step 1 of 2" in driver.screen

    play(scenario)


def test_without_anything_due_the_key_does_nothing_and_the_palette_says_so(play, session):
    async def scenario(driver):
        await driver.press("ctrl+o", "r")
        assert "0 of 3 steps" in driver.screen
        await driver.press("escape")
        await driver.app.action_do("review_due")
        await driver.until(lambda: "Nothing to review" in driver.screen)
        assert not session.reviewing

    play(scenario)


def test_a_reset_says_how_much_is_lost(play, cell):
    async def scenario(driver):
        await driver.run(cell.PLAY)
        await driver.run(cell.RIGHT)
        await driver.app.action_do("reset_lesson")
        await driver.pilot.pause()
        said = " ".join(line.plain.strip() for line in driver.app.screen.query_one(Question).lines)
        assert "The marks of 1 finished steps and 2 cells are forgotten" in said
        line = next(y for y, text in enumerate(driver.screen.splitlines()) if "Esc no" in text)
        await driver.pilot.click(offset=(driver.screen.splitlines()[line].index("Esc no") + 5, line))
        await driver.pilot.pause()
        assert "Begin this lesson anew" not in driver.screen
        assert cell.RIGHT in driver.screen

    play(scenario)


def test_hints_why_and_solution_can_be_read_again(play, session, cell):
    async def scenario(driver):
        await driver.app.action_do("again")
        await driver.until(lambda: "No hint was given yet: F3 gives one" in driver.screen)
        await driver.press("f4")
        await driver.until(lambda: session.accepted and not driver.app.at_work)
        await driver.app.action_do("again")
        await driver.until(lambda: "as the course would write it" in driver.screen)
        for words in ("hint 1 of 2", "Rows stand before columns.", "✓ The data stay where they are"):
            assert words in driver.screen
        await driver.press("f8")
        assert "课程的写法" in driver.screen
        assert "行在列之前。" in driver.screen

    play(scenario, size=(120, 60))


def test_the_colours_take_turns(play, session):
    async def scenario(driver):
        seen = [driver.app.theme]
        for _ in range(len(PALETTES) - 1):
            await driver.app.action_do("theme")
            await driver.pilot.pause()
            seen.append(session.progress.setting("theme"))
        assert seen == list(PALETTES)
        assert "A row becomes a matrix" in driver.screen

    play(scenario)


def test_images_are_saved_as_a_picture_in_the_working_directory(play, cell, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def scenario(driver):
        await driver.run(cell.IMAGES)
        await driver.press("s", "w", "s")
        saved = sorted(path.name for path in tmp_path.glob("*.png"))
        assert saved == ["figure-1.png", "figure-2.png"]
        assert "figure-2.png" in driver.screen
        assert (tmp_path / saved[0]).read_bytes().startswith(b"\x89PNG")

    pytest.importorskip("PIL")
    play(scenario)


def test_without_pillow_saving_says_what_is_missing(play, cell, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "PIL", None)

    async def scenario(driver):
        await driver.run(cell.IMAGES)
        await driver.press("s")
        assert "the tutor needs Pillow" in driver.screen

    play(scenario)


def test_a_large_screen_has_two_panels_and_lines_that_can_be_read(play, cell):
    async def scenario(driver):
        await driver.run(cell.TRAIN)
        await driver.run(cell.WRONG)
        await driver.run(cell.TRAIN)
        assert driver.app.board.tab == "training"
        assert "loss at each step" in driver.screen
        assert re.search(r"\bX +\(4, 3\) +float32", driver.screen), "the variables stand under the curve"
        assert max(len(line.plain) for line in driver.app.main.query_one("Task").lines) <= 96

    play(scenario, size=(200, 60))


def test_the_smallest_screen_still_teaches(play, cell):
    async def scenario(driver):
        assert "A row becomes a matrix" in driver.screen
        await driver.run(cell.WRONG)
        assert "✗ X has shape (4, 3)" in driver.screen
        await driver.press("f2")
        assert "last operation" in driver.screen or "name" in driver.screen
        await driver.press("escape", "ctrl+o")
        assert "Change a shape" in driver.screen

    play(scenario, size=(60, 16))


def test_resizing_while_a_cell_runs_loses_nothing(play, kernel, cell):
    async def scenario(driver):
        driver.app.prompt.put(cell.LOOP)
        await driver.press("enter")
        await driver.until(lambda: kernel.executed == [cell.LOOP])
        for size in ((60, 16), (200, 60), (50, 10), (80, 24), (120, 40)):
            await driver.pilot.resize_terminal(*size)
            await driver.pilot.pause()
        await driver.type("x = 1")
        assert driver.app.prompt.text == "x = 1"
        await driver.press("ctrl+c")
        await driver.until(lambda: not driver.app.at_work)
        assert "stopped" in driver.screen
        assert cell.LOOP in driver.screen

    play(scenario)
