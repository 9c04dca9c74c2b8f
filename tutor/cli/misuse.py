"""A command line that cannot be understood, said in the language of the interface.

argparse has its sentences in English. They are known by their beginnings here, and filled into texts of the
catalogue; one that is not known stays as it is.
"""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Final, NoReturn

from tutor.cli.help import formatter

if TYPE_CHECKING:
    from tutor.lesson import Texts

_SENTENCES: Final = {
    "unrecognized": r"unrecognized arguments: (?P<words>.+)",
    "required": r"the following arguments are required: (?P<words>.+)",
    "choice": r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<words>.+)\)",
    "value": r"argument (?P<name>.+?): expected one argument",
    "kind": r"argument (?P<name>.+?): invalid (?P<kind>\w+) value: (?P<value>.+)",
    "least": r"argument (?P<name>.+?): at least (?P<least>\d+)",
    "no_value": r"argument (?P<name>.+?): ignored explicit argument (?P<value>.+)",
    "ambiguous": r"ambiguous option: (?P<name>.+?) could match (?P<words>.+)",
}
"""argparse's sentences, by the names of texts."""


class Misused(Exception):
    """The command line was not understood, by this parser and with argparse's own words for it."""

    def __init__(self, parser: argparse.ArgumentParser, message: str) -> None:
        super().__init__(message)
        self.parser = parser
        self.message = message

    def said(self, texts: Texts) -> str:
        """How the command is used, and what was wrong with how it was."""
        self.parser.formatter_class = formatter(texts("cli.help.usage"))
        what = in_words(self.message, texts)
        return self.parser.format_usage() + texts("cli.misuse.error", program=self.parser.prog, what=what)


class Parser(argparse.ArgumentParser):
    """Raises `Misused` in place of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise Misused(self, message)


def in_words(message: str, texts: Texts) -> str:
    """A sentence of argparse's in the language of the texts.

    >>> from tutor.lesson import Texts
    >>> in_words("argument --port: invalid int value: 'x'", Texts("zh"))
    "--port 的值 'x' 不是整数（int）"
    """
    for name, pattern in _SENTENCES.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return texts(f"cli.misuse.{name}", **found.groupdict())
    return message
