"""Whether Enter should run what stands at a prompt, judged without the kernel.

The kernel knows better, but not before it is up, and its answer comes a moment late: too late for keys
that are typed ahead.
"""

from __future__ import annotations

from codeop import compile_command
from typing import Final

from tutor.lexer import PAIRS, tokens

INDENT: Final = "    "
_BLOCK_ENDS: Final = ("return", "pass", "break", "continue", "raise")


def complete_alone(text: str) -> str:
    """ "complete", "invalid" or "incomplete"; a block of several lines ends with a blank line.

    >>> [complete_alone(text) for text in ("x = 1", "f(", "nd.ones?", "for i in x:", "for i in x: print(i)")]
    ['complete', 'incomplete', 'invalid', 'incomplete', 'complete']
    >>> complete_alone("for i in x:\\n    print(i)"), complete_alone("for i in x:\\n    print(i)\\n")
    ('incomplete', 'complete')
    """
    one_line = "\n" not in text
    try:
        code = compile_command(text + "\n" if one_line else text, "<cell>", "exec")
    except (SyntaxError, ValueError, OverflowError):
        return "invalid"
    last = text.rpartition("\n")[2]
    in_block = not one_line and last[:1].isspace() and last.strip()
    return "incomplete" if code is None or in_block else "complete"


def next_indent(line: str) -> str:
    """The next line's indentation: a level more after a colon or an opening bracket, one less after `return`.

    >>> [next_indent(line) for line in ("for x in y:  # each", "    return x", "  x = '#:'", "f([")]
    ['    ', '', '  ', '    ']
    """
    indent = line[: len(line) - len(line.lstrip())]
    comment = next((token.start() for token in tokens(line) if token.lastgroup == "comment"), len(line))
    code = line[:comment].strip()
    if code.endswith((":", *PAIRS)):
        return indent + INDENT
    if code.split(" ")[0] in _BLOCK_ENDS:
        return indent[: -len(INDENT)]
    return indent
