"""The palette, and what it lists: everything that can be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tutor.tui.dialogs import WindowKeys
from tutor.tui.keys import in_palette
from tutor.tui.situation import resting

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

Entry = tuple[str, str, Callable[[], object]]
"""A name, its key, what choosing it does."""

_NAME: Final = 62
"""Cells before the keys."""


class Actions(Provider):
    """Every action of the registry that does something now, with its key; found by parts of its name."""

    def _entries(self) -> Iterator[Entry]:
        tutor = cast("Tutor", self.app)
        for action in in_palette(resting(tutor)):
            name = tutor.session.texts(f"tui.commands.{action.id}")
            yield name, tutor.key(action.id), partial(tutor.action_do, action.id)

    async def discover(self) -> Hits:
        for name, mark, command in self._entries():
            yield DiscoveryHit(_row(name, mark), command, text=name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, mark, command in self._entries():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, _row(name, mark), command, text=name)


class Palette(CommandPalette):
    """Textual's palette over the actions, with the keys that do something in it."""

    def __init__(self, placeholder: str) -> None:
        super().__init__([Actions], placeholder=placeholder)

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield WindowKeys()


def _row(name: str, mark: str) -> Content:
    """The name, and its key in a column of its own."""
    blank = max(1, _NAME - cell_len(name))
    return Content.assemble(name, " " * blank, (mark, "$fg"))
