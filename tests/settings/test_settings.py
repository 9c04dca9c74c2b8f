"""`settings.toml`: what holds of it, and how what is wrong is told."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.cli import main
from tutor.lesson import Texts
from tutor.settings import CHOICES, Settings, load, positions
from tutor.tui.keymap import clashes, keymap
from tutor.tui.keys import ACTIONS


@pytest.fixture
def written(tmp_path):
    """What is read from a file of that text."""

    def written(text: str):
        path = tmp_path / "settings.toml"
        path.write_text(text, "utf-8")
        return load(path)

    return written


def said(file) -> list[str]:
    """Everything that is wrong in the file, from its name on."""
    texts = Texts("en")
    _, problems = keymap(file)
    return [texts(problem.code, **problem.facts).rpartition("/")[2] for problem in problems]


def test_without_a_file_everything_is_as_usual(tmp_path):
    file = load(tmp_path / "none.toml")
    assert file.settings == Settings()
    assert keymap(file) == ({}, [])


def test_what_is_set_holds(written):
    file = written('language = "zh"\ntheme = "light"\nediting = "vi"\n[keys]\nhint = "Ctrl+K, F3"\nskip = ""')
    assert (file.settings.language, file.settings.theme, file.settings.editing) == ("zh", "light", "vi")
    assert keymap(file) == ({"hint": "ctrl+k,f3", "skip": ""}, [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('theme = "drak"', ":1: `theme` cannot be `drak`"),
        ('\nlangage = "zh"', ":2: there is no setting `langage`. Did you mean `language`?"),
        ("[keys]\nhint = 3", ":2: `keys.hint` wants keys between quotes"),
        ('[keys]\nhnt = "f4"', ":2: there is no action `hnt`. Did you mean `hint`?"),
        ('[keys]\nhint = "ctrl+flub"', ":2: there is no key `ctrl+flub`"),
        ('keys.hint = "x"', ":1: `x` is needed for typing"),
        ('[keys]\nhint = "ctrl+m"', ":2: a terminal cannot tell `ctrl+m` from `enter`"),
        ('[keys]\nhint = "f4"', ":2: `f4` already means `skip`"),
        ('[keys]\nhint = "ctrl+k"\nundo = "ctrl+k"', ":3: `ctrl+k` already means `hint`"),
        ('theme = "dark"\nlanguage = zh', ":2: this is not TOML"),
        ('theme = "dark', ":1: this is not TOML"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(written, text, told):
    (problem,) = said(written(text))
    assert problem.startswith(f"settings.toml{told}"), problem


def test_one_wrong_entry_leaves_the_others(written):
    file = written('theme = "drak"\nlanguage = "zh"\n[keys]\nhnt = "f3"\nundo = "ctrl+k"')
    assert file.settings.language == "zh"
    assert file.settings.theme == "auto"
    assert keymap(file)[0] == {"undo": "ctrl+k"}


def test_two_actions_may_exchange_their_keys(written):
    assert keymap(written('[keys]\nhint = "f4"\nskip = "f3"')) == ({"hint": "f4", "skip": "f3"}, [])


def test_a_file_that_is_no_text_is_told(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe\xff")
    assert "cannot be read (not UTF-8)" in said(load(path))[0]


def test_each_key_has_one_meaning_in_each_situation():
    assert list(clashes({})) == []


@given(
    st.text(max_size=200) | st.from_regex(r'(\[keys\]\n)?[a-z]{1,9} = ("[a-z+]{0,9}"|\d)\n', fullmatch=True)
)
def test_no_text_stops_the_start(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, "utf-8", newline="")
    changed, problems = keymap(load(path))
    assert not list(clashes(changed))
    for problem in problems:
        assert "{" not in Texts("zh")(problem.code, **problem.facts).replace(text, ""), problem
    positions(text)


def test_the_command_prints_a_file_that_could_be_used(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path))
    (tmp_path / "settings.toml").write_text('theme = "mono"\n[keys]\nhint = "ctrl+k"')
    assert main(["settings"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"# {tmp_path / 'settings.toml'}\n")
    found = tomllib.loads(printed)
    assert found == {"language": "auto", "theme": "mono", "editing": "emacs", "keys": {"hint": "ctrl+k"}}
    assert set(CHOICES) == set(found) - {"keys"}
    for action in ACTIONS:
        assert f"\n{'' if action.id == 'hint' else '# '}{action.id} = " in printed

    (tmp_path / "settings.toml").write_text('theme = "drak"')
    assert main(["settings"]) == 1
    assert "settings.toml:1: `theme` cannot be `drak`" in capsys.readouterr().err
