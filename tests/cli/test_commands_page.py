"""`--help` and docs/commands.md know every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tutor import cli
from tutor.cli.table import COMMANDS

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text()


def test_the_page_of_commands_has_them_all():
    rows = set(re.findall(r"^\| `([a-z]+)", PAGE, re.MULTILINE)) | {"open"}
    assert rows - {"d"} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_has_examples_that_can_be_read(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert "examples:" in shown and f"d2l-tutor {name if name != 'open' else ''}".rstrip() in shown
    assert len(COMMANDS[name].examples) >= 1


def test_the_exit_status_is_told(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    shown = capsys.readouterr().out
    for status in ("0", "1", "2", "130"):
        assert re.search(rf"^  {status} +\S", shown, re.MULTILINE)
        assert f"| {status} |" in PAGE
