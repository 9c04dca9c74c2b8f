"""`--help` and docs/commands.md know every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tutor import cli
from tutor.cli.help import explain
from tutor.cli.line import parser
from tutor.cli.table import COMMANDS
from tutor.lesson import SHIPPED, Texts
from tutor.lesson.texts import catalogue


class Told:
    """Texts that remember which of them were asked for."""

    def __init__(self):
        self.asked = set()

    def __call__(self, key, **facts):
        self.asked.add(key)
        return Texts("en")(key, **facts)

    def __contains__(self, key):
        return key in Texts("en")


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


@pytest.mark.parametrize(
    "line", [[], *([name] for name in COMMANDS), ["data", "fetch"], ["progress", "import"]]
)
def test_help_is_in_the_language_asked_for(line, capsys):
    with pytest.raises(SystemExit):
        cli.main(["--lang", "zh", *line, "--help"])
    shown = capsys.readouterr().out
    assert shown.startswith("用法：") and "选项" in shown and "cli." not in shown
    words = re.findall(
        r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", re.sub(r"^.*d2l-tutor.*$", "", shown, flags=re.MULTILINE)
    )
    assert not words, "three English words in a row"


def test_every_text_of_the_help_is_one_that_is_shown():
    known = {key for key in catalogue(SHIPPED, "en") if key.startswith(("cli.help.", "cli.command."))}
    texts = Told()
    explain(parser(), COMMANDS.values(), texts)
    assert known == texts.asked


def test_the_exit_status_is_told(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    shown = capsys.readouterr().out
    for status in ("0", "1", "2", "130"):
        assert re.search(rf"^  {status} +\S", shown, re.MULTILINE)
        assert f"| {status} |" in PAGE
