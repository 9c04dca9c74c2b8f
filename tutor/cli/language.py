"""The language in which a command speaks: asked for, set in the settings file, chosen last in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.lesson import Texts


def texts_for(wanted: str | None = None) -> Texts:
    """The interface's texts, in the language `wanted` or else in the one that a session would open in."""
    from tutor.lesson import Texts, choose_language

    return Texts(choose_language(wanted, remembered=None if wanted else _remembered()))


def _remembered() -> str | None:
    from tutor.progress import default_path, peek
    from tutor.settings import load

    return load().settings.wanted_language or peek(default_path(), "language")
