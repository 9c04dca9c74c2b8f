"""The learner's own settings: `settings.toml`, read once at the start and never written by the program.

What is wrong in the file is told by its line and left out; the rest holds. Whether an action or a key
of `[keys]` exists is for the front end to say, which knows them (`tutor/tui/keymap.py`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from tutor.lesson.rules import close_names
from tutor.record import record

_TABLE: Final = re.compile(r"\s*\[\s*(?P<name>[^\[\]]+?)\s*\]\s*(?:#.*)?")
_ENTRY: Final = re.compile(r"\s*(?P<name>[\w\"'.\- ]+?)\s*=")

Editing = Literal["emacs", "vi"]
Theme = Literal["auto", "dark", "light", "mono"]
Language = Literal["auto", "en", "zh"]


@record
class Settings:
    """What can be set. "auto" leaves a choice to the terminal, or to what was last chosen in the session.

    >>> Settings(theme="light").keys
    {}
    """

    language: Language = "auto"
    theme: Theme = "auto"
    editing: Editing = "emacs"
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def wanted_language(self) -> str | None:
        """The language that is asked for, if one is."""
        return None if self.language == "auto" else self.language


CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    name: get_args(hint) for name, hint in get_type_hints(Settings).items() if get_origin(hint) is Literal
}
"""The values of each setting that has a fixed choice of them."""


@record
class Problem:
    """Something wrong in the file: the code of its text in the interface's catalogue, and its facts."""

    code: str
    facts: dict[str, Any]


@record
class File:
    """The file as it was read. `lines` has the line of each entry, by its dotted name."""

    path: Path = Path()
    settings: Settings = field(default_factory=Settings)
    problems: tuple[Problem, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)

    def problem(self, code: str, name: str, /, **facts: Any) -> Problem:
        """A problem with the entry of that dotted name, told by its place."""
        return Problem(code, {"place": f"{self.path}:{self.lines.get(name, 1)}", **facts})


def default_path() -> Path:
    """The settings file of this user: in `D2L_TUTOR_HOME` if set, else in the platform's folder."""
    home = os.environ.get("D2L_TUTOR_HOME")
    if home:
        return Path(home) / "settings.toml"
    from platformdirs import user_config_path

    return user_config_path("d2l-tutor") / "settings.toml"


def load(path: Path | None = None) -> File:
    """Reads the file at `path`, by default this user's; where there is none, everything is as usual."""
    path = default_path() if path is None else path
    empty = File(path)
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return empty
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        return File(path, problems=(empty.problem("settings.unreadable", "", error=reason),))
    import tomllib  # most starts find no file

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return File(path, problems=(_syntax(path, text, str(error)),))
    return _validated(File(path, lines=positions(text)), data)


def positions(text: str) -> dict[str, int]:
    """The line of each entry of a TOML text, by its dotted name.

    >>> positions('theme = "dark"\\n[keys]\\nhint = "f4"')
    {'theme': 1, 'keys': 2, 'keys.hint': 3}
    """
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.fullmatch(line):
            table = _plain(header["name"])
            found.setdefault(table, number)
        elif entry := _ENTRY.match(line):
            found.setdefault(".".join(filter(None, (table, _plain(entry["name"])))), number)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\"'\s]", "", name)


def _syntax(path: Path, text: str, message: str) -> Problem:
    """TOML's own message, with its place in front."""
    said = re.search(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", message)
    line = (said and said["line"]) or text.count("\n") + 1
    what = message[: said.start()] if said else message
    return Problem("settings.syntax", {"place": f"{path}:{line}", "error": what})


def _validated(file: File, data: dict[str, Any]) -> File:
    """What holds of the data; each entry that does not is a problem."""
    kept: dict[str, Any] = {}
    problems = []
    for name, found in data.items():
        if name == "keys" and isinstance(found, dict):
            kept[name] = {id: keys for id, keys in found.items() if isinstance(keys, str)}
            problems += [
                _explain(file, f"keys.{id}", keys) for id, keys in found.items() if id not in kept[name]
            ]
        elif found in CHOICES.get(name, ()):
            kept[name] = found
        else:
            problems.append(_explain(file, name, found))
    return File(file.path, Settings(**kept), tuple(problems), file.lines)


def _explain(file: File, name: str, found: Any) -> Problem:
    if name.partition(".")[0] == "keys":
        return file.problem("settings.text", name, name=name)
    if name not in CHOICES:
        names = [field.name for field in fields(Settings)]
        for near in close_names(name, names):
            return file.problem("settings.unknown_near", name, name=name, near=near)
        return file.problem("settings.unknown", name, name=name, names=", ".join(names))
    wanted = ", ".join(f'"{choice}"' for choice in CHOICES[name])
    return file.problem("settings.choice", name, name=name, found=found, choices=wanted)
