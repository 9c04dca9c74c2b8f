"""One thing that was looked at, and how it stands."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Literal

from tutor.record import record

State = Literal["good", "absent", "broken", "unknown"]
"""`absent`: it would add something; `broken`: the tutor needs it; `unknown`: it cannot be found out."""


@record
class Finding:
    """`name` and `note` are keys of texts under `doctor`; `value` and `fix`, a command, need no translation.

    >>> Finding("system", "python", "good", "3.11.7").fix
    ''
    """

    group: str
    name: str
    state: State
    value: str = ""
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    fix: str = ""
