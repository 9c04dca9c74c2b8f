"""What a terminal of 80 columns and 24 rows shows, and what the outline's filter finds."""

import pytest

from tutor.tui.manual import Manual


def test_an_error_keeps_its_headline_and_the_numbers_that_should_meet_in_view(play, cell):
    async def scenario(driver):
        await driver.run(cell.DOT)
        for words in (
            cell.DOT,
            "~~~~~~~^~~^~",
            "dot: the inner axes differ: 4 ≠ 3",
            "a row of X",
            "a column of Y",
        ):
            assert words in driver.screen
        assert "├" not in driver.screen, "whole arrays would push the headline out"

    play(scenario, size=(80, 24))


@pytest.mark.parametrize(
    ("words", "found", "hidden"),
    [
        ("arrays product", "A product", "A row becomes"),  # the part's title and the step's
        ("编写 变成", "把行向量变成矩阵", "替你算"),  # the kind in the learner's words
        ("write d08", "把行向量变成矩阵", "替你算"),  # its name in the lesson, and a row of the note
    ],
)
def test_the_filter_looks_at_titles_above_kinds_and_rows(play, session, words, found, hidden):
    async def scenario(driver):
        session.set_language("en" if found.isascii() else "zh")
        await driver.press("ctrl+o", "slash")
        driver.app.query_one("#outline-filter").value = words
        await driver.pilot.pause()
        assert found in driver.screen
        assert hidden not in driver.screen

    play(scenario)


def test_the_task_is_shown_whole_at_every_width(play):
    async def scenario(driver):
        head, task = driver.app.main.query_one("#head"), driver.app.main.query_one("Task")
        for width in range(60, 130, 3):
            await driver.pilot.resize_terminal(width, 40)
            await driver.pilot.pause(0.05)
            assert task.region.height == len(task.lines)
            assert head.max_scroll_y == 0

    play(scenario)


def test_an_open_panel_has_the_rows_of_the_task_too(play, cell):
    async def scenario(driver):
        await driver.run(cell.TRAIN)
        await driver.press("f2")
        assert driver.app.board.tab == "training"
        assert "A row becomes a matrix" in driver.screen, "the step's title stays"
        assert "Turn it into a matrix" not in driver.screen
        for words in ("step 299", "loss at each step", "┴", "cells  variables"):
            assert words in driver.screen
        await driver.press("escape")
        assert "Turn it into a matrix" in driver.screen
        assert "Esc brings you back here" not in driver.screen

    play(scenario, size=(80, 24))


def test_the_last_page_of_images_offers_the_way_back(play, cell):
    async def scenario(driver):
        await driver.run(cell.IMAGES)
        assert "Images 1–2 of 20" in driver.screen
        assert "PgUp" not in driver.screen
        await driver.press(*["pagedown"] * 9)
        assert "Images 19–20 of 20" in driver.screen
        assert "PgUp" in driver.screen
        assert "PgDn" not in driver.screen

    play(scenario, size=(80, 24))


def test_images_shown_again_fill_the_screen_as_before(play, cell):
    async def scenario(driver):
        for _ in range(2):
            await driver.run(cell.IMAGES)
            assert "Images 1–8 of 20" in driver.screen
            await driver.press("escape")

    play(scenario, size=(120, 40))


def test_text_never_touches_the_scroll_bar(play):
    async def scenario(driver):
        await driver.press("f1")
        await driver.until(lambda: "Keys" in driver.screen)
        manual = driver.app.main.query_one(Manual)
        bar = manual.vertical_scrollbar.region.x
        rows = [row.ljust(80) for row in driver.screen.splitlines()[1:-1]]
        assert {row[bar - 1] for row in rows} == {" "}
        assert any(row[bar - 2] != " " for row in rows)

    play(scenario, size=(80, 24))
