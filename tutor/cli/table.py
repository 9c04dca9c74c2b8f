"""The table of all commands, in the order in which `--help` lists them."""

from __future__ import annotations

from typing import Final

from tutor.cli import completion, data, doctor, export, files, lessons, serve, session, settings
from tutor.cli.command import Command

SUBJECTS: Final = (session, export, files, lessons, data, doctor, serve, settings, completion)

COMMANDS: dict[str, Command] = {command.name: command for subject in SUBJECTS for command in subject.COMMANDS}
