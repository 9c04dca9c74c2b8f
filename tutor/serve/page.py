"""The page: one template filled with words in the visitor's language."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template

from tutor.lesson import Texts


def page(texts: Texts, font_size: int) -> str:
    """The page with the terminal; its addresses are all relative to it."""
    keys = ("starting", "ended", "again")
    said = {key: escape(texts(f"serve.{key}")) for key in keys}
    return _template("page").substitute(said, language=texts.language, font_size=font_size)


def words(texts: Texts, key: str, **facts: object) -> str:
    """A page that only says something."""
    return _template("words").substitute(language=texts.language, words=escape(texts(key, **facts)))


@cache
def _template(name: str) -> Template:
    return Template((Path(__file__).parent / "web" / f"{name}.html").read_text(encoding="utf-8"))
