"""What stands among the cells: those of another day, those taken back, a lesson's end; what is copied."""

from __future__ import annotations

import asyncio

import pytest
from textual.geometry import Offset
from textual.selection import Selection

from tutor.events import Output


def test_cells_that_ran_before_stand_there_again_when_their_step_is_opened(play, session, cell):
    async def scenario(driver):
        await driver.run(cell.WRONG)
        await driver.run(cell.RIGHT)
        await driver.press("enter")
        await driver.until(lambda: session.step.id == "minus-one" and not driver.app.at_work)
        assert cell.RIGHT not in driver.screen
        driver.app.command(session.goto("change-a-shape", "row-to-matrix"))
        await driver.until(lambda: session.step.id == "row-to-matrix" and not driver.app.at_work)
        for words in ("what you ran here before", cell.WRONG, "✗ X has shape (4, 3)", cell.RIGHT, "✓ The"):
            assert words in driver.screen
        assert "hint 1 of 2" not in driver.screen, "what was wrong then needs no help now"
        assert driver.screen.count("what you ran here before") == 1

    play(scenario)


def test_a_cell_that_was_taken_back_looks_like_it(play, cell):
    async def scenario(driver):
        await driver.run(cell.PLAY)
        await driver.run(cell.WRONG)
        await driver.press("f6")
        await driver.until(lambda: "taken back: as if it had not run" in driver.screen)
        assert "✗" not in driver.screen
        last = driver.app.transcript.last
        struck = "".join(
            line.plain[span.start : span.end]
            for line in last.lines
            for span in line.spans
            if getattr(span.style, "strike", False)
        )
        assert struck == cell.WRONG
        assert "(12,)" in driver.screen, "the cell before it stays as it was"
        assert "last operation" not in driver.screen

    play(scenario)


def test_a_skip_can_be_taken_back_too(play, session):
    async def scenario(driver):
        await driver.press("f4")
        await driver.until(lambda: session.accepted and not driver.app.at_work)
        assert "the step's solution, run for you" in driver.screen
        await driver.press("f6")
        await driver.until(lambda: not session.accepted and not driver.app.at_work)
        assert "taken back" in driver.screen

    play(scenario)


def test_a_lesson_ends_with_what_was_learnt(play, session, cell):
    async def scenario(driver):
        await driver.run(cell.WRONG)
        await driver.run(cell.RIGHT)
        await driver.press("enter")
        await driver.until(lambda: session.step.id == "minus-one" and not driver.app.at_work)
        await driver.press("f4")
        await driver.until(lambda: session.accepted and not driver.app.at_work)
        driver.app.main.query_one("#cells").scroll_end(animate=False)
        await driver.pilot.pause()
        assert "A row becomes a matrix" in driver.screen
        assert "1 mistake" in driver.screen
        assert "Enter  next lesson: Rows times columns" in driver.screen
        assert "Enter next lesson" in driver.screen.splitlines()[-1]

    play(scenario, size=(120, 50))


def test_a_selection_is_copied_without_numbers_and_signs(play, cell):
    async def scenario(driver):
        app, copied = driver.app, []
        app.copy_to_clipboard = copied.append
        await driver.run(cell.HOSTILE)
        view = app.transcript.last
        app.screen.selections = {view: Selection(Offset(0, 0), Offset(9, 1))}
        await driver.pilot.pause()
        shown = app.screen.get_component_rich_style("screen--selection").bgcolor
        lit = [segment.text for segment in view.render_line(0) if segment.style.bgcolor == shown]
        assert "".join(lit) == cell.HOSTILE
        await driver.press("ctrl+c")
        assert copied == [f"{cell.HOSTILE}\n[re"]

    play(scenario)


def test_dragging_the_mouse_over_a_cell_selects_its_text(play, cell):
    async def scenario(driver):
        await driver.run(cell.PLAY)
        view = driver.app.transcript.last
        await driver.pilot.mouse_down(view, offset=(6, 0))
        await driver.pilot.hover(view, offset=(10, 0))
        await driver.pilot.mouse_up(view, offset=(10, 0))
        assert driver.app.screen.get_selected_text() == "x.sha"

    play(scenario)


@pytest.mark.parametrize(
    ("words", "widget", "row", "sign"),
    [("hint 1 of 2", "transcript", 3, "? hint 1 of 2"), ("F1 help", "Title", 0, "F5, Alt+Enter")],
)
def test_words_that_stand_for_a_key_can_be_clicked(play, cell, words, widget, row, sign):
    async def scenario(driver):
        app = driver.app
        await driver.run(cell.WRONG)
        target = app.transcript.last if widget == "transcript" else app.main.query_one(widget)
        assert words in target.lines[row].plain
        x = target.lines[row].plain.index(words) + 2 + target.content_offset.x
        await driver.pilot.click(target, offset=(x, row))
        await driver.until(lambda: sign in driver.screen)

    play(scenario)


def test_each_entry_of_the_key_line_can_be_clicked(play, session, cell):
    async def scenario(driver):
        await driver.run(cell.RIGHT)
        line = driver.app.main.query_one("KeyLine")
        await driver.pilot.click(line, offset=(line.lines[0].plain.index("lessons") + 3, 0))
        assert "of 3 steps" in driver.screen
        row = next(y for y, text in enumerate(driver.screen.splitlines()) if "Let -1 do" in text)
        await driver.pilot.click(offset=(20, row))
        await driver.until(lambda: session.step.id == "minus-one" and not driver.app.at_work)

    play(scenario)


def test_what_a_thousand_cells_printed_is_not_drawn_again_for_a_key(play, cell, monkeypatch):
    async def scenario(driver):
        for _ in range(3):
            await driver.run(cell.FLOOD)
        view, drawn = driver.app.transcript.last, []
        monkeypatch.setattr(type(view), "draw", lambda self, page: drawn.append(self) or [])
        await driver.type("x = 1")
        assert driver.app.prompt.text == "x = 1"
        assert drawn == []

    play(scenario)


def test_the_transcript_is_scrolled_by_keys(play, kernel, cell):
    async def scenario(driver):
        await driver.run(cell.PLAY)
        text = "".join(f"line {number}\n" for number in range(100))
        kernel.tell(Output(cell=1, text=text))
        await driver.until(lambda: "line 99" in driver.screen)
        await driver.press("pageup", "pageup")
        assert "line 99" not in driver.screen
        await driver.press("pagedown", "pagedown", "pagedown")
        assert "line 99" in driver.screen

    play(scenario)


def test_a_hint_asked_for_before_the_session_has_opened_stays(play, session, monkeypatch):
    opened, asked = session.open, asyncio.Event()

    async def late() -> None:
        await asked.wait()
        await opened()

    monkeypatch.setattr(session, "open", late)

    async def scenario(driver):
        await driver.press("f3")
        await driver.until(lambda: "hint 1 of" in driver.screen)
        asked.set()
        await driver.until(driver.app._begun.is_set)
        assert "hint 1 of" in driver.screen

    play(scenario, ready=False)
