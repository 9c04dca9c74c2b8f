"""What Ctrl+P and Ctrl+R list: everything that can be done now, and everything that was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from rich.cells import cell_len
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tutor.tui.keys import in_palette
from tutor.tui.situation import resting

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

Entry = tuple[str, str, Callable[[], object]]
"""A name, its key or another mark, what choosing it does."""

_NAME: Final = 62
"""Cells before the keys."""


class _Entries(Provider):
    """Lists entries, and finds them by parts of their names."""

    @property
    def tutor(self) -> Tutor:
        return cast("Tutor", self.app)

    def entries(self) -> Iterator[Entry]:
        raise NotImplementedError

    async def discover(self) -> Hits:
        for name, mark, command in self.entries():
            yield DiscoveryHit(_row(name, mark), command, text=name)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, mark, command in self.entries():
            if (score := matcher.match(name)) > 0:
                yield Hit(score, _row(name, mark), command, text=name)


class Actions(_Entries):
    """Every action of the registry that does something now, with its key."""

    def entries(self) -> Iterator[Entry]:
        tutor = self.tutor
        for action in in_palette(resting(tutor)):
            name = tutor.session.texts(f"tui.commands.{action.id}")
            yield name, tutor.key(action.id), partial(tutor.action_do, action.id)


class History(_Entries):
    """What was typed, newest first and each once; choosing an entry puts it into the prompt."""

    def entries(self) -> Iterator[Entry]:
        for code in dict.fromkeys(reversed(self.tutor.session.progress.history())):
            first, _, rest = code.partition("\n")
            yield first, "⋯" if rest else "", partial(self.tutor.prompt.put, code)


def _row(name: str, mark: str) -> Content:
    """The name, and its key in a column of its own; what learners typed is never markup."""
    blank = max(1, _NAME - cell_len(name))
    return Content.assemble(name, " " * blank, (mark, "$dim"))
