"""What every renderer draws on: a width in cells, a palette, and the interface's words."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, TypeAlias

from rich.text import Text

from tutor.record import record
from tutor.render.palette import Palette

Lines: TypeAlias = list[Text]


class Texts(Protocol):
    """The interface's catalogue in the language of the moment: a key and its facts give a sentence."""

    def __call__(self, key: str, /, **facts: object) -> str: ...


@record
class Page:
    """A picture's place: no line that a renderer returns is wider than `width` cells."""

    width: int
    palette: Palette
    texts: Texts

    def narrow(self, cells: int) -> Page:
        """The same page, `cells` narrower, but never narrower than one cell."""
        return replace(self, width=max(1, self.width - cells))
