"""The table of all commands, in the order in which `--help` lists them."""

from __future__ import annotations

from tutor.cli import data, files, lessons, session
from tutor.cli.command import Command

COMMANDS: dict[str, Command] = {
    command.name: command for command in (*session.COMMANDS, *files.COMMANDS, *lessons.COMMANDS, *data.COMMANDS)
}
