"""Tab in real shells: bash always, zsh and fish where they are found."""

from __future__ import annotations

import shutil
import subprocess

import pexpect
import pytest

from tutor import cli
from tutor.cli.table import COMMANDS

LONGEST = 20

CASES = [
    ("d2l-tutor ndarray-resh", "d2l-tutor ndarray-reshape"),
    ("d2l-tutor docto", "d2l-tutor doctor"),
    ("d2l-tutor check softmax-sc", "d2l-tutor check softmax-scratch"),
    ("d2l-tutor check --jun", "d2l-tutor check --junit"),
    ("d2l-tutor data fet", "d2l-tutor data fetch"),
    ("d2l-tutor completion fi", "d2l-tutor completion fish"),
]


@pytest.fixture
def script(tmp_path, capsys, monkeypatch):
    """Writes the completion script of a shell, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def write(shell):
        assert cli.main(["completion", shell]) == 0
        path = tmp_path / f"completion.{shell}"
        path.write_text(capsys.readouterr().out)
        return path

    return write


def completed(shell, typed):
    """What the line is after Tab: the program itself is replaced by a function that says how it is called."""
    try:
        shell.send(typed + "\t")
        shell.send("\r")
        shell.expect(r"<<(.*?)>>")
        return f"d2l-tutor {shell.match[1]}"
    finally:
        shell.close(force=True)


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_bash_completes(script, typed, expected):
    shell = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], encoding="utf-8", timeout=LONGEST)
    shell.setwinsize(24, 200)
    shell.sendline("bind 'set enable-bracketed-paste off'; d2l-tutor() { printf '<''<%s>''>' \"$*\"; }")
    shell.sendline(f"source {script('bash')}; echo re''ady")
    shell.expect("ready\r")
    assert completed(shell, typed) == expected


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh here")
@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_zsh_completes(script, typed, expected):
    shell = pexpect.spawn("zsh", ["-f", "-i"], encoding="utf-8", timeout=LONGEST)
    shell.setwinsize(24, 200)
    shell.sendline("unset zle_bracketed_paste; bindkey -e")
    shell.sendline("d2l-tutor() { printf '<''<%s>''>' \"$*\"; }")
    shell.sendline(f"autoload -U compinit; compinit -D -u; source {script('zsh')}; echo re''ady")
    shell.expect("ready\r")
    assert completed(shell, typed) == expected


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish here")
@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_fish_completes(script, typed, expected):
    ask = f"source {script('fish')}; complete -C '{typed}'"
    done = subprocess.run(["fish", "--no-config", "-c", ask], capture_output=True, text=True, timeout=LONGEST)
    offered = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert expected.split()[-1] in offered, done.stderr


def test_every_command_is_known_to_each_script(capsys):
    for shell in ("bash", "zsh", "fish"):
        cli.main(["completion", shell])
        words = capsys.readouterr().out.replace("'", " ").replace("|", " ").replace(")", " ").split()
        assert set(COMMANDS) <= set(words)
