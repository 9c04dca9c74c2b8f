"""What is typed, in the looks of the tutor: the palette as prompt_toolkit's styles, code without hues."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style
from rich.style import Style as RichStyle

from tutor.render.code import highlight
from tutor.render.palette import Palette


def styles(palette: Palette) -> Style:
    """The prompt, the menu of completions and the line under it."""
    return Style.from_dict(
        {
            "prompt": of(palette.next),
            "prompt-continuation": of(palette.faint),
            "bottom-toolbar": f"noreverse {of(palette.dim)}",
            "completion-menu.completion": f"noreverse {of(palette.fg)} {of(palette.chosen)}",
            "completion-menu.completion.current": f"reverse {of(palette.strong)}",
            "completion-menu.meta.completion": f"{of(palette.dim)} {of(palette.chosen)}",
            "completion-menu.meta.completion.current": of(palette.fg),
            "matching-bracket.cursor": "bold",
            "matching-bracket.other": "bold underline",
        }
    )


@cache
def of(style: RichStyle) -> str:
    """A style of Rich's in prompt_toolkit's words.

    >>> of(RichStyle(color="#56c8d8", bold=True))
    'bold fg:#56c8d8'
    """
    words = [word for word in ("bold", "dim", "underline", "reverse") if getattr(style, word)]
    if style.color is not None:
        words.append(f"fg:{style.color.name}")
    if style.bgcolor is not None:
        words.append(f"bg:{style.bgcolor.name}")
    return " ".join(words)


class CodeLexer(Lexer):
    """Keywords bold, punctuation dim; a command is one plain word."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        if document.text.startswith(":"):
            return lambda number: [("", document.lines[number])]
        text = highlight(document.text, self._palette)
        lines = text.split("\n", allow_blank=True)

        def line(number: int) -> StyleAndTextTuples:
            plain = lines[number].plain
            looks = [""] * len(plain)
            for span in lines[number].spans:
                if isinstance(span.style, RichStyle):
                    looks[span.start : span.end] = [of(span.style)] * (span.end - span.start)
            return list(zip(looks, plain, strict=True))

        return line
