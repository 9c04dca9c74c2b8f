"""The machine part of a step, as the session sends it: everything needed to run and judge it, no text."""

from __future__ import annotations

import ast
import builtins
from typing import Any

from tutor.record import record

SUBJECTS = ("array", "value", "gradient", "result", "prints", "looked_up", "raises", "function", "holds")

CLEAN_NAMES = ("nd", "autograd", "gluon", "nn", "init", "d2l", "np", "mx")
"""Names that a step's expressions find as the engine means them, whatever the learner bound to them."""

_NOT_SPOKEN_OF = frozenset(CLEAN_NAMES).union(dir(builtins))


@record
class Check:
    """One thing that must hold: `subject` is one of `SUBJECTS`, `text` what it speaks of."""

    subject: str
    text: str
    equals: str | None = None
    dtype: str | None = None
    by: str | None = None
    on: tuple[str, ...] = ()

    @property
    def spoken(self) -> frozenset[str]:
        """The names whose values decide this check.

        >>> sorted(Check("holds", "abs(w - 2).max() < limit").spoken)
        ['limit', 'w']
        """
        if self.subject in ("array", "value", "gradient", "function", "holds"):
            return names_in(self.text) - _NOT_SPOKEN_OF
        return frozenset()


@record
class Step:
    """A step to be judged. `limit` is how many seconds its solution may take."""

    lesson: str = ""
    id: str = ""
    kind: str = "write"
    given: str = ""
    solution: str = ""
    again: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    mistakes: tuple[str, ...] = ()
    options: int = 0
    limit: float = 60.0

    @property
    def asks_for_answer(self) -> bool:
        """Whether the learner answers with a literal, and no code is judged."""
        return self.kind in ("predict", "choose")

    @property
    def spoken(self) -> frozenset[str]:
        """The names that its checks speak of."""
        return frozenset[str]().union(*(check.spoken for check in self.checks))

    def asks_for(self, *subjects: str) -> bool:
        """Whether a check is about one of these subjects."""
        return any(check.subject in subjects for check in self.checks)


def parse_step(data: dict[str, Any]) -> Step:
    """The step that a `begin_step` command carries.

    >>> parse_step({"id": "a", "check": [{"array": "X", "equals": "nd.ones(3)"}]}).checks[0].text
    'X'
    """
    return Step(
        lesson=data.get("lesson", ""),
        id=data.get("id", ""),
        kind=data.get("kind", "write"),
        given=data.get("given", ""),
        solution=data.get("solution", ""),
        again=tuple(data.get("again", ())),
        checks=tuple(_parse_check(check) for check in data.get("check", ())),
        mistakes=tuple(data.get("mistakes", ())),
        options=data.get("options", 0),
        limit=data.get("limit", 60.0),
    )


def names_in(expression: str) -> frozenset[str]:
    """The names that an expression reads; none where it does not parse."""
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _parse_check(data: dict[str, Any]) -> Check:
    subject = next(subject for subject in SUBJECTS if subject in data)
    return Check(
        subject=subject,
        text=data[subject],
        equals=data.get("equals"),
        dtype=data.get("dtype"),
        by=data.get("by"),
        on=tuple(data.get("on", ())),
    )
