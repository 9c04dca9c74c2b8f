"""The guides: what they name is there, and what the plain session can do is in them."""

import re
from pathlib import Path

import pytest

from tutor.cli.table import COMMANDS
from tutor.lesson import SHIPPED, Course, Texts
from tutor.repl.commands import TABLE, usage
from tutor.tui.keys import ACTIONS, BY_ID, name_of

ROOT = Path(__file__).parents[2]
GUIDES = {"en": ROOT / "docs" / "guide.md", "zh": ROOT / "docs" / "zh" / "guide.md"}
LARGEST = 120 * 1024
"""Bytes of a picture: a page of them should still open at once."""

KEY = r"(?:Ctrl|Alt|Shift)\+[A-Z]\w*|\bF\d+\b|\b(?:Enter|Esc|Tab|PgUp|PgDn)\b|[↑↓←→]|(?<=\*\*)[a-z/](?=\*\*)"

pytestmark = pytest.mark.parametrize("language", GUIDES)


def names(action):
    return {name_of(key) for key in action.keys.split(",") if key}


def test_the_table_of_commands_is_the_catalogues(language):
    rows = re.findall(r"^\| `(:.+?)` \| (.+) \|$", GUIDES[language].read_text(), re.MULTILINE)
    texts = Texts(language)
    told = [(usage(command, texts), texts(f"repl.command.{name}")) for name, command in TABLE.items()]
    assert [(command.replace("\\|", "|"), about) for command, about in rows] == told


def test_every_key_is_one_of_the_sessions(language):
    keys = set(re.findall(KEY, GUIDES[language].read_text()))
    assert keys - set().union(*map(names, ACTIONS)) == set()


def test_every_key_that_the_page_of_keys_explains_is_told(language):
    told = set(re.findall(KEY, GUIDES[language].read_text()))
    explained = [action for name, action in BY_ID.items() if f"tui.manual.key.{name}" in Texts(language)]
    assert len(explained) > 10
    assert [action.id for action in explained if not names(action) & told] == []


def test_every_command_line_begins_with_a_command_or_a_lesson(language):
    words = set(re.findall(r"d2l-tutor ([a-z][a-z-]+)(?![\w/-])", GUIDES[language].read_text()))
    assert words - set(COMMANDS) - set(Course(SHIPPED).ids) == set()
    assert {"repl", "export", "progress", "doctor", "data", "serve", "settings", "check"} <= words


def test_every_link_and_picture_leads_somewhere(language):
    page = GUIDES[language]
    targets = re.findall(r"\]\(([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).is_file()] == []
    pictures = [page.parent / target for target in targets if target.endswith(".png")]
    assert len(pictures) == 8
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST] == []


def test_every_entry_of_the_contents_is_a_heading(language):
    text = GUIDES[language].read_text()
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    linked = re.findall(r"\]\(#([^)]+)\)", text)
    assert set(linked) == anchors
