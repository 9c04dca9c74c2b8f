"""A documentation string in its parts: paragraphs, parameters, examples and other sections."""

from __future__ import annotations

import inspect
import re

from tutor.record import record

_HEADING = re.compile(r"^(?P<title>\S[^\n]*)\n-{3,}[ \t]*$", re.MULTILINE)
_CODE = re.compile(r"^(?:>>>|\.\.\.) ?")


@record
class Parameter:
    """One documented parameter: its names, its type, and what it means."""

    name: str
    type: str
    meaning: str


@record
class Example:
    """Code as one would type it, and what it prints."""

    code: str
    output: str


def sections(text: str) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first heading, and each heading with its text.

    >>> sections("Adds.\\n\\nReturns\\n-------\\nA sum.")
    ('Adds.', [('Returns', 'A sum.')])
    """
    clean = inspect.cleandoc(text)
    head, *parts = _HEADING.split(clean)
    bodies = [part.strip("\n") for part in parts]
    return head.strip(), list(zip(map(str.strip, bodies[::2]), bodies[1::2], strict=True))


def parameters(text: str) -> list[Parameter]:
    """The entries of a section of parameters.

    >>> parameters("low : float\\n    Lower bound.\\nhigh : float\\n    Upper\\n    bound.")[1]
    Parameter(name='high', type='float', meaning='Upper bound.')
    """
    found = []
    for entry in re.split(r"\n(?=\S)", text.strip()):
        first, _, rest = entry.partition("\n")
        name, _, kind = first.partition(" : ")
        found.append(Parameter(name.strip(), kind.strip(), " ".join(rest.split())))
    return found


def examples(text: str) -> list[Example]:
    """The examples of a section; text between them is left out.

    >>> examples(">>> for i in range(2):\\n...     print(i)\\n0\\n1")
    [Example(code='for i in range(2):\\n    print(i)', output='0\\n1')]
    """
    found: list[tuple[list[str], list[str]]] = []
    for line in inspect.cleandoc(text).split("\n"):
        if line.startswith(">>>"):
            found.append(([_CODE.sub("", line)], []))
        elif found and line.startswith("...") and not found[-1][1]:
            found[-1][0].append(_CODE.sub("", line))
        elif found:
            found[-1][1].append("" if line.strip() == "<BLANKLINE>" else line)
    return [Example("\n".join(code), "\n".join(output).strip("\n")) for code, output in found]
