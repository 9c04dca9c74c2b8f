"""Code of a cell as a script can hold it: what only IPython understands becomes a comment that says so."""

from __future__ import annotations

import ast
import re

_LINE = re.compile(r"\s*(?:[%!?]|(?:[\w.,\s]+=\s*)[%!])|.*\?\s*$")
"""A magic, a shell command, a value bound to what one of them gives, a look-up."""

_LINE_END = re.compile(r"\r\n|\r|\n")
"""Where a line ends for Python, and no comment goes on."""


def plain_python(code: str, reason: str) -> str:
    """The code with IPython's own lines commented out; all of it where it is no Python even so.

    >>> print(plain_python("%matplotlib inline\\nx = 1", "only in IPython"))
    # only in IPython: %matplotlib inline
    x = 1
    >>> print(plain_python("if x:\\n    !ls", "only in IPython"))
    if x:
        pass  # only in IPython: !ls
    >>> print(plain_python("%%time\\nx = 1", "only in IPython"))
    # only in IPython: %%time
    x = 1
    """
    if is_python(code):
        return code
    lines = [_commented(line, reason) if _LINE.match(line) else line for line in code.split("\n")]
    return "\n".join(lines) if is_python("\n".join(lines)) else commented(code, reason)


def commented(code: str, reason: str) -> str:
    """All of the code as a comment, under the reason.

    >>> print(commented("x = 3\\n\\nx", "put back"))
    # put back:
    # x = 3
    #
    # x
    """
    return "\n".join([f"# {reason}:", *(f"# {line}".rstrip() for line in _LINE_END.split(code))])


def is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError):
        return False
    return True


def _commented(line: str, reason: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}{'pass  ' if indent else ''}# {reason}: {line.strip()}"
