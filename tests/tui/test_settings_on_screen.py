"""A settings file on the screen: keys that move wherever they are named, colours, what is told of errors."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tutor import settings
from tutor.tui.app import Tutor
from tutor.tui.manual import ManualText


@pytest.fixture
def sit(session, driver, tmp_path, monkeypatch):
    """Runs a scenario against the app with that text as the settings file."""

    def sit(text, scenario, size=(120, 40)):
        monkeypatch.chdir(tmp_path)
        path = Path("settings.toml")  # short: a long path wraps, and no line is found whole
        path.write_text(text, "utf-8")

        async def main():
            app = Tutor(session, settings=settings.load(path))
            async with app.run_test(size=size) as pilot:
                driven = driver(app, pilot)
                await driven.until(lambda: session.kernel.alive)
                await scenario(driven)

        asyncio.run(main())

    return sit


def test_a_key_that_was_moved_works_and_is_named_everywhere(sit, session, cell):
    text = '[keys]\nhint = "ctrl+k"\nmanual = "f12"\noutline = "f10,ctrl+o"\nlook_up_here = ""'

    async def scenario(driver):
        await driver.run(cell.WRONG)
        assert "Ctrl+K hint" in driver.screen.splitlines()[-1]
        assert "F12 help" in driver.screen.splitlines()[0]
        assert "? Ctrl+K" in driver.screen
        await driver.press("f3")
        assert session.state.hints == 0, "the usual key does nothing any more"
        await driver.press("ctrl+k")
        assert session.state.hints == 1
        await driver.press("f12")
        manual = "\n".join(line.plain for line in driver.app.main.query_one(ManualText).lines)
        assert "Ctrl+K " in manual
        assert "F10, Ctrl+O" in manual
        await driver.press("escape", "ctrl+p")
        await driver.type("next hint")
        await driver.until(lambda: "Show the next hint" in driver.screen)
        assert "Ctrl+K" in driver.screen
        await driver.press("escape", "f10")
        assert driver.app.main.has_class("-outline")

    sit(text, scenario)


def test_enter_keeps_its_other_meanings_when_one_of_them_moves(sit, session, cell):
    async def scenario(driver):
        await driver.run(cell.RIGHT)
        await driver.press("enter")
        assert session.step.id == "row-to-matrix"
        await driver.press("ctrl+n")
        await driver.until(lambda: session.step.id == "minus-one")
        await driver.run(cell.LOOK_UP)
        await driver.press("f2", "enter")
        await driver.until(lambda: driver.app.board.help.name == "nd.random.normal")

    sit('[keys]\nnext = "ctrl+n"', scenario)


def test_what_is_wrong_is_told_at_the_start_and_the_rest_holds(sit):
    async def scenario(driver):
        for line in (
            "settings.toml:1: theme cannot be drak",
            "settings.toml:3: there is no action hnt. Did you mean hint?",
        ):
            await driver.until(lambda line=line: line in " ".join(driver.screen.split()))
        assert driver.app.key("undo") == "Ctrl+U"

    sit('theme = "drak"\n[keys]\nhnt = "f12"\nundo = "ctrl+u"', scenario)


def test_the_theme_of_the_file_is_the_first_one(sit):
    async def scenario(driver):
        assert driver.app.theme == "light"

    sit('theme = "light"', scenario)
