"""A learner at the keyboard: types, pastes, presses keys, and looks at what stands on the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import screenshots
from textual.events import Key, Paste
from textual.keys import _character_to_key
from textual.pilot import Pilot
from tour_features import shows

from tutor.tui.app import Tutor


class Learner:
    """One sitting. `see` fails with the whole screen where a text is missing."""

    def __init__(self, app: Tutor, pilot: Pilot[int], station: Station, album: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.station = station
        self.album = album

    async def rest(self) -> None:
        await screenshots.at_rest(self.app, self.pilot)

    def send(self, text: str) -> None:
        """Sends the characters' keys at once, as a terminal does."""
        for character in text:
            self.app.post_message(Key(_character_to_key(character), character))

    async def type(self, text: str) -> None:
        """Types a line, without Enter."""
        self.send(text)
        await self.rest()

    async def run(self, line: str) -> None:
        """Types a line, runs it with Enter, and waits until it has run."""
        await self.type(line)
        await self.press("enter")

    async def paste(self, code: str) -> None:
        """Pastes lines and runs them."""
        self.app.post_message(Paste(code))
        await self.rest()
        await self.press("f5")

    async def solve(self) -> None:
        """Gives the answer of the open step."""
        await self.paste(self.app.session.step.solution)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits, against hangs not longer than a minute."""
        async with asyncio.timeout(60):
            while not holds():
                await self.pilot.pause(0.02)

    @property
    def screen(self) -> str:
        return "\n".join(screenshots.text(self.app))

    def see(self, *texts: str) -> None:
        for text in texts:
            assert text in self.screen, f"no {text!r} on the screen:\n{self.screen}"

    def picture(self, name: str = "") -> None:
        """Saves how it looks now."""
        called = f"{self.station.name}-{name}" if name else self.station.name
        screenshots.write(self.app, (called, self.station.language, self.station.size, "dark"), self.album)


Visit = Callable[[Learner], Awaitable[None]]


@dataclass(frozen=True)
class Station:
    """A place of the tour: where the learner stands, and what happens there."""

    visit: Visit
    lesson: str
    step: str
    language: str
    size: str
    due: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.visit.__name__


class Tour(list[Station]):
    """The stations of one file, in their order."""

    def station(
        self,
        lesson: str,
        step: str,
        *features: str,
        language: str = "en",
        size: str = "120x40",
        due: tuple[tuple[str, str], ...] = (),
    ) -> Callable[[Visit], Visit]:
        """Makes a station of what happens there, and says what it shows; `due` are steps to be reviewed."""

        def add(visit: Visit) -> Visit:
            self.append(Station(visit, lesson, step, language, size, due))
            return shows(*features)(visit)

        return add
