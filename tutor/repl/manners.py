"""What may be written where the plain session's output goes: styles, a cursor that moves, or words alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from tutor.record import record


@record
class Manners:
    """How to speak to this terminal, file or pipe.

    `asks`: a person sits there, who can be asked. `moves`: the cursor may move, so lines can be edited
    and rewritten. `styled`: bold and colours may be used. `words`: pictures are told in words.
    """

    asks: bool = False
    moves: bool = False
    styled: bool = False
    words: bool = False

    @classmethod
    def found(
        cls,
        *,
        plain: bool = False,
        ends: tuple[bool, bool] | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> Manners:
        """Looks at both ends and the environment; `plain` is what the learner asked for.

        >>> Manners.found(ends=(True, True), environment={"TERM": "dumb"})
        Manners(asks=True, moves=False, styled=False, words=True)
        >>> Manners.found(ends=(False, True), environment={"TERM": "xterm"})
        Manners(asks=False, moves=False, styled=True, words=False)
        """
        keyboard, screen = ends or (sys.stdin.isatty(), sys.stdout.isatty())
        dumb = environment.get("TERM", "") in ("", "dumb")
        capable = screen and not dumb
        return cls(
            asks=keyboard,
            moves=keyboard and capable,
            styled=capable and not plain and not environment.get("NO_COLOR"),
            words=plain or (screen and dumb),
        )
